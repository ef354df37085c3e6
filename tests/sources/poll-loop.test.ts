import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/environment.ts';
import { pause } from '../../src/core/environment.ts';
import { createPollLoop, type PollTask } from '../../src/sources/poll-loop.ts';
import { fakeClock } from '../fakes/clock.ts';

/** A lane on which one poll at a time is under way, as on a bus. */
function lane() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine;
    return mine;
  };
}

function task(
  clock: Clock,
  id: string,
  parts: { everyMs?: number; tookMs?: number; answers?: () => boolean; line?: ReturnType<typeof lane> } = {},
): PollTask & { readonly at: number[] } {
  const { everyMs = 1_000, tookMs = 20, answers = () => true, line = lane() } = parts;
  const at: number[] = [];
  const poll = () =>
    line(async () => {
      at.push(clock.monotonicMs());
      await pause(clock, tookMs);
      return answers() ? ('answered' as const) : ('silent' as const);
    });
  return { id, lane: 'rs485', everyMs, poll, at };
}

describe('the poll loop', () => {
  it('keeps the rhythm of each device without drift', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const quick = task(clock, 'quick', { everyMs: 1_000, tookMs: 130 });
    const slow = task(clock, 'slow', { everyMs: 10_000 });

    createPollLoop({ clock, tasks: [quick, slow] }).start();
    await clock.advance(60_000);

    expect(quick.at.slice(0, 4)).toEqual([0, 1_000, 2_000, 3_000]);
    expect(quick.at.length).toBe(61);
    expect(slow.at).toEqual([500, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  });

  it('polls on the multiples of the interval by the wall clock, also after it was set', async () => {
    const clock = fakeClock({ monotonicMs: 0, wallMs: Date.UTC(2026, 10, 23, 8, 0, 3, 400) });
    const meter = task(clock, 'meter', { everyMs: 10_000 });
    const seconds = () => meter.at.map((atMs) => (atMs / 1000 + 3.4) % 60);

    createPollLoop({ clock, tasks: [meter] }).start();
    await clock.advance(30_000);
    clock.stepWall(3_000);
    await clock.advance(30_000);

    expect(seconds().slice(0, 4)).toEqual([3.4, 10, 20, 30]);
    // Three seconds later by the new wall clock is three seconds earlier by the old one, once.
    expect(meter.at.map((atMs) => atMs / 1000).slice(4)).toEqual([36.6, 43.6, 53.6]);
  });

  it('leaves a beat out instead of polling twice at once, and counts it', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const slow = task(clock, 'slow', { everyMs: 1_000, tookMs: 2_500 });
    const loop = createPollLoop({ clock, tasks: [slow] });

    loop.start();
    await clock.advance(9_000);

    expect(slow.at).toEqual([0, 3_000, 6_000, 9_000]);
    expect(loop.statistics()[0]).toMatchObject({ polls: 3, overruns: 6, lastMs: 2_500 });
  });

  it('parks a silent device with doubling waits, at most ten intervals', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const dead = task(clock, 'dead', { everyMs: 1_000, tookMs: 100, answers: () => false });
    const loop = createPollLoop({ clock, tasks: [dead] });

    loop.start();
    await clock.advance(60_000);

    const waits = dead.at.slice(1).map((ms, i) => ms - (dead.at[i] ?? 0));
    expect(waits.slice(0, 6)).toEqual([1_000, 2_100, 4_100, 8_100, 10_100, 10_100]);
    expect(loop.statistics()[0]?.running).toBe('parked');
  });

  it('polls a device in its rhythm again from its first answer on', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    let back = false;
    const device = task(clock, 'device', { everyMs: 1_000, answers: () => back });
    const loop = createPollLoop({ clock, tasks: [device] });
    loop.start();
    await clock.advance(30_000);
    back = true;

    await clock.advance(11_000);
    const polls = device.at.length;
    await clock.advance(5_000);

    expect(device.at.length - polls).toBe(5);
    expect(loop.statistics()[0]?.running).toBe('polled');
  });

  it('lets twenty dead devices use at most a quarter of the lane', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const line = lane();
    const dead = Array.from({ length: 20 }, (_, i) =>
      task(clock, `dead${i}`, { everyMs: 5_000, tookMs: 1_000, answers: () => false, line }),
    );
    const living = task(clock, 'living', { everyMs: 5_000, tookMs: 50, line });
    createPollLoop({ clock, tasks: [...dead, living] }).start();
    await clock.advance(120_000);
    const tries = () => dead.reduce((sum, { at }) => sum + at.length, 0);
    const before = { tries: tries(), polls: living.at.length };

    await clock.advance(600_000);

    expect(tries() - before.tries).toBeLessThanOrEqual(151);
    expect(living.at.length - before.polls).toBeGreaterThanOrEqual(119);
    expect(dead.every(({ at }) => (at.at(-1) ?? 0) > 600_000)).toBe(true);
  });

  it('tries parked devices at once when their lane comes back', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    let up = false;
    const device = task(clock, 'device', { everyMs: 10_000, answers: () => up });
    const loop = createPollLoop({ clock, tasks: [device] });
    loop.start();
    await clock.advance(100_000);
    const tries = device.at.length;

    up = true;
    loop.wake('rs485');
    await clock.advance(1);

    expect(device.at.length).toBe(tries + 1);
  });

  it('ends polls under way when stopped and leaves no timer', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const device = task(clock, 'device', { tookMs: 400 });
    const loop = createPollLoop({ clock, tasks: [device] });
    loop.start();
    await clock.advance(100);

    const stopped = loop.stop();
    await clock.advance(400);
    await stopped;
    await clock.advance(10_000);

    expect(device.at.length).toBe(1);
    expect(clock.timers).toBe(0);
  });
});
