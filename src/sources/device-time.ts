/**
 * The device's own time in a payload or frame: a number since 1970, or ISO 8601 with or without a zone. A clock that
 * was never set (1970, 2000) or that counts in another unit gives a time that cannot be true.
 */
import { parseNumber } from '../core/point-value.ts';

/** `zone` is an IANA name, needed where the text carries none. */
export interface TimeFormat {
  readonly form: 'iso' | 'unix' | 'unixMs' | 'unixNs';
  readonly zone?: string;
}

export type DeviceTime =
  /** Milliseconds since 1970. */
  | { readonly kind: 'time'; readonly ms: number }
  /** The hour that a change of summer time repeats: nobody knows which of the two is meant. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'impossible' };

const impossible: DeviceTime = { kind: 'impossible' };

const millisecondsIn = { unix: 1_000, unixMs: 1, unixNs: 1e-6 } as const;

/** Clock chips wake up in 1970 or 2000; nothing that this gateway reads was measured before 2015. */
const earliestMs = Date.UTC(2015, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** What a payload's time says; digits below a millisecond are cut. */
export function deviceTime(raw: unknown, time: TimeFormat): DeviceTime {
  if (time.form === 'iso') return typeof raw === 'string' ? isoTime(raw.trim(), time.zone) : impossible;
  const number = typeof raw === 'string' ? parseNumber(raw) : raw;
  if (typeof number !== 'number') return impossible;
  return plausible(Math.floor(number * millisecondsIn[time.form]));
}

/** Milliseconds by which the zone's clocks are ahead of UTC at a moment. */
export function zoneOffsetMs(zone: string, utcMs: number): number {
  if (zone === 'UTC') return 0;
  const name = formatter(zone).format(utcMs);
  const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/i;

function isoTime(text: string, zone: string | undefined): DeviceTime {
  const match = iso.exec(text);
  if (!match) return impossible;
  const [, year, month, day, hour, minute, second = '0', fraction = '', z, sign, zh, zm] = match;
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, ...number[]];
  const ms = Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  const asUtc = utcOf(parts, ms);
  if (asUtc === undefined) return impossible;
  if (z) return plausible(asUtc);
  if (sign) {
    const ahead = (Number(zh) * 60 + Number(zm)) * 60_000;
    return Number(zh) > 15 || Number(zm) > 59
      ? impossible
      : plausible(asUtc - (sign === '-' ? -ahead : ahead));
  }
  return zone === undefined ? impossible : localTime(asUtc, zone);
}

/** Milliseconds since 1970 of a date in UTC; undefined for the 30th of February and its like. */
function utcOf([year, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[], ms: number) {
  const utc = Date.UTC(year ?? 0, month - 1, day, hour, minute, second, ms);
  const date = new Date(utc);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return same && minute < 60 && second < 60 ? utc : undefined;
}

/** The moment at which clocks in the zone showed a local time: none in spring's gap, two in autumn's hour. */
function localTime(local: number, zone: string): DeviceTime {
  const dayMs = 86_400_000;
  const offsets = new Set([zoneOffsetMs(zone, local - dayMs), zoneOffsetMs(zone, local + dayMs)]);
  const moments = [...offsets].map((o) => local - o).filter((ms) => ms + zoneOffsetMs(zone, ms) === local);
  const [moment] = moments;
  if (moment === undefined) return impossible;
  return moments.length > 1 ? { kind: 'ambiguous' } : plausible(moment);
}

function plausible(ms: number): DeviceTime {
  return ms >= earliestMs && ms < latestMs ? { kind: 'time', ms } : impossible;
}

/** Making one costs a hundred times what using it does, and a site has one or two zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, made);
  return made;
}
