/** Attributes that say when an entity was observed: at a moment, or in a period. */
import type { Attribute } from './entity.ts';
import type { TimeAttribute } from './mapping.ts';

const latestMs = 8.64e15;

/** UTC with milliseconds and Z; undefined for what no date can hold. */
export function timeText(ms: number): string | undefined {
  return Math.abs(ms) <= latestMs ? new Date(ms).toISOString() : undefined;
}

/** The attributes for a period; a moment is a period that begins where it ends. */
export function datingOf(
  times: readonly TimeAttribute[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Record<string, Attribute> {
  const from = timeText(startMs);
  const to = timeText(endMs);
  const dating: Record<string, Attribute> = {};
  if (from === undefined || to === undefined) return dating;
  for (const { name, time } of times) {
    dating[name] =
      time === 'interval'
        ? { type: 'Property', value: `${from}/${to}` }
        : { type: 'Property', value: { '@type': 'DateTime', '@value': time === 'from' ? from : to } };
  }
  return dating;
}
