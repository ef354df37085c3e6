/** Durations are written as text with a unit (`10s`, `1h30m`) and kept as milliseconds. */

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Whole text of a duration: one or more of number and unit, largest unit first. */
export const durationPattern = /^(?=.)(\d+d)?(\d+h)?(\d+m(?!s))?(\d+s)?(\d+ms)?$/;

/** Milliseconds of a text such as `10s`, `250ms`, `1h30m`; undefined if it is none. */
export function parseDurationMs(text: string): number | undefined {
  if (!durationPattern.test(text)) return undefined;
  let sum = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[smhd])/g)) {
    sum += Number(digits) * unitMs[unit as keyof typeof unitMs];
  }
  return sum;
}

/** The two largest units of a time span for people: `12 s`, `3 h 12 min`, `33 days`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 && minutes < 10 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}
