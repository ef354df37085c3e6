/**
 * Entities of about 1 KB to a server that takes everything: the broker adapter alone and the whole forwarder, each
 * beside undici posting bodies made beforehand, and the CPU for one entity. Runs against dist; build first.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { printRows } from './print.mjs';

const root = new URL('../../', import.meta.url);
const load = (path) => import(new URL(`dist/${path}`, root).href);
const batchEntities = 100;

/** Rows of the benchmark: `{ name, value, unit, limit, ratio, goal }`; the limit is undici alone. */
export async function run({ entities = 2_000, rounds = 100 } = {}) {
  const sink = fork(fileURLToPath(new URL('children/sink.js', import.meta.url)));
  const port = await new Promise((resolve) => sink.once('message', resolve));
  const { bare, adapted } = await inPairs(port, entities * rounds);
  const ours = await ourRate(port, entities, rounds);
  sink.kill();
  return [
    {
      name: 'batch upsert of prepared entities',
      value: adapted,
      unit: 'entities/s',
      limit: bare,
      ratio: adapted / bare,
      goal: '>= 50 %',
    },
    {
      name: 'leased, folded, mapped, posted, settled',
      value: ours.perSecond,
      unit: 'entities/s',
      limit: bare,
      ratio: ours.perSecond / bare,
    },
    {
      name: 'CPU of the whole process for an entity',
      value: ours.microseconds,
      unit: 'µs',
      limit: 40,
      ratio: ours.microseconds / 40,
      goal: '<= 100 %',
    },
  ];
}

const pairs = 11;

/** Short turns of both, one after the other, because the speed of a shared machine drifts; the medians count. */
async function inPairs(port, total) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1, pipelining: 1 });
  const body = `[${new Array(batchEntities).fill(prepared).join(',')}]`;
  const headers = { 'content-type': 'application/json' };
  const bareTurn = async () => {
    const response = await pool.request({ path: '/', method: 'POST', headers, body });
    await response.body.dump();
  };
  const broker = await adapter(port);
  const item = { entity: 'urn:ngsi-ld:Thing:d1000', json: prepared };
  const batch = {
    context: 'https://example.org/context.jsonld',
    items: new Array(batchEntities).fill(item),
  };
  const [bare, adapted] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    bare.push(await rateOf(bareTurn, total / pairs));
    adapted.push(await rateOf(() => broker.upsert(batch), total / pairs));
  }
  await pool.close();
  await broker.close();
  return { bare: median(bare), adapted: median(adapted) };
}

async function rateOf(turn, total) {
  const start = performance.now();
  let sent = 0;
  for (; sent < total; sent += batchEntities) await turn();
  return sent / ((performance.now() - start) / 1_000);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function settingsFor(port) {
  const { destinationSettings } = await load('forward/settings.js');
  return destinationSettings.parse({ name: 'city', broker: `http://127.0.0.1:${port}/ngsi-ld/v1` });
}

async function adapter(port) {
  const { createNgsiLdBroker } = await load('forward/ngsi-ld-broker.js');
  return createNgsiLdBroker({
    settings: await settingsFor(port),
    secrets: () => '',
    clock: { wallMs: Date.now, monotonicMs: () => performance.now() },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    agent: 'bench',
  });
}

async function ourRate(port, entities, rounds) {
  const { Forwarder } = await load('forward/forwarder.js');
  const settings = await settingsFor(port);
  const clock = {
    boot: 'bench',
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after(ms, action) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
  const broker = await adapter(port);
  const streams = Array.from({ length: entities }, (_, index) => ({
    device: `d${index}`,
    point: 'x',
    quantity: 'x',
    unit: 'CEL',
    kind: 'gauge',
  }));
  const { buffer, over } = fullBuffer(streams, rounds);
  const forwarder = new Forwarder({
    settings: { ...settings, batch: { ...settings.batch, entities: batchEntities } },
    buffer,
    broker,
    plans: streams.map(planOf),
    streams,
    clock,
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    onMappingProblem() {},
  });
  const cpu = process.cpuUsage();
  const start = performance.now();
  forwarder.start();
  await over;
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  await forwarder.stop();
  await broker.close();
  const total = entities * rounds;
  return { perSecond: total / seconds, microseconds: (user + system) / total };
}

/** A log in memory, each stream once a round. `over` resolves when all of it is settled. */
function fullBuffer(streams, rounds) {
  const rows = streams.length * rounds;
  let finish = () => {};
  const over = new Promise((resolve) => {
    finish = resolve;
  });
  const column = (from, to, value) => Float64Array.from({ length: to - from }, (_, i) => value(from + i));
  const lease = async ({ after, upto = rows, limit, streams: only }) => {
    if (only) throw new Error('A strand went behind.');
    const to = Math.min(after + limit, upto, rows);
    return {
      seq: column(after, to, (row) => row + 1),
      stream: column(after, to, (row) => row % streams.length),
      segment: column(after, to, () => 1),
      t: column(
        after,
        to,
        (row) => Math.floor(row / streams.length) * 1_000 + (row % streams.length) / 10_000,
      ),
      number: column(after, to, (row) => row / 10),
      texts: new Map(),
      deviceTimes: new Map(),
      damaged: [],
      upto: to,
      end: to === rows,
    };
  };
  const buffer = {
    lease,
    settle: async ({ position }) => {
      if (position === rows) finish();
      return { kind: 'settled' };
    },
    stream: (id) => streams[id],
    segment: () => ({ id: 1, offset: Date.UTC(2026, 0, 1) }),
    destination: () => ({ name: 'city', position: 0, streams: [], newest: [] }),
    onCommit: () => () => {},
    status: () => ({ lastSeq: rows, generation: 0 }),
  };
  return { buffer, over };
}

function planOf({ device }) {
  const uses = (stream) => stream.device === device;
  return {
    id: `urn:ngsi-ld:Thing:${device}`,
    type: 'Thing',
    mapping: 'Bench/Thing',
    context: 'https://example.org/context.jsonld',
    statics,
    devices: [device],
    uses,
    map: ({ readings, observedAtMs }) => ({
      measured: measured(readings[0].value, observedAtMs),
      dating: {},
      problems: [],
    }),
  };
}

function measured(value, ms) {
  const observedAt = new Date(ms).toISOString();
  const property = (unitCode, offset) => ({ type: 'Property', value: value + offset, unitCode, observedAt });
  return {
    pm25: property('GQ', 1),
    pm10: property('GQ', 2),
    temperature: property('CEL', 0),
    relativeHumidity: property('C62', 0.5),
    pressure: property('A97', 1_000),
  };
}

const statics = {
  name: { type: 'Property', value: 'Kağıthane Meydan' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [28.9708, 41.0785] } },
  refDevice: { type: 'Relationship', object: 'urn:ngsi-ld:Device:istanbul-kagithane-017-air' },
};

const prepared = JSON.stringify({
  id: 'urn:ngsi-ld:Thing:d1000',
  type: 'Thing',
  ...measured(1, Date.UTC(2026, 0, 1)),
  ...statics,
});

if (process.argv[1] === fileURLToPath(import.meta.url)) printRows(await run());
