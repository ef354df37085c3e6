/**
 * The newest time that an entity was given from a stream, per destination: what keeps a map from going back in
 * time across restarts. Keyed by entity too, so that a changed entity id starts afresh.
 */
import type { DestinationState, Settlement } from '../core/buffer.ts';
import type { Destination } from './places.ts';
import type { Database, Statement } from './sqlite.ts';

type Guard = DestinationState['newest'][number];

/** A guard further ahead of a clock that is right was made by a wrong one; the next settlement replaces it. */
const aheadMs = 5 * 60_000;

export class Guards {
  readonly #database: Database;
  readonly #raise: Statement;
  readonly #insertEntity: Statement;
  readonly #findEntity: Statement;
  #entities = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
    this.#raise = database.prepare(
      `INSERT INTO newest VALUES (:destination, :stream, :entity, :at)
       ON CONFLICT (destination, stream, entity) DO UPDATE SET at = excluded.at
       WHERE excluded.at > at OR at > :voidAfter`,
    );
    this.#insertEntity = database.prepare('INSERT OR IGNORE INTO entity (name) VALUES (?)');
    this.#findEntity = database.prepare('SELECT id FROM entity WHERE name = ?').pluck();
  }

  /** `trustedMs`: the wall clock where it is known to be right. */
  raise(destination: Destination, newest: Settlement['newest'], trustedMs: number | undefined): void {
    const voidAfter = trustedMs === undefined ? Number.MAX_SAFE_INTEGER : trustedMs + aheadMs;
    for (const { stream, entity, at } of newest) {
      this.#raise.run({
        destination: destination.id,
        stream,
        entity: this.#entityId(entity),
        at: Math.round(at),
        voidAfter: Math.round(voidAfter),
      });
    }
  }

  of(destination: Destination): Guard[] {
    return this.#database
      .prepare(
        `SELECT n.stream, e.name AS entity, n.at FROM newest n JOIN entity e ON e.id = n.entity
         WHERE n.destination = ? ORDER BY n.stream, e.name`,
      )
      .all(destination.id) as Guard[];
  }

  /** After a rollback: what was interned in the transaction is not there. */
  forget(): void {
    this.#entities = new Map();
  }

  #entityId(name: string): number {
    const known = this.#entities.get(name);
    if (known !== undefined) return known;
    this.#insertEntity.run(name);
    const id = Number(this.#findEntity.get(name));
    this.#entities.set(name, id);
    return id;
  }
}
