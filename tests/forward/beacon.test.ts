import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { Beacon } from '../../src/forward/beacon.ts';
import type { DestinationSettings } from '../../src/forward/settings.ts';
import { delivered, failed, fakeBroker } from '../fakes/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';
import { backlog, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const minute = 60_000;

function beacon(announce: DestinationSettings['announce'] = 'gateway', entities = 100) {
  const clock = fakeClock();
  const broker = fakeBroker();
  const { logger, lines } = recordingLogger();
  const one = new Beacon({
    settings: { name: 'city', announce, batch: { entities, bytes: 262_144 } },
    broker,
    site: { location: { type: 'Point', coordinates: [29, 41] }, locations: new Map(), mark: 'a' },
    clock,
    random: () => 0.5,
    logger,
  });
  /** Hands in a snapshot every 2 s for so long. */
  const observe = async (forMs: number, change: Partial<Snapshot> = {}) => {
    for (let passed = 0; passed < forMs; passed += 2_000) {
      await one.observe(snapshot({ at: new Date(clock.wallMs()).toISOString(), ...change }));
      await clock.advance(2_000);
    }
  };
  const states = () =>
    broker.batches.map(({ items }) => JSON.parse(items[0]?.json ?? '{}').deviceState.value as string);
  return { broker, observe, states, lines };
}

const silent = { devices: [device('meter'), silentDevice('noise', minute)] };
const away = {
  destinations: [backlog(90, minute, { state: 'backing off' as const, troubleMs: minute })],
};

describe('the beacon', () => {
  it('speaks at the start and then every five minutes', async () => {
    const { broker, observe } = beacon();
    await observe(10 * minute);

    expect(broker.batches).toHaveLength(2);
  });

  it('tells a change of state at once, and its end', async () => {
    const { observe, states } = beacon();
    await observe(20_000);
    await observe(20_000, silent);
    await observe(20_000);

    expect(states()).toEqual(['ok', 'degraded', 'ok']);
  });

  it('does not follow a state that flickers', async () => {
    const { broker, observe } = beacon();
    for (let turn = 0; turn < 15; turn += 1) {
      await observe(2_000, silent);
      await observe(2_000);
    }

    expect(broker.batches.length).toBeLessThanOrEqual(7);
  });

  it('asks nothing of a broker that is away, and says how long it was when it is back', async () => {
    const { broker, observe } = beacon();
    await observe(2_000);
    await observe(10 * minute, away);
    expect(broker.batches).toHaveLength(1);

    await observe(4_000, { destinations: [backlog(9_000, 10 * minute, { state: 'sending' })] });
    const entity = JSON.parse(broker.batches[1]?.items[0]?.json ?? '{}');
    expect(entity.deviceState.value).toBe('backlog');
    expect(
      Date.parse(entity.outageEnd.value['@value']) - Date.parse(entity.outageStart.value['@value']),
    ).toBe(11 * minute);
  });

  it('tries again after a minute when the broker refuses it, complains once, and costs no reading', async () => {
    const { broker, observe, lines } = beacon();
    broker.script.push(failed('denied'), failed('denied'));
    broker.otherwise = delivered;
    await observe(4 * minute);

    expect(broker.batches).toHaveLength(3);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('DENIED');
  });

  it('tells each device where that is wanted, in parts the destination takes', async () => {
    const { broker, observe } = beacon('devices', 10);
    await observe(2_000);

    expect(broker.batches.map(({ items }) => items.length)).toEqual([10, 8]);
    await observe(20_000, {
      devices: [device('meter'), silentDevice('noise', minute), ...snapshot().devices.slice(2)],
    });
    expect(broker.batches.at(-1)?.items.map(({ entity }) => entity)).toEqual([
      'urn:ngsi-ld:Device:istanbul-kagithane-017-self',
      'urn:ngsi-ld:Device:istanbul-kagithane-017-noise',
    ]);
  });

  it('is silent where that is wanted, and before the start is over', async () => {
    const none = beacon('none');
    await none.observe(10 * minute);
    const starting = beacon();
    await starting.observe(minute, { phase: 'starting', destinations: [destination()] });

    expect([none.broker.batches, starting.broker.batches]).toEqual([[], []]);
  });
});
