/** The time of an NMEA 0183 sentence: hhmmss and ddmmyy, both UTC, in two fields. Pure. */
import { deviceTime } from '../device-time.ts';

/**
 * Milliseconds since 1970. The receivers' own ways to have no time are told apart: an empty date is none yet; a date
 * that cannot be (a receiver whose week number has rolled over is 19.6 years behind) is impossible.
 */
export function nmeaTime(time: string, date: string): number | undefined | 'impossible' {
  if (date === '') return undefined;
  const [, hour, minute, second, fraction = ''] = /^(\d{2})(\d{2})(\d{2})(\.\d+)?$/.exec(time) ?? [];
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{2})$/.exec(date) ?? [];
  if (hour === undefined || day === undefined) return 'impossible';
  const iso = `20${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 10)}Z`;
  const told = deviceTime(iso, { form: 'iso' });
  return told.kind === 'time' ? told.ms : 'impossible';
}
