/** Wakes a loop that has nothing to do. A signal that came while the loop was busy is not lost. */
import type { Clock } from '../core/environment.ts';

export class Signal {
  #given = false;
  #wake: () => void = () => {};

  give(): void {
    this.#given = true;
    this.#wake();
  }

  /** Forgets signals given until now; call before looking for work. */
  clear(): void {
    this.#given = false;
  }

  /** Resolves at the next signal, or after `atMostMs`; at once if one was given since `clear`. */
  async wait(clock: Clock, atMostMs: number): Promise<void> {
    if (this.#given) return;
    await new Promise<void>((resolve) => {
      const cancel = Number.isFinite(atMostMs) ? clock.after(atMostMs, resolve) : () => {};
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
