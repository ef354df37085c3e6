/**
 * What the backlog holds, found by reading through it once: which streams, how much of each, and the newest reading of
 * each, by the time at which it was observed: a device that kept some may give older ones later. The newest goes out ahead of the rest, so that an entity whose devices speak seldom, or not any more,
 * shows its last state and not the one from before the outage.
 */
import type { Backlog, Buffer, Chunk } from '../../core/buffer.ts';
import { cut, type Lookup, type Part } from '../../core/parts.ts';
import type { Strand } from '../../core/strand.ts';
import { observedAt } from '../../core/timeline.ts';

export interface Surveyed {
  /** Readings that it still owes. */
  count: number;
  /** Sequence number of the newest of them, and when it was observed, in ms since 1970. */
  newest: number;
  newestMs: number;
}

/** The newest messages of a strand, oldest first, and of which streams their readings are the newest. */
export interface State {
  readonly parts: readonly Part[];
  /** By sequence number: the stream. */
  readonly newest: ReadonlyMap<number, number>;
}

const sliceRows = 20_000;
/** Most readings of one message on either side of the one looked for. */
const around = 200;
const windowRows = 2_000;

export class Survey {
  readonly streams = new Map<number, Surveyed>();
  /** When its oldest reading was read; undefined until one was seen. */
  oldest: { readonly segment: number; readonly t: number } | undefined;
  readonly #buffer: Pick<Buffer, 'lease' | 'segment'>;
  readonly #destination: string;
  readonly #upto: number;
  #after: number;

  constructor(buffer: Pick<Buffer, 'lease' | 'segment'>, destination: string, { from, upto }: Backlog) {
    this.#buffer = buffer;
    this.#destination = destination;
    this.#after = from;
    this.#upto = upto;
  }

  /** Reads one slice. True when all has been seen. */
  async step(): Promise<boolean> {
    const chunk = await this.#lease(this.#after, this.#upto, sliceRows);
    const see = (stream: number, seq: number, atMs: number) => {
      const seen = this.streams.get(stream);
      if (!seen) this.streams.set(stream, { count: 1, newest: seq, newestMs: atMs });
      else {
        seen.count++;
        if (atMs >= seen.newestMs) Object.assign(seen, { newest: seq, newestMs: atMs });
      }
    };
    chunk.stream.forEach((stream, row) => {
      see(stream, chunk.seq[row] ?? 0, this.#observedMs(chunk, row));
    });
    for (const { stream, seq } of chunk.damaged) see(stream, seq, Number.NEGATIVE_INFINITY);
    const [segment, t] = [chunk.segment[0], chunk.t[0]];
    if (segment !== undefined && t !== undefined) this.oldest ??= { segment, t };
    this.#after = chunk.upto;
    return chunk.end;
  }

  /** The newest messages of each strand, but for streams that went out before. */
  async states(without: ReadonlySet<number>, lookup: Lookup): Promise<Map<Strand, State>> {
    const wanted = [...this.streams]
      .filter(([stream]) => !without.has(stream))
      .map(([stream, { newest }]) => ({ stream, seq: newest }))
      .sort((a, b) => a.seq - b.seq);
    const states = new Map<Strand, { parts: Part[]; newest: Map<number, number> }>();
    const bySeq = new Map(wanted.map(({ stream, seq }) => [seq, stream]));
    let read = 0;
    for (const { seq } of wanted) {
      if (seq <= read) continue;
      const first = Math.max(0, seq - 1 - around);
      const chunk = await this.#lease(first, Math.min(this.#upto, first + windowRows), windowRows);
      const { parts } = cut({ ...chunk, end: true }, lookup);
      // What ends at the edge of the window may be half a message; a wanted one there is read again.
      const whole = chunk.upto >= this.#upto ? chunk.upto : Math.max(seq, chunk.upto - around);
      for (const part of parts) {
        const newest = part.seqs.filter((each) => each > read && each <= whole && bySeq.has(each));
        if (newest.length === 0 || part.damaged) continue;
        const state = states.get(part.strand) ?? { parts: [] as Part[], newest: new Map<number, number>() };
        states.set(part.strand, state);
        state.parts.push(part);
        for (const each of newest) state.newest.set(each, bySeq.get(each) ?? 0);
      }
      read = whole;
    }
    return states;
  }

  /** Infinite while the clock is not known to be right: then the last one counts, and is not sent yet. */
  #observedMs({ segment, t, deviceTimes }: Chunk, row: number): number {
    const at = observedAt(this.#buffer.segment(segment[row] ?? 0), t[row] ?? 0, deviceTimes.get(row));
    return at ?? Number.POSITIVE_INFINITY;
  }

  #lease(after: number, upto: number, limit: number) {
    return this.#buffer.lease({ destination: this.#destination, lane: 'backlog', after, upto, limit });
  }
}
