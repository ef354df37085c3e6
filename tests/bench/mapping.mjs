/**
 * Readings mapped per second on one core, beside a closure written by hand that does the same for one meter: a
 * message of 12 readings to one fragment with totals, phase objects, unit conversion, limits and unit codes.
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
  const plan = await planOfMeter();
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
  ];
}

async function planOfMeter() {
  const { parseDocument } = await load('config/document.js');
  const { readMapping } = await load('config/mapping-file.js');
  const { parseModels } = await load('config/models.js');
  const { planEntity } = await load('core/mapping-plan.js');
  const file = 'mappings/Energy/ThreePhaseAcMeasurement.yaml';
  const models = parseModels(readFileSync(new URL('mappings/models.json', root), 'utf8'));
  const { document } = parseDocument(file, readFileSync(new URL(file, root), 'utf8'));
  const { mapping } = readMapping(document, models);
  const { readings } = await messageOf(Object.entries(sample));
  const device = { id: 'meter', streams: readings.map(({ stream }) => stream), location, facts: {} };
  const gateway = { id: 'bench', facts: {} };
  return planEntity({ definition: mapping, gateway, entry: {}, devices: [device], params: {} }).plan;
}

const location = { type: 'Point', coordinates: [28.97, 41.08] };

async function messageOf(entries) {
  const { quantities } = await load('core/quantity.js');
  return {
    device: 'meter',
    observedAtMs: Date.UTC(2026, 0, 1),
    readings: entries.map(([quantity, value]) => {
      const { unit, kind } = quantities.get(quantity.split('.')[0]);
      return { stream: { device: 'meter', point: quantity, quantity, unit, kind }, value };
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

function microsecondsPerReading(map, message, messages) {
  for (let index = 0; index < messages / 10; index++) map(message);
  const start = process.hrtime.bigint();
  for (let index = 0; index < messages; index++) map(message);
  return Number(process.hrtime.bigint() - start) / 1000 / messages / message.readings.length;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

if (fileURLToPath(import.meta.url) === process.argv[1]) printRows(await run());
