/** How fast a count grows, from samples taken now and then. */

const windowMs = 300_000;
const atMost = 64;

export class Rate {
  readonly #samples: { readonly atMs: number; readonly count: number }[] = [];

  /** Notes the count at this monotonic time in milliseconds. */
  sample(atMs: number, count: number): void {
    this.#samples.push({ atMs, count });
    while (this.#samples.length > atMost || atMs - (this.#samples[0]?.atMs ?? atMs) > windowMs)
      this.#samples.shift();
  }

  /** Growth per second over the last minutes; 0 until two samples are a second apart. */
  perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < 1_000) return 0;
    return ((last.count - first.count) / (last.atMs - first.atMs)) * 1_000;
  }
}
