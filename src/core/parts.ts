/**
 * From rows of the log back to messages. Rows that follow each other with the same device and the same times
 * are one message; where its readings belong to several strands it is cut into one part for each.
 */
import type { Chunk } from './buffer.ts';
import type { InputReading } from './entity.ts';
import type { Stream } from './reading.ts';
import type { Strand, StrandOf } from './strand.ts';
import { estimated, observedAt, type Segment } from './timeline.ts';

/** The readings of one message that belong to one strand. */
export interface Part {
  readonly strand: Strand;
  /** Ascending. */
  readonly seqs: readonly number[];
  /** Stream ids, one for each seq. */
  readonly streamIds: readonly number[];
  readonly device: string;
  readonly readings: readonly InputReading[];
  readonly segment: number;
  /** Milliseconds since the segment began. */
  readonly t: number;
  /** Milliseconds since 1970 by the device's own clock, where it has one. */
  readonly deviceTimeMs: number | undefined;
  /** When it was observed and when it came in, in milliseconds since 1970. */
  readonly observedAtMs: number;
  readonly cameMs: number;
  /** Nobody vouched for the time: its boot never had a right clock, and the device brought none. */
  readonly estimated?: true;
  /** Rows whose checksum failed: no readings, only a place in the order of the strand. */
  readonly damaged?: true;
}

/** What a chunk holds, in order of the log. */
export interface Cut {
  readonly parts: readonly Part[];
  /** Rows that no entity uses, and those of them whose checksum failed. */
  readonly unused: readonly number[];
  readonly damaged: readonly number[];
  /** Everything up to here is in this cut. */
  readonly upto: number;
  /** The cut ends before a row whose time is not known yet; nothing can be read beyond it for now. */
  readonly waitsForClock: boolean;
}

export interface Lookup {
  readonly stream: (id: number) => Stream;
  readonly segment: (id: number) => Segment;
  readonly strandOf: StrandOf;
}

/**
 * Cuts a chunk. The last message is left for the next lease if the chunk may have cut it, that is, unless the
 * chunk ends where the log ends: an append is all or nothing, so there a message is whole.
 */
export function cut(chunk: Chunk, lookup: Lookup): Cut {
  const rows = chunk.seq.length;
  const parts: Part[] = [];
  const unused: number[] = [];
  let start = 0;
  let waitsForClock = false;
  while (start < rows) {
    const end = messageEnd(chunk, start, lookup);
    if (end === rows && !chunk.end && start > 0) break;
    if (!cutMessage(chunk, start, end, lookup, parts, unused)) {
      waitsForClock = true;
      break;
    }
    start = end;
  }
  const upto = start >= rows ? chunk.upto : (chunk.seq[start] ?? 1) - 1;
  const damaged: number[] = [];
  for (const row of chunk.damaged) {
    if (row.seq > upto) continue;
    const strand = strandOfDamaged(row.stream, lookup);
    if (strand) parts.push(damagedPart(strand, row));
    else damaged.push(row.seq);
  }
  if (chunk.damaged.length > 0) parts.sort((a, b) => (a.seqs[0] ?? 0) - (b.seqs[0] ?? 0));
  return { parts, unused, damaged, upto, waitsForClock };
}

/** The stream of a damaged row may be what is damaged, so it need not exist. */
function strandOfDamaged(stream: number, lookup: Lookup): Strand | undefined {
  try {
    return lookup.strandOf(lookup.stream(stream));
  } catch {
    return undefined;
  }
}

function damagedPart(strand: Strand, { seq, stream }: Chunk['damaged'][number]): Part {
  const [observedAtMs, cameMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const times = { segment: 0, t: 0, deviceTimeMs: undefined, observedAtMs, cameMs };
  return { strand, seqs: [seq], streamIds: [stream], device: '', readings: [], ...times, damaged: true };
}

/** Row after the last one of the message that begins at `start`. */
function messageEnd(chunk: Chunk, start: number, lookup: Lookup): number {
  let row = start + 1;
  if (!sameTimes(chunk, start, row)) return row;
  const first = chunk.stream[start] ?? 0;
  const { device } = lookup.stream(first);
  const seen = new Set([first]);
  for (; sameTimes(chunk, start, row); row++) {
    const stream = chunk.stream[row] ?? 0;
    if (seen.has(stream) || lookup.stream(stream).device !== device) break;
    seen.add(stream);
  }
  return row;
}

function sameTimes({ seq, segment, t, deviceTimes }: Chunk, one: number, other: number): boolean {
  return (
    other < seq.length &&
    t[one] === t[other] &&
    segment[one] === segment[other] &&
    deviceTimes.get(one) === deviceTimes.get(other)
  );
}

/** Adds the parts of one message. False if its time is not known yet. */
function cutMessage(
  chunk: Chunk,
  start: number,
  end: number,
  lookup: Lookup,
  parts: Part[],
  unused: number[],
): boolean {
  const segment = lookup.segment(chunk.segment[start] ?? 0);
  const t = chunk.t[start] ?? 0;
  const deviceTimeMs = chunk.deviceTimes.get(start);
  const observedAtMs = observedAt(segment, t, deviceTimeMs);
  if (observedAtMs === undefined || segment.offset === null) return false;
  const cameMs = Math.round(segment.offset + t);
  const isEstimated = segment.source === estimated && deviceTimeMs === undefined;
  const rowsOf = new Map<Strand, number[]>();
  for (let row = start; row < end; row++) {
    const strand = lookup.strandOf(lookup.stream(chunk.stream[row] ?? 0));
    const rows = strand && rowsOf.get(strand);
    if (rows) rows.push(row);
    else if (strand) rowsOf.set(strand, [row]);
    else unused.push(chunk.seq[row] ?? 0);
  }
  const { device } = lookup.stream(chunk.stream[start] ?? 0);
  for (const [strand, rows] of rowsOf) {
    // Made by `map`, its arrays are as long as they need be: tens of thousands of parts are in memory in a drain.
    parts.push({
      strand,
      seqs: rows.map((row) => chunk.seq[row] ?? 0),
      streamIds: rows.map((row) => chunk.stream[row] ?? 0),
      device,
      readings: rows.map((row) => readingAt(chunk, row, lookup)),
      segment: segment.id,
      t,
      deviceTimeMs,
      observedAtMs,
      cameMs,
      ...(isEstimated ? { estimated: true as const } : {}),
    });
  }
  return true;
}

function readingAt({ stream, texts, number }: Chunk, row: number, lookup: Lookup): InputReading {
  const value = texts.get(row) ?? number[row] ?? Number.NaN;
  return { stream: lookup.stream(stream[row] ?? 0), value };
}
