import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { loadConfiguration } from '../../src/cli/configuration.ts';
import { main } from '../../src/cli/main.ts';
import type { OnlineDiagnosis } from '../../src/cli/online-diagnosis.ts';
import { type Daemon, startDaemon } from '../../src/daemon.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { silentLogger } from '../fakes/logger.ts';
import { recordingTerminal, recordingWorld } from '../fakes/terminal.ts';
import { freePort, pymodbusInstalled, type Running, startPymodbus } from './pymodbus.ts';

const absent = !pymodbusInstalled && !process.env.CI;
if (absent) {
  process.stderr.write(
    'Skipped: pymodbus is not installed (Debian: apt install python3-pymodbus python3-serial-asyncio).\n',
  );
}

const driver = `driver: acme/meter
maker: Acme
model: M1
modbus: { table: input, type: float32 }
points:
  voltage.L1: { address: 0, unit: VLT, min: 0, max: 500 }
  voltage.L2: { address: 2, unit: VLT, min: 0, max: 500 }
  voltage.L3: { address: 8, unit: VLT, min: 0, max: 500 }
samples:
  - raw: { input: { 0x0000: "4366 8000 4367 4000", 0x0008: "4366 8000" } }
    expect: { voltage.L1: 230.5, voltage.L2: 231.25, voltage.L3: 230.5 }
`;

describe.skipIf(absent)('kopru check --online with pymodbus and a broker that wants a key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-online-'));
  const file = join(folder, 'gateway.yaml');
  const environment = { KOPRU_SOCKET: join(folder, 'control.sock') };
  let devices: Running | undefined;
  let broker: RunningBroker | undefined;
  let text = '';

  const check = async () => {
    const world = recordingWorld(environment, folder);
    const exit = await main(['check', file, '--online', '--json'], world);
    const { online, problems }: { online: OnlineDiagnosis[]; problems: object[] } = JSON.parse(
      world.written.out || world.written.err,
    );
    return { exit, problems, online };
  };
  const secret = (key: string) => {
    mkdirSync(join(folder, 'secrets'), { recursive: true });
    writeFileSync(join(folder, 'secrets', 'key'), `${key}\n`, { mode: 0o600 });
  };

  beforeAll(async () => {
    const port = await freePort();
    devices = await startPymodbus('tcp', String(port));
    broker = await startBroker({
      clock: systemClock(),
      host: '127.0.0.1',
      port: 0,
      middleware: [
        async (context, next) =>
          context.req.header('x-key') === 'right' ? next() : context.json({ title: 'Who are you?' }, 401),
      ],
    });
    mkdirSync(join(folder, 'drivers', 'acme'), { recursive: true });
    writeFileSync(join(folder, 'drivers', 'acme', 'meter.yaml'), driver);
    text = `schema: 1
gateway: { id: cabinet-1, location: [28.97, 41.08], timezone: Europe/Istanbul, clock: trusted }
buses: { plant: { tcp: "127.0.0.1:${port}" } }
devices:
  - { id: meter, driver: acme/meter, bus: plant, unitId: 1, every: 1s }
  - { id: ghost, driver: acme/meter, bus: plant, unitId: 3, every: 1s }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, each: [meter, ghost] }
forward:
  - { name: city, broker: "${broker.url}", headers: { X-Key: { secret: key } } }
api: { listen: "127.0.0.1:0" }
buffer: { folder: ${join(folder, 'state')} }
`;
    writeFileSync(file, text);
    secret('right');
  });

  afterAll(async () => {
    await devices?.stop();
    await broker?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens the bus itself, and tells a value that is none, a silent unit and a broker that takes the key', async () => {
    const { exit, problems, online } = await check();

    expect(problems).toEqual([]);
    expect(online).toMatchObject([
      {
        name: 'meter',
        state: 'look',
        says: expect.stringMatching(/^plant unit 1, \d+ ms, 2 of 3 points: no voltage\.L3$/),
        mend: 'kopru read meter',
      },
      { name: 'ghost', state: 'stopped', code: 'NO_REPLY', mend: 'kopru explain NO_REPLY' },
      { kind: 'destination', name: 'city', state: 'fine', says: expect.stringContaining('has no urn:ngsi') },
    ]);
    expect(exit).toBe(1);
  });

  it('says that the broker does not take the key', async () => {
    secret('wrong');
    const { online } = await check();
    secret('right');

    expect(online.at(-1)).toMatchObject({ name: 'city', state: 'stopped', code: 'HTTP_401' });
    expect(online.at(-1)?.mend).toContain('auth');
  });

  describe('while the gateway runs', () => {
    let daemon: Daemon | undefined;

    beforeAll(async () => {
      const load = () => loadConfiguration(recordingTerminal(environment, folder), file);
      const { site, sources } = load();
      if (!site) throw new Error('a configuration without errors was expected');
      daemon = await startDaemon({
        site,
        configuration: { file, load, sources },
        secrets: () => 'right',
        clock: systemClock(),
        random: Math.random,
        logger: silentLogger,
        version: 'test',
        environment,
        openBuffer: (parts) => openBuffer({ ...parts, workerUrl: bufferWorkerUrl }),
      });
    });
    afterAll(() => daemon?.stop());

    it('reads through it', async () => {
      const { online } = await check();

      expect(online.map(({ name, state }) => [name, state])).toEqual([
        ['meter', 'look'],
        ['ghost', 'stopped'],
        ['city', 'fine'],
      ]);
    });

    it('does not take the answer of the unit before for that of the new one', async () => {
      writeFileSync(
        file,
        text.replace(
          'id: ghost, driver: acme/meter, bus: plant, unitId: 3',
          'id: ghost, driver: acme/meter, bus: plant, unitId: 4',
        ),
      );
      const { online } = await check();
      writeFileSync(file, text);

      expect(online[0]).toMatchObject({ name: 'meter', state: 'look', mend: 'kopru read meter' });
      expect(online[1]).toMatchObject({ name: 'ghost', state: 'look', mend: 'kopru reload' });
    });
  });
});
