/**
 * Keeps a store open on a disk that may fail. What it does, by what SQLite says:
 *
 *   full      the transaction is undone; restarting the WAL makes room in place, then the same once more
 *   I/O error after a failed fsync pages may be clean in memory and absent on disk, and failed frames may come
 *             back: so close, open, checkpoint afresh, and see by `last_seq` whether the group is there
 *   corrupt   a read after an I/O error may say so of a sound file: only when a second open and `quick_check`
 *             agree is it set aside, and an empty one begun with sequence numbers far above the old ones
 *
 * Each is tried once; after that the caller is told to come again, and nothing is acknowledged meanwhile.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Chunk, LeaseRequest } from '../core/buffer.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { DestinationLedger } from '../core/ledger.ts';
import type { Stream } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { databaseFile, fsyncPath, isSound, openDatabase, openWithPragmas } from './database.ts';
import type { Committed, Group, Note, Now, Opened, OpenRequest } from './protocol.ts';
import { SchemaTooNew } from './schema.ts';
import { insertSegment } from './segments.ts';
import { setAside } from './set-aside.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { type Database, diskFault, inTransaction, type OpenDatabase, openSqlite } from './sqlite.ts';
import { Store } from './store.ts';
import { insertStreams } from './streams.ts';

export interface StewardParts {
  readonly request: OpenRequest;
  readonly note: (note: Note) => void;
  readonly open?: OpenDatabase;
}

/** A new log begins so far above the old one: more than could be accepted between two snapshots. */
export const leapSeqs = 10_000_000;
const snapshotMs = 5 * 60_000;

export class Steward {
  readonly #request: OpenRequest;
  readonly #note: (note: Note) => void;
  readonly #open: OpenDatabase;
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
  #now: Now;

  constructor({ request, note, open = openSqlite }: StewardParts) {
    this.#request = request;
    this.#note = note;
    this.#open = open;
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
    const committed = this.#mending(() => this.#write(id, group));
    this.#underWay = undefined;
    for (const segment of committed.segments) this.#segments.set(segment.id, segment);
    this.#remember();
    if (group.now.monotonicMs - this.#snapshotAtMs >= snapshotMs) this.#snapshot();
    return committed;
  }

  lease(request: LeaseRequest): Chunk {
    return this.#mending(() => this.store.lease(request));
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
        throw unavailable(wordsOf(error));
      }
    }
    const { store } = this;
    if (this.#underWay?.id !== id) this.#underWay = { id, first: store.lastSeq + 1 };
    const last = this.#underWay.first + group.count - 1;
    return store.commit(group, group.count > 0 && store.lastSeq === last);
  }

  /** Does it, and after a failure that could be mended does it once more. */
  #mending<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!this.mend(error)) throw error;
      return action();
    }
  }

  /** Does what the failure calls for. False when that cannot help, or failed too. */
  mend(error: unknown): boolean {
    const fault = diskFault(error);
    try {
      if (fault === 'full') {
        this.#database?.pragma('wal_checkpoint(RESTART)');
        return this.#database !== undefined;
      }
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
    const { folder, destinations, limitBytes, limitAgeMs } = this.#request;
    const snapshot = readSnapshot(folder);
    const before = Math.max(this.#last.seq, snapshot?.lastSeq ?? 0);
    // A snapshot of an empty log counts too: what came after it, up to 5 minutes, went with the file.
    const replaced = snapshot !== undefined || before > 0;
    const begin = replaced ? before + leapSeqs : 0;
    const { database, fresh } = openDatabase(databaseFile(folder), begin, this.#open);
    this.#database = database;
    // Writes and fsyncs the file afresh, so that nothing is trusted that only memory had.
    database.pragma('wal_checkpoint(TRUNCATE)');
    if (fresh) {
      this.#underWay = undefined;
      this.#carryOver(database);
    }
    const store = new Store({ database, note: this.#note, limitBytes, limitAgeMs });
    const { generation, floor } = this.#last;
    if (fresh && replaced) store.follow(generation + 1, begin);
    else store.follow(generation, floor);
    store.counting = this.#counting;
    store.begin(destinations, this.#now);
    this.#store = store;
    if (fresh && replaced) this.#reportLoss(snapshot?.ledgers ?? []);
    this.#remember();
  }

  /** Closes for good what SQLite finds corrupt twice and begins anew; opens it again when it is sound. */
  #confirmOrReplace(words: string): void {
    const { folder, boot, limitBytes } = this.#request;
    if (!this.#looksSound()) {
      const name = setAside(folder, boot, limitBytes);
      this.#note({
        level: 'error',
        sentence: 'The buffer is corrupt; its files were set aside and an empty one was begun.',
        facts: { folder: name, words },
        lasting: true,
      });
    }
    this.#openStore();
  }

  #looksSound(): boolean {
    let database: Database | undefined;
    try {
      database = openWithPragmas(databaseFile(this.#request.folder), this.#open);
      return isSound(database);
    } catch (error) {
      if (diskFault(error) === 'corrupt') return false;
      throw error;
    } finally {
      database?.close();
    }
  }

  #carryOver(database: Database): void {
    inTransaction(database, () => {
      insertStreams(database, [...this.#streams]);
      for (const segment of this.#segments.values()) insertSegment(database, segment);
    });
  }

  #reportLoss(ledgers: readonly DestinationLedger[]): void {
    const waiting = Object.fromEntries(ledgers.map((ledger) => [ledger.destination, ledger.waiting]));
    this.#note({
      level: 'error',
      sentence:
        'A new ledger was begun; what waited in the old one is lost, and what came after it was last noted down.',
      facts: waiting,
      lasting: true,
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

/** True when time may mend it: the group is to come again. False: it would fare no better. */
export function mayMend(error: unknown): boolean {
  return diskFault(error) !== undefined || (error instanceof KopruError && error.kind === 'transient');
}

function unavailable(words: string): KopruError {
  return new KopruError(`The buffer cannot be opened: ${words}.`, {
    kind: 'transient',
    code: 'BUFFER_UNAVAILABLE',
  });
}

function unopened(error: unknown, folder: string): unknown {
  if (error instanceof KopruError) return error;
  if (error instanceof SchemaTooNew) {
    return new KopruError(error.message, {
      kind: 'fatal',
      code: 'BUFFER_TOO_NEW',
      hint: 'Install the version of Köprü that wrote it, or a later one.',
      cause: error,
    });
  }
  if (diskFault(error) === 'busy') {
    return new KopruError(`The buffer in ${folder} is in use: Köprü is already running.`, {
      kind: 'fatal',
      code: 'BUFFER_IN_USE',
      hint: 'Stop the other one, or give this one a folder of its own (buffer.folder).',
      cause: error,
    });
  }
  return new KopruError(`The buffer in ${folder} cannot be opened: ${wordsOf(error)}.`, {
    kind: 'fatal',
    code: 'BUFFER_UNREADABLE',
    hint: 'Look at the folder, its owner and the disk below it.',
    cause: error,
  });
}
