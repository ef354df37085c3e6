import { describe, expect, it } from 'vitest';
import type { EntityPlan } from '../../src/core/entity.ts';
import { Forwarder } from '../../src/forward/forwarder.ts';
import { culprit, delivered, failed, fakeBroker, partly, type Responder } from '../fakes/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer, memoryDisk } from '../fakes/memory-buffer.ts';
import { plan, stream } from '../fakes/plans.ts';

const many = Array.from({ length: 32 }, (_, index) => `m${index}`);
const perDevice = many.map((device) => plan(device.toUpperCase(), [`${device}.x`]));

/** A gateway of one destination whose random is 0.5, so the first wait after a failure is half of its bound. */
function setUp({
  plans = perDevice,
  synchronised = true,
}: {
  plans?: EntityPlan[];
  synchronised?: boolean;
} = {}) {
  const clock = fakeClock();
  const disk = memoryDisk();
  const broker = fakeBroker();
  const open = () => new MemoryBuffer({ clock, disk, destinations: ['city'], clockTrusted: synchronised });
  const buffer = open();
  const begin = (on: MemoryBuffer) => {
    const forwarder = new Forwarder({
      settings: {
        name: 'city',
        history: 'ordered',
        versionsPerRequest: 1,
        batch: { entities: 100, bytes: 262_144 },
        retryAtMost: 60_000,
      },
      buffer: on,
      broker,
      plans,
      streams: [...many, 'spare'].map((device) => stream(device, 'x')),
      clock,
      random: () => 0.5,
      logger: silentLogger,
      onMappingProblem() {},
    });
    forwarder.start();
    return forwarder;
  };
  const accept = (device: string, value: number, deviceTimeMs?: number) =>
    buffer.accept({
      device,
      readings: [{ stream: stream(device, 'x'), value }],
      monotonicMs: clock.monotonicMs(),
      awaited: false,
      ...(deviceTimeMs === undefined ? {} : { deviceTimeMs }),
    });
  const tallies = async () => {
    const [ledger] = await buffer.ledgers();
    return Object.fromEntries(
      (ledger?.tallies ?? []).map(({ outcome, reason, count }) => [`${outcome} ${reason}`.trim(), count]),
    );
  };
  const sent = () => broker.batches.map(({ items }) => items.map(({ entity }) => entity).join(' '));
  return { clock, disk, broker, buffer, begin, open, accept, tallies, sent };
}

describe('the forwarder', () => {
  it('delivers the values of an entity in order', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    for (const value of [1, 2, 3]) {
      await accept('m0', value);
      await clock.advance(1);
    }

    begin(buffer);
    await clock.advance(10_000);

    expect(broker.written).toEqual(['M0 m0-x 1', 'M0 m0-x 2', 'M0 m0-x 3']);
    expect(await tallies()).toEqual({ delivered: 3 });
  });

  it('tries at once when somebody asks, however long the broker told it to wait', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    broker.script.push(failed('transient', { retryAfterMs: 600_000 }));
    await accept('m0', 1);
    const forwarder = begin(buffer);
    await clock.advance(30_000);
    const before = { tallies: await tallies(), waits: forwarder.status().nextTryMs };

    const [first, again] = [forwarder.tryNow(), forwarder.tryNow()];
    await clock.advance(10_000);

    expect(before).toEqual({ tallies: {}, waits: expect.any(Number) });
    expect([first, again]).toEqual([true, false]);
    expect(await tallies()).toEqual({ delivered: 1 });
    expect(forwarder.tryNow()).toBe(false);
  });

  it('does not come back with all other cabinets in the second in which their district gets power again', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    await accept('m0', 1, clock.wallMs() - 3_600_000);

    begin(buffer);
    await clock.advance(29_000);
    expect(broker.written).toEqual([]);
    await clock.advance(2_000);

    expect(broker.written).toEqual(['M0 m0-x 1']);
  });

  it('tells the broker of a time that nobody ever vouched for', async () => {
    const { clock, disk, broker, begin, accept } = setUp({ synchronised: false });
    await accept('m0', 1);

    const nextBoot = { ...clock, boot: 'boot-2' };
    const next = new MemoryBuffer({ clock: nextBoot, disk, destinations: ['city'], clockTrusted: false });
    begin(next);
    await next.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
    await clock.advance(10_000);

    const [sent] = broker.batches.flatMap(({ items }) => items.map(({ json }) => JSON.parse(json)));
    expect(sent).toMatchObject({
      id: 'M0',
      'm0-x': { value: 1, timeEstimated: { type: 'Property', value: true } },
    });
  });

  it('sends what waits for a clock once its time is estimated, and what comes under a right one unmarked', async () => {
    const { clock, buffer, broker, begin, accept } = setUp({ synchronised: false });
    begin(buffer);
    await accept('m0', 1);
    await clock.advance(10_000);
    expect(broker.written).toEqual([]);

    await buffer.estimate();
    await clock.advance(10_000);
    clock.stepWall(60_000);
    await buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
    await accept('m0', 2);
    await clock.advance(10_000);

    const sent = broker.batches.flatMap(({ items }) => items.map(({ json }) => JSON.parse(json)['m0-x']));
    expect(sent.map(({ value, timeEstimated }) => [value, timeEstimated?.value])).toEqual([
      [1, true],
      [2, undefined],
    ]);
  });

  it('has one request in flight, and finishes it when stopped', async () => {
    const { clock, broker, buffer, begin, accept, sent, tallies } = setUp();
    let release = () => {};
    const { otherwise } = broker;
    broker.script.push(async (batch) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return otherwise(batch);
    });
    await accept('m0', 1);
    const forwarder = begin(buffer);
    await clock.advance(5_000);
    await accept('m1', 2);
    await clock.advance(5_000);

    const stopped = forwarder.stop();
    expect(sent()).toEqual(['M0']);
    release();
    await stopped;

    expect(await tallies()).toEqual({ delivered: 1 });
    expect(clock.timers).toBe(0);
  });

  it('puts a rejected entity into the quarantine with the words of the broker, and delivers the others', async () => {
    const { clock, broker, disk, buffer, begin, accept, tallies } = setUp();
    broker.script.push(partly('rejected', (entity) => entity === 'M1'));
    for (const device of ['m0', 'm1', 'm2']) await accept(device, 7);

    begin(buffer);
    await clock.advance(10_000);

    expect(await tallies()).toEqual({ delivered: 2, quarantined: 1 });
    expect(disk.destinations.get('city')?.quarantine).toMatchObject([
      { entity: 'M1', code: 'BadRequestData', words: 'no M1', readings: [{ seq: 2, value: 7 }] },
    ]);
  });

  it('lets the others go on while one entity is kept, and catches up in order', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    broker.otherwise = partly('transient', (entity) => entity === 'M0');
    await accept('m0', 1);
    begin(buffer);
    for (let value = 2; value < 12; value++) {
      await accept('m0', value);
      await accept('m1', value);
      await clock.advance(2_000);
    }
    const before = broker.written.filter((write) => write.startsWith('M1'));
    broker.otherwise = fakeBroker().otherwise;
    await clock.advance(600_000);

    expect(before).toHaveLength(10);
    expect(broker.written.filter((write) => write.startsWith('M0'))).toEqual(
      Array.from({ length: 11 }, (_, index) => `M0 m0-x ${index + 1}`),
    );
    expect(broker.backwards).toEqual([]);
    expect(await tallies()).toEqual({ delivered: 21 });
  });

  it('finds the one bad entity of a refused batch with few requests, and sends it alone from then on', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    broker.otherwise = culprit((entity) => entity === 'M13');
    for (const device of many) await accept(device, 1);
    begin(buffer);
    await clock.advance(5_000);
    const bisecting = broker.batches.length;
    for (const device of many) await accept(device, 2);
    await clock.advance(5_000);

    expect(bisecting).toBeLessThanOrEqual(11);
    expect(broker.batches.length - bisecting).toBe(2);
    expect(await tallies()).toEqual({ delivered: 62, quarantined: 2 });
  });

  it('does not let the neighbours of many bad entities wait until all of them are found', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    broker.otherwise = culprit((entity) => Number(entity.slice(1)) < 16);
    for (const device of many.slice(0, 16)) await accept(device, 1);
    begin(buffer);
    await clock.advance(2_000);
    await accept('m20', 1);
    await clock.advance(5_000);

    expect(broker.written).toContain('M20 m20-x 1');
  });

  it('sends less at once after a body was too large', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    const limit = 1_500;
    const sizes: number[] = [];
    const { otherwise } = broker;
    const small: Responder = (batch) => {
      const bytes = batch.items.reduce((sum, { json }) => sum + json.length + 1, 1);
      sizes.push(bytes);
      return bytes > limit
        ? { answer: { scope: 'size', status: 413, words: 'too large' }, applied: () => false }
        : otherwise(batch);
    };
    broker.otherwise = small;
    for (const device of many) await accept(device, 1);
    begin(buffer);
    await clock.advance(10_000);
    const refused = sizes.filter((bytes) => bytes > limit).length;
    for (const device of many) await accept(device, 2);
    await clock.advance(10_000);

    expect(sizes.filter((bytes) => bytes > limit)).toHaveLength(refused);
    expect(await tallies()).toEqual({ delivered: 64 });
  });

  it('repeats the same bytes after an unknown outcome before anything newer', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    broker.script.push(failed('unknown', { applied: true }));
    await accept('m0', 1);
    await accept('m1', 1);
    begin(buffer);
    await clock.advance(10);
    await accept('m0', 2);
    await clock.advance(30_000);

    const [first, second] = broker.batches;
    expect(second).toEqual(first);
    expect(broker.written.filter((write) => write.startsWith('M0'))).toEqual([
      'M0 m0-x 1',
      'M0 m0-x 1',
      'M0 m0-x 2',
    ]);
  });

  it('goes on with the others when one entity never gets an answer', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    const { otherwise } = broker;
    broker.otherwise = (batch) =>
      batch.items.some(({ entity }) => entity === 'M0') ? failed('unknown')(batch) : otherwise(batch);
    for (const device of many) await accept(device, 1);
    begin(buffer);
    await clock.advance(120_000);
    await accept('m5', 2);
    await clock.advance(60_000);

    expect(broker.written).toContain('M5 m5-x 2');
    expect(new Set(broker.written).size).toBe(32);
  });

  it('keeps everything and tries once a minute while the broker denies', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    broker.otherwise = failed('denied');
    await accept('m0', 1);
    const forwarder = begin(buffer);
    await clock.advance(600_000);

    expect(broker.batches).toHaveLength(11);
    expect(forwarder.status().state).toBe('denied');
    expect(await tallies()).toEqual({});
  });

  it('honours Retry-After', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    broker.script.push(failed('transient', { retryAfterMs: 120_000 }));
    await accept('m0', 1);
    begin(buffer);

    await clock.advance(119_000);
    expect(broker.batches).toHaveLength(1);
    await clock.advance(2_000);
    expect(broker.batches).toHaveLength(2);
  });

  it('tries for ever, at last each half of the longest wait', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    broker.otherwise = failed('transient');
    await accept('m0', 1);
    begin(buffer);
    await clock.advance(3_600_000);
    const before = broker.batches.length;
    await clock.advance(3_600_000);

    expect(broker.batches.length - before).toBe(120);
  });

  it('ends readings that no entity uses as unused, and damaged ones as dropped', async () => {
    const { clock, buffer, begin, accept, tallies } = setUp();
    await accept('spare', 1);
    buffer.damaged.add(await accept('m0', 1));
    buffer.damaged.add(await accept('spare', 2));
    await accept('m0', 2);

    begin(buffer);
    await clock.advance(10_000);

    expect(await tallies()).toEqual({ 'unused unmapped': 1, 'dropped damaged': 2, delivered: 1 });
  });

  it('does not send a reading older than what the broker has', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    await accept('m0', 1, clock.wallMs());
    await accept('m0', 2, clock.wallMs() - 5_000);

    begin(buffer);
    await clock.advance(10_000);

    expect(broker.written).toEqual(['M0 m0-x 1']);
    expect(await tallies()).toEqual({ delivered: 1, 'superseded late': 1 });
  });

  it('counts a reading that two entities use once, and ends it when both have it', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp({
      plans: [plan('SPOT', ['m0.x']), plan('SITE', ['m0.x', 'm1.x'])],
    });
    broker.script.push(partly('transient', (entity) => entity === 'SITE'));
    await accept('m0', 1);
    begin(buffer);
    await clock.advance(100);
    expect(await tallies()).toEqual({});
    await clock.advance(20_000);

    expect(broker.written).toEqual(['SPOT m0-x 1', 'SITE m0-x 1']);
    expect(await tallies()).toEqual({ delivered: 1 });
  });

  it('waits until the clock is known to be right', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp({ synchronised: false });
    await accept('m0', 1);
    const forwarder = begin(buffer);
    await clock.advance(60_000);
    expect(broker.batches).toEqual([]);
    expect(forwarder.status().state).toBe('unsynchronised');

    await buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
    await clock.advance(10_000);

    expect(await tallies()).toEqual({ delivered: 1 });
  });

  it('sends a strand that talks too much behind, so that it does not hold up the others', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    for (let value = 0; value < 6_000; value++) {
      await accept('m0', value);
      await clock.advance(0);
    }
    await accept('m1', 1);

    begin(buffer);
    await clock.advance(100);
    const firstOther = broker.batches.findIndex(({ items }) => items.some(({ entity }) => entity === 'M1'));
    await clock.advance(60_000);

    expect(firstOther).toBeGreaterThanOrEqual(0);
    expect(firstOther).toBeLessThan(10);
    expect(broker.backwards).toEqual([]);
    expect(await tallies()).toEqual({ delivered: 6_001 });
  });

  it('waits a second between requests only when nothing is left', async () => {
    const { clock, broker, buffer, begin, accept } = setUp();
    begin(buffer);
    for (const device of many.slice(0, 20)) {
      await accept(device, 1);
      await clock.advance(200);
    }

    expect(broker.batches.length).toBeLessThanOrEqual(6);
  });

  it('counts right when retention strikes while a request is under way', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    const { otherwise } = broker;
    broker.script.push((batch) => {
      buffer.drop(1, 'age');
      return otherwise(batch);
    });
    await accept('m0', 1);
    await accept('m1', 1);

    begin(buffer);
    await clock.advance(10_000);

    expect(await tallies()).toEqual({ 'dropped age': 1, delivered: 1 });
  });

  it('delivers what a stream that nothing uses any more still owes as unused', async () => {
    const { clock, disk, begin, open, accept, tallies } = setUp({ plans: [plan('M1', ['m1.x'])] });
    await accept('m0', 1);
    await accept('m1', 1);
    const place = disk.destinations.get('city');
    if (place) place.position = 2;
    place?.streams.set(1, { stream: 1, done: 0, sent: 0, behind: true });

    begin(open());
    await clock.advance(10_000);

    expect(await tallies()).toEqual({ 'unused unmapped': 1 });
    expect(place?.streams.size).toBe(0);
  });

  describe('a mapping that the broker rejects as a whole', () => {
    const wrong = many.map((device) => ({
      ...plan(device.toUpperCase(), [`${device}.x`]),
      mapping: 'Wrong/Mapping',
    }));
    const right = plan('SPARE', ['spare.x']);
    const refused = partly('rejected', (entity) => entity !== 'SPARE');

    it('is held: its readings wait, the others go on, and one is tried every ten minutes', async () => {
      const { clock, broker, buffer, begin, accept, tallies } = setUp({ plans: [...wrong, right] });
      broker.otherwise = refused;
      for (const device of many) await accept(device, 1);
      const forwarder = begin(buffer);
      await clock.advance(30_000);
      for (const device of [...many, 'spare']) await accept(device, 2);
      await clock.advance(5_000);
      const before = broker.batches.length;
      await clock.advance(600_000);

      expect(await tallies()).toEqual({ quarantined: 20, delivered: 1 });
      expect(forwarder.status().held).toMatchObject([{ mapping: 'Wrong/Mapping', code: 'BadRequestData' }]);
      expect(broker.batches.slice(before).map(({ items }) => items.length)).toEqual([1]);
    });

    it('goes on in order when the broker takes one again', async () => {
      const { clock, broker, buffer, begin, accept, tallies } = setUp({ plans: [...wrong, right] });
      broker.otherwise = refused;
      for (const device of many) await accept(device, 1);
      begin(buffer);
      await clock.advance(30_000);
      for (const device of many) await accept(device, 2);
      broker.otherwise = delivered;
      await clock.advance(1_300_000);

      expect(await tallies()).toEqual({ quarantined: 20, delivered: 44 });
      expect(broker.backwards).toEqual([]);
    });
  });

  it('gives up an entity that gets neither yes nor no for an hour while the others are taken', async () => {
    const { clock, broker, buffer, begin, accept, tallies } = setUp();
    broker.otherwise = partly('transient', (entity) => entity === 'M0');
    await accept('m0', 1);
    begin(buffer);
    for (let minute = 0; minute < 120; minute++) {
      await accept('m1', minute);
      await clock.advance(60_000);
    }

    expect(await tallies()).toEqual({ quarantined: 1, delivered: 120 });
    expect(buffer.disk.destinations.get('city')?.quarantine).toMatchObject([{ code: 'STUCK' }]);
  });
});
