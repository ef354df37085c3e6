/**
 * Keeps a store open on a disk that may fail. What it does, by what SQLite says:
 *
 *   full      the transaction is undone; then the remedies of make-room.ts, each followed by the same once more
 *   I/O error after a failed fsync pages may be clean in memory and absent on disk, and failed frames may come
 *             back: so close, open, checkpoint afresh, and see by `last_seq` whether the group is there
 *   corrupt   a read after an I/O error may say so of a sound file: only when a second open and `quick_check`
 *             agree is it set aside, and an empty one begun with sequence numbers far above the old ones
 *
 * Each remedy is tried once; after that the caller is told to come again, and nothing is acknowledged meanwhile.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BufferConfiguration, Chunk, DestinationState, LeaseRequest } from '../core/buffer.ts';
import { wordsOf } from '../core/errors.ts';
import type { DestinationLedger } from '../core/ledger.ts';
import type { Quarantined, QuarantineQuery } from '../core/quarantine.ts';
import type { Stream } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { databaseFile, fsyncPath, looksSound, openDatabase } from './database.ts';
import { unavailable, unopened } from './disk-errors.ts';
import { type DiskBytes, DiskSpace } from './disk-space.ts';
import { makeRoom } from './make-room.ts';
import { openSqlite } from './open-sqlite.ts';
import type { Committed, Group, Note, Now, Opened, OpenRequest, QuarantineChange } from './protocol.ts';
import { insertSegment } from './segments.ts';
import { setAside } from './set-aside.ts';
import { lossOf, readSnapshot, writeSnapshot } from './snapshot.ts';
import { type Database, diskFault, inTransaction, type OpenDatabase } from './sqlite.ts';
import { Store } from './store.ts';
import { insertStreams } from './streams.ts';

export interface StewardParts {
  readonly request: OpenRequest;
  readonly note: (note: Note) => void;
  readonly open?: OpenDatabase;
  /** What the folder's disk holds; default: asks the system. */
  readonly diskBytes?: (folder: string) => DiskBytes;
}

/** A new log begins so far above the old one: more than could be accepted between two snapshots. */
export const leapSeqs = 10_000_000;
const snapshotMs = 5 * 60_000;
/** A larger file takes too long to be read whole at a start. */
const inspectBytes = 64 * 1024 * 1024;

export class Steward {
  #request: OpenRequest;
  readonly #note: (note: Note) => void;
  readonly #open: OpenDatabase;
  readonly #disk: DiskSpace;
  /** All that rows may refer to, so that a new file can be given it. */
  readonly #streams = new Map<number, Stream>();
  readonly #segments = new Map<number, Segment>();
  #database: Database | undefined;
  #store: Store | undefined;
  /** The group under way: its id, and the sequence number that its first reading was given. */
  #underWay: { readonly id: number; readonly first: number } | undefined;
  #last = { seq: 0, generation: 0, floor: 0 };
  #snapshotAtMs: number;
  #counting = false;
  /** The process before did not close the file in order. */
  #inspect = false;
  /** The open store has been told what is configured. */
  #begun = false;
  #now: Now;

  constructor({ request, note, open = openSqlite, diskBytes }: StewardParts) {
    this.#request = request;
    this.#note = note;
    this.#open = open;
    const { folder } = request;
    this.#disk = new DiskSpace(diskBytes ? { folder, note, diskBytes } : { folder, note });
    this.#now = request.now;
    this.#snapshotAtMs = request.now.monotonicMs;
  }

  /** Opens the file, or begins a new one. Throws when another process has it, or the folder cannot be used. */
  open(): Opened {
    const { folder } = this.#request;
    try {
      if (!existsSync(folder)) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        fsyncPath(dirname(folder));
      }
      try {
        this.#reopen();
      } catch (error) {
        if (diskFault(error) !== 'io') throw error;
        this.#reopen();
      }
    } catch (error) {
      this.#close();
      throw unopened(error, folder);
    }
    this.#inspect = !this.store.stoppedInOrder;
    this.#snapshot();
    const opened = this.#mending(() => this.store.opened());
    for (const [id, stream] of opened.streams) this.#streams.set(id, stream);
    for (const segment of opened.segments) this.#segments.set(segment.id, segment);
    return opened;
  }

  /** The open store; throws while there is none. */
  get store(): Store {
    if (this.#store) return this.#store;
    throw unavailable('its disk fails');
  }

  /** True while rows are counted: nothing is deleted then. */
  set counting(counting: boolean) {
    this.#counting = counting;
    if (this.#store) this.#store.counting = counting;
  }

  /**
   * Writes a group. Throws a disk fault when it could not be done now; the same group must then come again with
   * the same id before any other.
   */
  commit(id: number, group: Group): Committed {
    this.#now = group.now;
    for (const [stream, about] of group.streams) this.#streams.set(stream, about);
    this.#disk.look(group.now);
    if (this.#store) this.#store.roomBytes = this.#disk.roomBytes;
    const committed = this.#mending(() => this.#write(id, group));
    this.#underWay = undefined;
    for (const segment of committed.segments) this.#segments.set(segment.id, segment);
    this.#remember();
    if (group.now.monotonicMs - this.#snapshotAtMs >= snapshotMs) this.#snapshot();
    return committed;
  }

  /**
   * Looks for damage where there is reason to: after a stop that was not in order, if the file is quickly read, and
   * whenever `doubted`. What is corrupt is replaced; true if it was.
   */
  inspect(doubted: boolean): boolean {
    if (!doubted && (!this.#inspect || this.store.gauges().bytes > inspectBytes)) return false;
    const before = this.#store;
    this.#mending(() => this.store.inspect());
    return this.#store !== before;
  }

  lease(request: LeaseRequest): Chunk {
    return this.#mending(() => this.store.lease(request));
  }

  /** Goes on with another configuration; returns all destinations. When it throws, nothing was changed. */
  configure(configuration: BufferConfiguration, now: Now): readonly DestinationState[] {
    this.#now = now;
    this.#mending(() => this.store.reconcile(configuration.destinations, now));
    this.#request = { ...this.#request, ...configuration };
    this.store.limit(configuration);
    return this.store.destinationStates();
  }

  quarantined(query: QuarantineQuery): readonly Quarantined[] {
    return this.#mending(() => this.store.quarantined(query));
  }

  changeQuarantine(change: QuarantineChange, now: Now): number {
    this.#now = now;
    return this.#mending(() => this.store.changeQuarantine(change, now));
  }

  ledgers(): readonly DestinationLedger[] {
    return this.#mending(() => this.store.ledgers());
  }

  close(): void {
    if (!this.#store) return;
    this.#snapshot();
    this.#store?.end();
    this.#store = undefined;
    this.#database = undefined;
  }

  #write(id: number, group: Group): Committed {
    if (!this.#store) {
      try {
        this.#reopen();
      } catch (error) {
        throw diskFault(error) === 'full' ? error : unavailable(wordsOf(error));
      }
    }
    this.#begin();
    const { store } = this;
    if (this.#underWay?.id !== id) this.#underWay = { id, first: store.lastSeq + 1 };
    const last = this.#underWay.first + group.count - 1;
    return store.commit(group, group.count > 0 && store.lastSeq === last);
  }

  /** Does it, and again after each failure that could be mended. */
  #mending<T>(action: () => T): T {
    for (let mended = 0; ; mended++) {
      try {
        return action();
      } catch (error) {
        if (!this.mend(error, mended)) throw error;
      }
    }
  }

  /**
   * Does what the failure calls for, `mended` remedies having been tried for the same action. False when that
   * cannot help, or failed too.
   */
  mend(error: unknown, mended = 0): boolean {
    const fault = diskFault(error);
    if (fault === 'full') return this.#makeRoom(mended);
    if (mended > 0) return false;
    try {
      if (fault === 'io') {
        this.#reopen();
        return true;
      }
      if (fault === 'corrupt') {
        this.#close();
        this.#confirmOrReplace(wordsOf(error));
        return true;
      }
      return false;
    } catch {
      return false;
    }
  }

  #makeRoom(first: number): boolean {
    return makeRoom(first, {
      database: this.#database,
      store: this.#store,
      disk: this.#disk,
      now: this.#now,
    });
  }

  #reopen(): void {
    this.#close();
    try {
      this.#openStore();
    } catch (error) {
      this.#close();
      if (diskFault(error) !== 'corrupt') throw error;
      this.#confirmOrReplace(wordsOf(error));
    }
  }

  #openStore(): void {
    const { folder, limitBytes, limitAgeMs } = this.#request;
    const snapshot = readSnapshot(folder);
    const before = Math.max(this.#last.seq, snapshot?.lastSeq ?? 0);
    // A snapshot of an empty log counts too: what came after it, up to 5 minutes, went with the file.
    const replaced = snapshot !== undefined || before > 0;
    const begin = replaced ? before + leapSeqs : 0;
    const { database, fresh } = openDatabase(databaseFile(folder), begin, this.#open);
    this.#database = database;
    this.#checkpoint(database);
    if (fresh) {
      this.#underWay = undefined;
      this.#carryOver(database);
    }
    const store = new Store({ database, note: this.#note, limitBytes, limitAgeMs });
    const { generation, floor } = this.#last;
    if (fresh && replaced) store.follow(generation + 1, begin);
    else store.follow(generation, floor);
    store.counting = this.#counting;
    this.#disk.look(this.#now);
    store.roomBytes = this.#disk.roomBytes;
    this.#store = store;
    this.#begun = false;
    this.#beginOrLater();
    if (fresh && replaced) this.#note(lossOf(snapshot?.ledgers ?? []));
    this.#remember();
  }

  /** Writes and fsyncs the file afresh, so that nothing is trusted that only memory had. */
  #checkpoint(database: Database): void {
    try {
      database.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (diskFault(error) !== 'full') throw error;
      // The file cannot grow: what is in the WAL is read from there, and goes into the file once there is room.
      this.#disk.release(this.#now);
    }
  }

  #begin(): void {
    if (this.#begun) return;
    this.store.begin(this.#request.destinations, this.#now);
    this.#begun = true;
  }

  /** A full disk must not keep the gateway from starting: what is stored can be read, and the next commit begins. */
  #beginOrLater(): void {
    for (let tried = 0; ; tried++) {
      try {
        this.#begin();
        return;
      } catch (error) {
        if (diskFault(error) !== 'full') throw error;
        if (!this.#makeRoom(tried)) break;
      }
    }
    this.store.beginLater(this.#request.destinations);
    this.#note({
      level: 'error',
      sentence: 'The disk is full: readings wait in memory until there is room.',
      facts: { folder: this.#request.folder },
    });
  }

  /** Closes for good what SQLite finds corrupt twice and begins anew; opens it again when it is sound. */
  #confirmOrReplace(words: string): void {
    const { folder, boot, limitBytes } = this.#request;
    if (!looksSound(databaseFile(folder), this.#open)) {
      const path = join(folder, setAside(folder, boot, limitBytes));
      this.#note({
        level: 'error',
        sentence: 'The buffer is corrupt; its files were set aside and an empty one was begun.',
        facts: { code: 'BUFFER_SET_ASIDE', folder: path, words },
        lasting: true,
        setAside: path,
      });
    }
    this.#openStore();
  }

  #carryOver(database: Database): void {
    inTransaction(database, () => {
      insertStreams(database, [...this.#streams]);
      for (const segment of this.#segments.values()) insertSegment(database, segment);
    });
  }

  #remember(): void {
    const { lastSeq: seq, generation, floor } = this.store;
    this.#last = { seq, generation, floor };
  }

  #snapshot(): void {
    this.#snapshotAtMs = this.#now.monotonicMs;
    try {
      const ledgers = this.ledgers();
      writeSnapshot(this.#request.folder, { lastSeq: this.store.lastSeq, ledgers });
    } catch (error) {
      this.#note({
        level: 'warn',
        sentence: 'The ledger could not be saved beside the buffer.',
        facts: { words: wordsOf(error) },
      });
    }
  }

  #close(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#store = undefined;
    try {
      database?.close();
    } catch {
      // The disk fails; the handle is gone all the same.
    }
  }
}
