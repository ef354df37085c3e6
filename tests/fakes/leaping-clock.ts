import { systemClock } from '../../src/sources/host/clock.ts';

/** A clock that runs `pace` times as fast as the machine's, and on which minutes pass when the test says so. */
export function leapingClock(pace = 1) {
  const real = systemClock();
  const startMs = real.monotonicMs();
  let aheadMs = 0;
  let steppedMs = 0;
  const passedMs = () => (real.monotonicMs() - startMs) * pace + aheadMs;
  const startWallMs = real.wallMs();
  return {
    clock: {
      ...real,
      monotonicMs: () => startMs + passedMs(),
      wallMs: () => Math.floor(startWallMs + passedMs() + steppedMs),
      after: (delayMs: number, action: () => void) => real.after(delayMs / pace, action),
    },
    /** Time passes. */
    leap: (ms: number) => {
      aheadMs += ms;
    },
    /** Somebody sets the wall clock. */
    step: (ms: number) => {
      steppedMs += ms;
    },
  };
}
