/** Readings of a machine whose clock nobody vouches for, from the device to the broker. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { total } from '../src/core/ledger.ts';
import type { Daemon } from '../src/daemon.ts';
import { type RunningBroker, startBroker } from '../src/simulator/broker/broker.ts';
import { freePort } from '../src/simulator/device/tcp-server.ts';
import { leapingClock } from './fakes/leaping-clock.ts';
import { startDaemonOf } from './fakes/started-daemon.ts';
import { startTcpLine, type TcpLine } from './fakes/tcp-line.ts';

const yaml = (ports: Record<'air' | 'broker' | 'api', number>) => `schema: 1
gateway: { id: test-1, location: [28.97, 41.08], whenUnsynchronised: estimate }
devices:
  - { id: air, driver: nova/sds011, port: "tcp://127.0.0.1:${ports.air}", every: 1s }
entities:
  - { mapping: Environment/AirQualityObserved, from: air }
forward:
  - { name: city, broker: "http://127.0.0.1:${ports.broker}/ngsi-ld/v1", history: ordered }
api: { listen: "127.0.0.1:${ports.api}" }
`;

const context =
  'https://raw.githubusercontent.com/smart-data-models/dataModel.Environment/master/context.jsonld';
const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

const frame = Buffer.from('AAC00900090058D943AB', 'hex');
const minuteMs = 60_000;

describe('a gateway with whenUnsynchronised: estimate', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const { clock, leap, step } = leapingClock(10);
  let isVouched = false;
  let line: TcpLine;
  let broker: RunningBroker;
  let daemon: Daemon;

  /** The attribute as the broker holds it. */
  const pm10 = async () => {
    const url = `${broker.url}/entities/${daemon.gateway.site.entities[0]?.id}`;
    const answer = await fetch(url, { headers: { link } });
    const entity = (answer.ok ? await answer.json() : {}) as { pm10?: { timeEstimated?: boolean } };
    return entity.pm10;
  };
  const city = async () => {
    const { destinations } = await daemon.gateway.snapshot();
    if (!destinations[0]) throw new Error('The destination is gone.');
    return destinations[0].ledger;
  };
  const traced = async () => {
    const trace = await daemon.gateway.traceReading({ device: 'air', point: 'pm10' });
    return trace?.reading;
  };
  /** The sensor speaks until a reading of it is on disk; after a long silence its line is opened anew. */
  const measure = async () => {
    const before = await city();
    await vi.waitFor(async () => {
      line.write(frame);
      expect((await city()).accepted).toBeGreaterThan(before.accepted);
    }, patience);
  };
  const allEnded = () => vi.waitFor(async () => expect(await city()).toMatchObject({ waiting: 0 }), patience);

  beforeAll(async () => {
    broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
    line = await startTcpLine();
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, yaml({ air: line.port, broker: broker.port, api: await freePort('127.0.0.1') }));
    const vouchers = [{ source: 'ntp', everyMs: 0, vouches: async () => isVouched }];
    daemon = await startDaemonOf(file, { clock, vouchers });
    await vi.waitFor(() => expect(line.connections()).toBe(1), patience);
  });

  afterAll(async () => {
    await daemon.stop();
    await broker.close();
    await line.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets readings wait for ten minutes', async () => {
    await measure();
    leap(8 * minuteMs);
    await measure();

    expect((await daemon.gateway.snapshot()).clock).toMatchObject({ synchronised: false, source: undefined });
    expect(await city()).toMatchObject({ tallies: [] });
    expect(await pm10()).toBeUndefined();
  });

  it('sends them then with the time of the clock, and says that it is estimated', async () => {
    leap(2 * minuteMs);
    await allEnded();

    expect((await daemon.gateway.snapshot()).clock).toMatchObject({
      synchronised: false,
      source: 'estimated',
    });
    expect(await pm10()).toMatchObject({ timeEstimated: { value: true } });
    expect(await traced()).toMatchObject({ clock: 'estimated', observedAt: expect.any(String) });
  });

  it('sends nothing older than the estimate once the clock is right, and the mark goes with the next', async () => {
    step(-5 * minuteMs);
    isVouched = true;
    await vi.waitFor(
      async () => expect((await daemon.gateway.snapshot()).clock.source).toBe('ntp'),
      patience,
    );
    await measure();
    await allEnded();
    expect(total(await city(), 'superseded')).toBeGreaterThan(0);
    expect(await pm10()).toMatchObject({ timeEstimated: { value: true } });

    leap(10 * minuteMs);
    await measure();
    await allEnded();

    expect(await pm10()).not.toHaveProperty('timeEstimated');
    expect(await traced()).toMatchObject({ clock: 'ntp' });
  });
});

const patience = { timeout: 30_000, interval: 50 };
