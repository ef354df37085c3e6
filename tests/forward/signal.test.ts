import { describe, expect, it } from 'vitest';
import { Signal } from '../../src/forward/signal.ts';
import { fakeClock } from '../fakes/clock.ts';

/** A signal and how often its waiting has ended. */
function waiting(atMostMs: number) {
  const [clock, signal] = [fakeClock(), new Signal()];
  const woken = { times: 0 };
  const wait = () => signal.wait(clock, atMostMs).then(() => void woken.times++);
  return { clock, signal, woken, wait };
}

describe('a signal', () => {
  it('wakes at once, and leaves no timer behind', async () => {
    const { clock, signal, woken, wait } = waiting(1_000);
    const ended = wait();
    expect(woken.times).toBe(0);

    signal.give();
    await ended;

    expect(woken.times).toBe(1);
    expect(clock.timers).toBe(0);
  });

  it('wakes when the time is over', async () => {
    const { clock, woken, wait } = waiting(1_000);
    void wait();

    await clock.advance(999);
    expect(woken.times).toBe(0);
    await clock.advance(1);
    expect(woken.times).toBe(1);
  });

  it('is not lost when it comes while the loop is busy', async () => {
    const { signal, woken, wait } = waiting(Number.POSITIVE_INFINITY);
    signal.give();
    await wait();

    expect(woken.times).toBe(1);
  });

  it('that came before the look for work does not wake', async () => {
    const { clock, signal, woken, wait } = waiting(Number.POSITIVE_INFINITY);
    signal.give();
    signal.clear();
    const ended = wait();
    await clock.advance(3_600_000);
    expect(woken.times).toBe(0);

    signal.give();
    await ended;
    expect(woken.times).toBe(1);
  });
});
