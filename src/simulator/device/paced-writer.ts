/**
 * Bytes at the pace of a line. A pseudo-terminal or socket has no baud rate: without this a reply of 250 bytes would
 * be there at once, and nothing that depends on time on the wire could be tried.
 */
import type { Clock } from '../../core/environment.ts';

export interface Pace {
  readonly clock: Clock;
  readonly characterMs: number;
}

/** Timers are no finer than this. */
const stepMs = 4;

/** Writes the frame in pieces, each when its last byte would have arrived; the first byte begins after `delayMs`. */
export function writePaced(
  frame: Buffer,
  delayMs: number,
  { clock, characterMs }: Pace,
  write: (piece: Buffer) => void,
): void {
  const beginMs = clock.monotonicMs() + delayMs;
  const perStep = Math.max(1, Math.floor(stepMs / characterMs));
  const next = (from: number) => {
    const to = Math.min(frame.length, from + perStep);
    const atMs = beginMs + to * characterMs;
    clock.after(Math.max(0, atMs - clock.monotonicMs()), () => {
      write(frame.subarray(from, to));
      if (to < frame.length) next(to);
    });
  };
  if (frame.length > 0) next(0);
}
