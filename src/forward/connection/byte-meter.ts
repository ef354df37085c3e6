/** Keeps what is sent under a number of bytes a second, over a metered or narrow link. Pure but for its own number. */
export class ByteMeter {
  readonly #bytesPerSecond: number;
  /** Monotonic milliseconds from which on the next request may begin. */
  #freeMs = Number.NEGATIVE_INFINITY;

  /** Infinite: no limit. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** So much has gone out: what comes next waits until it would have at the rate. */
  sent(bytes: number, nowMs: number): void {
    this.#freeMs = Math.max(this.#freeMs, nowMs) + (bytes / this.#bytesPerSecond) * 1_000;
  }

  /** Milliseconds until the next request may begin. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#freeMs - nowMs);
  }
}
