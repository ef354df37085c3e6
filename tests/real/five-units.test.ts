/**
 * Five units of pymodbus on one pseudo-terminal: two fine ones, a silent one, one with a hole in its registers, and one
 * that answers too late now and then. Twenty seconds; two minutes and more with KOPRU_LINE_SECONDS=120.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/sources/host/clock.ts';
import type { ModbusPoint } from '../../src/sources/modbus/settings.ts';
import { createModbusSource, type ModbusSource } from '../../src/sources/modbus/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../fakes/modbus.ts';
import {
  mbpoll,
  mbpollInstalled,
  pymodbusInstalled,
  type Running,
  socatInstalled,
  startPymodbus,
  startTerminals,
  until,
} from './pymodbus.ts';

const absent = !(pymodbusInstalled && socatInstalled && mbpollInstalled) && !process.env.CI;
if (absent) {
  process.stderr.write(
    'Skipped: pymodbus, socat or mbpoll is not installed (Debian: apt install python3-pymodbus python3-serial-asyncio socat mbpoll).\n',
  );
}

const seconds = Number(process.env.KOPRU_LINE_SECONDS ?? 20);
const everyMs = 2_000;
const baud = 115_200;
const line = { baud, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const clock = systemClock();

const float = { table: 'input', type: 'float32' } as const;
const meter = [
  modbusPoint('voltage.L1', { ...float, address: 0 }),
  modbusPoint('voltage.L2', { ...float, address: 2 }),
  modbusPoint('powerFactor', { ...float, address: 4 }),
  modbusPoint('activePower', { ...float, address: 6 }),
];
const box = [
  modbusPoint('contactorOn', { table: 'coil', address: 8, kind: 'state' }),
  modbusPoint('doorOpen', { table: 'discrete', address: 1, kind: 'state' }),
  modbusPoint('activePower', { type: 'i32', order: 'CDAB', address: 0, meaning: { scale: 0.1 } }),
  modbusPoint('distance', { address: 7, bits: [0, 13] }),
];
const numbered = (addresses: readonly number[]) =>
  addresses.map((address) => modbusPoint(`x-${address}`, { address }));
const holed = numbered([0, 5, 12, 19, 22, 30, 39]);
const late = numbered([0, 1, 20, 40, 41, 42]);

const unit = (id: string, unitId: number, points: readonly ModbusPoint[]) =>
  modbusDevice(id, {
    unitId,
    everyMs,
    // The late unit answers after 0.45 s at times.
    quirks: { timeoutMs: 300 },
    points: points.map((point) => ({ ...point, stream: { ...point.stream, device: id } })),
  });
const units = [
  unit('meter', 1, meter),
  unit('box', 2, box),
  unit('ghost', 3, meter),
  unit('holed', 4, holed),
  unit('late', 5, late),
];

/** What each device truly holds. */
const truth: Readonly<Record<string, (point: string) => unknown>> = {
  meter: (point) =>
    ({ 'voltage.L1': 230.5, 'voltage.L2': 231.25, powerFactor: 0.1, activePower: -1280 })[point],
  box: (point) => ({ contactorOn: true, doorOpen: true, activePower: -10, distance: 0x123 })[point],
  holed: (point) => 1000 + Number(point.slice(2)),
  late: (point) => (Number(point.slice(2)) * 257 + 11) & 0xffff,
};

describe.skipIf(absent)('five units of pymodbus on one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-five-'));
  const ours = join(folder, 'ours');
  const running: Running[] = [];
  const intake = recordingIntake();
  let source: ModbusSource | undefined;

  beforeAll(async () => {
    const theirs = join(folder, 'theirs');
    running.push(await startTerminals(ours, theirs));
    running.push(await startPymodbus('rtu', theirs, String(baud)));
  });

  afterAll(async () => {
    await source?.stop();
    for (const each of running.reverse()) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`reads only right values for ${seconds} s, keeps the schedule, and agrees with mbpoll`, {
    timeout: (seconds + 30) * 1000,
  }, async () => {
    source = createModbusSource({
      bus: { name: 'rs485', kind: 'serial', framing: 'rtu', port: ours, line },
      devices: units,
      clock,
      random: Math.random,
      logger: silentLogger,
      intake,
    });
    source.start();
    const beganMs = clock.monotonicMs();
    await until(() => clock.monotonicMs() - beganMs >= seconds * 1000, 'the end', (seconds + 10) * 1000);
    const { bus, devices } = source.statistics();
    await source.stop();

    const readings = intake.messages.flatMap((message) => message.readings);
    const wrong = readings.filter(({ stream, value }) => truth[stream.device]?.(stream.point) !== value);
    const messages = (device: string) => intake.messages.filter((each) => each.device === device);
    const expected = (seconds * 1000) / everyMs;
    const counts = units.map(({ id }) => `${id} ${messages(id).length}`).join(', ');
    process.stdout.write(
      `five units, ${seconds} s: ${readings.length} readings, ${wrong.length} wrong; messages of ${expected} due: ${counts}; ${bus.requests} requests, ${bus.timeouts} timeouts, ${bus.exceptions} exceptions, ${bus.strays} strays\n`,
    );

    expect(wrong).toEqual([]);
    for (const device of ['meter', 'box', 'holed']) {
      expect(messages(device).length, device).toBeGreaterThanOrEqual(expected - 1);
    }
    expect(messages('late').length).toBeGreaterThan(expected / 8);
    expect(messages('ghost')).toEqual([]);
    expect(devices.find(({ id }) => id === 'ghost')?.running).toBe('parked');
    expect(intake.refusals.some((text) => text.startsWith('holed x-22 missing exception'))).toBe(true);
    expect(
      new Set(readings.filter(({ stream }) => stream.device === 'holed').map(({ stream }) => stream.point)),
    ).toEqual(new Set(['x-0', 'x-5', 'x-12', 'x-19', 'x-30', 'x-39']));
    expect(bus.timeouts).toBeGreaterThan(3);

    const rtu = ['-m', 'rtu', '-b', String(baud), '-P', 'none', '-a'];
    // The late unit may answer the source once more when nobody listens any longer.
    const asked = (...args: string[]) => mbpoll(...args).catch(() => mbpoll(...args));
    const floats = await asked(...rtu, '1', '-t', '3:float', '-B', '-r', '0', '-c', '4', ours);
    expect(floats.map(Number)).toEqual(Object.values(intake.values('meter')));
    const registers = await asked(...rtu, '4', '-t', '4', '-r', '30', '-c', '10', ours);
    expect(Number(registers[0])).toBe(intake.values('holed')['x-30']);
    expect(Number(registers[9])).toBe(intake.values('holed')['x-39']);
  });
});
