/**
 * What a forwarder remembers of the readings that ended last: their message, what became of each, and the broker's
 * answer to each version they were in. In memory only and bounded; for a person who follows one reading.
 */
import type { Answer } from '../core/broker.ts';
import type { Part } from '../core/parts.ts';
import { endsOf, type ReadingEnd, type Round, type VersionEnd } from '../core/round.ts';
import type { Version } from '../core/version.ts';

/** How the request went that a version was last in. */
export interface Posted {
  /** Milliseconds since 1970 by the wall clock when the answer came. */
  readonly atMs: number;
  /** HTTP status; 0: no answer came. */
  readonly status: number;
  /** Versions in the request. */
  readonly together: number;
}

export interface Recalled {
  readonly part: Part;
  /** Row of the reading in the part. */
  readonly row: number;
  readonly end: ReadingEnd;
  /** The versions it was in. */
  readonly versions: readonly {
    readonly version: Version;
    readonly end: VersionEnd | undefined;
    readonly posted: Posted | undefined;
  }[];
}

interface Memory {
  readonly round: Round;
  readonly ends: ReadonlyMap<Version, VersionEnd>;
  readonly readings: number;
}

/** Readings that are remembered; of a round with more than that nothing is. */
const mostReadings = 2_000;

export class Recollection {
  #memories: Memory[] = [];
  #readings = 0;
  readonly #posted = new WeakMap<Version, Posted>();

  answered(versions: readonly Version[], { status }: Answer, atMs: number): void {
    for (const version of versions) this.#posted.set(version, { atMs, status, together: versions.length });
  }

  /** A round is over. `ends` may be emptied afterwards. */
  ended(round: Round, ends: ReadonlyMap<Version, VersionEnd>): void {
    const readings = round.parts.reduce((sum, part) => sum + part.seqs.length, 0);
    if (readings > mostReadings) return;
    this.#memories.push({ round, ends: new Map(ends), readings });
    this.#readings += readings;
    while (this.#readings > mostReadings) this.#readings -= this.#memories.shift()?.readings ?? 0;
  }

  /** The newest reading that is remembered and meant. */
  find(isMeant: (part: Part, row: number) => boolean): Recalled | undefined {
    for (const { round, ends } of this.#memories.toReversed()) {
      for (const part of round.parts.toReversed()) {
        const row = part.seqs.findIndex((_, index) => isMeant(part, index));
        const seq = part.seqs[row];
        if (seq === undefined) continue;
        const end = endsOf(round, ends).find((each) => each.seq === seq);
        if (!end) continue;
        const versions = round.versions
          .filter((version) => version.seqs.includes(seq))
          .map((version) => ({ version, end: ends.get(version), posted: this.#posted.get(version) }));
        return { part, row, end, versions };
      }
    }
    return undefined;
  }
}
