/**
 * The open database as the buffer uses it: groups are committed, chunks leased, the ledger counted. Synchronous
 * and without a clock; the worker calls it, a test may too. It knows nothing of failing disks: an error leaves the
 * transaction undone and the memory as the file is (see steward.ts for what happens then).
 */
import type { Chunk, DestinationState, LeaseRequest, Settlement } from '../core/buffer.ts';
import { KopruError } from '../core/errors.ts';
import type { DestinationLedger } from '../core/ledger.ts';
import type { Quarantined, QuarantineQuery } from '../core/quarantine.ts';
import type { Segment } from '../core/timeline.ts';
import { reconcile, retire } from './destinations.ts';
import { Guards } from './guards.ts';
import { Leaser } from './lease.ts';
import { type Destination, Places } from './places.ts';
import { advance, type Place } from './positions.ts';
import {
  type Committed,
  failureOf,
  type Gauges,
  type Group,
  type Note,
  type Now,
  type Opened,
  type QuarantineChange,
  rowWidth,
} from './protocol.ts';
import { Quarantine } from './quarantine.ts';
import { ReadingWriter } from './reading-writer.ts';
import { dropUpto, Retention, type RetentionLimits, stepRows } from './retention.ts';
import { forgetSegments, insertSegment, loadSegments, resolveOffsets } from './segments.ts';
import { type Database, inTransaction } from './sqlite.ts';
import { stateOf } from './stored-place.ts';
import { insertStreams, loadStreams } from './streams.ts';
import { Tallies } from './tallies.ts';

export interface StoreParts extends RetentionLimits {
  readonly database: Database;
  readonly note: (note: Note) => void;
}

/** Rows deleted with one commit at most, so that a long stretch that ends at once delays nobody. */
const pruneRows = 20_000;
/** Time between two lines of the log about dropped readings, in milliseconds. */
const reportMs = 10 * 60_000;
const quarantineRows = 10_000;
const quarantineShare = 0.05;

export class Store {
  readonly #database: Database;
  readonly #note: (note: Note) => void;
  readonly #places: Places;
  readonly #tallies: Tallies;
  readonly #guards: Guards;
  readonly #quarantine: Quarantine;
  readonly #retention: Retention;
  readonly #leaser: Leaser;
  readonly #writer: ReadingWriter;
  #lastSeq = 0;
  /** First sequence number that is still stored; `#lastSeq + 1` when none is. */
  #oldest = 0;
  /** Raised by each retention step; settlements made before it are stale. */
  #generation = 0;
  /** Retention took all up to here away. */
  #floor = 0;
  /** Readings dropped since the log last said so, by destination. */
  readonly #unreported = new Map<string, number>();
  #reportedMs = Number.NEGATIVE_INFINITY;
  /** While rows are being counted nothing is deleted. */
  counting = false;
  /** Bytes that the file may still grow by on its disk. */
  roomBytes = Number.POSITIVE_INFINITY;

  constructor({ database, note, limitBytes, limitAgeMs }: StoreParts) {
    this.#database = database;
    this.#note = note;
    this.#places = new Places(database);
    this.#tallies = new Tallies(database);
    this.#guards = new Guards(database);
    const limits = { limitBytes, limitAgeMs };
    this.#quarantine = new Quarantine(database, quarantineBounds(limits), this.#places, this.#tallies);
    this.#retention = new Retention(database, limits);
    this.#leaser = new Leaser(database);
    this.#writer = new ReadingWriter(database);
    this.#measure();
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get oldest(): number {
    return this.#oldest;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Takes over the generation of a store that was closed; `floor`: what lay at or below it is gone. */
  follow(generation: number, floor: number): void {
    this.#generation = generation;
    this.#floor = floor;
  }

  get floor(): number {
    return this.#floor;
  }

  /** Makes the stored destinations those of the configuration and forgets what nobody needs any more. */
  begin(names: readonly string[], now: Now): void {
    this.#atomically(() => {
      reconcile(names, this.#lastSeq, now, this.#places, this.#note);
      forgetSegments(this.#database, this.#oldest);
      this.#database.prepare('UPDATE meta SET clean_stop = 0').run();
    });
  }

  /** Makes the stored destinations those of the configuration. */
  reconcile(names: readonly string[], now: Now): void {
    this.#atomically(() => reconcile(names, this.#lastSeq, now, this.#places, this.#note));
  }

  /** From now on so much is kept. */
  limit(limits: RetentionLimits): void {
    this.#retention.limits = limits;
    this.#quarantine.bounds = quarantineBounds(limits);
  }

  destinationStates(): DestinationState[] {
    return Array.from(this.#places.all(), (destination) => this.#stateOf(destination));
  }

  opened(): Opened {
    return {
      lastSeq: this.#lastSeq,
      streams: loadStreams(this.#database),
      segments: loadSegments(this.#database),
      destinations: this.destinationStates(),
      gauges: this.gauges(),
    };
  }

  /**
   * Writes all of the group, fsynced, or throws. `written`: its rows are known to be in the log already, from a
   * try whose end was not seen; only its settlements are applied, which a repeat does not harm.
   */
  commit(group: Group, written = false): Committed {
    const count = written ? 0 : group.count;
    const last = this.#lastSeq + count;
    const first = last - group.count + 1;
    const answers: Committed['answers'][number][] = [];
    const segments = group.segments.map((segment) => ({
      ...segment,
      firstSeq: first + firstRowOf(group, segment.id),
    }));
    let resolved: readonly Segment[] = [];
    this.#atomically(() => {
      insertStreams(this.#database, group.streams);
      for (const segment of segments) insertSegment(this.#database, segment);
      if (count > 0) this.#writer.write(group, first);
      if (group.anchor) resolved = resolveOffsets(this.#database, group.anchor);
      for (const settlement of group.settlements) answers.push(this.#settle(settlement, group.now));
      this.#lastSeq = last;
      if (count > 0) this.#writer.saveLastSeq(last, group.now);
      this.#prune();
    });
    this.#housekeep(group.now);
    return { lastSeq: last, answers, segments: [...segments, ...resolved], gauges: this.gauges() };
  }

  lease(request: LeaseRequest): Chunk {
    const destination = this.#destination(request.destination);
    return this.#leaser.lease(request, destination.place, this.#oldest, this.#lastSeq);
  }

  quarantined(query: QuarantineQuery): Quarantined[] {
    return this.#quarantine.list(query);
  }

  /** Changes the quarantine, whole or not at all; returns how many entries. */
  changeQuarantine(change: QuarantineChange, now: Now): number {
    let count = 0;
    this.#atomically(() => {
      count = this.#change(change, now);
    });
    return count;
  }

  ledgers(): DestinationLedger[] {
    return Array.from(this.#places.all(), (destination) => this.#tallies.ledger(destination, this.#lastSeq));
  }

  destinations(): readonly Destination[] {
    return [...this.#places.all()];
  }

  countWaiting(destination: Destination, after: number, upto: number): number {
    return this.#tallies.countWaiting(destination, after, upto);
  }

  /** Books a difference between arithmetic and rows that nothing explains. */
  addUnexplained(name: string, count: number): void {
    this.#atomically(() => this.#tallies.addUnexplained(this.#destination(name), count));
  }

  gauges(): Gauges {
    return {
      bytes: this.#retention.bytes(),
      limitBytes: this.#retention.limit(this.roomBytes),
      rows: this.#lastSeq - this.#oldest + 1,
      generation: this.#generation,
    };
  }

  /** Makes room inside the file on a disk that is full: the oldest step goes. False when there is none. */
  dropOldest(now: Now): boolean {
    if (this.counting || this.#oldest > this.#lastSeq) return false;
    this.#drop(Math.min(this.#lastSeq, this.#oldest + stepRows - 1), 'disk', now);
    return true;
  }

  /** Marks a stop in order and closes the file; without a checkpoint, which the next open makes up for. */
  end(): void {
    try {
      this.#database.prepare('UPDATE meta SET clean_stop = 1').run();
    } catch {
      // A full or failing disk: nothing accepted is lost, the stop merely counts as one that was not in order.
    } finally {
      this.#database.close();
    }
  }

  #settle(settlement: Settlement, now: Now): Committed['answers'][number] {
    const destination = this.#places.find(settlement.destination);
    if (!destination) return { kind: 'refused', failure: failureOf(unknown(settlement.destination)) };
    if (settlement.generation < this.#generation) {
      return { kind: 'stale', floor: this.#floor, generation: this.#generation };
    }
    let place: Place | undefined;
    try {
      place = advance(destination.place, settlement);
    } catch (error) {
      return { kind: 'refused', failure: failureOf(error) };
    }
    this.#guards.raise(destination, settlement.newest, now.trusted ? now.wallMs : undefined);
    if (!place) return { kind: 'settled' };
    this.#places.move(destination, place);
    for (const { outcome, reason, count } of settlement.tallies) {
      this.#tallies.add(destination, outcome, reason, count);
    }
    this.#quarantine.add(destination, settlement.quarantine, now.wallMs);
    return { kind: 'settled' };
  }

  #change(change: QuarantineChange, now: Now): number {
    if (change.kind !== 'ended') return this.#quarantine[change.kind](change.choice);
    const { end } = change;
    const [entry] = this.#quarantine.list({ ids: [end.id], limit: 1 });
    const destination = entry && this.#places.find(entry.destination);
    if (!destination) return 0;
    this.#guards.raise(destination, end.newest, now.trusted ? now.wallMs : undefined);
    this.#quarantine.ended(end, now.wallMs);
    return 1;
  }

  /** Deletes what is owed to nobody: one stretch from the oldest row on. */
  #prune(): void {
    if (this.counting) return;
    const low = Math.min(this.#places.low(), this.#lastSeq, this.#oldest + pruneRows - 1);
    if (low < this.#oldest) return;
    this.#writer.deleteUpto(low);
    this.#oldest = low + 1;
  }

  /** After a commit: retention, and destinations that were removed a day ago. */
  #housekeep(now: Now): void {
    if (this.counting) return;
    const trustedMs = now.trusted ? now.wallMs : undefined;
    const due = this.#retention.due(this.#oldest, this.#lastSeq, trustedMs, this.roomBytes);
    if (due) this.#drop(due.upto, due.reason, now);
    if (retire.isDue(this.#places, now)) {
      this.#atomically(() => retire.run(this.#places, this.#tallies, this.#lastSeq, now, this.#note));
    }
  }

  /** Takes all up to `upto` away, counted as dropped for whom it was still owed. */
  #drop(upto: number, reason: string, now: Now): void {
    let dropped: Record<string, number> = {};
    this.#atomically(() => {
      dropped = dropUpto(upto, this.#oldest, reason, this.#places, this.#tallies);
      this.#writer.deleteUpto(upto);
      this.#oldest = upto + 1;
      this.#floor = upto;
      this.#generation++;
    });
    for (const [name, count] of Object.entries(dropped)) {
      this.#unreported.set(name, (this.#unreported.get(name) ?? 0) + count);
    }
    // A long outage drops a step every few commits: one line sums up many.
    if (this.#unreported.size === 0 || now.monotonicMs - this.#reportedMs < reportMs) return;
    this.#note({
      level: 'error',
      sentence:
        reason === 'disk'
          ? 'The disk is full, the oldest waiting readings were dropped.'
          : 'The buffer is over its limit, the oldest waiting readings were dropped.',
      facts: { reason, ...Object.fromEntries(this.#unreported) },
    });
    this.#reportedMs = now.monotonicMs;
    this.#unreported.clear();
  }

  #destination(name: string): Destination {
    const destination = this.#places.find(name);
    if (!destination) throw unknown(name);
    return destination;
  }

  #stateOf(destination: Destination): DestinationState {
    const { name, place } = destination;
    return { name, ...stateOf(place), newest: this.#guards.of(destination) };
  }

  #atomically(action: () => void): void {
    const before = {
      lastSeq: this.#lastSeq,
      oldest: this.#oldest,
      floor: this.#floor,
      generation: this.#generation,
    };
    try {
      inTransaction(this.#database, action);
    } catch (error) {
      this.#lastSeq = before.lastSeq;
      this.#oldest = before.oldest;
      this.#floor = before.floor;
      this.#generation = before.generation;
      this.#places.load();
      this.#quarantine.load();
      this.#guards.forget();
      throw error;
    }
  }

  #measure(): void {
    this.#lastSeq = Number(this.#database.prepare('SELECT last_seq FROM meta').pluck().get());
    const oldest = this.#database.prepare('SELECT min(seq) FROM reading').pluck().get();
    this.#oldest = oldest === null ? this.#lastSeq + 1 : Number(oldest);
  }
}

const quarantineBounds = ({ limitBytes }: RetentionLimits) => ({
  rows: quarantineRows,
  bytes: limitBytes * quarantineShare,
});

function firstRowOf({ rows, count }: Group, segment: number): number {
  let index = 0;
  while (index < count && rows[index * rowWidth + 1] !== segment) index++;
  return index;
}

function unknown(name: string): KopruError {
  return new KopruError(`The buffer knows no destination ${name}.`, {
    kind: 'bug',
    code: 'UNKNOWN_DESTINATION',
  });
}
