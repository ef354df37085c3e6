import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { serveSerial } from '../../src/simulator/device/serial-server.ts';
import type { DeviceServer } from '../../src/simulator/device/tcp-server.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { createModbusSource, type ModbusSource } from '../../src/sources/modbus/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../fakes/modbus.ts';
import { type Running, socatInstalled, startTerminals, until } from './pymodbus.ts';

const absent = !socatInstalled && !process.env.CI;
if (absent) process.stderr.write('Skipped: socat is not installed (Debian: apt install socat).\n');

const clock = systemClock();
const line = { baud: 19_200, dataBits: 8, parity: 'even', stopBits: 1 } as const;
const points = [modbusPoint('voltage', { type: 'float32', unit: 'VLT' })];

describe.skipIf(absent)('a serial bus', () => {
  const intake = recordingIntake();
  let folder = '';
  let ours = '';
  let theirs = '';
  let cable: Running;
  let server: DeviceServer;
  let source: ModbusSource;

  const plugIn = async () => {
    cable = await startTerminals(ours, theirs);
    const unit = playDriver(points, { clock, values: { voltage: 230.5 } });
    server = await serveSerial(new Map([[1, unit]]), { clock, path: theirs, line });
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-'));
    ours = join(folder, 'ours');
    theirs = join(folder, 'theirs');
    await plugIn();
    source = createModbusSource({
      bus: { name: 'rs485', kind: 'serial', framing: 'rtu', port: ours, line },
      devices: [modbusDevice('meter', { points, everyMs: 100 })],
      clock,
      // No jitter: the first try to reconnect comes after half a second.
      random: () => 0,
      logger: silentLogger,
      intake,
    });
    for (const list of [intake.messages, intake.links]) list.length = 0;
  });

  afterEach(async () => {
    await source.stop();
    await server.close();
    await cable.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('survives that the adapter is pulled and put back', async () => {
    source.start();
    await until(() => intake.messages.length > 0, 'a first message');

    await cable.stop();
    await until(() => intake.links.at(-1) === 'meter silent PORT_NOT_FOUND', 'the adapter to be missed');
    await server.close();
    await plugIn();
    await until(() => intake.links.at(-1) === 'meter answers', 'the meter to answer again');

    expect(intake.values('meter')).toEqual({ voltage: 230.5 });
  });

  it('says that another program holds the port', async () => {
    const other = await serveSerial(new Map(), { clock, path: ours, line });

    source.start();
    await until(() => intake.links.at(-1) === 'meter silent PORT_BUSY', 'the port to be busy');
    await other.close();
    await until(() => intake.links.at(-1) === 'meter answers', 'the meter to answer');
  });
});
