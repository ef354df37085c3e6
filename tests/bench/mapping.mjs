/**
 * Readings mapped per second on one core, beside a closure written by hand that does the same for one meter: a
 * message of 12 readings to one fragment with totals, phase objects, unit conversion, limits and unit codes. Then what
 * periods, counts across devices and events cost, each reading beside one that is mapped at once.
 * Runs against dist; build first.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printRows } from './print.mjs';

const root = new URL('../../', import.meta.url);
const load = (path) => import(new URL(`dist/${path}`, root).href);

/** Of the hand-written closure's time. */
const goal = '<= 300 %';

const sample = {
  frequency: 49.98,
  activePower: 1280,
  reactivePower: 210,
  powerFactor: 0.987,
  activeEnergyImport: 1234.5,
  'voltage.L1': 230.3,
  'voltage.L2': 230.4,
  'voltage.L3': 229.9,
  'current.L1': 1.9,
  'current.L2': 1.8,
  'voltageThd.L1': 2.1,
  'voltageThd.L2': 2.2,
};

/** Rows of the benchmark: `{ name, value, unit, limit, ratio, goal }`; the limit is the hand-written closure. */
export async function run({ messages = 100_000, repeats = 5 } = {}) {
  const plan = await planOf('Energy/ThreePhaseAcMeasurement', [
    deviceOf(await messageOf(Object.entries(sample))),
  ]);
  const message = await messageOf(Object.entries(sample));
  const check = JSON.stringify(plan.map(message).measured);
  if (check !== JSON.stringify(byHand(message).measured)) throw new Error('The two do not give the same.');
  const times = { mapping: [], hand: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    times.hand.push(microsecondsPerReading(byHand, message, messages));
    times.mapping.push(microsecondsPerReading(plan.map, message, messages));
  }
  const mapping = median(times.mapping);
  const hand = median(times.hand);
  return [
    { name: 'mapping, per reading', value: mapping, unit: 'µs', limit: hand, ratio: mapping / hand, goal },
    {
      name: 'mapping, readings on one core',
      value: 1e6 / mapping,
      unit: '1/s',
      limit: 1e6 / hand,
      ratio: hand / mapping,
      goal: '>= 33 %',
    },
    row('a level in a period of 900', await inPeriod(messages), mapping),
    row('a counter in a period of 900', await countedInPeriod(messages), mapping),
    row('a spot of a street of 100', await acrossDevices(messages), mapping, '<= 50 µs'),
    row('a level that begins and ends an event', await inEvents(messages), mapping),
  ];
}

const row = (name, value, limit, most = '<= 5 µs') => ({
  name: `${name}, per reading`,
  value,
  unit: 'µs',
  limit,
  ratio: value / limit,
  goal: most,
});

const start = Date.UTC(2026, 0, 1);

/** A quarter of an hour of a reading each second, closed over and over. */
async function ofPeriod(mapping, quantity, valueAt, messages) {
  const first = await messageOf([[quantity, valueAt(0)]]);
  const plan = await planOf(mapping, [deviceOf(first)]);
  const [window] = plan.windows;
  const { stream } = first.readings[0];
  const all = Array.from({ length: 901 }, (_, index) => ({
    device: 'meter',
    observedAtMs: start + (index - 1) * 1000,
    readings: [{ stream, value: valueAt(index) }],
  }));
  const span = { startMs: start, endMs: start + 900_000, messages: all.slice(1), before: all.slice(0, 1) };
  const rounds = Math.ceil(messages / 900);
  const { fragment } = window.close(span);
  if (Object.keys(fragment.measured).length === 0) throw new Error(`${mapping} gives nothing.`);
  return microsecondsOf(rounds, () => window.close(span)) / 900;
}

const inPeriod = (messages) =>
  ofPeriod('Environment/NoiseLevelObserved', 'soundLevel', (index) => 50 + (index % 30), messages);
const countedInPeriod = (messages) =>
  ofPeriod('Transportation/CrowdFlowObserved', 'peopleCount', (index) => 1000 + index, messages);

/** Maps with marks as the forwarder keeps them. */
async function remembering(plan, messages, messageAt) {
  const { marksIn } = await load('core/entity.js');
  const marks = new Map();
  const told = (mark) => marks.get(mark);
  let index = 0;
  return microsecondsOf(messages, () => {
    const fragment = plan.map(messageAt(index++), told);
    if (fragment) for (const [mark, atMs] of Object.entries(marksIn(fragment))) marks.set(mark, atMs);
  });
}

async function acrossDevices(messages) {
  const spots = await Promise.all(
    Array.from({ length: 100 }, (_, index) => messageOf([['occupied', 0]], `spot-${index}`)),
  );
  const plan = await planOf('Parking/OnStreetParking', spots.map(deviceOf));
  return remembering(plan, messages / 10, (index) => {
    const { device, readings } = spots[index % 100];
    return {
      device,
      observedAtMs: start + index,
      readings: [{ stream: readings[0].stream, value: index % 2 }],
    };
  });
}

async function inEvents(messages) {
  const { device, readings } = await messageOf([['waterLevel', 1]]);
  const plan = await planOf('Alert/Alert-flood', [deviceOf({ device, readings })], { alertLevel: 3 });
  return remembering(plan, messages, (index) => ({
    device,
    observedAtMs: start + index,
    readings: [{ stream: readings[0].stream, value: 2.5 + (index % 100) / 100 }],
  }));
}

async function planOf(mapping, devices, params = {}) {
  const { parseDocument } = await load('config/document.js');
  const { readMapping } = await load('config/mapping-file.js');
  const { parseModels } = await load('config/models.js');
  const { planEntity } = await load('core/mapping-plan.js');
  const file = `mappings/${mapping}.yaml`;
  const models = parseModels(readFileSync(new URL('mappings/models.json', root), 'utf8'));
  const { document } = parseDocument(file, readFileSync(new URL(file, root), 'utf8'));
  const { mapping: definition } = readMapping(document, models);
  const gateway = { id: 'bench', facts: {} };
  return planEntity({ definition, gateway, entry: { id: 'x' }, devices, params }).plan;
}

const deviceOf = ({ device, readings }) => ({
  id: device,
  streams: readings.map(({ stream }) => stream),
  location,
  facts: {},
  rhythm: { everyMs: 1000 },
});

const location = { type: 'Point', coordinates: [28.97, 41.08] };

async function messageOf(entries, device = 'meter') {
  const { quantities } = await load('core/quantity.js');
  return {
    device,
    observedAtMs: start,
    readings: entries.map(([quantity, value]) => {
      const { unit, kind } = quantities.get(quantity.split('.')[0]);
      return { stream: { device, point: quantity, quantity, unit, kind }, value };
    }),
  };
}

/** What a programmer would write for exactly this meter. */
function byHand(message) {
  const observedAt = new Date(message.observedAtMs).toISOString();
  const found = {};
  for (const { stream, value } of message.readings) found[stream.quantity] = value;
  const measured = {};
  const problems = [];
  const add = (name, value, unitCode, min = -Infinity, max = Infinity) => {
    if (value === undefined) return;
    if (value < min || value > max)
      problems.push({ attribute: name, code: 'OUT_OF_RANGE', words: `${value}` });
    else measured[name] = { type: 'Property', value, unitCode, observedAt };
  };
  const addObject = (name, parts, unitCode, min = -Infinity, max = Infinity) => {
    const value = {};
    let any = false;
    for (const [key, part] of parts) {
      if (part === undefined) continue;
      if (part < min || part > max)
        problems.push({ attribute: name, code: 'OUT_OF_RANGE', words: `${part}` });
      else {
        value[key] = part;
        any = true;
      }
    }
    if (any) measured[name] = { type: 'Property', value, unitCode, observedAt };
  };
  const fraction = (percent) => (percent === undefined ? undefined : Number((percent / 100).toPrecision(12)));
  add('frequency', found.frequency, 'HTZ', 0);
  add('totalActivePower', found.activePower, 'WTT');
  add('totalReactivePower', found.reactivePower, 'D44');
  add('totalPowerFactor', found.powerFactor, 'C62', -1, 1);
  add('totalActiveEnergyImport', found.activeEnergyImport, 'KWH', 0);
  const { 'voltage.L1': v1, 'voltage.L2': v2, 'voltage.L3': v3, 'current.L1': i1, 'current.L2': i2 } = found;
  addObject(
    'phaseVoltage',
    [
      ['L1', v1],
      ['L2', v2],
      ['L3', v3],
    ],
    'VLT',
    0,
  );
  addObject(
    'current',
    [
      ['L1', i1],
      ['L2', i2],
    ],
    'AMP',
  );
  const [t1, t2] = [fraction(found['voltageThd.L1']), fraction(found['voltageThd.L2'])];
  addObject(
    'thdVoltage',
    [
      ['L1', t1],
      ['L2', t2],
    ],
    'C62',
    0,
    1,
  );
  return { measured, dating: {}, problems };
}

const microsecondsPerReading = (map, message, messages) =>
  microsecondsOf(messages, () => map(message)) / message.readings.length;

/** Of one call, after a tenth of them to warm up. */
function microsecondsOf(calls, call) {
  for (let index = 0; index < calls / 10; index++) call();
  const startedAt = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) call();
  return Number(process.hrtime.bigint() - startedAt) / 1000 / calls;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

if (fileURLToPath(import.meta.url) === process.argv[1]) printRows(await run());
