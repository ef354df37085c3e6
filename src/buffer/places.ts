/**
 * The destinations as stored: where each stands, in memory and in the tables `destination` and
 * `stream_position`. Changes are written inside the caller's transaction; after a rollback, `load` afresh.
 */
import { type Exception, lowOf, type Place } from './positions.ts';
import type { Database, Statement } from './sqlite.ts';

export interface Destination {
  readonly id: number;
  readonly name: string;
  /** Last sequence number before it was added. */
  readonly start: number;
  /** Wall time at which it left the configuration; 0 when the clock was not known to be right; null: in use. */
  readonly retiredAt: number | null;
  readonly place: Place;
}

interface DestinationRow {
  readonly id: number;
  readonly name: string;
  readonly start: number;
  readonly position: number;
  readonly backlog_from: number;
  readonly backlog_upto: number;
  readonly retired_at: number | null;
}

interface PositionRow {
  readonly lane: 'front' | 'backlog';
  readonly stream: number;
  readonly done: number;
  readonly sent: number;
  readonly behind: number;
}

export class Places {
  readonly #database: Database;
  readonly #update: Statement;
  readonly #put: Statement;
  readonly #drop: Statement;
  #byName = new Map<string, Destination>();

  constructor(database: Database) {
    this.#database = database;
    this.#update = database.prepare(
      'UPDATE destination SET position = ?, backlog_from = ?, backlog_upto = ? WHERE id = ?',
    );
    this.#put = database.prepare('INSERT OR REPLACE INTO stream_position VALUES (?, ?, ?, ?, ?, ?)');
    this.#drop = database.prepare(
      'DELETE FROM stream_position WHERE destination = ? AND lane = ? AND stream = ?',
    );
    this.load();
  }

  load(): void {
    const rows = this.#database.prepare('SELECT * FROM destination ORDER BY id').all() as DestinationRow[];
    this.#byName = new Map(rows.map((row) => [row.name, this.#fromRow(row)]));
  }

  all(): Iterable<Destination> {
    return this.#byName.values();
  }

  find(name: string): Destination | undefined {
    return this.#byName.get(name);
  }

  /** Rows at or below are owed to nobody; Infinity when there is no destination. */
  low(): number {
    let low = Number.POSITIVE_INFINITY;
    for (const { place } of this.#byName.values()) low = Math.min(low, lowOf(place));
    return low;
  }

  add(name: string, start: number): void {
    this.#database
      .prepare('INSERT INTO destination (name, start, position) VALUES (?, ?, ?)')
      .run(name, start, start);
    this.load();
  }

  setRetired(name: string, retiredAt: number | null): void {
    this.#database.prepare('UPDATE destination SET retired_at = ? WHERE name = ?').run(retiredAt, name);
    this.load();
  }

  /** Takes the destination and all that was kept for it away. */
  remove(destination: Destination): void {
    for (const table of ['stream_position', 'newest', 'latest', 'tally', 'quarantine']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE destination = ?`).run(destination.id);
    }
    this.#database.prepare('DELETE FROM destination WHERE id = ?').run(destination.id);
    this.#byName.delete(destination.name);
  }

  /** Writes where the destination stands now: only what differs from before. */
  move(destination: Destination, place: Place): void {
    const { id, place: before } = destination;
    if (
      place.position !== before.position ||
      place.backlogFrom !== before.backlogFrom ||
      place.backlogUpto !== before.backlogUpto
    ) {
      this.#update.run(place.position, place.backlogFrom, place.backlogUpto, id);
    }
    this.#write(id, 'front', before.front, place.front);
    this.#write(id, 'backlog', asExceptions(before.backlog), asExceptions(place.backlog));
    this.#byName.set(destination.name, { ...destination, place });
  }

  #write(
    id: number,
    lane: 'front' | 'backlog',
    before: ReadonlyMap<number, Exception>,
    after: ReadonlyMap<number, Exception>,
  ): void {
    for (const stream of before.keys()) if (!after.has(stream)) this.#drop.run(id, lane, stream);
    for (const [stream, now] of after) {
      const had = before.get(stream);
      if (had && had.done === now.done && had.sent === now.sent && had.behind === now.behind) continue;
      this.#put.run(id, lane, stream, now.done, now.sent, now.behind ? 1 : 0);
    }
  }

  #fromRow(row: DestinationRow): Destination {
    const positions = this.#database
      .prepare('SELECT lane, stream, done, sent, behind FROM stream_position WHERE destination = ?')
      .all(row.id) as PositionRow[];
    const inLane = (lane: PositionRow['lane']) => positions.filter((position) => position.lane === lane);
    return {
      id: row.id,
      name: row.name,
      start: row.start,
      retiredAt: row.retired_at,
      place: {
        position: row.position,
        backlogFrom: row.backlog_from,
        backlogUpto: row.backlog_upto,
        front: new Map(
          inLane('front').map(({ stream, done, sent, behind }) => [
            stream,
            { done, sent, behind: behind === 1 },
          ]),
        ),
        backlog: new Map(inLane('backlog').map(({ stream, done, sent }) => [stream, { done, sent }])),
      },
    };
  }
}

function asExceptions(backlog: Place['backlog']): Map<number, Exception> {
  return new Map(Array.from(backlog, ([stream, row]) => [stream, { ...row, behind: true }]));
}
