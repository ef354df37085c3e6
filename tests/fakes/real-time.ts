/** For tests against real sockets and processes: the machine's own clock, and waiting for what must happen. */
import type { Clock } from '../../src/core/environment.ts';

export const realClock: Clock = {
  boot: 'boot',
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Resolves when it has happened; fails with its name when it does not. */
export async function until(what: () => boolean, name: string, limitMs = 15_000): Promise<void> {
  const startMs = performance.now();
  while (!what()) {
    if (performance.now() - startMs > limitMs) throw new Error(`Waited ${limitMs} ms for: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Numbers below 1, the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
