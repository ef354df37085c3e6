/** Small checks on single values; what fails them is refused with BadRequestData. */
import { badData } from './problem.ts';

/** RFC 3986 with a scheme and ASCII only, as clause 4.6.2 wants it: no blanks, no letters with accents. */
const uri = /^[a-z][a-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/i;

const utc = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d{1,9})?Z$/;

/** Stands for "remove this" in merges and partial updates (clause 4.5.0). */
export const ngsiLdNull = 'urn:ngsi-ld:null';

export function isUri(value: unknown): value is string {
  return typeof value === 'string' && uri.test(value);
}

export function checkUri(value: unknown, what: string): string {
  if (!isUri(value)) throw badData(`${what} must be a URI, not ${shown(value)}.`);
  return value;
}

/** Milliseconds since 1970 of a time in UTC with a trailing Z (clause 4.6.3); undefined when it is none. */
export function utcMs(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? utc.exec(value) : null;
  if (!parts) return undefined;
  const ms = Date.parse(parts[0].replace(',', '.'));
  // Date.parse takes 31 February as 3 March.
  return Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(parts[3]) ? undefined : ms;
}

export function checkUtc(value: unknown, what: string): number {
  const ms = utcMs(value);
  if (ms === undefined) {
    throw badData(`${what} must be a time in UTC like 2026-11-23T10:00:00Z, not ${shown(value)}.`);
  }
  return ms;
}

/** Names of types and attributes: no blanks and none of the signs that queries use (clause 4.6.2). */
export function checkName(name: string, what: string): void {
  if (name === '' || /[\s<>"'=;()]/.test(name)) throw badData(`${shown(name)} is no name for ${what}.`);
}

/** A value as a message may show it: short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
