/**
 * From the pieces that went over a line to what they say, decoded as the gateway decodes them: what was sent, each
 * message with its values, frames of other kinds, damaged ones, and bytes that belong to none. Pure.
 */
import type { Piece } from '../frame-tap.ts';
import { decodeFrame, hexText, type PointResult, shownFrame } from './decode.ts';
import type { SerialProtocol } from './device.ts';
import { FrameCutter } from './frame-cutter.ts';
import type { Flaw } from './frame-format.ts';

export type Traced = { readonly atMs: number } & (
  | { readonly kind: 'sent'; readonly raw: string }
  | {
      readonly kind: 'message';
      readonly name: string;
      readonly results: readonly PointResult[];
      readonly raw: string;
      /** True: its time cannot be true, so nothing of it counts. */
      readonly clock: boolean;
    }
  | { readonly kind: 'unmatched'; readonly raw: string }
  | { readonly kind: 'damaged'; readonly flaw: Flaw; readonly raw: string }
  | { readonly kind: 'discarded'; readonly bytes: number }
);

/** As the gateway waits; see source.ts. */
const silenceMs = 300;

export class SerialTracer {
  private readonly protocol: SerialProtocol;
  private readonly cutter: FrameCutter;
  private traced: Traced[] = [];
  private atMs = 0;
  private discarded = 0;

  constructor(protocol: SerialProtocol) {
    this.protocol = protocol;
    this.cutter = new FrameCutter(protocol.framing, {
      frame: (content) => this.note(content),
      damaged: (flaw, bytes) => {
        this.traced.push({ atMs: this.atMs, kind: 'damaged', flaw, raw: hexText(bytes) });
      },
    });
  }

  /** What these pieces complete. */
  take(pieces: readonly Piece[]): Traced[] {
    for (const { atMs, direction, hex } of pieces) {
      const bytes = Buffer.from(hex, 'hex');
      if (direction === 'sent') {
        this.end(atMs);
        this.traced.push({ atMs, kind: 'sent', raw: shownFrame(this.protocol.framing, bytes) });
      } else {
        if (atMs - this.atMs >= (this.cutter.gapMs ?? silenceMs)) this.end(this.atMs);
        this.atMs = atMs;
        this.cutter.push(bytes);
        this.noteDiscarded();
      }
    }
    return this.handOver();
  }

  /** What waits for its rest is given up. */
  silence(): Traced[] {
    this.end(this.atMs);
    return this.handOver();
  }

  private end(atMs: number): void {
    this.cutter.silence();
    this.noteDiscarded();
    this.atMs = atMs;
  }

  private note(content: Uint8Array): void {
    const { framing, messages } = this.protocol;
    const raw = shownFrame(framing, content);
    const decoded = decodeFrame(framing, messages, content);
    this.noteDiscarded();
    if (!decoded) this.traced.push({ atMs: this.atMs, kind: 'unmatched', raw });
    else {
      const { message, results, deviceTimeMs } = decoded;
      const clock = deviceTimeMs === 'impossible';
      this.traced.push({ atMs: this.atMs, kind: 'message', name: message.name, results, raw, clock });
    }
  }

  private noteDiscarded(): void {
    const { discarded } = this.cutter.statistics();
    if (discarded > this.discarded)
      this.traced.push({ atMs: this.atMs, kind: 'discarded', bytes: discarded - this.discarded });
    this.discarded = discarded;
  }

  private handOver(): Traced[] {
    const { traced } = this;
    this.traced = [];
    return traced;
  }
}
