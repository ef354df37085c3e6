/**
 * Reads the log for one destination: the front reader, in order, for all lanes; and the rear reader for each
 * lane that is behind. Leases nothing that is settled and holds a bounded number of readings in memory.
 */
import type { Buffer, StreamPosition } from '../core/buffer.ts';
import type { Front } from '../core/front.ts';
import { cut, type Lookup } from '../core/parts.ts';
import type { Stream } from '../core/reading.ts';
import type { ReadingEnd } from '../core/round.ts';
import type { Strand, StrandOf } from '../core/strand.ts';
import { Lane } from './lane.ts';

export interface ReaderParts {
  readonly buffer: Pick<Buffer, 'lease' | 'stream' | 'segment' | 'status'>;
  readonly destination: string;
  readonly strandOf: StrandOf;
  readonly front: Front;
  /** Lanes behind; the reader adds lanes that talk too much. */
  readonly exceptions: Set<Lane>;
  /** Whether a chatty lane need not go behind, because all that waits will jump together. */
  readonly mayJump: () => boolean;
  /** Rows that belong to no lane. */
  readonly onLoose: (ends: readonly ReadingEnd[]) => void;
}

/** Readings leased at most, a few megabytes of objects, and the share of one lane beyond which it goes behind. */
const frontAtMost = 8_000;
const laneAtMost = 2_000;
const chunkRows = 2_000;

export class Reader {
  /** By strand, in order of first appearance. */
  readonly lanes = new Map<Strand, Lane>();
  /** The front stands before a reading whose time is not known yet. */
  waitsForClock = false;
  readonly #parts: ReaderParts;
  readonly #lookup: Lookup;
  /** Streams stored as behind that no entity uses any more: what they still owe is read and counted as unused. */
  readonly #orphans = new Map<Stream, Strand>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#lookup = {
      stream: (id) => parts.buffer.stream(id),
      segment: (id) => parts.buffer.segment(id),
      strandOf: (stream) => parts.strandOf(stream) ?? this.#orphans.get(stream),
    };
  }

  /** The log holds more than was read, and there is room for it. */
  get canRead(): boolean {
    const { front, buffer } = this.#parts;
    return front.readUpto < buffer.status().lastSeq && front.waiting <= frontAtMost - chunkRows;
  }

  /** More than a chunk of the log was not read yet. */
  get lags(): boolean {
    return this.#parts.buffer.status().lastSeq - this.#parts.front.readUpto > chunkRows;
  }

  laneOf(strand: Strand): Lane {
    let lane = this.lanes.get(strand);
    if (!lane) {
      lane = new Lane(strand, this.#parts.front.position);
      this.lanes.set(strand, lane);
      if (lane.held) this.#parts.exceptions.add(lane);
    }
    return lane;
  }

  /** Reads the next chunk, if there is one and room for it. */
  async readFront(): Promise<void> {
    const { buffer, front, destination, onLoose } = this.#parts;
    if (!this.canRead) return;
    const chunk = await buffer.lease({ destination, after: front.readUpto, limit: chunkRows });
    const { parts, unused, damaged, upto, waitsForClock } = cut(chunk, this.#lookup);
    this.waitsForClock = waitsForClock;
    const waiting: number[] = [];
    for (const part of parts) {
      const lane = this.laneOf(part.strand);
      if (lane.behind || lane.held) lane.addRows(part.streamIds, front.position);
      if (!lane.behind) {
        lane.push(part);
        waiting.push(...part.seqs);
      }
    }
    // In order of the log, because the parts of one message interleave and the front relies on the order.
    for (const seq of waiting.sort((a, b) => a - b)) front.add(seq);
    front.readUpto = Math.max(front.readUpto, upto);
    onLoose([
      ...unused.map((seq): ReadingEnd => ({ seq, outcome: 'unused', reason: 'unmapped' })),
      ...damaged.map((seq): ReadingEnd => ({ seq, outcome: 'dropped', reason: 'damaged' })),
    ]);
    if (!this.#parts.mayJump()) this.#sendChattyBehind();
  }

  /** Reads on for lanes that are behind and have nothing left in memory. True if there is more to read at once. */
  async readRear(nowMs: number): Promise<boolean> {
    let more = false;
    for (const lane of this.#parts.exceptions) {
      if (!lane.behind || lane.round || lane.queued > 0 || lane.unsettled > 0 || nowMs < lane.notBeforeMs)
        continue;
      await this.#readLane(lane);
      if (lane.behind && lane.queued === 0) more = true;
    }
    return more;
  }

  /** After a start: this stream of the strand is settled up to `done`, below the position or ahead of it. */
  resume({ stream, done, sent, behind }: StreamPosition): void {
    const known = this.#parts.buffer.stream(stream);
    const strand = this.#parts.strandOf(known) ?? this.#orphan(known);
    const lane = this.laneOf(strand);
    if (behind) {
      lane.done = lane.behind ? Math.min(lane.done, done) : done;
      lane.behind = true;
      lane.scannedUpto = lane.done;
      lane.sentUpto = Math.max(lane.sentUpto, sent);
    }
    lane.addRows([stream], done);
    this.#parts.exceptions.add(lane);
  }

  /** From now on the lane is fed by the rear reader. What it has in memory, but for an open round, is read again. */
  sendBehind(lane: Lane): void {
    if (lane.behind) return;
    const { front, exceptions } = this.#parts;
    lane.behind = true;
    // What it has in memory may lie below the position, if it was behind before.
    const before = (lane.nextOfFront ?? Number.POSITIVE_INFINITY) - 1;
    lane.reach(Math.min(front.advance(), before));
    const open = lane.frontRound?.parts ?? [];
    const taken = open.at(-1)?.seqs.at(-1) ?? 0;
    lane.scannedUpto = Math.max(lane.done, taken, lane.held?.newest?.seqs.at(-1) ?? 0);
    for (const part of [...open, ...lane.clear()]) {
      lane.addRows(part.streamIds, front.position);
      for (const seq of part.seqs) front.remove(seq);
    }
    exceptions.add(lane);
  }

  /** The position jumps: what waits in lanes that are not fed apart is left to the backlog. */
  jump(position: number): void {
    this.waitsForClock = false;
    for (const lane of this.lanes.values()) {
      if (this.#parts.exceptions.has(lane)) continue;
      lane.clear();
      lane.done = Math.max(lane.done, position);
    }
  }

  /** Retention took all up to `floor` away. */
  strike(floor: number): void {
    this.#parts.front.strike(floor);
    for (const lane of this.lanes.values()) {
      const left = lane.clear().filter((part) => (part.seqs.at(-1) ?? 0) > floor);
      for (const part of left) lane.push(part);
      lane.held?.strike(floor);
      lane.done = Math.max(lane.done, Math.min(floor, this.#parts.front.readUpto));
      lane.scannedUpto = Math.max(lane.scannedUpto, floor);
    }
  }

  async #readLane(lane: Lane): Promise<void> {
    const { buffer, destination, front } = this.#parts;
    const chunk = await buffer.lease({
      destination,
      after: lane.scannedUpto,
      upto: front.readUpto,
      limit: chunkRows,
      streams: [...lane.rows.keys()],
    });
    const { parts, upto } = cut(chunk, this.#lookup);
    for (const part of parts) lane.push(part);
    lane.scannedUpto = Math.max(lane.scannedUpto, upto);
    if (lane.queued === 0) lane.reach(lane.scannedUpto);
    if (lane.scannedUpto >= front.readUpto) lane.behind = false;
  }

  #orphan(stream: Stream): Strand {
    const strand: Strand = { plans: [] };
    this.#orphans.set(stream, strand);
    return strand;
  }

  #sendChattyBehind(): void {
    for (const lane of this.lanes.values()) if (lane.readings > laneAtMost) this.sendBehind(lane);
  }
}
