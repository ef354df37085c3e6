/**
 * The subset of better-sqlite3 that the buffer needs, declared here so that the native module stays behind an
 * interface of ours, and what its errors say about the disk.
 */

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

/** What SQLite itself did not notice, as it would have said it. */
export function corruption(words: string): Error {
  return Object.assign(new Error(words), { code: 'SQLITE_CORRUPT' });
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
