/**
 * The open database as the buffer uses it: groups are committed, chunks leased, the ledger counted. Synchronous
 * and without a clock; the worker calls it, a test may too. It knows nothing of failing disks: an error leaves the
 * transaction undone and the memory as the file is (see steward.ts for what happens then).
 */
import type { Chunk, DestinationState, LeaseRequest } from '../core/buffer.ts';
import type { DestinationLedger } from '../core/ledger.ts';
import type { Quarantined, QuarantineQuery } from '../core/quarantine.ts';
import type { Segment } from '../core/timeline.ts';
import { isSound } from './database.ts';
import { reconcile, retire } from './destinations.ts';
import { DropReport } from './drop-report.ts';
import { FillWarning } from './fill-warning.ts';
import { Guards } from './guards.ts';
import { Leaser } from './lease.ts';
import { lostRecords } from './lost-records.ts';
import { newSegmentsOf } from './new-segments.ts';
import { type Destination, Places } from './places.ts';
import { placeAt } from './positions.ts';
import type { Committed, Gauges, Group, Note, Now, Opened, QuarantineChange } from './protocol.ts';
import { Quarantine } from './quarantine.ts';
import { ReadingWriter } from './reading-writer.ts';
import { dropUpto, Retention, type RetentionLimits, stepRows } from './retention.ts';
import { forgetSegments, insertSegment, loadSegments, resolveOffsets } from './segments.ts';
import { Settling, unknownDestination } from './settling.ts';
import { corruption, type Database, inTransaction } from './sqlite.ts';
import { stateOf } from './stored-place.ts';
import { insertStreams, loadStreams } from './streams.ts';
import { Tallies } from './tallies.ts';
import { Vacuum } from './vacuum.ts';

export interface StoreParts extends RetentionLimits {
  readonly database: Database;
  readonly note: (note: Note) => void;
}

/** Rows deleted with one commit at most, so that a long stretch that ends at once delays nobody. */
const pruneRows = 20_000;
/** A commit of more rows is not made in an idle moment. */
const idleRows = 500;
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
  readonly #settling: Settling;
  readonly #dropReport: DropReport;
  readonly #fillWarning: FillWarning;
  readonly #vacuum: Vacuum;
  /** The process before closed the file in order. */
  #stoppedInOrder = true;
  /** Configured destinations that could not be written down yet; they are owed what comes. */
  #unwritten: readonly string[] = [];
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
    const lost = lostRecords(database, note);
    this.#retention = new Retention(database, limits, lost.segments);
    this.#leaser = new Leaser(database, lost);
    this.#writer = new ReadingWriter(database);
    this.#settling = new Settling({
      places: this.#places,
      tallies: this.#tallies,
      guards: this.#guards,
      quarantine: this.#quarantine,
    });
    this.#dropReport = new DropReport(note);
    this.#fillWarning = new FillWarning(note);
    this.#vacuum = new Vacuum(database);
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
    this.#unwritten = [];
  }

  /** Until `begin` can be done: those of the names that are not stored count as added now. */
  beginLater(names: readonly string[]): void {
    this.#unwritten = names.filter((name) => !this.#places.find(name));
  }

  get stoppedInOrder(): boolean {
    return this.#stoppedInOrder;
  }

  /** Reads the whole file once; throws SQLITE_CORRUPT when its structure is damaged. */
  inspect(): void {
    if (isSound(this.#database)) return;
    throw corruption('quick_check finds it damaged');
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
    const stored = Array.from(this.#places.all(), (destination) => this.#stateOf(destination));
    const position = this.#lastSeq;
    return [...stored, ...this.#unwritten.map((name) => ({ name, position, streams: [], newest: [] }))];
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
    const segments = newSegmentsOf(group, first);
    let resolved: readonly Segment[] = [];
    this.#atomically(() => {
      insertStreams(this.#database, group.streams);
      for (const segment of segments) insertSegment(this.#database, segment);
      if (count > 0) this.#writer.write(group, first);
      if (group.anchor) resolved = resolveOffsets(this.#database, group.anchor, group.now);
      for (const settlement of group.settlements) {
        answers.push(this.#settling.settle(settlement, this, group.now));
      }
      this.#lastSeq = last;
      if (count > 0) this.#writer.saveLastSeq(last, group.now);
      this.#prune();
      if (count <= idleRows && this.roomBytes > 0) this.#vacuum.step(group.now);
    });
    this.#housekeep(group.now);
    const gauges = this.gauges();
    this.#fillWarning.look(gauges, group.now);
    return { lastSeq: last, answers, segments: [...segments, ...resolved], gauges };
  }

  lease(request: LeaseRequest): Chunk {
    const place = this.#unwritten.includes(request.destination)
      ? placeAt(this.#lastSeq)
      : this.#destination(request.destination).place;
    return this.#leaser.lease(request, place, this.#oldest, this.#lastSeq);
  }

  quarantined(query: QuarantineQuery): Quarantined[] {
    return this.#quarantine.list(query);
  }

  /** Changes the quarantine, whole or not at all; returns how many entries. */
  changeQuarantine(change: QuarantineChange, now: Now): number {
    let count = 0;
    this.#atomically(() => {
      count = this.#settling.change(change, now);
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
    this.#dropReport.add(dropped, reason, now);
  }

  #destination(name: string): Destination {
    const destination = this.#places.find(name);
    if (!destination) throw unknownDestination(name);
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
    const meta = this.#database.prepare('SELECT last_seq, clean_stop FROM meta').raw().get();
    const [lastSeq, cleanStop] = meta as [number, number];
    this.#lastSeq = lastSeq;
    this.#stoppedInOrder = cleanStop === 1;
    const oldest = this.#database.prepare('SELECT min(seq) FROM reading').pluck().get();
    this.#oldest = oldest === null ? this.#lastSeq + 1 : Number(oldest);
  }
}

const quarantineBounds = ({ limitBytes }: RetentionLimits) => ({
  rows: quarantineRows,
  bytes: limitBytes * quarantineShare,
});
