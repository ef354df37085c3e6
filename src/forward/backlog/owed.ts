/** What of the backlog has ended and is not settled yet. */
import type { BacklogPosition } from '../../core/buffer.ts';
import type { QuarantineEntry } from '../../core/quarantine.ts';
import { endsOf, type ReadingEnd, type Round, type VersionEnd } from '../../core/round.ts';
import type { Version } from '../../core/version.ts';
import { quarantineOf } from '../finished.ts';

export class Owed {
  readonly ends: ReadingEnd[] = [];
  readonly quarantine: QuarantineEntry[] = [];
  /** Pieces in it. */
  pieces = 0;
  readonly #done = new Map<number, number>();

  addPiece(piece: Round, ends: ReadonlyMap<Version, VersionEnd>): void {
    this.pieces++;
    this.ends.push(...endsOf(piece, ends));
    this.quarantine.push(...quarantineOf(piece, ends));
    for (const part of piece.parts) {
      for (const [row, seq] of part.seqs.entries()) this.#raise(part.streamIds[row] ?? 0, seq);
    }
  }

  /** Readings that belong to nobody, of streams that were read up to here. */
  addLoose(ends: readonly ReadingEnd[], streams: readonly number[], upto: number): void {
    this.ends.push(...ends);
    for (const stream of streams) this.#raise(stream, upto);
  }

  get streams(): BacklogPosition[] {
    return Array.from(this.#done, ([stream, done]) => ({ stream, done, sent: 0 }));
  }

  get empty(): boolean {
    return this.#done.size === 0;
  }

  #raise(stream: number, seq: number): void {
    this.#done.set(stream, Math.max(this.#done.get(stream) ?? 0, seq));
  }
}
