/**
 * Lets one client do so many things a second, and holds what comes too early until its turn, in order. What is held
 * keeps TCP from reading on, so that a client beyond its rate is slowed down and loses nothing.
 */
import type { Clock } from '../../../core/environment.ts';

export interface Turns {
  /** Calls `action` at once or when its turn has come. */
  take(action: () => void): void;
  /** Forgets what is held. */
  end(): void;
  readonly held: number;
}

/** A burst of one second's worth passes at once. */
export function createTurns(perSecond: number, clock: Clock): Turns {
  let tokens = perSecond;
  let atMs = clock.monotonicMs();
  let held: (() => void)[] = [];
  let cancel: (() => void) | undefined;

  const refill = () => {
    const nowMs = clock.monotonicMs();
    tokens = Math.min(perSecond, tokens + ((nowMs - atMs) / 1000) * perSecond);
    atMs = nowMs;
  };
  const work = () => {
    cancel = undefined;
    refill();
    const count = Math.min(held.length, Math.floor(tokens));
    tokens -= count;
    const ready = held.slice(0, count);
    held = held.slice(count);
    if (held.length > 0) wait();
    for (const action of ready) action();
  };
  const wait = () => {
    cancel ??= clock.after(Math.max(10, ((1 - tokens) / perSecond) * 1000), work);
  };

  return {
    take(action) {
      if (tokens < 1 || held.length > 0) refill();
      if (held.length === 0 && tokens >= 1) {
        tokens -= 1;
        return action();
      }
      held.push(action);
      wait();
    },
    end() {
      cancel?.();
      held = [];
    },
    get held() {
      return held.length;
    },
  };
}
