import { describe, expect, it } from 'vitest';
import { Forwarder } from '../../src/forward/forwarder.ts';
import { delivered, failed, fakeBroker, noHistory, none, type Responder } from '../fakes/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer, memoryDisk } from '../fakes/memory-buffer.ts';
import { plan, stream } from '../fakes/plans.ts';

const devices = ['a', 'b', 'c'];
const minuteMs = 60_000;

/** A gateway of one destination in temporal mode, whose broker is away until a test says otherwise. */
function setUp({ versionsPerRequest = 1, bytes = 262_144 } = {}) {
  const clock = fakeClock();
  const disk = memoryDisk();
  const broker = fakeBroker();
  const buffer = new MemoryBuffer({ clock, disk, destinations: ['city'] });
  const begin = (history: 'temporal' | 'ordered' = 'temporal') => {
    const forwarder = new Forwarder({
      settings: {
        name: 'city',
        history,
        versionsPerRequest,
        batch: { entities: 100, bytes },
        retryAtMost: minuteMs,
      },
      buffer,
      broker,
      plans: devices.map((device) => plan(device.toUpperCase(), [`${device}.x`])),
      streams: devices.map((device) => stream(device, 'x')),
      clock,
      random: () => 0.5,
      logger: silentLogger,
      onMappingProblem() {},
    });
    forwarder.start();
    return forwarder;
  };
  /** `agoMs`: how old it is by the device's own clock. */
  const accept = async (device: string, value: number, agoMs?: number) => {
    await buffer.accept({
      device,
      readings: [{ stream: stream(device, 'x'), value }],
      monotonicMs: clock.monotonicMs(),
      awaited: false,
      ...(agoMs !== undefined && { deviceTimeMs: clock.wallMs() - agoMs }),
    });
  };
  /** Ten minutes in which a speaks each minute and b once, at the beginning. */
  const outage = async () => {
    await accept('b', 100);
    await accept('b', 101);
    for (let value = 1; value <= 10; value++) {
      await accept('a', value);
      await clock.advance(minuteMs);
    }
  };
  const tallies = async () => {
    const [ledger] = await buffer.ledgers();
    return Object.fromEntries((ledger?.tallies ?? []).map(({ outcome, count }) => [outcome, count]));
  };
  return { clock, disk, broker, buffer, begin, accept, outage, tallies };
}

describe('a destination in temporal mode, after an outage', () => {
  it('sends the newest of every entity by upsert and what that overtakes to the history', async () => {
    const { clock, broker, begin, outage, tallies } = setUp();
    await outage();

    begin();
    await clock.advance(minuteMs);

    expect(broker.written.toSorted()).toEqual(['A a-x 10', 'B b-x 101']);
    expect(broker.recorded.toSorted()).toEqual(
      ['B b-x 100', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => `A a-x ${value}`)].toSorted(),
    );
    expect(await tallies()).toEqual({ delivered: 12 });
  });

  it('lets live readings go on while the history fails', async () => {
    const { clock, broker, begin, outage, accept, tallies } = setUp();
    await outage();
    const probe = broker.historyOtherwise;
    broker.historyScript.push(probe);
    broker.historyOtherwise = failed('transient');
    const forwarder = begin();
    await clock.advance(minuteMs);

    await accept('a', 11);
    await clock.advance(minuteMs);

    expect(broker.written).toContain('A a-x 11');
    expect(forwarder.status().backlog).toMatchObject({ trouble: 'transient' });
    expect(forwarder.status().oldestWaitingMs).toBeGreaterThan(10 * minuteMs);
    broker.historyOtherwise = delivered;
    await clock.advance(10 * minuteMs);
    expect(await tallies()).toEqual({ delivered: 13 });
    expect(broker.backwards).toEqual([]);
  });

  it('works as ordered with a broker that has no temporal writes, and says why', async () => {
    const { clock, broker, begin, outage, tallies } = setUp();
    await outage();
    broker.historyOtherwise = noHistory;

    const forwarder = begin();
    await clock.advance(minuteMs);

    expect(broker.written.filter((line) => line.startsWith('A'))).toEqual(
      Array.from({ length: 10 }, (_, index) => `A a-x ${index + 1}`),
    );
    expect(broker.histories).toHaveLength(1);
    expect(forwarder.status().asOrdered).toBe('the broker has no temporal writes (status 501)');
    expect(await tallies()).toEqual({ delivered: 12 });
  });

  it('takes up an open backlog after a restart, also in another mode, and sends nothing twice', async () => {
    const { clock, broker, begin, outage, tallies } = setUp();
    await outage();
    broker.historyScript.push(delivered, delivered);
    broker.historyOtherwise = failed('transient');
    const forwarder = begin();
    await clock.advance(minuteMs);
    await forwarder.stop();
    broker.historyOtherwise = delivered;

    begin('ordered');
    await clock.advance(minuteMs);

    const seen = [...broker.written, ...broker.recorded];
    expect(seen.toSorted()).toEqual([...new Set(seen)].toSorted());
    expect(await tallies()).toEqual({ delivered: 12 });
  });

  it('does not jump for what waited a minute', async () => {
    const { clock, broker, begin, accept } = setUp();
    await accept('a', 1);
    await clock.advance(minuteMs);
    await accept('a', 2);

    begin();
    await clock.advance(minuteMs);

    expect(broker.written).toEqual(['A a-x 1', 'A a-x 2']);
    expect(broker.histories).toEqual([]);
  });
});

describe('a reading that comes late in temporal mode', () => {
  const late = async (historyOtherwise: Responder) => {
    const site = setUp();
    const { clock, broker, begin, accept } = site;
    broker.historyOtherwise = historyOtherwise;
    const forwarder = begin();
    await accept('a', 1, 0);
    await accept('b', 1, 0);
    await clock.advance(minuteMs);
    await accept('a', 2, 5 * minuteMs);
    await accept('a', 3, 4 * minuteMs);
    await accept('b', 4, 0);
    await clock.advance(minuteMs);
    return { ...site, forwarder };
  };

  it('goes into the history alone', async () => {
    const { broker, tallies } = await late(delivered);

    expect(broker.written.toSorted()).toEqual(['A a-x 1', 'B b-x 1', 'B b-x 4']);
    expect(broker.recorded).toEqual(['A a-x 2', 'A a-x 3']);
    expect(await tallies()).toEqual({ delivered: 5 });
  });

  it('goes in writes of no more than a backlog makes, where rounds are long', async () => {
    const { clock, broker, begin, accept, tallies } = setUp({ versionsPerRequest: 20, bytes: 4_096 });
    broker.historyOtherwise = delivered;
    begin();
    await accept('a', 1, 0);
    await clock.advance(minuteMs);
    for (let value = 2; value <= 301; value++) await accept('a', value, 120 * minuteMs - value);
    await clock.advance(minuteMs);

    expect(broker.recorded).toHaveLength(300);
    const longest = Math.max(...broker.histories.map(({ items: [item] }) => item?.json.length ?? 0));
    expect(longest).toBeLessThanOrEqual(4_096 + 100);
    expect(await tallies()).toEqual({ delivered: 301 });
  });

  it('is superseded by a broker that has no temporal writes, which is asked once', async () => {
    const { clock, broker, accept, forwarder, tallies } = await late(noHistory);
    await accept('a', 5, 6 * minuteMs);
    await clock.advance(20 * minuteMs);

    expect(broker.recorded).toEqual([]);
    expect(broker.histories).toHaveLength(1);
    expect(forwarder.status().asOrdered).toBe('the broker has no temporal writes (status 501)');
    expect(await tallies()).toEqual({ delivered: 3, superseded: 3 });
  });

  it('is sent again with the same bytes when nobody knows whether it arrived', async () => {
    const { clock, broker, tallies } = await late(failed('unknown', { applied: true }));
    broker.historyOtherwise = delivered;
    await clock.advance(10 * minuteMs);

    expect(new Set(broker.histories.map(({ items: [item] }) => item?.json)).size).toBeLessThanOrEqual(2);
    expect(new Set(broker.recorded)).toEqual(new Set(['A a-x 2', 'A a-x 3']));
    expect(await tallies()).toEqual({ delivered: 5 });
  });

  it.each([
    ['fails', 'transient', 503],
    ['refuses us', 'denied', 403],
  ] as const)('waits while the broker %s as a whole', async (_, kind, status) => {
    const away: Responder = () => ({
      answer: { scope: 'batch', status, verdict: { kind, code: String(status), words: 'away' } },
      applied: none,
    });
    const { clock, broker, begin, accept, tallies } = setUp();
    begin();
    await accept('a', 1, 0);
    await clock.advance(minuteMs);
    Object.assign(broker, { otherwise: away, historyOtherwise: away, isUp: false });
    await accept('a', 2, 5 * minuteMs);
    await clock.advance(60 * minuteMs);
    expect(await tallies()).toEqual({ delivered: 1 });

    Object.assign(broker, { otherwise: delivered, historyOtherwise: delivered, isUp: true });
    await clock.advance(10 * minuteMs);

    expect(broker.recorded).toEqual(['A a-x 2']);
    expect(await tallies()).toEqual({ delivered: 2 });
  });

  it('is superseded while a broker fails at its history alone, and live readings go on', async () => {
    const failing: Responder = () => ({
      answer: { scope: 'batch', status: 500, verdict: { kind: 'transient', code: '500', words: 'no disk' } },
      applied: none,
    });
    const { clock, broker, forwarder, accept, tallies } = await late(failing);
    await clock.advance(5 * minuteMs);
    expect(broker.written).toContain('B b-x 4');
    expect(forwarder.status().asOrdered).toBe('temporal writes fail (no disk)');

    broker.historyOtherwise = delivered;
    await clock.advance(15 * minuteMs);
    await accept('a', 5, 30 * minuteMs);
    await clock.advance(minuteMs);

    expect(broker.recorded).toEqual(['A a-x 5']);
    expect(forwarder.status().asOrdered).toBeUndefined();
    expect(await tallies()).toEqual({ delivered: 4, superseded: 2 });
  });
});
