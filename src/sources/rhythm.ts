/**
 * How often a point speaks whose device talks by itself. A battery is told once a day where the level comes every ten
 * minutes, and a device that sends only what changed leaves out what did not: such a value is not old merely because
 * the others came. What is refused each time speaks and says nothing good, so it has no such grace. Pure.
 */

/** Gaps looked back at: one long silence is forgotten after as many. */
const remembered = 3;
/** Slack for a transmission that was lost. */
const grace = 2;
/** For a point that spoke once: the rarest common rhythm. */
const onceMs = 24 * 60 * 60_000;

export class Rhythm {
  #lastMs: number | undefined;
  #gapsMs: readonly number[] = [];
  #isRefused = false;

  /** A good value came, at this monotonic time. */
  heard(atMs: number): void {
    if (this.#lastMs !== undefined) this.#gapsMs = [...this.#gapsMs, atMs - this.#lastMs].slice(-remembered);
    this.#lastMs = atMs;
    this.#isRefused = false;
  }

  /** A value came that was none. */
  refused(): void {
    this.#isRefused = true;
  }

  /** Age in milliseconds beyond which its value is old, never less than that of the device. */
  dueMs(staleMs: number): number {
    if (this.#isRefused) return staleMs;
    const gapsMs = this.#gapsMs;
    return Math.max(staleMs, gapsMs.length === 0 ? onceMs : grace * Math.max(...gapsMs));
  }
}
