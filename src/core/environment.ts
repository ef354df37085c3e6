/** What the stages need from the world, handed in as arguments so that a test can hold time still. */

export interface Clock {
  /** Milliseconds since some start of this boot. Never steps; all timers and ages are measured with it. */
  monotonicMs(): number;
  /** Milliseconds since 1970 as the machine believes now. May be wrong and may step. */
  wallMs(): number;
  /** Names this boot of the machine; monotonic times of different boots cannot be compared. */
  readonly boot: string;
  /** Calls `action` once after `delayMs` of monotonic time. Returns what cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** Evenly spread over [0, 1). */
export type Random = () => number;

/** The subset of pino that the stages use: facts first, then one short fixed sentence. */
export interface Logger {
  debug(facts: object, sentence: string): void;
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** Resolves after `delayMs` of the clock's monotonic time, or at once when the signal aborts. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(delayMs, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
