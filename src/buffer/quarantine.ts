/**
 * Readings that a destination refused, with the broker's words, for a person to look at. Bounded in rows and
 * bytes: beyond, the oldest are evicted and counted as dropped.
 */
import type { QuarantineEntry } from '../core/buffer.ts';
import type { Destination, Places } from './places.ts';
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

interface StoredRow {
  readonly id: number;
  readonly destination: number;
  readonly code: string;
  readonly count: number;
  readonly bytes: number;
}

const sizeOf = `length(CAST(words AS BLOB)) + length(CAST(readings AS BLOB)) + length(entity) + ${rowBytes}`;

export class Quarantine {
  bounds: QuarantineBounds;
  readonly #places: Places;
  readonly #tallies: Tallies;
  readonly #insert: Statement;
  readonly #oldest: Statement;
  readonly #remove: Statement;
  readonly #measure: Statement;
  #held = { rows: 0, bytes: 0 };

  constructor(database: Database, bounds: QuarantineBounds, places: Places, tallies: Tallies) {
    this.bounds = bounds;
    this.#places = places;
    this.#tallies = tallies;
    this.#insert = database.prepare(
      `INSERT INTO quarantine (destination, entity, code, words, first_at, last_at, tries, readings, count)
       VALUES (:destination, :entity, :code, :words, :at, :at, 1, :readings, :count)`,
    );
    this.#oldest = database.prepare(
      `SELECT id, destination, code, count, ${sizeOf} AS bytes FROM quarantine ORDER BY id LIMIT 1`,
    );
    this.#remove = database.prepare('DELETE FROM quarantine WHERE id = ?');
    this.#measure = database.prepare(
      `SELECT count(*) AS rows, ifnull(sum(${sizeOf}), 0) AS bytes FROM quarantine`,
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
      this.#insert.run({
        destination: destination.id,
        entity: entry.entity,
        code: entry.code,
        words,
        at: Math.round(wallMs),
        readings,
        count: entry.count,
      });
      this.#held.rows++;
      this.#held.bytes +=
        Buffer.byteLength(words) + Buffer.byteLength(readings) + entry.entity.length + rowBytes;
    }
    if (entries.length > 0) this.#evict();
  }

  #evict(): void {
    const names = new Map(Array.from(this.#places.all(), (destination) => [destination.id, destination]));
    while (this.#held.rows > this.bounds.rows || this.#held.bytes > this.bounds.bytes) {
      const row = this.#oldest.get() as StoredRow | undefined;
      if (!row) return;
      this.#remove.run(row.id);
      this.#held.rows--;
      this.#held.bytes -= row.bytes;
      const destination = names.get(row.destination);
      if (destination) this.#tallies.leaveQuarantine(destination, row.code, row.count, 'evicted');
    }
  }
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
