/**
 * Opening the buffer's file so that a commit means an fsync: the same pragmas in the same order on every open.
 * `synchronous=FULL` must be among them each time: better-sqlite3 is built to open WAL files with NORMAL, which
 * loses committed transactions at a power cut.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSqlite } from './open-sqlite.ts';
import { hasOurTables, migrate } from './schema.ts';
import { type Database, diskFault, type OpenDatabase } from './sqlite.ts';

export interface OpenedDatabase {
  readonly database: Database;
  /** The file was empty and has just been made. */
  readonly fresh: boolean;
}

/** Of a new file. A quiet commit changes a few bytes in each of five pages: the smaller they are, the less is written. */
export const pageBytes = 1_024;

export const databaseFile = (folder: string) => join(folder, 'buffer.db');

/**
 * Opens, takes the lock for this process alone, and brings the schema up to date. A new file follows
 * `lastSeqIfFresh` and is fsynced together with its folder before this returns.
 */
export function openDatabase(path: string, lastSeqIfFresh: number, open: OpenDatabase): OpenedDatabase {
  let database = openWithPragmas(path, open);
  try {
    const fresh = migrate(database, lastSeqIfFresh);
    if (fresh) {
      // Until the file itself and its name in the folder are durable, a power cut takes every later commit along.
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
      fsyncPath(path);
      fsyncPath(dirname(path));
      database = openWithPragmas(path, open);
    }
    return { database, fresh };
  } catch (error) {
    database.close();
    throw error;
  }
}

export function openWithPragmas(path: string, open: OpenDatabase = openSqlite): Database {
  const database = open(path);
  try {
    // Before the first read: no shared memory file, and a second process is refused.
    database.pragma('locking_mode = EXCLUSIVE');
    // These two work on a new file only, and only before WAL.
    database.pragma(`page_size = ${pageBytes}`);
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    // In pages: 512 KiB. While the WAL grows, the file system writes as much again about its length; so it is soon
    // written over from its start.
    database.pragma('wal_autocheckpoint = 500');
    database.pragma(`journal_size_limit = ${8 * 1024 * 1024}`);
    database.pragma('temp_store = MEMORY');
    // In KiB. The log is written at its end and read once, in order; the 16 MB of the build would only be filled.
    database.pragma('cache_size = -4096');
    // An I/O error on a mapped page would be SIGBUS.
    database.pragma('mmap_size = 0');
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes a file, or the names in a folder, durable. */
export function fsyncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Findings of `quick_check` that it names at most. */
const mostFindings = 100;

/**
 * False when SQLite finds the structure damaged. A log row that merely breaks a rule of its table has its checksum
 * against it, and does not cost the others.
 */
export function isSound(database: Database): boolean {
  const found = database.pragma(`quick_check(${mostFindings})`) as { readonly quick_check: string }[];
  return found.every(({ quick_check: words }) => words === 'ok' || / in reading(\.\w+)?$/.test(words));
}

/** Opens the file once more and asks SQLite for its structure. Throws when the disk does not let it be read. */
export function looksSound(path: string, open: OpenDatabase): boolean {
  let database: Database | undefined;
  try {
    database = openWithPragmas(path, open);
    return isSound(database) && hasOurTables(database);
  } catch (error) {
    if (diskFault(error) === 'corrupt') return false;
    throw error;
  } finally {
    database?.close();
  }
}
