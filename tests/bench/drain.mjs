/**
 * What is left behind by 72 h without a broker, 1,296,000 readings of 50 sensors, delivered to one that answers in
 * 20 ms, while the sensors go on: time, memory, delay of live values. The limits are the goals of the house. Runs
 * against dist; build first. A smaller one: `node tests/bench/drain.mjs 2000`, readings of each sensor.
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printRows } from './print.mjs';

const dist = process.env.KOPRU_DIST ?? join(import.meta.dirname, '..', '..', 'dist');
const child = (name) => join(import.meta.dirname, 'children', name);
/** Options of Node as the command's first line sets them. */
const [firstLine] = readFileSync(join(dist, 'cli', 'kopru.js'), 'utf8').split('\n', 1);
const nodeOptions = firstLine.split(' ').slice(3);
const sensors = 50;
const whole = 25_920;

const modes = {
  latest: { settings: { history: 'latest' }, minutes: 3, live: true },
  temporal: { settings: { history: 'temporal' }, minutes: 3, live: true },
  'ordered, versionsPerRequest 8': {
    settings: { history: 'ordered', versionsPerRequest: 8 },
    minutes: 3,
  },
  ordered: { settings: { history: 'ordered' }, minutes: 12 },
  'temporal, gzip, 1 Mbit/s': {
    settings: { history: 'temporal', compression: 'gzip' },
    minutes: 10,
    bytesPerSecond: 125_000,
  },
};

/** Rows of the benchmark; `rounds` readings of each sensor. */
export async function run({ rounds = whole, only = Object.keys(modes) } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-drain-'));
  const rows = [];
  try {
    const full = join(folder, 'full');
    execFileSync('node', [child('drain-fill.js'), dist, full, String(sensors), String(rounds)]);
    for (const name of only) {
      const state = join(folder, 'state');
      cpSync(full, state, { recursive: true });
      rows.push(...rowsOf(name, rounds, await drain(modes[name], state)));
      rmSync(state, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

async function drain({ settings, bytesPerSecond }, folder) {
  const broker = fork(child('drain-broker.js'), [String(Date.now())]);
  try {
    const port = await new Promise((resolve) => broker.once('message', resolve));
    const url = `http://127.0.0.1:${bytesPerSecond ? await narrow(port, bytesPerSecond) : port}/ngsi-ld/v1`;
    const args = [child('drain-gateway.js'), dist, folder, url, JSON.stringify(settings), String(sensors)];
    const gateway = spawn('node', [...nodeOptions, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const chunk of gateway.stdout) text += chunk;
    const seen = await new Promise((resolve) => {
      broker.once('message', resolve);
      broker.send('tell');
    });
    return { ...JSON.parse(text), ...seen };
  } finally {
    broker.kill();
  }
}

/** Port of a line to the broker that carries so much each way. */
async function narrow(port, bytesPerSecond) {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const [{ startChaosProxy }, { parseToxic }] = await Promise.all([
    load('simulator/proxy/chaos-proxy.js'),
    load('simulator/proxy/toxic.js'),
  ]);
  const proxy = await startChaosProxy({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port },
    clock: {
      monotonicMs: () => performance.now(),
      after(ms, action) {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
  });
  await proxy.apply([parseToxic(`bandwidth=${bytesPerSecond}`)]);
  return proxy.port;
}

function rowsOf(name, rounds, found) {
  const { minutes, live } = modes[name];
  const limitSeconds = (minutes * 60 * rounds) / whole;
  const delays = found.delays.toSorted((a, b) => a - b);
  const p95 = delays[Math.floor(delays.length * 0.95)] ?? 0;
  const bounded = (value, limit) => ({ limit, ratio: value / limit, goal: '<= 100 %' });
  const megabytes = (bytes) => bytes / 1e6;
  return [
    { name, value: found.seconds, unit: 's', ...bounded(found.seconds, limitSeconds) },
    {
      name: `  delay of live values, p95 of ${delays.length}`,
      value: p95 / 1_000,
      unit: 's',
      ...(live ? bounded(p95 / 1_000, 10) : {}),
    },
    {
      name: '  memory at most',
      value: megabytes(found.rssBytes),
      unit: 'MB',
      ...bounded(megabytes(found.rssBytes), 150),
    },
    {
      name: '  buffer when full',
      value: megabytes(found.bufferBytes),
      unit: 'MB',
      ...bounded(megabytes(found.bufferBytes), 60),
    },
    {
      name: '  opening the full buffer',
      value: found.openMs / 1_000,
      unit: 's',
      ...bounded(found.openMs / 1_000, 3),
    },
    {
      name: '  lag of the event loop, p99',
      value: found.lagP99Ms,
      unit: 'ms',
      ...bounded(found.lagP99Ms, 50),
    },
    { name: '  CPU of a reading', value: found.cpuMicroseconds, unit: 'µs' },
    { name: '  requests', value: found.requests, unit: '' },
    { name: '  bodies', value: megabytes(found.bytes), unit: 'MB' },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const [rounds = whole, ...only] = process.argv.slice(2);
  printRows(await run({ rounds: Number(rounds), ...(only.length > 0 && { only }) }));
  process.exit(0);
}
