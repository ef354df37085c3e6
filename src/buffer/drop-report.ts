/** Readings dropped since the log last said so: a long outage drops a step every few commits, one line sums up many. */
import type { Note, Now } from './protocol.ts';

/** Time between two lines, in milliseconds. */
const reportMs = 10 * 60_000;

export class DropReport {
  readonly #note: (note: Note) => void;
  readonly #unreported = new Map<string, number>();
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(note: (note: Note) => void) {
    this.#note = note;
  }

  /** `dropped`: how many readings were still owed, by destination. */
  add(dropped: Readonly<Record<string, number>>, reason: string, { monotonicMs }: Now): void {
    for (const [name, count] of Object.entries(dropped)) {
      this.#unreported.set(name, (this.#unreported.get(name) ?? 0) + count);
    }
    if (this.#unreported.size === 0 || monotonicMs - this.#reportedMs < reportMs) return;
    this.#note({
      level: 'error',
      sentence:
        reason === 'disk'
          ? 'The disk is full, the oldest waiting readings were dropped.'
          : 'The buffer is over its limit, the oldest waiting readings were dropped.',
      facts: { reason, ...Object.fromEntries(this.#unreported) },
    });
    this.#reportedMs = monotonicMs;
    this.#unreported.clear();
  }
}
