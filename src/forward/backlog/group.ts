/**
 * Strands whose backlog is read together, because one alone would be a small piece of each slice of the log. Reads on
 * when nothing is left in memory that could be written now.
 */
import type { Backlog, Buffer } from '../../core/buffer.ts';
import { cut, type Lookup } from '../../core/parts.ts';
import type { ReadingEnd } from '../../core/round.ts';
import type { Strand } from '../../core/strand.ts';
import { Stretch } from './stretch.ts';
import type { Surveyed } from './survey.ts';

export interface GroupSource {
  readonly buffer: Pick<Buffer, 'lease'>;
  readonly destination: string;
  readonly lookup: Lookup;
}

/** Readings in memory at most, as objects. */
export const groupRows = 10_000;

export class Group {
  /** The backlog holds nothing more of it. */
  exhausted = false;
  waitsForClock = false;
  /** Everything of its streams up to here was read. */
  cursor: number;
  readonly streams: readonly number[];
  readonly #stretches: ReadonlyMap<Strand, Stretch>;

  /** Without stretches: streams that no entity uses. */
  constructor(stretches: readonly Stretch[], streams: readonly number[], cursor: number) {
    this.#stretches = new Map(stretches.map((stretch) => [stretch.strand, stretch]));
    this.streams = streams;
    this.cursor = cursor;
  }

  get stretches(): Iterable<Stretch> {
    return this.#stretches.values();
  }

  /** Reads the next slice and hands its messages out. Returns what belongs to nobody. */
  async read({ buffer, destination, lookup }: GroupSource, { upto }: Backlog): Promise<ReadingEnd[]> {
    const chunk = await buffer.lease({
      destination,
      lane: 'backlog',
      after: this.cursor,
      upto,
      limit: groupRows,
      streams: this.streams,
    });
    const read = cut(chunk, lookup);
    for (const part of read.parts) this.#stretches.get(part.strand)?.push(part);
    this.cursor = Math.max(this.cursor, read.upto);
    this.waitsForClock = read.waitsForClock;
    this.exhausted = this.cursor >= upto;
    return [
      ...read.unused.map((seq): ReadingEnd => ({ seq, outcome: 'unused', reason: 'unmapped' })),
      ...read.damaged.map((seq): ReadingEnd => ({ seq, outcome: 'dropped', reason: 'damaged' })),
    ];
  }
}

/** All that was surveyed, in groups of a size that fits into memory. */
export function groupsOf(
  surveyed: ReadonlyMap<number, Surveyed>,
  strandOf: (stream: number) => Strand | undefined,
  from: number,
): Group[] {
  const loose: number[] = [];
  const byStrand = new Map<Strand, { streams: number[]; count: number }>();
  for (const [stream, { count }] of surveyed) {
    const strand = strandOf(stream);
    if (!strand) {
      loose.push(stream);
      continue;
    }
    const entry = byStrand.get(strand) ?? { streams: [], count: 0 };
    byStrand.set(strand, entry);
    entry.streams.push(stream);
    entry.count += count;
  }
  const groups: Group[] = [];
  let stretches: Stretch[] = [];
  let rows = 0;
  const close = () => {
    if (stretches.length > 0) {
      groups.push(
        new Group(
          stretches,
          stretches.flatMap(({ streams }) => [...streams]),
          from,
        ),
      );
    }
    stretches = [];
    rows = 0;
  };
  for (const [strand, { streams, count }] of byStrand) {
    if (rows + count > groupRows) close();
    stretches.push(new Stretch(strand, streams, from));
    rows += count;
  }
  close();
  if (loose.length > 0) groups.push(new Group([], loose, from));
  return groups;
}
