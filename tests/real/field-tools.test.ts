import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { main } from '../../src/cli/main.ts';
import { loadSite } from '../../src/config/load.ts';
import { type Daemon, startDaemon } from '../../src/daemon.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { silentLogger } from '../fakes/logger.ts';
import { recordingWorld } from '../fakes/terminal.ts';
import {
  pymodbusInstalled,
  type Running,
  socatInstalled,
  startPymodbus,
  startTerminals,
} from './pymodbus.ts';

const absent = !(pymodbusInstalled && socatInstalled) && !process.env.CI;
if (absent) {
  process.stderr.write(
    'Skipped: pymodbus or socat is not installed (Debian: apt install python3-pymodbus python3-serial-asyncio socat).\n',
  );
}

const driver = `driver: acme/meter
maker: Acme
model: M1
modbus: { table: input, type: float32 }
points:
  voltage.L1: { address: 0, unit: VLT, min: 0, max: 500 }
  voltage.L2: { address: 2, unit: VLT, min: 0, max: 500 }
samples:
  - raw: { input: { 0x0000: "4366 8000 4367 4000" } }
    expect: { voltage.L1: 230.5, voltage.L2: 231.25 }
`;

/** Unit 4 has no registers 20 to 29; unit 5 answers late now and then. */
const registers = `driver: acme/registers
maker: Acme
model: R1
modbus: { table: holding, type: u16 }
points:
  x-first: { address: 0 }
  x-hole:  { address: 22 }
  x-last:  { address: 39 }
quirks:
  - { timeout: 300ms, why: "One of the units answers after half a second at times." }
samples:
  - { raw: { holding: { 0: "0001", 22: "0001", 39: "0001" } }, expect: { x-first: 1, x-hole: 1, x-last: 1 } }
`;

describe.skipIf(absent)('the field tools while the gateway polls five units', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-field-'));
  const environment = { KOPRU_SOCKET: join(folder, 'control.sock') };
  const running: Running[] = [];
  let daemon: Daemon | undefined;

  const polls = async () => {
    const snapshot = await daemon?.gateway.snapshot();
    return { read: snapshot?.intake.read ?? 0, state: snapshot?.devices[0]?.link.state };
  };
  const run = async (...args: string[]) => {
    const world = recordingWorld(environment, folder);
    const stopNever = () => new Promise<void>(() => {});
    const exit = await main([...args, '--json', '--file', join(folder, 'gateway.yaml')], {
      ...world,
      untilStopped: stopNever,
    });
    return { exit, said: JSON.parse(world.written.out || world.written.err) };
  };

  beforeAll(async () => {
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    running.push(await startTerminals(ours, theirs));
    running.push(await startPymodbus('rtu', theirs, '115200'));
    mkdirSync(join(folder, 'drivers', 'acme'), { recursive: true });
    writeFileSync(join(folder, 'drivers', 'acme', 'meter.yaml'), driver);
    writeFileSync(join(folder, 'drivers', 'acme', 'registers.yaml'), registers);
    const file = join(folder, 'gateway.yaml');
    writeFileSync(
      file,
      `schema: 1
gateway: { id: cabinet-1, location: [28.97, 41.08], clock: trusted }
buses:
  rs485: { port: ${ours}, line: 115200 8N1 }
devices:
  - { id: meter, driver: acme/meter, bus: rs485, unitId: 1, every: 300ms }
  - { id: ghost, driver: acme/meter, bus: rs485, unitId: 3, every: 1s }
  - { id: holed, driver: acme/registers, bus: rs485, unitId: 4, every: 1s }
  - { id: late, driver: acme/registers, bus: rs485, unitId: 5, every: 1s }
api: { listen: "127.0.0.1:0" }
buffer: { folder: ${join(folder, 'buffer')} }
`,
    );
    const { site, problems } = loadSite({
      file,
      driverFolders: [join(folder, 'drivers')],
      mappingFolders: [],
      stateFolder: undefined,
    });
    if (!site) throw new Error(JSON.stringify(problems));
    daemon = await startDaemon({
      site,
      secrets: () => '',
      clock: systemClock(),
      random: Math.random,
      logger: silentLogger,
      version: 'test',
      environment,
      openBuffer: (parts) => openBuffer({ ...parts, workerUrl: bufferWorkerUrl }),
    });
  });

  afterAll(async () => {
    await daemon?.stop();
    for (const each of running.reverse()) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The bus was given back: polls go on and the device answers. */
  const goesOn = async () => {
    const before = (await polls()).read;
    let now = await polls();
    const beganMs = performance.now();
    while (now.read < before + 4 && performance.now() - beganMs < 8_000) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = await polls();
    }
    expect(now.read).toBeGreaterThanOrEqual(before + 4);
    expect(now.state).toBe('answers');
  };

  it('probe finds the number of the display one address lower', async () => {
    const { exit, said } = await run('probe', 'meter', '0x0001', '--expect', '230.5', '0x0003=231.25');

    expect(said.borrowed).toBe(true);
    expect(said.found[0]).toMatchObject({
      address: 0,
      type: 'float32',
      order: 'ABCD',
      values: [230.5, 231.25],
    });
    expect(said.paste).toContain('voltage.L1: { address: 0x0000');
    expect(exit).toBe(0);
    await goesOn();
  });

  it('scan finds the new unit beside the one the gateway knows, and the silent ones silent', async () => {
    const { exit, said } = await run('scan', '--units', '1-7', '--timeout', '600ms', '--no-drivers');

    // On a busy machine the late one may answer into the question to the next unit: that is noise, and no unit.
    const alive = said.found.filter(({ kind }: { readonly kind: string }) => kind === 'alive');
    expect(alive).toMatchObject([
      { unitId: 1, kind: 'alive', device: 'meter' },
      { unitId: 2, kind: 'alive' },
      { unitId: 4, kind: 'alive', device: 'holed' },
      { unitId: 5, kind: 'alive', device: 'late' },
    ]);
    expect(exit).toBe(0);
    await goesOn();
  });

  it('watch shows the values that the gateway reads', async () => {
    const { exit, said } = await run('watch', '--for', '1s');

    expect(said).toMatchObject({ borrowed: true });
    const values = said.points.map((each: { device: string; point: string; value: number }) => [
      each.device,
      each.point,
      each.value,
    ]);
    expect(values).toEqual(
      expect.arrayContaining([
        ['meter', 'voltage.L1', 230.5],
        ['meter', 'voltage.L2', 231.25],
        ['holed', 'x-first', 1000],
        ['holed', 'x-last', 1039],
        ['late', 'x-first', 11],
      ]),
    );
    // The silent unit and the hole are something to look at.
    expect(exit).toBe(2);
    await goesOn();
  });

  it('trace shows the polls, decoded', async () => {
    const { exit, said } = await run('trace', 'rs485', '--for', '1500ms');

    expect(said.answers).toBeGreaterThanOrEqual(2);
    expect(said.exchanges).toContainEqual(
      expect.objectContaining({
        request: { unitId: 1, table: 'input', address: 0, count: 4 },
        result: { kind: 'words', words: '4366 8000 4367 4000' },
      }),
    );
    expect([0, 2]).toContain(exit);
    await goesOn();
  });

  it('ports names the bus and the gateway that holds its port', async () => {
    const { said } = await run('ports');
    const ours = said.ports.find(({ bus }: { bus?: { name: string } }) => bus?.name === 'rs485');

    expect(ours).toMatchObject({ allowed: true });
    expect(ours.holders.map(({ pid }: { pid: number }) => pid)).toContain(process.pid);
  });
});
