/** Attributes that say when an entity was observed: at a moment, or in a period. */
import type { Attribute } from './entity.ts';
import type { TimeAttribute } from './mapping.ts';

const latestMs = 8.64e15;

/** UTC with milliseconds and Z; undefined for what no date can hold. */
export function timeText(ms: number): string | undefined {
  return Math.abs(ms) <= latestMs ? new Date(ms).toISOString() : undefined;
}

/** In milliseconds since 1970; what began and changed only where an event is told. */
export interface Dates {
  readonly startMs: number;
  readonly endMs: number;
  readonly beganMs?: number;
  readonly changedMs?: number;
}

/** The attributes for a period; a moment is a period that begins where it ends. */
export function datingOf(
  times: readonly TimeAttribute[],
  { startMs, endMs, beganMs = startMs, changedMs = endMs }: Dates,
): Record<string, Attribute> {
  const dating: Record<string, Attribute> = {};
  const texts = { from: startMs, to: endMs, observed: endMs, began: beganMs, changed: changedMs };
  for (const { name, time } of times) {
    const value = time === 'interval' ? intervalText(startMs, endMs) : timeText(texts[time]);
    if (value === undefined) continue;
    dating[name] = {
      type: 'Property',
      value: time === 'interval' ? value : { '@type': 'DateTime', '@value': value },
    };
  }
  return dating;
}

function intervalText(startMs: number, endMs: number): string | undefined {
  const [from, to] = [timeText(startMs), timeText(endMs)];
  return from === undefined || to === undefined ? undefined : `${from}/${to}`;
}
