/**
 * Thirty devices of twenty float points on one line at 19200 8E1, polled as fast as the line allows, with none and with three
 * of them dead: how much of their cycle time the healthy ones keep. The units are simulated behind a socket at the pace
 * of the line; the dead ones never answer. Takes two minutes.
 */
import { printRows } from './print.mjs';

const devices = 30;
const pointsEach = 20;
const dead = 3;
const everyMs = Number(process.env.KOPRU_EVERY_MS ?? 2_500);
const settleMs = 25_000;
const measureMs = Number(process.env.KOPRU_MEASURE_MS ?? 40_000);
const line = { baud: 19_200, dataBits: 8, parity: 'even', stopBits: 1 };

export async function run() {
  const all = await cycleOf(0);
  const some = await cycleOf(dead);
  const name = `${devices} devices x ${pointsEach} points at 19200 8E1`;
  return [
    { name: `${name}, none dead: cycle`, value: all.cycleMs, unit: 'ms' },
    { name: `${name}, none dead: bus busy`, value: all.busy * 100, unit: '%' },
    {
      name: `${name}, ${dead} dead: cycle of the healthy`,
      value: some.cycleMs,
      unit: 'ms',
      limit: all.cycleMs,
    },
    { name: `${name}, ${dead} dead: bus busy`, value: some.busy * 100, unit: '%' },
    { name: 'cycle time kept', value: (100 * all.cycleMs) / some.cycleMs, unit: '%', goal: 95 },
    { name: 'polls left out by the healthy', value: some.overruns, unit: 'polls', goal: 0 },
  ];
}

async function cycleOf(deadCount) {
  const { createModbusSource } = await import('../../dist/sources/modbus/source.js');
  const { playDriver } = await import('../../dist/simulator/device/play-driver.js');
  const { serveConverter } = await import('../../dist/simulator/device/serial-server.js');
  const { systemClock } = await import('../../dist/sources/host/clock.js');
  const clock = systemClock();
  const units = new Map();
  for (let unitId = 1 + deadCount; unitId <= devices; unitId++)
    units.set(unitId, playDriver(pointsOf(unitId), { clock }));
  const server = await serveConverter(units, { clock, line, port: 0 });
  const taken = new Map();
  let counting = false;
  const source = createModbusSource({
    bus: { name: 'rs485', kind: 'socket', framing: 'rtu', host: '127.0.0.1', port: server.port },
    devices: Array.from({ length: devices }, (_, i) => deviceOf(i + 1)),
    clock,
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake: {
      accept: async ({ device }) => {
        if (counting) taken.set(device, (taken.get(device) ?? 0) + 1);
      },
      refuse() {},
      link() {},
    },
  });
  source.start();
  await pause(settleMs);
  counting = true;
  const [beganMs, before] = [performance.now(), source.statistics()];
  await pause(measureMs);
  const tookMs = performance.now() - beganMs;
  const after = source.statistics();
  await source.stop();
  await server.close();
  const healthy = [...taken.values()];
  const overruns = (statistics) =>
    statistics.devices.slice(deadCount).reduce((sum, device) => sum + device.overruns, 0);
  return {
    cycleMs: (tookMs * healthy.length) / healthy.reduce((sum, count) => sum + count, 0),
    busy: (after.bus.busyMs - before.bus.busyMs) / tookMs,
    overruns: overruns(after) - overruns(before),
  };
}

const pointsOf = (unitId) =>
  Array.from({ length: pointsEach }, (_, i) => ({
    stream: { device: `d${unitId}`, point: `x-${i}`, quantity: `x-${i}`, unit: undefined, kind: 'gauge' },
    meaning: {},
    hidden: false,
    used: true,
    address: 2 * i,
    table: 'input',
    type: 'float32',
    order: 'ABCD',
  }));

const deviceOf = (unitId) => ({
  id: `d${unitId}`,
  driver: 'bench/device',
  protocol: 'modbus',
  bus: 'rs485',
  unitId,
  everyMs,
  staleMs: 3 * everyMs,
  name: undefined,
  location: { type: 'Point', coordinates: [0, 0] },
  serialNumber: undefined,
  facts: {},
  filter: undefined,
  points: pointsOf(unitId),
  quirks: {},
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

if (process.argv[1] === new URL(import.meta.url).pathname) printRows(await run());
