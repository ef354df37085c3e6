/**
 * Values that are well formed and still cannot be true: a step faster than the thing measured can move, and a value
 * that stays the same to the last digit for so long that the sensor must be stuck. They are refused one by one, so
 * the device does not fall silent and its other points go on.
 *
 * Both mend themselves. The way allowed to a step grows with the time since the last good value, so a level that
 * really is new is taken as soon as it could have been reached. A frozen value is taken again once it moves.
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

interface Past {
  readonly limits: Plausibility;
  /** Last value that was not too fast, with its time. */
  good: { readonly value: number; readonly atMs: number } | undefined;
  /** Since when the good value is the same. */
  sameSinceMs: number;
}

const minuteMs = 60_000;

export function createPlausibility(points: readonly Point[]): PlausibilityCheck {
  const pasts = new Map<Stream, Past>(
    points.flatMap(({ stream, plausibility: limits }) =>
      limits ? [[stream, { limits, good: undefined, sameSinceMs: 0 }]] : [],
    ),
  );
  return (stream, value, atMs) => {
    const past = pasts.get(stream);
    if (!past || typeof value !== 'number') return undefined;
    const { good, limits } = past;
    if (good && isTooFast(good, value, atMs, limits.maxPerMinute)) return 'rate';
    if (good?.value !== value) past.sameSinceMs = atMs;
    past.good = { value, atMs };
    return limits.frozenMs !== undefined && atMs - past.sameSinceMs > limits.frozenMs ? 'frozen' : undefined;
  };
}

/** Farther from the good value than the fastest change brings it in the time between. */
function isTooFast(
  good: { readonly value: number; readonly atMs: number },
  value: number,
  atMs: number,
  maxPerMinute: number | undefined,
): boolean {
  if (maxPerMinute === undefined) return false;
  return Math.abs(value - good.value) > (maxPerMinute * Math.max(0, atMs - good.atMs)) / minuteMs;
}
