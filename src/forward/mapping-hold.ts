/**
 * A mapping whose entities the broker refuses again and again with the same code is wrong itself, or the broker's
 * schema is: it is held, so that its readings wait in the log for a correction and do not fill the quarantine. Now and
 * then one entity is tried. Pure but for its own few numbers.
 */

/** A held mapping, for the status. */
export interface HeldMapping {
  readonly mapping: string;
  readonly code: string;
  /** The broker's own words. */
  readonly words: string;
  /** Monotonic milliseconds: since when, and when one of its entities is tried again. */
  readonly sinceMs: number;
  readonly nextTryMs: number;
}

/** Rejections in a row, with none taken between, after which a mapping is held. */
export const heldAfter = 20;
const tryEveryMs = 600_000;

export class MappingHold {
  readonly #rejected = new Map<string, { readonly code: string; count: number }>();
  readonly #held = new Map<string, HeldMapping>();

  /** The broker took an entity of this mapping. True if that ends a hold. */
  delivered(mapping: string): boolean {
    this.#rejected.delete(mapping);
    return this.#held.delete(mapping);
  }

  /**
   * The broker refused an entity of this mapping. `reject`: it is to go to the quarantine; `keep`: the mapping is held,
   * it waits; `hold`: the same, and the hold begins with it.
   */
  rejected(mapping: string, code: string, words: string, nowMs: number): 'reject' | 'keep' | 'hold' {
    if (this.#held.has(mapping)) return 'keep';
    const streak = this.#rejected.get(mapping);
    const count = streak?.code === code ? streak.count + 1 : 1;
    this.#rejected.set(mapping, { code, count });
    if (count <= heldAfter) return 'reject';
    this.#held.set(mapping, { mapping, code, words, sinceMs: nowMs, nextTryMs: nowMs + tryEveryMs });
    return 'hold';
  }

  get any(): boolean {
    return this.#held.size > 0;
  }

  /** The first of these mappings that is held. */
  among(mappings: Iterable<string>): HeldMapping | undefined {
    for (const mapping of mappings) {
      const held = this.#held.get(mapping);
      if (held) return held;
    }
    return undefined;
  }

  /** One of its entities goes out now; the next one in ten minutes. */
  tried(mapping: string, nowMs: number): void {
    const held = this.#held.get(mapping);
    if (held) this.#held.set(mapping, { ...held, nextTryMs: nowMs + tryEveryMs });
  }

  all(): readonly HeldMapping[] {
    return [...this.#held.values()];
  }
}
