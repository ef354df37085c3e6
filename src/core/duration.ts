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

/** Units of a time span as people read them. */
export interface SpanUnits {
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly days: string;
}

const englishUnits: SpanUnits = { second: 's', minute: 'min', hour: 'h', days: 'days' };

/** The two largest units of a time span for people: `12 s`, `3 h 12 min`, `33 days`. */
export function spanText(ms: number, units: SpanUnits = englishUnits): string {
  const { second, minute, hour, days } = units;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} ${second}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 && minutes < 10
      ? `${minutes} ${minute} ${seconds % 60} ${second}`
      : `${minutes} ${minute}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} ${hour} ${minutes % 60} ${minute}` : `${hours} ${hour}`;
  return `${Math.floor(hours / 24)} ${days}`;
}
