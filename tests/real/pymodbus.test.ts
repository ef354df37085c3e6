import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { serveSerial } from '../../src/simulator/device/serial-server.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import type { Bus, ModbusDevice } from '../../src/sources/modbus/settings.ts';
import { createModbusSource, type ModbusSource } from '../../src/sources/modbus/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../fakes/modbus.ts';
import {
  freePort,
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

const clock = systemClock();
/** A pseudo-terminal has no speed; the fastest keeps the waits between frames short. */
const baud = 115_200;
const line = { baud, dataBits: 8, parity: 'none', stopBits: 1 } as const;

const float = { table: 'input', type: 'float32' } as const;
const meterPoints = [
  modbusPoint('voltage.L1', { ...float, address: 0, unit: 'VLT' }),
  modbusPoint('voltage.L2', { ...float, address: 2, unit: 'VLT' }),
  modbusPoint('powerFactor', { ...float, address: 4 }),
  modbusPoint('activePower', { ...float, address: 6, unit: 'WTT' }),
  modbusPoint('frequency', { ...float, address: 8, unit: 'HTZ' }),
];
const boxPoints = [
  modbusPoint('contactorOn', { table: 'coil', address: 8, kind: 'state' }),
  modbusPoint('lightOn', { table: 'coil', address: 1, kind: 'state' }),
  modbusPoint('doorOpen', { table: 'discrete', address: 1, kind: 'state' }),
  modbusPoint('activePower', {
    type: 'i32',
    order: 'CDAB',
    address: 0,
    meaning: { scale: 0.1 },
    unit: 'WTT',
  }),
  modbusPoint('activeEnergy', {
    type: 'u64',
    address: 2,
    meaning: { scale: 0.01 },
    unit: 'KWH',
    kind: 'counter',
  }),
  modbusPoint('airTemperature', { address: 6, meaning: { invalid: ['highest'] }, unit: 'CEL' }),
  modbusPoint('distance', { address: 7, bits: [0, 13], unit: 'MMT' }),
];
const meterValues = { 'voltage.L1': 230.5, 'voltage.L2': 231.25, powerFactor: 0.1, activePower: -1280 };
const boxValues = {
  contactorOn: true,
  lightOn: false,
  doorOpen: true,
  activePower: -10,
  activeEnergy: Number(9_007_199_254_740_993n / 100n) + 0.93,
  distance: 0x123,
};

const devices = (everyMs: number): ModbusDevice[] => [
  modbusDevice('meter', { unitId: 1, everyMs, points: meterPoints }),
  modbusDevice('box', { unitId: 2, everyMs, points: boxPoints }),
  modbusDevice('ghost', { unitId: 3, everyMs, points: meterPoints, quirks: { timeoutMs: 300 } }),
];

describe.skipIf(absent)('the Modbus source against pymodbus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const running: Running[] = [];
  let ours = '';
  let theirs = '';
  let port = 0;
  let source: ModbusSource | undefined;
  const intake = recordingIntake();

  const open = (bus: Bus, all: readonly ModbusDevice[]) => {
    source = createModbusSource({
      bus,
      devices: all,
      clock,
      random: Math.random,
      logger: silentLogger,
      intake,
    });
    source.start();
    return source;
  };

  beforeAll(async () => {
    ours = join(folder, 'ours');
    theirs = join(folder, 'theirs');
    port = await freePort();
    running.push(await startTerminals(ours, theirs));
    running.push(await startPymodbus('rtu', theirs, String(baud)));
    running.push(await startPymodbus('tcp', String(port)));
  });

  afterEach(async () => {
    await source?.stop();
    source = undefined;
    for (const list of [intake.messages, intake.refusals, intake.links]) list.length = 0;
  });

  afterAll(async () => {
    for (const each of running.reverse()) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const buses = (): Bus[] => [
    { name: 'rs485', kind: 'serial', framing: 'rtu', port: ours, line },
    { name: 'rs485', kind: 'socket', framing: 'tcp', host: '127.0.0.1', port },
  ];

  it.each([0, 1])('reads every table, type and order right (bus %i)', async (which) => {
    const bus = buses()[which];
    if (!bus) throw new Error('There are two buses.');
    open(bus, devices(200));

    await until(() => intake.messages.length > 10, 'ten messages');

    expect(intake.values('meter')).toEqual(meterValues);
    expect(intake.values('box')).toEqual(boxValues);
    expect(intake.refusals).toContain('meter frequency not a number 7FC0 0000');
    expect(intake.refusals).toContain('box airTemperature sentinel FFFF');
  });

  it.each([0, 1])('is not held up by a silent unit (bus %i)', async (which) => {
    const bus = buses()[which];
    if (!bus) throw new Error('There are two buses.');
    const { statistics } = open(bus, devices(100));

    await until(() => intake.links.includes('ghost silent NO_REPLY'), 'the silent unit to be noticed');
    await until(() => statistics().devices[2]?.running === 'parked', 'the silent unit to be parked');
    const before = intake.messages.length;
    const began = clock.monotonicMs();
    await until(() => intake.messages.length >= before + 20, 'twenty more messages');

    expect(clock.monotonicMs() - began).toBeLessThan(5_000);
    expect(intake.links).toContain('meter answers');
    expect(intake.links).toContain('box answers');
  });

  it('agrees with mbpoll', async () => {
    const tcp = ['-m', 'tcp', '-p', String(port), '-a'];
    const floats = await mbpoll(...tcp, '1', '-t', '3:float', '-B', '-r', '0', '-c', '4', '127.0.0.1');
    const coils = await mbpoll(...tcp, '2', '-t', '0', '-r', '0', '-c', '10', '127.0.0.1');
    const registers = await mbpoll(...tcp, '2', '-t', '4:hex', '-r', '0', '-c', '8', '127.0.0.1');
    const bus = buses()[1];
    if (!bus) throw new Error('There are two buses.');
    const opened = open(bus, devices(60_000));

    const meter = await opened.readOnce('meter');
    const box = await opened.readOnce('box');

    expect(meter.points.slice(0, 4).map(({ value }) => 'value' in value && value.value)).toEqual(
      floats.map(Number),
    );
    expect(box.points[0]?.words).toEqual([Number(coils[8])]);
    expect(box.points.slice(3).flatMap(({ words }) => words)).toEqual(registers.map(Number));
  });

  it('is understood by mbpoll on a line where it plays the device', async () => {
    const a = join(folder, 'a');
    const b = join(folder, 'b');
    running.push(await startTerminals(a, b));
    const values = { ...meterValues, frequency: 50 };
    const server = await serveSerial(new Map([[7, playDriver(meterPoints, { clock, values })]]), {
      clock,
      path: a,
      line,
    });
    const rtu = ['-m', 'rtu', '-b', String(baud), '-P', 'none', '-a', '7'];

    const read = await mbpoll(...rtu, '-t', '3:float', '-B', '-r', '0', '-c', '5', b);
    await server.close();

    expect(read.map(Number)).toEqual(Object.values(values));
  });
});
