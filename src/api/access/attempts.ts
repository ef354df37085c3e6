/**
 * How often somebody may try to sign in. Five wrong secrets of one address cost nothing, each further one doubles its
 * wait; all addresses together share one bucket. So guessing is hopeless, and a person who mistypes is let in.
 */
import type { Clock } from '../../core/environment.ts';

const freeFailures = 5;
const shortestWaitMs = 2_000;
const longestWaitMs = 15 * 60_000;
/** An address that was quiet for so long begins anew. */
const forgottenMs = 60 * 60_000;
const mostAddresses = 1_000;
/** All together: so many at once, then one in this time. */
const bucketSize = 20;
const refillMs = 3_000;

interface Failures {
  readonly count: number;
  readonly atMs: number;
}

export class Attempts {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Oldest failure first. */
  readonly #failures = new Map<string, Failures>();
  #left = bucketSize;
  #filledMs: number;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
    this.#filledMs = clock.monotonicMs();
  }

  /**
   * Milliseconds until this address may try; 0: it may now, and the try is counted as failed until `succeeded`, so
   * that many at once are no way round.
   */
  begin(address: string): number {
    const nowMs = this.#clock.monotonicMs();
    const key = neighbourhood(address);
    const before = this.#failures.get(key);
    const waitMs = before ? before.atMs + waitAfter(before.count) - nowMs : 0;
    if (waitMs > 0) return waitMs;
    this.#refill(nowMs);
    if (this.#left < 1) return this.#filledMs + refillMs - nowMs;
    this.#left -= 1;
    const count = before && nowMs - before.atMs < forgottenMs ? before.count + 1 : 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, atMs: nowMs });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > mostAddresses && oldest !== undefined) this.#failures.delete(oldest);
    return 0;
  }

  succeeded(address: string): void {
    this.#failures.delete(neighbourhood(address));
    this.#left = Math.min(bucketSize, this.#left + 1);
  }

  #refill(nowMs: number): void {
    const more = Math.floor((nowMs - this.#filledMs) / refillMs);
    this.#left = Math.min(bucketSize, this.#left + more);
    this.#filledMs += more * refillMs;
  }
}

function waitAfter(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(longestWaitMs, shortestWaitMs * 2 ** (failures - freeFailures));
}

/** One machine has 2^64 addresses of IPv6: its first four groups stand for all of them. */
function neighbourhood(address: string): string {
  if (address.startsWith('::ffff:') || !address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  return [...groups, ...(tail === undefined ? [] : zeros), ...after].slice(0, 4).join(':');
}
