import { expect, it, vi } from 'vitest';
import { Forwarder } from '../../src/forward/forwarder.ts';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { type ProfileName, profileOf } from '../../src/simulator/broker/profiles.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer, memoryDisk } from '../fakes/memory-buffer.ts';
import { plan, stream } from '../fakes/plans.ts';
import { afterTest, clientOf } from './served.ts';

const context = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
const id = 'urn:ngsi-ld:Thing:1';
const minuteMs = 60_000;

/** A device that says 1, then hands in 2 and 3 of the minutes before, then says 4, to a broker over HTTP. */
async function lateAt(profile: ProfileName) {
  const peer = await startBroker({
    clock: systemClock(),
    host: '127.0.0.1',
    port: 0,
    ...profileOf(profile),
  });
  afterTest(() => peer.close());
  const clock = fakeClock();
  const buffer = new MemoryBuffer({ clock, disk: memoryDisk(), destinations: ['city'] });
  const forwarder = new Forwarder({
    settings: {
      name: 'city',
      history: 'temporal',
      versionsPerRequest: 1,
      batch: { entities: 100, bytes: 262_144 },
      retryAtMost: minuteMs,
    },
    buffer,
    broker: clientOf({ broker: peer.url }).broker,
    plans: [plan(id, ['a.x'], context)],
    streams: [stream('a', 'x')],
    clock,
    random: () => 0.5,
    logger: silentLogger,
    onMappingProblem() {},
  });
  afterTest(() => forwarder.stop());
  forwarder.start();
  const tallies = async () => {
    const [ledger] = await buffer.ledgers();
    return Object.fromEntries((ledger?.tallies ?? []).map(({ outcome, count }) => [outcome, count]));
  };
  const accept = async (value: number, agoMs: number) => {
    await buffer.accept({
      device: 'a',
      readings: [{ stream: stream('a', 'x'), value }],
      monotonicMs: clock.monotonicMs(),
      awaited: false,
      deviceTimeMs: clock.wallMs() - agoMs,
    });
  };
  /** Until so many readings have ended; time goes on meanwhile. */
  const ended = (count: number) =>
    vi.waitFor(
      async () => {
        await clock.advance(1_000);
        const sum = Object.values(await tallies()).reduce((all, each) => all + each, 0);
        expect(sum).toBe(count);
      },
      { timeout: 20_000, interval: 5 },
    );
  await accept(1, 0);
  await ended(1);
  await accept(2, 30 * minuteMs);
  await accept(3, 20 * minuteMs);
  await ended(3);
  await accept(4, 0);
  await ended(4);
  const read = async (path: string) => (await fetch(`${peer.url}/${path}/${id}`)).json();
  return { read, tallies };
}

it.each<ProfileName>(['spec', 'scorpio', 'stellio'])(
  'leaves the current value at %s alone and fills its history with what comes late',
  async (profile) => {
    const { read, tallies } = await lateAt(profile);

    expect(await read('entities')).toMatchObject({ 'a-x': { value: 4 } });
    expect(await read('temporal/entities')).toMatchObject({
      'a-x': [{ value: 2 }, { value: 3 }, { value: 1 }, { value: 4 }],
    });
    expect(await tallies()).toEqual({ delivered: 4 });
  },
);

it('counts what comes late as superseded at a broker without a history', async () => {
  const { read, tallies } = await lateAt('orion');

  expect(await read('entities')).toMatchObject({ 'a-x': { value: 4 } });
  expect(await tallies()).toEqual({ delivered: 2, superseded: 2 });
});
