/**
 * A clock that moves only when a test says so. `advance` runs the timers that fall due, in order of time and
 * then of making, and lets promises settle before and after each, so that a chain "timer → await → next timer"
 * unfolds as it would in real time.
 */
import type { Clock } from '../../src/core/environment.ts';

export interface FakeClock extends Clock {
  /** Moves both clocks on by `ms`; resolves when all that fell due has run and settled. */
  advance(ms: number): Promise<void>;
  /** Runs nothing and moves nothing; resolves when promises at hand have settled. */
  settle(): Promise<void>;
  /** Steps the wall clock alone, as a time server would. */
  stepWall(ms: number): void;
  /** How many timers wait. A stopped part leaves none. */
  readonly timers: number;
}

export interface FakeClockStart {
  /** Default 1 000. */
  readonly monotonicMs?: number;
  /** Default 2026-11-23T08:00:00Z. */
  readonly wallMs?: number;
  readonly boot?: string;
}

interface Timer {
  readonly dueMs: number;
  readonly action: () => void;
}

export function fakeClock(start: FakeClockStart = {}): FakeClock {
  let monotonicMs = start.monotonicMs ?? 1_000;
  let wallMs = start.wallMs ?? Date.UTC(2026, 10, 23, 8);
  const timers = new Set<Timer>();

  const moveTo = (target: number) => {
    wallMs += target - monotonicMs;
    monotonicMs = target;
  };
  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs <= until && (!next || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  };

  return {
    boot: start.boot ?? 'boot-1',
    monotonicMs: () => monotonicMs,
    wallMs: () => wallMs,
    after(delayMs, action) {
      const timer = { dueMs: monotonicMs + Math.max(0, delayMs), action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = monotonicMs + ms;
      await settle();
      for (let timer = nextDue(end); timer; timer = nextDue(end)) {
        timers.delete(timer);
        moveTo(Math.max(monotonicMs, timer.dueMs));
        timer.action();
        await settle();
      }
      moveTo(end);
    },
    settle,
    stepWall(ms) {
      wallMs += ms;
    },
    get timers() {
      return timers.size;
    },
  };
}

/** Two turns of the event loop: promise chains of any length, and those that an immediate starts. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
