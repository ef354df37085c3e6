/** Numbers for people, alike in every language: a point as decimal mark, a narrow space per thousand. */

/** U+202F: narrow, and no line breaks at it. */
const narrowSpace = '\u202f';

/** `9 282`, `-1 204.5`; the digits after the point stay as they are. */
export function numberText(value: number): string {
  const [whole = '', ...rest] = String(value).split('.');
  if (/[^\d-]/.test(whole)) return String(value);
  return [whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace), ...rest].join('.');
}

/** `256 MB`, `1.5 GB`, `12 KB`: at most one digit after the point. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${numberText(Number(value.toFixed(value < 10 ? 1 : 0)))} ${units[unit]}`;
}

/** Time of day at a place, with the day when it is not that of `nowMs`: `03:10` or `21 Nov 03:10`. */
export function clockText(atMs: number, nowMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const at = day.format(atMs);
  return at === day.format(nowMs) ? time.format(atMs) : `${at} ${time.format(atMs)}`;
}
