/**
 * What is to be sent again before anything newer: batches whose answer was unknown, and the pieces of a batch in
 * which the broker stumbled over one entity. Bisecting asks for extra requests; more than 20 a minute would be a
 * burden for the broker, and meanwhile the other strands go on.
 */
import { reselect, type Selection, type Sent } from './batcher.ts';
import type { Lane } from './lane.ts';

const piecesAtMostPerMinute = 20;

interface Group {
  readonly items: readonly Sent[];
  /** A piece of a batch, to find out which entity is to blame. */
  readonly piece: boolean;
}

export class Repeats {
  #groups: Group[] = [];
  #pieceTimes: number[] = [];

  /** The same versions with the same bytes go out first. */
  again(items: readonly Sent[], piece: boolean): void {
    this.#groups.unshift({ items, piece });
  }

  /** The pieces go out one after the other, first. */
  pieces(groups: readonly (readonly Sent[])[]): void {
    this.#groups.unshift(...groups.map((items) => ({ items, piece: true })));
  }

  /** The lane rests, and what it has open goes out from there, oldest first. */
  forget(lane: Lane): void {
    this.#groups = this.#groups.flatMap(({ items, piece }) => {
      const others = items.filter((item) => item.lane !== lane);
      return others.length === 0 ? [] : [{ items: others, piece }];
    });
  }

  /** Lanes that have something here. */
  lanes(): Set<Lane> {
    return new Set(this.#groups.flatMap(({ items }) => items.map((item) => item.lane)));
  }

  /** The next of at most so many versions; undefined if there is none or it has to wait. */
  next(
    nowMs: number,
    versions: number,
  ): { readonly selection: Selection; readonly piece: boolean } | undefined {
    const group = this.#groups[0];
    if (!group || nowMs < this.notBeforeMs(nowMs)) return undefined;
    const { items, piece } = group;
    this.#groups.shift();
    const rest = items.slice(versions);
    if (rest.length > 0) this.again(rest, piece);
    if (piece) this.#pieceTimes.push(nowMs);
    const selection = reselect(items.slice(0, versions));
    return selection && { selection, piece };
  }

  /** Monotonic time before which the next one has to wait. */
  notBeforeMs(nowMs: number): number {
    if (!this.#groups[0]?.piece) return 0;
    this.#pieceTimes = this.#pieceTimes.filter((time) => time > nowMs - 60_000);
    const oldest = this.#pieceTimes[0];
    return oldest === undefined || this.#pieceTimes.length < piecesAtMostPerMinute ? 0 : oldest + 60_000;
  }
}
