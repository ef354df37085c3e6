/**
 * What went over a line lately, for `kopru trace`. Listens only while somebody asks: the first question begins it, and
 * some seconds after the last one it ends by itself, so that a reader who vanished costs nothing.
 */
import type { Clock } from '../core/environment.ts';

export type FrameListener = (direction: 'sent' | 'received', bytes: Buffer) => void;

/** Bytes as they were handed to, or came from, the connection; a frame may come in several pieces. */
export interface Piece {
  readonly number: number;
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly direction: 'sent' | 'received';
  readonly hex: string;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** The number to ask from next time. */
  readonly next: number;
  /** Pieces since the number asked from that were already forgotten. */
  readonly missed: number;
}

export interface FrameTapParts {
  readonly clock: Clock;
  readonly listen: (listener: FrameListener) => () => void;
}

const mostPieces = 2_000;
const endsAfterMs = 10_000;

export class FrameTap {
  private readonly parts: FrameTapParts;
  private pieces: Piece[] = [];
  private count = 0;
  private end: (() => void) | undefined;
  private cancelEnd = () => {};

  constructor(parts: FrameTapParts) {
    this.parts = parts;
  }

  /** Pieces from this number on; 0 at first. The first question finds nothing and begins the listening. */
  since(number: number): Pieces {
    const { clock, listen } = this.parts;
    this.end ??= listen((direction, bytes) => this.keep(direction, bytes));
    this.cancelEnd();
    this.cancelEnd = clock.after(endsAfterMs, () => this.stop());
    const first = this.pieces[0]?.number ?? this.count;
    return {
      pieces: this.pieces.filter((piece) => piece.number >= number),
      next: this.count,
      missed: Math.max(0, first - number),
    };
  }

  stop(): void {
    this.cancelEnd();
    this.end?.();
    this.end = undefined;
    this.pieces = [];
  }

  private keep(direction: 'sent' | 'received', bytes: Buffer): void {
    const atMs = this.parts.clock.monotonicMs();
    this.pieces.push({ number: this.count++, atMs, direction, hex: bytes.toString('hex') });
    if (this.pieces.length > mostPieces) this.pieces.splice(0, mostPieces / 4);
  }
}
