import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import type { Site } from '../../src/config/site.ts';
import { Gateway } from '../../src/gateway.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { createSerialSource, type SerialSource } from '../../src/sources/serial/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer } from '../fakes/memory-buffer.ts';
import { recordingIntake } from '../fakes/modbus.ts';
import { serialDevice } from '../fakes/serial.ts';
import { pyserialInstalled, type Running, socatInstalled, startTerminals, until } from './pymodbus.ts';

const absent = !(socatInstalled && pyserialInstalled) && !process.env.CI;
if (absent) {
  process.stderr.write(
    'Skipped: socat and pyserial are not both installed (Debian: apt install socat python3-serial).\n',
  );
}

const python = '/usr/bin/python3';
const line = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** Frames of the dust sensor as somebody else's library writes them; every value once, with noise in between. */
const writer = `
import serial, sys, time
port = serial.Serial(sys.argv[1], 9600)
first, count = int(sys.argv[2]), int(sys.argv[3])
for value in range(first, first + count):
    body = bytes([value & 255, value >> 8, value & 255, value >> 8, 0x58, 0xd9])
    port.write(bytes([0xaa, value & 255]) + b"\\xaa\\xc0" + body + bytes([sum(body) & 255, 0xab]))
    port.flush()
    time.sleep(0.002)
`;

const write = (path: string, first: number, count: number) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(python, ['-c', writer, path, String(first), String(count)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`pyserial ended with ${code}.`)),
    );
  });

const yaml = (port: string) => `
schema: 1
gateway: { id: g, location: [28.97, 41.07], clock: trusted }
devices: [ { id: air, driver: nova/sds011, port: ${port} } ]
entities: [ { mapping: Environment/AirQualityObserved, from: air } ]
`;

describe.skipIf(absent)('a serial port', () => {
  const intake = recordingIntake();
  let folder = '';
  let ours = '';
  let theirs = '';
  let cable: Running;
  let source: SerialSource;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-'));
    ours = join(folder, 'ours');
    theirs = join(folder, 'theirs');
    cable = await startTerminals(ours, theirs);
    for (const list of [intake.messages, intake.links, intake.refusals]) list.length = 0;
    source = createSerialSource({
      port: { name: 'line', address: { kind: 'serial', port: ours, line } },
      devices: [serialDevice('air')],
      clock: systemClock(),
      // No jitter: the first try to open the port again comes after half a second.
      random: () => 0,
      logger: silentLogger,
      intake,
    });
    source.start();
    await until(() => source.statistics().port.connected, 'the port to be open');
  });

  afterEach(async () => {
    await source.stop();
    await cable.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives every value that another library writes, noise in between', async () => {
    await write(theirs, 1, 500);
    await until(() => intake.messages.length >= 500, '500 messages');

    const values = intake.messages.map(({ readings }) => readings[0]?.value);
    expect(values).toEqual(Array.from({ length: 500 }, (_, index) => (index + 1) / 10));
  });

  it('is read by the gateway as its driver file says', async () => {
    await source.stop();
    const { site } = loadSite({
      file: join(folder, 'gateway.yaml'),
      driverFolders: [join(import.meta.dirname, '..', '..', 'drivers')],
      mappingFolders: [join(import.meta.dirname, '..', '..', 'mappings')],
      files: {
        ...nodeFiles,
        read: (path) => (path.endsWith('gateway.yaml') ? Buffer.from(yaml(ours)) : nodeFiles.read(path)),
      },
    });
    const gateway = new Gateway({
      site: site as Site,
      secrets: () => '',
      clock: systemClock(),
      random: () => 0,
      logger: silentLogger,
      version: 'test',
      environment: {},
      buffer: new MemoryBuffer({ clock: systemClock(), destinations: [] }),
    });
    await gateway.start();

    await until(() => gateway.frames(ours, 0)?.pieces !== undefined, 'the port');
    let values: readonly unknown[] = [];
    for (let look = 0; look < 50 && values.length === 0; look++) {
      await write(theirs, 123, 1);
      values =
        (await gateway.snapshot()).devices[0]?.values.map(({ quantity, value }) => [quantity, value]) ?? [];
    }

    expect(values).toEqual([
      ['pm25', 12.3],
      ['pm10', 12.3],
    ]);
    await gateway.stop();
  });

  it('survives being unplugged and replugged 100 times', { timeout: 180_000 }, async () => {
    for (let time = 1; time <= 100; time++) {
      await cable.stop();
      await until(() => !source.statistics().port.connected, `the port to be missed, time ${time}`);
      cable = await startTerminals(ours, theirs);
      await until(() => source.statistics().port.connected, `the port to be back, time ${time}`);
      await write(theirs, time, 1);
      await until(() => intake.messages.length === time, `a message, time ${time}`);
    }

    expect(intake.messages.map(({ readings }) => readings[0]?.value)).toEqual(
      Array.from({ length: 100 }, (_, index) => (index + 1) / 10),
    );
  });
});
