/** Opens a file with better-sqlite3, which is loaded at the first open only; importing this file costs nothing. */
import { createRequire } from 'node:module';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { OpenDatabase } from './sqlite.ts';
import { type NativeDatabase, withPlainRows } from './sqlite-rows.ts';

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
