/**
 * What goes when there is too much: the oldest stretch of the log, at most 10 000 rows a step, so that no
 * commit waits long. It may take readings that a destination has leased; the generation tells.
 */

import type { Places } from './places.ts';
import { raise } from './positions.ts';
import type { Database, Statement } from './sqlite.ts';
import type { Tallies } from './tallies.ts';

export const stepRows = 10_000;

export type RetentionReason = 'bytes' | 'age' | 'disk';

/** However full the disk is, so much of the log is kept: what other programs take is not ours to give. */
const leastBytes = 4 * 1024 * 1024;
/** What one commit may add before the next look at the size. */
const marginBytes = 256 * 1024;

export interface RetentionLimits {
  readonly limitBytes: number;
  readonly limitAgeMs: number;
}

export class Retention {
  limits: RetentionLimits;
  readonly #firstYoung: Statement;
  readonly #bytes: readonly [Statement, Statement];
  readonly #pageBytes: number;

  readonly #lostSegments: string;

  constructor(database: Database, limits: RetentionLimits, lostSegments: Iterable<number>) {
    this.limits = limits;
    this.#lostSegments = JSON.stringify([...lostSegments]);
    // A reading whose segment has no offset yet, or a damaged one, has no age: it is kept, and so is what lies behind it.
    this.#firstYoung = database
      .prepare(
        `SELECT r.seq FROM reading r LEFT JOIN segment s ON s.id = r.segment
         WHERE r.seq < :before
           AND (s.offset IS NULL OR s.offset + r.t >= :cutoff OR s.id IN (SELECT value FROM json_each(:lost)))
         ORDER BY r.seq LIMIT 1`,
      )
      .pluck();
    this.#bytes = [
      database.prepare('PRAGMA page_count').pluck(),
      database.prepare('PRAGMA freelist_count').pluck(),
    ];
    this.#pageBytes = Number(database.pragma('page_size', { simple: true }));
  }

  /** Bytes of the file that hold something. */
  bytes(): number {
    const [pages, free] = this.#bytes;
    return (Number(pages.get()) - Number(free.get())) * this.#pageBytes;
  }

  /** Most bytes that may hold something, on a disk where the file may still grow by `roomBytes`. */
  limit(roomBytes: number): number {
    const file = Number(this.#bytes[0].get()) * this.#pageBytes;
    const fits = Math.max(leastBytes, file + roomBytes - marginBytes);
    return Math.min(this.limits.limitBytes, fits);
  }

  /** The last sequence number that must go now, and why; undefined when nothing must. */
  due(
    oldest: number,
    lastSeq: number,
    trustedMs: number | undefined,
    roomBytes = Number.POSITIVE_INFINITY,
  ): { upto: number; reason: RetentionReason } | undefined {
    if (oldest > lastSeq) return undefined;
    const stepEnd = Math.min(lastSeq, oldest + stepRows - 1);
    if (trustedMs !== undefined) {
      const cutoff = Math.round(trustedMs - this.limits.limitAgeMs);
      const young = this.#firstYoung.get({ before: stepEnd + 1, cutoff, lost: this.#lostSegments });
      const upto = young === undefined ? stepEnd : Number(young) - 1;
      if (upto >= oldest) return { upto, reason: 'age' };
    }
    const limit = this.limit(roomBytes);
    if (this.bytes() <= limit) return undefined;
    return { upto: stepEnd, reason: limit < this.limits.limitBytes ? 'disk' : 'bytes' };
  }
}

/**
 * Ends what waits up to `upto` as dropped, for every destination, and raises their places. Returns how many
 * readings were still owed to somebody, per destination. The rows are the caller's to delete.
 */
export function dropUpto(
  upto: number,
  oldest: number,
  reason: string,
  places: Places,
  tallies: Tallies,
): Record<string, number> {
  const dropped: Record<string, number> = {};
  for (const destination of [...places.all()]) {
    const count = tallies.countWaiting(destination, oldest - 1, upto);
    tallies.add(destination, 'dropped', reason, count);
    places.move(destination, raise(destination.place, upto));
    if (count > 0) dropped[destination.name] = count;
  }
  return dropped;
}
