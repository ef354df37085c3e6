/**
 * Tables of the buffer's one file. A change is a new step at the end of `migrations`; steps run forward only,
 * all in one transaction. Why the tables look so:
 *
 *   - `seq` is given by the writer (`last_seq` + 1), never by SQLite: an emptied table would start again at 1 and
 *     every new reading would lie below all positions. Gapless makes accepted = `last_seq` - `start`.
 *   - `number` and `text` are apart because affinity turns the text "0012" into 12, and NaN is stored as NULL.
 *   - no index besides the key: it costs about ten times the bytes, and all reading is by stretches of `seq`.
 *   - no status column: marking rows would write the log a second time.
 */
import { randomUUID } from 'node:crypto';
import { openSqlite } from './open-sqlite.ts';
import { rowCrc } from './row-crc.ts';
import { corruption, type Database, inTransaction } from './sqlite.ts';

const firstTables = `
  CREATE TABLE reading (
    seq INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    t INTEGER NOT NULL,
    number REAL,
    text TEXT,
    device_time INTEGER,
    crc INTEGER NOT NULL,
    CHECK ((number IS NULL) <> (text IS NULL))
  ) STRICT;
  CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    point TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (device, point, quantity, unit, kind)
  ) STRICT;
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    boot TEXT NOT NULL,
    mono_start INTEGER NOT NULL,
    wall_start INTEGER NOT NULL,
    offset INTEGER,
    source TEXT,
    first_seq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE meta (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last_seq INTEGER NOT NULL,
    ledger_id TEXT NOT NULL,
    clean_stop INTEGER NOT NULL,
    wall_high INTEGER NOT NULL,
    machine TEXT
  ) STRICT;
  CREATE TABLE destination (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL,
    position INTEGER NOT NULL,
    backlog_from INTEGER NOT NULL DEFAULT 0,
    backlog_upto INTEGER NOT NULL DEFAULT 0,
    retired_at INTEGER
  ) STRICT;
  CREATE TABLE stream_position (
    destination INTEGER NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('front', 'backlog')),
    stream INTEGER NOT NULL,
    done INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    PRIMARY KEY (destination, lane, stream)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE newest (
    destination INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (destination, stream, entity)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE latest (
    destination INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    t INTEGER NOT NULL,
    number REAL,
    text TEXT,
    PRIMARY KEY (destination, stream)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tally (
    destination INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (destination, outcome, reason)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    destination INTEGER NOT NULL,
    entity TEXT NOT NULL,
    code TEXT NOT NULL,
    words TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    readings TEXT NOT NULL,
    count INTEGER NOT NULL,
    retry INTEGER NOT NULL DEFAULT 0
  ) STRICT;`;

/** Each brings a file one version further. */
const migrations: readonly ((database: Database) => unknown)[] = [
  (database) => database.exec(firstTables),
  addChecks,
];

/** Columns under the check, in their order. What an entry of the quarantine waits for is no part of its value. */
const checked = {
  stream: 'id, device, point, quantity, unit, kind',
  segment: 'id, boot, mono_start, wall_start, offset, source, first_seq',
  quarantine: 'destination, entity, code, words, first_at, last_at, tries, readings, count',
} as const;

/** Rows of these tables could turn into wrong values as readings could: they get a check over their other columns. */
function addChecks(database: Database): void {
  for (const [table, columns] of Object.entries(checked)) {
    database.exec(`ALTER TABLE ${table} ADD COLUMN crc INTEGER NOT NULL DEFAULT 0`);
    const update = database.prepare(`UPDATE ${table} SET crc = ? WHERE id = ?`);
    const rows = database.prepare(`SELECT id, ${columns} FROM ${table}`).raw().all();
    for (const [id, ...row] of rows as (string | number | null)[][]) update.run(rowCrc(row), id);
  }
}

/** The number in `user_version` that this program writes and reads. */
export const schemaVersion = migrations.length;

/**
 * Brings the file to this program's schema. True when the file was empty; its first reading then follows `lastSeq`.
 * Throws `SchemaTooNew`, and SQLITE_CORRUPT for tables that no version of this program has made.
 */
export function migrate(database: Database, lastSeq: number): boolean {
  const found = Number(database.pragma('user_version', { simple: true }));
  const tables = tablesOf(database);
  if (tables === tablesOfVersion(schemaVersion)) {
    // The number of the version is four bytes of the header, and may be what a card forgot.
    if (found !== schemaVersion) database.pragma(`user_version = ${schemaVersion}`);
    return false;
  }
  if (found > schemaVersion) throw new SchemaTooNew(found);
  if (tables !== tablesOfVersion(found)) throw corruption('its tables are not as they were made');
  inTransaction(database, () => {
    for (const step of migrations.slice(found)) step(database);
    if (found === 0) {
      database
        .prepare('INSERT INTO meta (only, last_seq, ledger_id, clean_stop, wall_high) VALUES (1, ?, ?, 1, 0)')
        .run(lastSeq, randomUUID());
    }
    database.pragma(`user_version = ${schemaVersion}`);
  });
  return found === 0;
}

/** True for tables as any version of this program makes them. */
export function hasOurTables(database: Database): boolean {
  const tables = tablesOf(database);
  return migrations.some((_, step) => tables === tablesOfVersion(step + 1));
}

function tablesOf(database: Database): string {
  const rows = database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').raw().all();
  return JSON.stringify(rows).replaceAll(/(\\n|\s)+/g, ' ');
}

function tablesOfVersion(version: number): string {
  const database = openSqlite(':memory:');
  try {
    for (const step of migrations.slice(0, version)) step(database);
    return tablesOf(database);
  } finally {
    database.close();
  }
}

/** The file was written by a later version of Köprü. */
export class SchemaTooNew extends Error {
  constructor(found: number) {
    super(`The buffer has schema ${found}, this program knows ${schemaVersion}.`);
  }
}
