/** The files of a buffer, looked at in a copy: they stay as they are, and permission to read them is enough. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { databaseFile } from './database.ts';
import type { Database, OpenDatabase } from './sqlite.ts';

/** `open` is given the path of the copy, which is gone when this returns. */
export function withCopy<Result>(
  folder: string,
  open: OpenDatabase,
  use: (database: Database) => Result,
): Result {
  const copy = mkdtempSync(join(tmpdir(), 'kopru-copy-'));
  try {
    const path = databaseFile(folder);
    for (const file of [path, `${path}-wal`]) {
      if (existsSync(file)) cpSync(file, join(copy, basename(file)));
    }
    const database = open(databaseFile(copy));
    try {
      return use(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
