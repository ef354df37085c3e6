/**
 * Values that are well formed and still cannot be true: a step faster than the thing measured can move, and a value
 * that stays the same to the last digit for so long that the sensor must be stuck. They are refused one by one, so
 * the device does not fall silent and its other points go on.
 *
 * Both mend themselves. The way allowed to a step grows with the time since the last good value, so a level that
 * really is new is taken as soon as it could have been reached. Where the good value itself was the spike (the first
 * one after a start, or after a pause in which it could have come about) the second value that agrees with the one
 * before is believed; and a level at which a sensor stays is believed after a quarter of an hour, however far it is. A
 * frozen value is taken again once it moves.
 */
import type { Plausibility, Point } from '../core/device.ts';
import type { Stream, Value } from '../core/reading.ts';
import type { Refusal } from '../core/source.ts';

/** Why a value cannot be true, or undefined. Call once for each value, in the order of time. */
export type PlausibilityCheck = (
  stream: Stream,
  value: Value,
  monotonicMs: number,
) => Extract<Refusal, 'rate' | 'frozen'> | undefined;

interface Timed {
  readonly value: number;
  readonly atMs: number;
}

/** Values that were refused one after the other, and each of which could have come from the one before. */
interface Rivals {
  readonly first: Timed;
  readonly last: Timed;
  readonly count: number;
}

interface Past {
  readonly limits: Plausibility;
  /** Last value that was not too fast. */
  good: Timed | undefined;
  /** What was good before it. */
  before: Timed | undefined;
  /** Too far from the good one. */
  rivals: Rivals | undefined;
  /** Since when the good value is the same. */
  sameSinceMs: number;
}

const minuteMs = 60_000;
/** Two against one: what the good value was is a spike. */
const againstOne = 2;
const levelCount = 5;
const levelMs = 15 * minuteMs;

export function createPlausibility(points: readonly Point[]): PlausibilityCheck {
  const pasts = new Map<Stream, Past>(
    points.flatMap(({ stream, plausibility: limits }) =>
      limits
        ? [[stream, { limits, good: undefined, before: undefined, rivals: undefined, sameSinceMs: 0 }]]
        : [],
    ),
  );
  return (stream, value, atMs) => {
    const past = pasts.get(stream);
    if (!past || typeof value !== 'number') return undefined;
    const { good, limits } = past;
    const now = { value, atMs };
    if (good && isTooFast(good, now, limits.maxPerMinute)) {
      const { rivals: others } = past;
      past.rivals = joined(others, now, limits.maxPerMinute);
      if (!areBelieved(past.rivals, past)) return 'rate';
      past.before = others?.last;
    } else past.before = good;
    past.rivals = undefined;
    if (good?.value !== value) past.sameSinceMs = atMs;
    past.good = now;
    return limits.frozenMs !== undefined && atMs - past.sameSinceMs > limits.frozenMs ? 'frozen' : undefined;
  };
}

/** Farther from the one than the fastest change brings it in the time between. */
function isTooFast(from: Timed, to: Timed, maxPerMinute: number | undefined): boolean {
  if (maxPerMinute === undefined) return false;
  return Math.abs(to.value - from.value) > (maxPerMinute * Math.max(0, to.atMs - from.atMs)) / minuteMs;
}

function joined(rivals: Rivals | undefined, now: Timed, maxPerMinute: number | undefined): Rivals {
  if (!rivals || isTooFast(rivals.last, now, maxPerMinute)) return { first: now, last: now, count: 1 };
  return { first: rivals.first, last: now, count: rivals.count + 1 };
}

function areBelieved({ first, last, count }: Rivals, { before, limits }: Past): boolean {
  // With what was good before it they agree, too: the good one stands alone.
  if (count >= againstOne && (!before || !isTooFast(before, first, limits.maxPerMinute))) return true;
  return count >= levelCount && last.atMs - first.atMs >= levelMs;
}
