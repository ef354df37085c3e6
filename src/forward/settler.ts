/**
 * Turns finished rounds into settlements: the position, positions of streams ahead or behind, tallies, guards,
 * quarantine rows. A tally is written only together with what covers its readings, so a crash never counts twice.
 */
import type { Buffer, Settlement, StreamPosition } from '../core/buffer.ts';
import type { Front } from '../core/front.ts';
import type { Outcome } from '../core/ledger.ts';
import type { QuarantineEntry } from '../core/quarantine.ts';
import type { ReadingEnd } from '../core/round.ts';
import type { Lane } from './lane.ts';

/** A round that is over. */
export interface Finished {
  readonly lane: Lane;
  readonly ends: readonly ReadingEnd[];
  /** Streams that occur in it. */
  readonly streams: readonly number[];
  readonly newest: readonly { readonly stream: number; readonly entity: string; readonly at: number }[];
  /** Readings of the backlog that went out ahead of it, one of a stream. */
  readonly sent?: readonly { readonly stream: number; readonly seq: number }[];
  readonly quarantine: readonly QuarantineEntry[];
}

/** What ended outside the rounds of the front, in the backlog. */
export interface BacklogMove {
  readonly move: NonNullable<Settlement['backlog']>;
  readonly ends: readonly ReadingEnd[];
  readonly quarantine: readonly QuarantineEntry[];
}

export interface SettlerParts {
  readonly buffer: Pick<Buffer, 'settle' | 'status'>;
  readonly destination: string;
  readonly front: Front;
  /** Lanes that are, or were until now, behind the position. The settler removes those that have caught up. */
  readonly exceptions: Set<Lane>;
  /** Retention took all up to this sequence number away. */
  readonly onFloor: (floor: number) => void;
  /** The buffer did not take a settlement. */
  readonly onRefused: (error: unknown) => void;
}

/** A settlement on its way to the disk. */
interface UnderWay {
  /** Under which it was last handed over; minus infinity until then, infinite once it is on disk. */
  generation: number;
  onDisk: Promise<void>;
}

/** Uncommitted settlements after which the next one asks for its own commit. */
const rideAtMost = 4;

export class Settler {
  /** Settlements that are not on disk yet. */
  underWay = 0;
  readonly #parts: SettlerParts;
  #generation: number;
  #settledPosition: number;
  /** Retention took all up to here; its readings are counted as dropped and by nobody else. */
  #floor = 0;
  /** Rows that belong to no strand, counted when the position passes them. */
  #loose: ReadingEnd[] = [];
  #last: UnderWay = { generation: Number.POSITIVE_INFINITY, onDisk: Promise.resolve() };

  constructor(parts: SettlerParts) {
    this.#parts = parts;
    this.#generation = parts.buffer.status().generation;
    this.#settledPosition = parts.front.position;
  }

  /** Rows just read that no entity uses, or that are damaged. */
  addLoose(ends: readonly ReadingEnd[]): void {
    if (ends.length === 0) return;
    this.#loose.push(...ends);
  }

  /** True if the position has moved, or a lane has caught up with it, although no round has finished. */
  get owes(): boolean {
    const position = this.#parts.front.advance();
    if (position > this.#settledPosition) return true;
    for (const lane of this.#parts.exceptions) if (rejoins(lane, position)) return true;
    return false;
  }

  /**
   * Settles finished rounds, and the position as far as it has come. Resolves when it is on disk; rejects
   * when the buffer is closed, or finds that it does not fit to what is on disk.
   */
  async settle(finished: readonly Finished[], durable: boolean, backlog?: BacklogMove): Promise<void> {
    const { front, destination } = this.#parts;
    const position = front.advance();
    this.#settledPosition = position;
    const passed = this.#passed(position);
    const ends = [...passed, ...finished.flatMap((round) => round.ends), ...(backlog?.ends ?? [])];
    const move = backlogMove(finished, backlog?.move);
    const ahead = aheadRows(finished, position);
    const settlement: Omit<Settlement, 'generation' | 'tallies'> = {
      destination,
      position,
      streams: [...ahead, ...this.#exceptional(position)],
      newest: finished.flatMap((round) => round.newest),
      quarantine: [...finished.flatMap((round) => round.quarantine), ...(backlog?.quarantine ?? [])],
      ...(move && { backlog: move }),
      durable:
        durable ||
        this.underWay >= rideAtMost ||
        finished.some((round) => round.quarantine.length > 0 || round.sent !== undefined),
    };
    const lanes = new Set(finished.map((round) => round.lane));
    for (const lane of lanes) lane.unsettled++;
    this.underWay++;
    const mine: UnderWay = { generation: Number.NEGATIVE_INFINITY, onDisk: Promise.resolve() };
    mine.onDisk = this.#submit(settlement, ends, mine, this.#last);
    this.#last = mine;
    try {
      await mine.onDisk;
    } catch (error) {
      this.#parts.onRefused(error);
      throw error;
    } finally {
      for (const lane of lanes) lane.unsettled--;
      for (const { lane, sent } of finished) if (sent) lane.unsettledState = false;
      this.underWay--;
    }
  }

  /**
   * Hands the settlement over until it is taken. After a retention step it must not overtake the one before, which
   * may have been refused: its position would cover the readings of that one without their tallies.
   */
  async #submit(
    settlement: Omit<Settlement, 'generation' | 'tallies'>,
    ends: readonly ReadingEnd[],
    mine: UnderWay,
    before: UnderWay,
  ): Promise<void> {
    const { position = 0, streams, quarantine } = settlement;
    for (;;) {
      while (before.generation < this.#generation) await before.onDisk;
      const floor = this.#floor;
      mine.generation = this.#generation;
      const answer = await this.#parts.buffer.settle({
        ...settlement,
        position: Math.max(position, floor),
        streams: streams.map((row) => lifted(row, position, floor)),
        quarantine: above(quarantine, floor),
        generation: mine.generation,
        tallies: tallied(ends.filter(({ seq }) => seq > floor)),
      });
      if (answer.kind === 'settled') break;
      this.#floor = Math.max(floor, answer.floor);
      this.#generation = Math.max(this.#generation, answer.generation);
      this.#parts.onFloor(this.#floor);
    }
    mine.generation = Number.POSITIVE_INFINITY;
  }

  /** The position jumps: what was read beyond it and belongs to nobody is counted with the backlog. */
  jump(position: number): void {
    this.#loose = [];
    this.#settledPosition = position;
  }

  #passed(position: number): readonly ReadingEnd[] {
    if (this.#loose.length === 0) return [];
    const passed = this.#loose.filter(({ seq }) => seq <= position);
    if (passed.length > 0) this.#loose = this.#loose.filter(({ seq }) => seq > position);
    return passed;
  }

  /**
   * Rows of the lanes that are behind. They go into every settlement, because what the position passes counts as
   * settled unless a row says otherwise. A lane that has caught up loses its rows.
   */
  #exceptional(position: number): StreamPosition[] {
    const rows: StreamPosition[] = [];
    for (const lane of this.#parts.exceptions) {
      const over = rejoins(lane, position);
      if (nothingBelow(lane, position)) lane.done = Math.max(lane.done, position);
      for (const [stream, floor] of lane.rows) {
        const done = Math.max(lane.done, floor);
        const sent = lane.held ? Math.max(done, lane.sentUpto) : done;
        rows.push({ stream, done, sent, behind: done < position });
      }
      if (!over) continue;
      this.#parts.exceptions.delete(lane);
      lane.rows.clear();
    }
    return rows;
  }
}

/**
 * Nothing of the lane waits at or below the position, nor above it unknown to the front: what the rear reader
 * fed does not hold the position back.
 */
function nothingBelow(lane: Lane, position: number): boolean {
  if (lane.held?.oldest !== undefined) return false;
  return (
    !lane.behind && (lane.nextOfFront ?? Number.POSITIVE_INFINITY) > Math.max(position, lane.scannedUpto)
  );
}

/** The position speaks for the lane again. It never does for one with periods, so that it never jumps. */
function rejoins(lane: Lane, position: number): boolean {
  return !lane.held && nothingBelow(lane, position) && Math.max(...lane.rows.values()) <= position;
}

/** Rows for rounds that finished ahead of the position; the buffer deletes them when the position passes. */
function aheadRows(finished: readonly Finished[], position: number): StreamPosition[] {
  return finished.flatMap(({ lane, streams }) =>
    lane.done > position
      ? streams
          .filter((stream) => !lane.rows.has(stream))
          .map((stream) => ({ stream, done: lane.done, sent: lane.done, behind: false }))
      : [],
  );
}

/**
 * The row as it is after retention took all up to `floor`. A row below the floor would be refused as a step back,
 * and what the position then passes would be forgotten.
 */
function lifted(row: StreamPosition, position: number, floor: number): StreamPosition {
  if (row.done >= floor) return row;
  return { ...row, done: floor, sent: Math.max(row.sent, floor), behind: floor < position };
}

function tallied(ends: readonly ReadingEnd[]): Settlement['tallies'] {
  const counts = new Map<string, { outcome: Outcome; reason: string; count: number }>();
  for (const { outcome, reason } of ends) {
    const key = `${outcome} ${reason}`;
    const tally = counts.get(key) ?? { outcome, reason, count: 0 };
    tally.count++;
    counts.set(key, tally);
  }
  return [...counts.values()];
}

/** Quarantine rows without the readings that retention already dropped. */
function above(entries: readonly QuarantineEntry[], floor: number): QuarantineEntry[] {
  return entries.flatMap((entry) => {
    const readings = entry.readings.filter(({ seq }) => seq > floor);
    return readings.length === 0 ? [] : [{ ...entry, readings, count: readings.length }];
  });
}

/** What moves in the backlog: its own pieces, and readings that went out ahead of it. */
function backlogMove(
  finished: readonly Finished[],
  move: Settlement['backlog'],
): Settlement['backlog'] | undefined {
  const sent = finished.flatMap((round) => round.sent ?? []);
  if (sent.length === 0) return move;
  const marks = sent.map(({ stream, seq }) => ({ stream, done: 0, sent: seq }));
  return { ...move, from: move?.from ?? 0, streams: [...(move?.streams ?? []), ...marks] };
}
