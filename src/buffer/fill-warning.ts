/**
 * Says that the buffer is nearly full, before anything is dropped, once for each time it gets there. How long it takes to fill is reckoned from
 * how long the last tenth took; a buffer that was that full when it was opened has no such time yet.
 */
import type { Gauges, Note, Now } from './protocol.ts';

const calmShare = 0.8;
const warnShare = 0.9;
/** A small buffer falls far with each step that is dropped, and gets there again soon. */
const quietMs = 3_600_000;

export class FillWarning {
  readonly #note: (note: Note) => void;
  /** When it was last calmly filled, in monotonic milliseconds. */
  #calmMs: number | undefined;
  #saidMs = Number.NEGATIVE_INFINITY;
  #armed = true;

  constructor(note: (note: Note) => void) {
    this.#note = note;
  }

  look({ bytes, limitBytes }: Gauges, { monotonicMs }: Now): void {
    const share = bytes / limitBytes;
    if (share <= calmShare) {
      this.#calmMs = monotonicMs;
      this.#armed = true;
    }
    if (share < warnShare || !this.#armed || monotonicMs - this.#saidMs < quietMs) return;
    this.#armed = false;
    this.#saidMs = monotonicMs;
    const minutes =
      this.#calmMs === undefined ? undefined : Math.round((monotonicMs - this.#calmMs) / 60_000);
    this.#note({
      level: 'warn',
      sentence: 'The buffer is nearly full; when it is, the oldest waiting readings go.',
      facts: {
        filledPercent: Math.floor(share * 100),
        ...(minutes !== undefined && { fullInMinutesAtThisRate: minutes }),
      },
    });
  }
}
