import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Daemon } from '../src/daemon.ts';
import { type RunningBroker, startBroker } from '../src/simulator/broker/broker.ts';
import { freePort } from '../src/simulator/device/tcp-server.ts';
import { leapingClock } from './fakes/leaping-clock.ts';
import { silentLogger } from './fakes/logger.ts';
import { startDaemonOf } from './fakes/started-daemon.ts';
import { startTcpLine, type TcpLine } from './fakes/tcp-line.ts';

/** `$GPRMC` with its checksum, at the moment of the clock. */
function sentence(atMs: number, degreesEast: number): string {
  const [date, time] = new Date(atMs).toISOString().split('T') as [string, string];
  const [year, month, day] = date.slice(2).split('-');
  const minutes = ((degreesEast % 1) * 60).toFixed(4).padStart(7, '0');
  const east = `${String(Math.floor(degreesEast)).padStart(3, '0')}${minutes}`;
  const body = `GPRMC,${time.slice(0, 8).replaceAll(':', '')}.00,A,4104.7100,N,${east},E,0.01,,${day}${month}${year},,,A`;
  const sum = Buffer.from(body).reduce((xor, byte) => xor ^ byte, 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

interface Ports {
  readonly gps: number;
  readonly air: number;
  readonly broker: number;
  readonly api: number;
}

const yaml = (ports: Ports, location: string) => `schema: 1
gateway: { id: test-1, location: ${location}, clock: trusted }
devices:
  - { id: gps, driver: nmea/gnss, port: "tcp://127.0.0.1:${ports.gps}" }
  - { id: air, driver: nova/sds011, port: "tcp://127.0.0.1:${ports.air}", every: 1s }
entities:
  - { mapping: Environment/AirQualityObserved, from: air }
forward:
  - { name: city, broker: "http://127.0.0.1:${ports.broker}/ngsi-ld/v1", history: ordered }
api: { listen: "127.0.0.1:${ports.api}" }
`;

const air = Buffer.from('AAC00900090058D943AB', 'hex');

describe('a gateway whose place follows a receiver', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  const { clock, leap } = leapingClock();
  const log: string[] = [];
  let broker: RunningBroker;
  let lines: { readonly gps: TcpLine; readonly air: TcpLine };
  let ports: Ports;
  let daemon: Daemon;

  const start = async () => {
    const note = (_: unknown, words: string) => log.push(words);
    daemon = await startDaemonOf(file, { clock, logger: { ...silentLogger, info: note, warn: note } });
  };

  /** What goes with every version of the one entity. */
  const placeSent = () => daemon.gateway.site.entities[0]?.statics.location;

  const minutesAt = async (minutes: number, degreesEast: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      const before = await heard();
      leap(60_000);
      lines.gps.write(sentence(clock.wallMs(), degreesEast));
      await vi.waitFor(async () => expect(await heard()).toBeGreaterThan(before), patience);
    }
  };

  /** How many readings the receiver gave; no entity uses one. */
  const heard = async () => {
    const { devices } = await daemon.gateway.snapshot();
    const gps = devices.find(({ id }) => id === 'gps');
    return gps?.filtered.reduce((sum, { count }) => sum + count, 0) ?? 0;
  };

  beforeAll(async () => {
    broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
    lines = { gps: await startTcpLine(), air: await startTcpLine() };
    ports = {
      gps: lines.gps.port,
      air: lines.air.port,
      broker: broker.port,
      api: await freePort('127.0.0.1'),
    };
    writeFileSync(file, yaml(ports, '{ from: gps }'));
    await start();
    await vi.waitFor(() => expect(lines.gps.connections() + lines.air.connections()).toBe(2), patience);
  });

  afterAll(async () => {
    await daemon.stop();
    await broker.close();
    await Promise.all([lines.gps.stop(), lines.air.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('sends entities without a place until the receiver has found it', async () => {
    await minutesAt(9, 28.97);

    expect(placeSent()).toBeUndefined();
    expect((await daemon.gateway.snapshot()).place).toMatchObject({ receiver: 'gps', found: false });
  });

  it('gives entities the place that was found, without a new connection or what somebody is writing meanwhile', async () => {
    writeFileSync(file, 'half a li');
    await minutesAt(1, 28.97);
    await vi.waitFor(() => expect(daemon.gateway.site.gateway.place.found).toBe(true), patience);
    await vi.waitFor(async () => {
      lines.air.write(air);
      const answer = await fetch(`${broker.url}/entities/${daemon.gateway.site.entities[0]?.id}`);
      expect(await answer.json()).toMatchObject({ location: { value: { coordinates: [28.97, 41.0785] } } });
    }, patience);

    expect(lines.gps.taken() + lines.air.taken()).toBe(2);
    expect(log).toContain('The place of the gateway was found: entities get it.');
    expect(JSON.parse(readFileSync(join(folder, 'state/place.json'), 'utf8'))).toEqual({
      longitude: 28.97,
      latitude: 41.0785,
    });
  });

  it('begins with that place after a restart, whatever the receiver says for a while', async () => {
    writeFileSync(file, yaml(ports, '{ from: gps, else: [30, 40] }'));
    await daemon.stop();
    await start();
    await vi.waitFor(() => expect(lines.gps.connections()).toBe(1), patience);
    await minutesAt(20, 35.5);

    expect(placeSent()).toMatchObject({ value: { coordinates: [28.97, 41.0785] } });
  });
});

const patience = { timeout: 30_000, interval: 20 };
