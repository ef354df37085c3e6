/**
 * From the bytes of a line to frames. Whatever stands before, between and inside them, a frame that is whole is found:
 * what began like one and is none is dropped from its first byte only, and the search goes on one byte later. Every
 * byte that belongs to no frame is counted. Memory is bounded: a frame is at most 4,096 bytes long.
 *
 * Silence ends what is unfinished: a device sends a frame without a pause, so after one the rest will not come.
 */
import { binaryFormat } from './binary-frame.ts';
import type { SerialFraming } from './device.ts';
import { type Flaw, type FrameFormat, seekBytes } from './frame-format.ts';
import { mostFrameBytes } from './settings.ts';
import { textFormat } from './text-frame.ts';

export interface FrameListener {
  /** `content` is valid during the call only. */
  frame(content: Uint8Array): void;
  /** Began like a frame and is none; `bytes` are some of it, for people, valid during the call only. */
  damaged?(flaw: Flaw, bytes: Uint8Array): void;
}

export interface CutterCounts {
  readonly bytes: number;
  readonly frames: number;
  /** Bytes that belong to no frame. */
  readonly discarded: number;
  /** Beginnings of a frame that were none. */
  readonly damaged: number;
}

/** Bytes of a damaged frame that are shown. */
const shownBytes = 64;

export class FrameCutter {
  private readonly format: FrameFormat;
  private readonly listener: FrameListener;
  private readonly buffer = new Uint8Array(4 * mostFrameBytes);
  private from = 0;
  private to = 0;
  /** Bytes were lost, and nothing shows where the next frame begins. */
  private lost: boolean;
  private counts = { bytes: 0, frames: 0, discarded: 0, damaged: 0 };

  /** `joinsIn`: the line may be in the middle of a frame. */
  constructor(framing: SerialFraming, listener: FrameListener, joinsIn = true) {
    this.format = framing.kind === 'binary' ? binaryFormat(framing) : textFormat(framing);
    this.listener = listener;
    this.lost = joinsIn;
  }

  /** Frames are told apart by silence of this length; undefined: by their bytes. */
  get gapMs(): number | undefined {
    return this.format.gapMs;
  }

  /** Bytes wait for the rest of a frame. */
  get waits(): boolean {
    return this.to > this.from;
  }

  push(bytes: Uint8Array): void {
    this.counts.bytes += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      if (this.to === this.buffer.length) this.compact();
      const piece = bytes.subarray(at, at + this.buffer.length - this.to);
      this.buffer.set(piece, this.to);
      this.to += piece.length;
      at += piece.length;
      this.cut(false);
    }
  }

  /** The line is silent: what is unfinished ends here. */
  silence(): void {
    this.cut(true);
  }

  /** Forgets what waits. What comes next begins a frame, or, when the line `joinsIn`, may be in the middle of one. */
  restart(joinsIn: boolean): void {
    this.discard(this.to);
    this.from = this.to = 0;
    this.lost = joinsIn;
  }

  statistics(): CutterCounts {
    return { ...this.counts };
  }

  private cut(ended: boolean): void {
    const { format, buffer } = this;
    if (ended && format.gapMs !== undefined && this.from === this.to) this.lost = false;
    while (this.from < this.to) {
      if (this.lost && !this.resumed(ended)) break;
      this.lost = false;
      this.discard(format.seek(buffer, this.from, this.to));
      if (this.from === this.to) break;
      const judged = format.judge(buffer, this.from, this.to, ended);
      if (judged.kind === 'partial') break;
      if (judged.kind === 'frame') {
        this.from = judged.next;
        this.counts.frames++;
        this.listener.frame(judged.content);
      } else this.drop(judged.flaw);
    }
    if (ended) this.discard(this.to);
    if (this.from === this.to) this.from = this.to = 0;
  }

  /** Steps over one byte; where nothing but its place tells the beginning of a frame, to the next such place. */
  private drop(flaw: Flaw): void {
    this.counts.damaged++;
    this.listener.damaged?.(flaw, this.buffer.subarray(this.from, Math.min(this.to, this.from + shownBytes)));
    if (this.format.separatedBy) this.lost = true;
    else this.discard(this.from + 1);
  }

  /** True where a frame may begin again. */
  private resumed(ended: boolean): boolean {
    const { separatedBy, gapMs } = this.format;
    if (gapMs !== undefined) {
      this.discard(this.to);
      if (ended) this.lost = false;
      return false;
    }
    if (!separatedBy) return true;
    const at = seekBytes(this.buffer, separatedBy, this.from, this.to);
    const isWhole = at + separatedBy.length <= this.to;
    this.discard(isWhole ? at + separatedBy.length : at);
    return isWhole;
  }

  private discard(upTo: number): void {
    this.counts.discarded += upTo - this.from;
    this.from = upTo;
  }

  private compact(): void {
    this.buffer.copyWithin(0, this.from, this.to);
    this.to -= this.from;
    this.from = 0;
  }
}
