import { describe, expect, it } from 'vitest';
import type { EntityPlan } from '../../src/core/entity.ts';
import { Forwarder } from '../../src/forward/forwarder.ts';
import { delivered, failed, fakeBroker, partly } from '../fakes/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer } from '../fakes/memory-buffer.ts';
import { plan, stream } from '../fakes/plans.ts';

const devices = ['a', 'b'];

async function refusedOnce({ plans = devices.map((id) => plan(id.toUpperCase(), [`${id}.x`])) } = {}) {
  const clock = fakeClock();
  const broker = fakeBroker();
  const buffer = new MemoryBuffer({ clock, destinations: ['city'] });
  const begin = (of: readonly EntityPlan[] = plans) => {
    const forwarder = new Forwarder({
      settings: {
        name: 'city',
        history: 'ordered',
        versionsPerRequest: 1,
        batch: { entities: 100, bytes: 262_144 },
        retryAtMost: 60_000,
      },
      buffer,
      broker,
      plans: of,
      streams: devices.map((id) => stream(id, 'x')),
      clock,
      random: () => 0.5,
      logger: silentLogger,
      onMappingProblem() {},
    });
    forwarder.start();
    return forwarder;
  };
  const accept = (device: string, value: number) =>
    buffer.accept({
      device,
      readings: [{ stream: stream(device, 'x'), value }],
      monotonicMs: clock.monotonicMs(),
      awaited: false,
    });
  const tallies = async () => {
    const [ledger] = await buffer.ledgers();
    return Object.fromEntries(
      (ledger?.tallies ?? [])
        .filter(({ count }) => count !== 0)
        .map(({ outcome, reason, count }) => [`${outcome} ${reason}`.trim(), count]),
    );
  };
  broker.script.push(partly('rejected', (entity) => entity === 'A'));
  await accept('a', 1);
  const forwarder = begin();
  await clock.advance(5_000);
  return { clock, broker, buffer, forwarder, begin, accept, tallies };
}

describe('an entity of the quarantine that is to be sent again', () => {
  it('is delivered when the broker takes it now, and the ledger says so', async () => {
    const { clock, broker, buffer, forwarder, tallies } = await refusedOnce();
    expect(await tallies()).toEqual({ quarantined: 1 });

    await buffer.quarantine.retry({ ids: 'all' });
    forwarder.retryQuarantine();
    await clock.advance(5_000);

    expect(broker.written).toEqual(['A a-x 1']);
    expect(await tallies()).toEqual({ delivered: 1 });
    expect(await buffer.quarantine.list({ limit: 10 })).toEqual([]);
  });

  it('is never sent after something newer of the same stream', async () => {
    const { clock, broker, buffer, forwarder, accept, tallies } = await refusedOnce();
    await accept('a', 2);
    await clock.advance(5_000);

    await buffer.quarantine.retry({ ids: 'all' });
    forwarder.retryQuarantine();
    await clock.advance(5_000);

    expect(broker.written).toEqual(['A a-x 2']);
    expect(await tallies()).toEqual({ delivered: 1, 'superseded late': 1 });
  });

  it('stays, with the new words, when it is rejected again', async () => {
    const { clock, broker, buffer, forwarder, tallies } = await refusedOnce();
    broker.script.push(partly('rejected', (entity) => entity === 'A'));

    await buffer.quarantine.retry({ ids: 'all' });
    forwarder.retryQuarantine();
    await clock.advance(5_000);

    expect(await tallies()).toEqual({ quarantined: 1 });
    expect(await buffer.quarantine.list({ limit: 10 })).toMatchObject([{ entity: 'A', retry: false }]);
  });

  it('waits while the broker is away, and is tried by the next life too', async () => {
    const { clock, broker, buffer, forwarder, begin, tallies } = await refusedOnce();
    broker.otherwise = failed('transient');

    await buffer.quarantine.retry({ ids: 'all' });
    forwarder.retryQuarantine();
    await clock.advance(60_000);
    await forwarder.stop();
    broker.otherwise = delivered;
    begin();
    await clock.advance(60_000);

    expect(broker.written).toEqual(['A a-x 1']);
    expect(await tallies()).toEqual({ delivered: 1 });
  });

  it('is mapped anew: under a corrected id it goes to the new entity', async () => {
    const { clock, broker, buffer, forwarder, begin, tallies } = await refusedOnce();
    await forwarder.stop();

    await buffer.quarantine.retry({ ids: 'all' });
    begin([plan('N', ['a.x'])]);
    await clock.advance(5_000);

    expect(broker.written).toEqual(['N a-x 1']);
    expect(await tallies()).toEqual({ delivered: 1 });
  });

  it('is dropped when a person says so', async () => {
    const { buffer, tallies } = await refusedOnce();

    expect(await buffer.quarantine.drop({ ids: 'all', destination: 'city' })).toBe(1);

    expect(await tallies()).toEqual({ 'dropped purged': 1 });
  });
});
