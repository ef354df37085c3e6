/**
 * Readings that a destination refused, with the broker's words, for a person to look at. Bounded in rows and
 * bytes: beyond, the oldest are evicted and counted as dropped. A person can have them sent again, or drop them.
 */
import type { Tally } from '../core/ledger.ts';
import type {
  QuarantineChoice,
  Quarantined,
  QuarantineEntry,
  QuarantineQuery,
  RetryEnd,
} from '../core/quarantine.ts';
import type { Destination, Places } from './places.ts';
import { rowCrc } from './row-crc.ts';
import type { Database, Statement } from './sqlite.ts';
import type { Tallies } from './tallies.ts';

const wordsBytes = 4 * 1024;
const readingsBytes = 16 * 1024;
/** What a row takes besides its texts. */
const rowBytes = 200;

export interface QuarantineBounds {
  readonly rows: number;
  readonly bytes: number;
}

type Readings = QuarantineEntry['readings'];

interface WholeRow {
  readonly id: number;
  readonly destination: number;
  readonly entity: string;
  readonly code: string;
  readonly words: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly tries: number;
  readonly readings: string;
  readonly count: number;
  readonly retry: number;
  readonly crc: number;
  readonly bytes: number;
}

const sizeOf = `length(CAST(words AS BLOB)) + length(CAST(readings AS BLOB)) + length(entity) + ${rowBytes}`;

type Wanted = { readonly [key in keyof Omit<QuarantineQuery, 'limit'>]: QuarantineQuery[key] | undefined };

const isWanted = `q.id > :after AND (:destination IS NULL OR q.destination = :destination)
  AND (:retry = 0 OR q.retry = 1) AND (:ids IS NULL OR q.id IN (SELECT value FROM json_each(:ids)))`;

export class Quarantine {
  bounds: QuarantineBounds;
  readonly #places: Places;
  readonly #tallies: Tallies;
  readonly #insert: Statement;
  readonly #oldest: Statement;
  readonly #remove: Statement;
  readonly #measure: Statement;
  readonly #find: Statement;
  readonly #again: Statement;
  readonly #update: Statement;
  readonly #database: Database;
  #held = { rows: 0, bytes: 0 };

  constructor(database: Database, bounds: QuarantineBounds, places: Places, tallies: Tallies) {
    this.#database = database;
    this.bounds = bounds;
    this.#places = places;
    this.#tallies = tallies;
    this.#insert = database.prepare(
      `INSERT INTO quarantine (destination, entity, code, words, first_at, last_at, tries, readings, count, crc)
       VALUES (:destination, :entity, :code, :words, :first_at, :last_at, :tries, :readings, :count, :crc)`,
    );
    this.#oldest = database.prepare(`SELECT *, ${sizeOf} AS bytes FROM quarantine ORDER BY id LIMIT 1`);
    this.#remove = database.prepare('DELETE FROM quarantine WHERE id = ?');
    this.#measure = database.prepare(
      `SELECT count(*) AS rows, ifnull(sum(${sizeOf}), 0) AS bytes FROM quarantine`,
    );
    this.#find = database.prepare(`SELECT *, ${sizeOf} AS bytes FROM quarantine WHERE id = ?`);
    this.#again = database.prepare('UPDATE quarantine SET retry = 1 WHERE id = ?');
    this.#update = database.prepare(
      `UPDATE quarantine SET code = :code, words = :words, last_at = :last_at, tries = :tries,
       readings = :readings, count = :count, crc = :crc, retry = 0 WHERE id = :id`,
    );
    this.load();
  }

  load(): void {
    this.#held = { ...(this.#measure.get() as { rows: number; bytes: number }) };
  }

  add(destination: Destination, entries: readonly QuarantineEntry[], wallMs: number): void {
    for (const entry of entries) {
      const words = cutBytes(entry.words, wordsBytes);
      const readings = jsonWithin(entry.readings, readingsBytes);
      const at = Math.round(wallMs);
      const row = { entity: entry.entity, code: entry.code, words, readings, count: entry.count };
      this.#insert.run(
        withCheck({ ...row, destination: destination.id, first_at: at, last_at: at, tries: 1 }),
      );
      this.#held.rows++;
      this.#held.bytes +=
        Buffer.byteLength(words) + Buffer.byteLength(readings) + entry.entity.length + rowBytes;
    }
    if (entries.length > 0) this.#evict();
  }

  list({ limit, ...query }: QuarantineQuery): Quarantined[] {
    const rows = this.#database
      .prepare(
        `SELECT q.*, d.name FROM quarantine q JOIN destination d ON d.id = q.destination
         WHERE ${isWanted} ORDER BY q.id LIMIT :limit`,
      )
      .all({ ...this.#wanted(query), limit }) as (WholeRow & { readonly name: string })[];
    return rows.map((row) => ({
      id: row.id,
      destination: row.name,
      entity: row.entity,
      ...(withCheck(row).crc === row.crc
        ? { code: row.code, words: row.words, readings: JSON.parse(row.readings) as Readings }
        : damaged),
      firstAt: row.first_at,
      lastAt: row.last_at,
      tries: row.tries,
      count: row.count,
      retry: row.retry === 1,
    }));
  }

  /** Within a transaction. Returns how many entries were marked. */
  retry(choice: QuarantineChoice): number {
    const ids = this.#chosen(choice);
    for (const id of ids) this.#again.run(id);
    return ids.length;
  }

  /** Within a transaction. Returns how many entries went. */
  drop(choice: QuarantineChoice): number {
    const ids = this.#chosen(choice);
    for (const id of ids) {
      const row = this.#find.get(id) as WholeRow;
      this.#leave(row, [{ outcome: 'dropped', reason: 'purged', count: row.count }]);
    }
    return ids.length;
  }

  /** Within a transaction. */
  ended({ id, tallies, left }: RetryEnd, wallMs: number): void {
    const row = this.#find.get(id) as WholeRow | undefined;
    if (!row) return;
    const rest = row.count - tallies.reduce((sum, { count }) => sum + count, 0);
    if (!left) {
      this.#leave(row, [...tallies, { outcome: 'dropped', reason: 'cut', count: rest }]);
      return;
    }
    this.#leaveTallies(row, tallies);
    const words = cutBytes(left.words, wordsBytes);
    const readings = jsonWithin(left.readings, readingsBytes);
    const { destination, entity, first_at, tries } = row;
    const now = {
      code: left.code,
      words,
      last_at: Math.round(wallMs),
      tries: tries + 1,
      readings,
      count: rest,
    };
    const { crc } = withCheck({ destination, entity, first_at, ...now });
    this.#update.run({ id, ...now, crc });
    this.load();
  }

  #chosen({ ids, destination }: QuarantineChoice): readonly number[] {
    const query = { destination, ids: ids === 'all' ? undefined : ids };
    return this.#database
      .prepare(`SELECT q.id FROM quarantine q WHERE ${isWanted} ORDER BY q.id`)
      .pluck()
      .all(this.#wanted(query)) as number[];
  }

  #wanted({ destination, ids, retry, after = 0 }: Wanted) {
    return {
      after,
      destination: destination === undefined ? null : (this.#places.find(destination)?.id ?? -1),
      retry: retry ? 1 : 0,
      ids: ids ? JSON.stringify(ids) : null,
    };
  }

  #leave(row: WholeRow, ends: readonly Tally[]): void {
    this.#leaveTallies(row, ends);
    this.#remove.run(row.id);
    this.#held.rows--;
    this.#held.bytes -= row.bytes;
  }

  #leaveTallies(row: Pick<WholeRow, 'destination' | 'code'>, ends: readonly Tally[]): void {
    const destination = Array.from(this.#places.all()).find(({ id }) => id === row.destination);
    if (destination) this.#tallies.leaveQuarantine(destination, row.code, ends);
  }

  #evict(): void {
    while (this.#held.rows > this.bounds.rows || this.#held.bytes > this.bounds.bytes) {
      const row = this.#oldest.get() as WholeRow | undefined;
      if (!row) return;
      this.#leave(row, [{ outcome: 'dropped', reason: 'evicted', count: row.count }]);
    }
  }
}

/** Shown in place of what a card forgot. Sending it again ends it as dropped. */
const damaged = {
  code: 'ENTRY_DAMAGED',
  words: 'The record of this entry is damaged.',
  readings: [],
} as const;

type Checked = Omit<WholeRow, 'id' | 'retry' | 'crc' | 'bytes'>;

function withCheck<Row extends Checked>(row: Row): Row & { readonly crc: number } {
  const { destination, entity, code, words, first_at, last_at, tries, readings, count } = row;
  const columns = [destination, entity, code, words, first_at, last_at, tries, readings, count];
  return { ...row, crc: rowCrc(columns) };
}

/** The text cut to so many bytes of UTF-8, never inside a character. */
function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const cut = Buffer.from(text).subarray(0, most).toString();
  return cut.replace(/\uFFFD$/u, '');
}

/** As many of the readings, oldest first, as fit; `count` in the row says how many there were. */
function jsonWithin(readings: QuarantineEntry['readings'], most: number): string {
  const parts: string[] = [];
  let bytes = 2;
  for (const reading of readings) {
    const json = JSON.stringify(reading);
    bytes += Buffer.byteLength(json) + 1;
    if (bytes > most) break;
    parts.push(json);
  }
  return `[${parts.join(',')}]`;
}
