/**
 * How much to send at once and how long to wait: the batch grows slowly while the broker answers quickly, shrinks
 * when it struggles, and after repeated failure a single small probe goes ahead. Pure but for its own few numbers.
 */
import type { Random } from './environment.ts';
import { type Backoff, backoffMs } from './retry.ts';

/** How much goes into one request at most. */
export interface Bounds {
  readonly entities: number;
  /** Of all its entities together; several of one where the destination takes that. */
  readonly versions: number;
  readonly bytes: number;
}

export interface PaceLimits {
  /** Most entities and bytes in one request, as configured. */
  readonly entities: number;
  readonly bytes: number;
  /** Most versions of one entity in it; default 1. */
  readonly versionsPerEntity?: number;
  /** Longest wait between tries, in milliseconds. */
  readonly retryAtMostMs: number;
  /** Entities to begin with, and by how many more they become; default 50 and 10. */
  readonly start?: number;
  readonly step?: number;
}

const startEntities = 50;
/** Brokers stumble over long arrays, whatever is in them. */
const versionsAtMost = 500;
const growStep = 10;
const quickMs = 1_000;
const slowMs = 2_000;
const openAfterFailures = 5;
const bytesCapHoldsMs = 3_600_000;
const leastBytes = 1_024;

export class Pace {
  /** Transient failures in a row. */
  failures = 0;
  #entities: number;
  /** After an opened circuit: size to return to by doubling. */
  #ramp: number | undefined;
  #bytesCap: number | undefined;
  #bytesCapUntil = 0;
  readonly #limits: PaceLimits;
  readonly #random: Random;

  constructor(limits: PaceLimits, random: Random) {
    this.#limits = limits;
    this.#random = random;
    this.#entities = Math.min(limits.start ?? startEntities, limits.entities);
  }

  /** True after repeated failure: the next request is a probe of one version. */
  get open(): boolean {
    return this.failures >= openAfterFailures;
  }

  /** Bounds of the next request at this monotonic time in milliseconds. */
  bounds(nowMs: number): Bounds {
    const capped = this.#bytesCap !== undefined && nowMs < this.#bytesCapUntil;
    const bytes = capped
      ? Math.min(this.#bytesCap ?? Number.POSITIVE_INFINITY, this.#limits.bytes)
      : this.#limits.bytes;
    if (this.open) return { entities: 1, versions: 1, bytes };
    const versions = this.#entities * (this.#limits.versionsPerEntity ?? 1);
    return {
      entities: this.#entities,
      versions: Math.min(versions, Math.max(this.#entities, versionsAtMost)),
      bytes,
    };
  }

  /** The broker gave an answer that is about the data, after `tookMs`; `full` if the request used its bound of entities or versions. */
  answered(tookMs: number, full: boolean): void {
    if (this.open) {
      this.#ramp = this.#entities;
      this.#entities = 1;
    }
    this.failures = 0;
    if (this.#ramp !== undefined) {
      this.#entities = Math.min(this.#entities * 2, this.#ramp);
      if (this.#entities >= this.#ramp) this.#ramp = undefined;
    } else if (tookMs > slowMs) this.#entities = Math.max(1, Math.floor(this.#entities * 0.75));
    else if (full && tookMs <= quickMs)
      this.#entities = Math.min(this.#limits.entities, this.#entities + (this.#limits.step ?? growStep));
  }

  /** A failure that time mends. Returns the milliseconds to wait before the next try. */
  failed(retryAfterMs: number | undefined): number {
    this.failures++;
    if (!this.open) this.#entities = Math.max(1, Math.floor(this.#entities / 2));
    const backoff: Backoff = { baseMs: 1_000, capMs: this.#limits.retryAtMostMs };
    return retryAfterMs ?? backoffMs(this.failures, backoff, this.#random);
  }

  /** A body of this many bytes was too large: half of it is the bound for an hour. */
  tooLarge(bytes: number, nowMs: number): void {
    this.#bytesCap = Math.max(leastBytes, Math.floor(bytes / 2));
    this.#bytesCapUntil = nowMs + bytesCapHoldsMs;
  }
}
