/**
 * The backlog of one strand on its way into the history: messages read and not yet ended, and the piece of them that
 * is being written. Order does not matter to a history, so a strand that fails rests and the others go on.
 */

import type { InstanceBounds } from '../../core/instances.ts';
import type { Part } from '../../core/parts.ts';
import type { MappingProblem, Round, VersionEnd } from '../../core/round.ts';
import { foldSeries } from '../../core/series.ts';
import type { Strand } from '../../core/strand.ts';
import type { Version } from '../../core/version.ts';

const unbounded: InstanceBounds = { instances: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

export class Stretch {
  readonly strand: Strand;
  readonly streams: readonly number[];
  /** Everything of the strand up to here has ended. */
  done: number;
  /** Failures in a row, and the monotonic time before which it rests. */
  failures = 0;
  notBeforeMs = 0;
  /** Refusals in a row; many of them and no success mean a mapping that is wrong. */
  refusals = 0;
  /** Writes in a row whose outcome is unknown. */
  unknowns = 0;
  #parts: Part[] = [];
  #piece: Round | undefined;
  #ends = new Map<Version, VersionEnd>();

  constructor(strand: Strand, streams: readonly number[], done: number) {
    this.strand = strand;
    this.streams = streams;
    this.done = done;
  }

  /** It has something in memory to write. */
  get loaded(): boolean {
    return this.#piece !== undefined || this.#parts.length > 0;
  }

  get piece(): Round | undefined {
    return this.#piece;
  }

  push(part: Part): void {
    if ((part.seqs[0] ?? 0) > this.#read) this.#parts.push(part);
  }

  /** Forgets what is not being written; it is read again later. */
  park(): void {
    this.#parts = [];
  }

  /** Retention took all up to `floor` away. */
  strike(floor: number): void {
    this.#parts = this.#parts.filter((part) => (part.seqs.at(-1) ?? 0) > floor);
    this.done = Math.max(this.done, floor);
  }

  /** The next version to write, from the open piece or a new one; undefined when the piece has none left. */
  next(bounds: InstanceBounds, report: (problem: MappingProblem) => void): Version | undefined {
    this.#piece ??= this.#take(bounds, report);
    return this.#piece.versions.find((version) => !this.#ends.has(version));
  }

  /** Whether the open piece left messages behind for want of room. */
  get full(): boolean {
    return this.#parts.length > 0;
  }

  /** Begins with a piece of which some versions have ended. */
  adopt(piece: Round): void {
    this.#piece = piece;
  }

  end(version: Version, end: VersionEnd): void {
    this.#ends.set(version, end);
  }

  /** Writes the version in two halves from now on. False if it is of one message only. */
  split(version: Version): boolean {
    const piece = this.#piece;
    if (!piece) return false;
    const mine = new Set(version.seqs);
    const parts = piece.parts.filter(({ seqs }) => seqs.some((seq) => mine.has(seq)));
    if (parts.length < 2) return false;
    const middle = Math.ceil(parts.length / 2);
    const halves = [parts.slice(0, middle), parts.slice(middle)].flatMap((half) =>
      foldSeries(this.strand, half, unbounded, () => {}).versions.filter(({ plan }) => plan === version.plan),
    );
    const versions = piece.versions.flatMap((each) => (each === version ? halves : [each]));
    this.#piece = { ...piece, versions };
    return true;
  }

  /** Once all versions of the open piece have ended: the piece, and how they did. */
  finishIfOver(): { readonly piece: Round; readonly ends: ReadonlyMap<Version, VersionEnd> } | undefined {
    const piece = this.#piece;
    if (!piece || piece.versions.some((version) => !this.#ends.has(version))) return undefined;
    const ends = this.#ends;
    this.done = Math.max(this.done, ...piece.parts.map(({ seqs }) => seqs.at(-1) ?? 0));
    this.#piece = undefined;
    this.#ends = new Map();
    return { piece, ends };
  }

  #take(bounds: InstanceBounds, report: (problem: MappingProblem) => void): Round {
    const piece = foldSeries(this.strand, this.#parts, bounds, report);
    this.#parts = this.#parts.slice(piece.parts.length);
    return piece;
  }

  get #read(): number {
    const open = this.#piece?.parts.at(-1)?.seqs.at(-1) ?? 0;
    return Math.max(this.done, open);
  }
}
