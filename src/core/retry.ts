/** Waiting before another try: full jitter between 0 and a doubling bound, for ever. Pure; timers are elsewhere. */
import type { Random } from './environment.ts';

export interface Backoff {
  /** Bound of the first wait, in milliseconds. */
  readonly baseMs: number;
  /** Largest bound, in milliseconds. */
  readonly capMs: number;
}

/** Milliseconds to wait after the given number of failures in a row (1 or more). */
export function backoffMs(failures: number, backoff: Backoff, random: Random): number {
  const bound = Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(random() * bound);
}

const bootMs = 10 * 60_000;
const outageMs = 60_000;
const spreadMs = 60_000;

/**
 * Milliseconds before the first try of a gateway that starts with the machine and has a backlog: when the power of a
 * district comes back, its cabinets must not all fall on the broker in the same second.
 */
export function firstTryMs(upMs: number, oldestWaitingMs: number, random: Random): number {
  return upMs < bootMs && oldestWaitingMs > outageMs ? Math.round(random() * spreadMs) : 0;
}

const retryAfterLeastMs = 1_000;
const retryAfterMostMs = 15 * 60_000;

/**
 * Milliseconds that a Retry-After header asks for (RFC 9110 clause 10.2.3: seconds or a date), clamped to
 * 1 s … 15 min; undefined if it is absent or says nothing usable. A date counts from the `date` of the same answer:
 * our own clock may be an hour behind, and would wait that hour.
 */
export function retryAfterMs(header: string | undefined, date: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const wanted = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(date ?? '');
  if (!Number.isFinite(wanted) || wanted < 0) return undefined;
  return Math.min(retryAfterMostMs, Math.max(retryAfterLeastMs, wanted));
}
