import { describe, expect, it } from 'vitest';
import { createFlow } from '../../../../src/sources/mqtt/flow.ts';
import { createCrowd } from '../../../../src/sources/mqtt/listener/crowd.ts';
import { createInOrder } from '../../../../src/sources/mqtt/listener/in-order.ts';
import { createPenalties } from '../../../../src/sources/mqtt/listener/penalties.ts';
import { createRetained } from '../../../../src/sources/mqtt/listener/retained.ts';
import { createTurns } from '../../../../src/sources/mqtt/listener/turns.ts';
import { fakeClock } from '../../../fakes/clock.ts';

describe('the crowd at the door', () => {
  const limits = { connections: 3, connectionsPerAddress: 2 };

  it('sends the oldest stranger of an address away for a new one, and nobody who logged in', () => {
    const crowd = createCrowd<number>(limits);
    crowd.arrive(0, 'a');
    crowd.settle(0);
    const left = Array.from({ length: 1_000 }, (_, i) => crowd.arrive(i + 1, 'a')).filter((one) => one);

    expect(left).toHaveLength(970);
    expect(left[0]).toBe(1);
    expect(crowd.strangers).toBe(30);
    expect(crowd.settled).toBe(1);
  });

  it('leaves a stranger of another address in peace until 100 of them wait', () => {
    const crowd = createCrowd<string>(limits);
    crowd.arrive('sensor', 'sensor');
    for (let i = 0; i < 99; i += 1) expect(crowd.arrive(`${i}`, `10.0.0.${i}`)).toBeUndefined();

    expect(crowd.arrive('one more', '10.0.1.1')).toBe('sensor');
  });

  it('lets in as many as the limits say, from one address and in all', () => {
    const crowd = createCrowd<number>(limits);
    for (const [guest, address] of [...'aaabc'].entries()) crowd.arrive(guest, address);

    expect([0, 1, 2, 3, 4].map((guest) => crowd.settle(guest))).toEqual([true, true, false, true, false]);
    crowd.leave(0);
    crowd.arrive(5, 'a');
    expect(crowd.settle(5)).toBe(true);
  });
});

describe('turns', () => {
  it('lets a second of messages pass at once, then holds them to their rate, in order', async () => {
    const clock = fakeClock();
    const turns = createTurns(100, clock);
    const done: number[] = [];
    for (let i = 0; i < 400; i += 1) turns.take(() => done.push(i));

    expect(done).toHaveLength(100);
    await clock.advance(1_000);
    expect(done.length).toBeGreaterThan(190);
    expect(done.length).toBeLessThanOrEqual(200);
    await clock.advance(2_100);
    expect(done).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(clock.timers).toBe(0);
  });

  it('forgets what is held when the connection ends', async () => {
    const clock = fakeClock();
    const turns = createTurns(1, clock);
    const done: number[] = [];
    for (let i = 0; i < 3; i += 1) turns.take(() => done.push(i));
    turns.end();
    await clock.advance(10_000);

    expect(done).toEqual([0]);
    expect(clock.timers).toBe(0);
  });
});

describe('the flow to the disk', () => {
  it('lets nobody in while the bound is reached, and then in order', async () => {
    const flow = createFlow(10);
    const entered: number[] = [];
    const finish: (() => void)[] = [];
    for (let i = 0; i < 5; i += 1) {
      flow.enter(() => {
        entered.push(i);
        void flow.hold(4, new Promise<void>((resolve) => finish.push(resolve)));
      });
    }

    expect(entered).toEqual([0, 1, 2]);
    finish[0]?.();
    await flow.hold(0, Promise.resolve());
    expect(entered).toEqual([0, 1, 2, 3]);
    expect(flow.waiting).toBe(1);
  });

  it('is idle when the last one ended, well or badly', async () => {
    const flow = createFlow(10);
    let fail = () => {};
    const work = flow.hold(
      1,
      new Promise<void>((_resolve, reject) => {
        fail = () => reject(new Error('disk full'));
      }),
    );
    const idle = flow.idle();
    fail();

    await expect(work).rejects.toThrow('disk full');
    await idle;
  });
});

describe('answers in order', () => {
  it('holds an answer back until all before it have left', () => {
    const line = createInOrder();
    const left: number[] = [];
    const [first, second, third] = [1, 2, 3].map((n) => line.place(() => left.push(n)));

    third?.();
    second?.();
    expect(left).toEqual([]);
    first?.();
    expect(left).toEqual([1, 2, 3]);
  });
});

describe('penalties', () => {
  it('hold a client off for 1 s, doubling to 30 s, and end with a message that was kept', async () => {
    const clock = fakeClock();
    const penalties = createPenalties(clock);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      penalties.punish('meter');
      penalties.punish('meter');
      let waited = 0;
      while (penalties.holds('meter')) {
        await clock.advance(500);
        waited += 500;
      }
      waits.push(waited);
    }

    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    penalties.punish('meter');
    penalties.forgive('meter');
    expect(penalties.holds('meter')).toBe(false);
  });
});

describe('retained messages', () => {
  it('are kept for 1,000 topics and 1 MiB, and an empty one makes room', () => {
    const retained = createRetained();

    for (let i = 0; i < 1_000; i += 1) expect(retained.admit(`t/${i}`, 10)).toBe(true);
    expect(retained.admit('t/more', 10)).toBe(false);
    expect(retained.admit('t/1', 20)).toBe(true);
    retained.admit('t/1', 0);
    expect(retained.admit('t/more', 10)).toBe(true);
    expect(retained.admit('t/2', 1_048_576)).toBe(false);
  });
});
