/**
 * The messages of a strand with periods that have not ended yet, in order of the log: those that an open period needs,
 * and those behind them. Readings end in order only, so that one number says how far the strand has come; until then
 * it is remembered here what became of each in the versions that were sent meanwhile.
 */
import { type Ending, worse } from './ledger.ts';
import { OpenWindows } from './open-windows.ts';
import type { Part } from './parts.ts';
import { endsOfPart, type ReadingEnd } from './round.ts';
import type { Strand } from './strand.ts';

/** A version that the broker refused, or a mapping that threw, and the readings that go to the quarantine for it. */
export interface Cause {
  readonly entity: string;
  readonly code: string;
  readonly words: string;
  readonly seqs: readonly number[];
}

export interface Released {
  readonly parts: readonly Part[];
  readonly ends: readonly ReadingEnd[];
  readonly causes: readonly Cause[];
}

export class HeldReadings {
  readonly open: OpenWindows;
  #parts: Part[] = [];
  readonly #endings = new Map<number, Ending>();
  #causes: Cause[] = [];

  constructor(strand: Strand) {
    this.open = new OpenWindows(strand);
  }

  /** Sequence number of the first reading that has not ended; undefined when all have. */
  get oldest(): number | undefined {
    return this.#parts[0]?.seqs[0];
  }

  /** The last message that has not ended. */
  get newest(): Part | undefined {
    return this.#parts.at(-1);
  }

  add(parts: readonly Part[]): void {
    this.#parts.push(...parts);
  }

  /** How readings ended in the versions of a round; the worst counts. */
  note(endings: ReadonlyMap<number, Ending>, causes: readonly Cause[]): void {
    for (const [seq, ending] of endings) this.#endings.set(seq, worse(ending, this.#endings.get(seq)));
    this.#causes.push(...causes);
  }

  /** Lets go of the messages up to the first that a period needs. A cause leaves whole, or stays with its readings. */
  release(): Released {
    const needed = this.#parts.findIndex((part) => this.open.holds(part));
    const free = needed < 0 ? this.#parts.length : needed;
    const upto = this.#whole(this.#parts[free - 1]?.seqs.at(-1) ?? 0);
    const parts = this.#parts.filter(({ seqs }) => (seqs.at(-1) ?? 0) <= upto);
    this.#parts = this.#parts.slice(parts.length);
    const ends = parts.flatMap((part) => endsOfPart(part, (seq) => this.#endings.get(seq)));
    for (const { seq } of ends) this.#endings.delete(seq);
    const causes = this.#causes.filter(({ seqs }) => first(seqs) <= upto);
    this.#causes = this.#causes.filter(({ seqs }) => first(seqs) > upto);
    return { parts, ends, causes };
  }

  /** Retention took all up to `floor` away. */
  strike(floor: number): void {
    this.#parts = this.#parts.filter(({ seqs }) => (seqs.at(-1) ?? 0) > floor);
    for (const seq of this.#endings.keys()) if (seq <= floor) this.#endings.delete(seq);
    this.#causes = this.#causes.filter(({ seqs }) => last(seqs) > floor);
  }

  /** Lowered until no cause reaches beyond it. */
  #whole(limit: number): number {
    const cut = this.#causes.filter(({ seqs }) => first(seqs) <= limit && last(seqs) > limit);
    return cut.length === 0 ? limit : this.#whole(Math.min(...cut.map(({ seqs }) => first(seqs))) - 1);
  }
}

const first = (seqs: readonly number[]) => Math.min(...seqs);
const last = (seqs: readonly number[]) => Math.max(...seqs);
