/**
 * The subset of better-sqlite3 that the buffer needs, declared here so that the native module stays behind an
 * interface of ours. It is loaded at the first open only; importing this file costs nothing.
 */
import { createRequire } from 'node:module';
import { KopruError, wordsOf } from '../core/errors.ts';
import { type NativeDatabase, withPlainRows } from './sqlite-rows.ts';

export interface Statement {
  run(...values: unknown[]): { readonly changes: number };
  /** First row, or undefined. */
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  /** Rows become their first column. */
  pluck(): Statement;
  /** Rows become arrays: half the cost of objects. */
  raw(): Statement;
}

export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  pragma(text: string, options?: { readonly simple: boolean }): unknown;
  close(): unknown;
  readonly inTransaction: boolean;
}

/** How a database file is opened; a test hands in one whose disk fails. */
export type OpenDatabase = (path: string) => Database;

/** Longest wait for another process's lock, in milliseconds. */
const busyMs = 500;

export const openSqlite: OpenDatabase = (path) => {
  const Sqlite = load();
  return withPlainRows(new Sqlite(path, { timeout: busyMs }));
};

type Constructor = new (path: string, options: { readonly timeout: number }) => NativeDatabase;

function load(): Constructor {
  const name = packageFor(process.versions);
  try {
    return createRequire(import.meta.url)(name) as Constructor;
  } catch (cause) {
    throw new KopruError(`The package ${name} cannot be loaded: ${wordsOf(cause)}`, {
      kind: 'fatal',
      code: 'SQLITE_MISSING',
      hint: 'It was not built at the install: install python3, make and g++, then install Köprü again with npm.',
      cause,
    });
  }
}

/**
 * The release of better-sqlite3 that fits this Node. 13 needs Node-API 10 and crashes without a word on Node 20; 12 is
 * ended by an assertion of Node 24.19 and later as soon as a statement is garbage collected.
 */
export function packageFor({ napi }: Readonly<Record<string, string | undefined>>): string {
  return Number(napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3';
}

/** Extended result code such as `SQLITE_IOERR_FSYNC`; undefined when SQLite did not throw it. */
export function sqliteCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** What a failed statement says about the disk. */
export type DiskFault = 'full' | 'io' | 'corrupt' | 'busy';

export function diskFault(thrown: unknown): DiskFault | undefined {
  const code = sqliteCode(thrown);
  if (code === undefined) return undefined;
  if (code === 'SQLITE_FULL') return 'full';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'corrupt';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM)/.test(code)) return 'io';
  return undefined;
}

/** Runs the action in one transaction: all of it, or nothing and the error. */
export function inTransaction<T>(database: Database, action: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // After some errors SQLite has rolled back by itself.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
