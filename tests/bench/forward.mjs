/**
 * Entities per second through forwarder and broker adapter, beside undici posting bodies made beforehand to the
 * same server, and the time of the main thread for one reading. Runs against dist; build first.
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
  const bare = await bareRate(port, entities * rounds);
  const ours = await ourRate(port, entities, rounds);
  sink.kill();
  return [
    {
      name: 'forwarding, entities',
      value: ours.perSecond,
      unit: '1/s',
      limit: bare,
      ratio: ours.perSecond / bare,
      goal: '>= 50 %',
    },
    { name: 'forwarding, main thread for a reading', value: ours.microseconds, unit: 'µs', limit: 40 },
  ];
}

async function bareRate(port, total) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1, pipelining: 1 });
  const one = JSON.stringify({ id: 'urn:ngsi-ld:Thing:e1000', type: 'Thing', ...attribute(1) });
  const body = `[${new Array(batchEntities).fill(one).join(',')}]`;
  const headers = { 'content-type': 'application/json' };
  const start = performance.now();
  for (let sent = 0; sent < total; sent += batchEntities) {
    const response = await pool.request({ path: '/', method: 'POST', headers, body });
    await response.body.dump();
  }
  const rate = total / ((performance.now() - start) / 1_000);
  await pool.close();
  return rate;
}

async function ourRate(port, entities, rounds) {
  const { Forwarder } = await load('forward/forwarder.js');
  const { createNgsiLdBroker } = await load('forward/ngsi-ld-broker.js');
  const { destinationSettings } = await load('forward/settings.js');
  const settings = destinationSettings.parse({ name: 'city', broker: `http://127.0.0.1:${port}/ngsi-ld/v1` });
  const clock = {
    boot: 'bench',
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after(ms, action) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
  const broker = createNgsiLdBroker({ settings, secrets: () => '', clock, agent: 'bench' });
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
    statics: {},
    devices: [device],
    uses,
    map: ({ readings, observedAtMs }) => ({
      measured: attribute(readings[0].value, observedAtMs),
      dating: {},
      problems: [],
    }),
  };
}

const attribute = (value, ms = Date.UTC(2026, 0, 1)) => ({
  temperature: { type: 'Property', value, unitCode: 'CEL', observedAt: new Date(ms).toISOString() },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) printRows(await run());
