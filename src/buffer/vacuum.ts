/**
 * Gives the disk back what a drained backlog left free in the file, a little at a time: freed pages are used again
 * first, so only much free room is worth the writes. A step is part of a commit that is made anyway.
 */
import type { Now } from './protocol.ts';
import type { Database, Statement } from './sqlite.ts';

/** Worth it when more than this is free, and more than a share of the file. */
const worthBytes = 8 * 1024 * 1024;
const worthShare = 0.25;
/** About 5 ms on a desktop. */
export const stepPages = 256;
const stepMs = 1_000;

export class Vacuum {
  readonly #database: Database;
  readonly #pages: Statement;
  readonly #free: Statement;
  readonly #pageBytes: number;
  #steppedMs = Number.NEGATIVE_INFINITY;

  constructor(database: Database) {
    this.#database = database;
    this.#pages = database.prepare('PRAGMA page_count').pluck();
    this.#free = database.prepare('PRAGMA freelist_count').pluck();
    this.#pageBytes = Number(database.pragma('page_size', { simple: true }));
  }

  /** Within a transaction, at most once a second. */
  step({ monotonicMs }: Now): void {
    if (monotonicMs - this.#steppedMs < stepMs) return;
    this.#steppedMs = monotonicMs;
    const free = Number(this.#free.get());
    if (free * this.#pageBytes <= worthBytes || free <= Number(this.#pages.get()) * worthShare) return;
    this.#database.pragma(`incremental_vacuum(${stepPages})`);
  }
}
