/**
 * What an idle cabinet costs, and what eight people who look at its page cost beside that: a gateway as a process with
 * seventeen devices that give five readings a second, delivered to a broker in another process. CPU of the whole
 * process, from /proc, in percent of one core, over the same time without viewers and with them.
 *
 * Run after `npm run build`: node tests/bench/page.mjs
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { kopruArguments } from '../faults/product.mjs';
import { printRows } from './print.mjs';

const devices = 17;
const readingsPerSecond = 5;
const viewers = 8;

export async function run({ secondsEach = 60 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  const children = [];
  const start = (...args) => {
    const child = spawn(process.execPath, [...kopruArguments(), ...args], { cwd: folder, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  try {
    const [brokerPort, mqttPort, apiPort] = [await freePort(), await freePort(), await freePort()];
    writeSite(folder, { brokerPort, mqttPort, apiPort });
    start('broker', '--port', String(brokerPort));
    const { pid } = start('run', 'gateway.yaml');
    await reachable(apiPort);
    const sensors = await talk(mqttPort);
    await delay(15_000);
    const idle = await cpuPercent(pid, secondsEach);
    const idleMegabytes = residentMegabytes(pid);
    const streams = Array.from({ length: viewers }, () => look(apiPort));
    await delay(2_000);
    const watched = await cpuPercent(pid, secondsEach);
    const bytes = streams.reduce((sum, stream) => sum + stream.bytes(), 0);
    for (const stream of streams) stream.end();
    await sensors.end();
    const cost = watched - idle;
    return [
      { name: 'idle cabinet, CPU of one core', value: idle, unit: '%', goal: '<= 2' },
      { name: 'idle cabinet, memory', value: idleMegabytes, unit: 'MB', goal: '<= 90' },
      {
        name: `${viewers} viewers of the page, CPU of one core`,
        value: cost,
        unit: '%',
        limit: idle,
        ratio: cost / idle,
        goal: '<= 3',
      },
      { name: 'sent to each', value: bytes / viewers / (secondsEach + 2), unit: 'B/s' },
    ];
  } finally {
    for (const child of children) child.kill();
    await delay(2_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeSite(folder, { brokerPort, mqttPort, apiPort }) {
  mkdirSync(join(folder, 'drivers/bench'), { recursive: true });
  writeFileSync(join(folder, 'drivers/bench/load.yaml'), driver);
  const ids = Array.from({ length: devices }, (_, index) => index);
  const lines = [
    'schema: 1',
    'gateway: { id: bench, location: [29, 41], clock: trusted }',
    'mqtt:',
    '  listen:',
    `    plain: { address: "127.0.0.1:${mqttPort}", anonymous: true }`,
    'devices:',
    ...ids.map((id) => `  - { id: load-${id}, driver: bench/load, mqtt: listen, params: { n: "${id}" } }`),
    'entities:',
    ...ids.map((id) => `  - { mapping: Energy/ACMeasurement, from: load-${id} }`),
    'forward:',
    `  - { name: city, broker: "http://127.0.0.1:${brokerPort}/ngsi-ld/v1" }`,
    `api: { listen: "127.0.0.1:${apiPort}" }`,
    '',
  ];
  writeFileSync(join(folder, 'gateway.yaml'), lines.join('\n'));
}

/** The devices, in turn. */
async function talk(port) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  let count = 0;
  const timer = setInterval(() => {
    const n = Math.round(1_000 + 200 * Math.sin(count / 40));
    void client.publishAsync(`load/${count % devices}`, JSON.stringify({ n }), { qos: 1 });
    count += 1;
  }, 1_000 / readingsPerSecond);
  return {
    async end() {
      clearInterval(timer);
      await client.endAsync(true);
    },
  };
}

/** Somebody whose browser follows the page. */
function look(port) {
  let bytes = 0;
  const request = get({ port, path: '/events', headers: { host: `127.0.0.1:${port}` } }, (answer) => {
    answer.on('data', (chunk) => {
      bytes += chunk.length;
    });
    answer.on('error', () => {});
  });
  request.on('error', () => {});
  return { bytes: () => bytes, end: () => request.destroy() };
}

async function reachable(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const alive = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
    if (alive?.ok) return;
    await delay(100);
  }
  throw new Error('The gateway did not start.');
}

/** The clock of /proc ticks a hundred times a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

async function cpuPercent(pid, seconds) {
  const before = cpuTicks(pid);
  const beganMs = performance.now();
  await delay(seconds * 1_000);
  return ((cpuTicks(pid) - before) / ticksPerSecond / (performance.now() - beganMs)) * 100_000;
}

/** Fields 14 and 15 of `stat` (man proc_pid_stat), counted behind the name, which may hold anything. */
function cpuTicks(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return Number(user) + Number(system);
}

const residentMegabytes = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const driver = `driver: bench/load
maker: Bench
model: Load
stale: 1m
params: { n: { help: "number" } }
mqtt: { topic: "load/{n}" }
points:
  activePower: { path: /n, unit: WTT }
samples:
  - { raw: { topic: load/0, payload: '{"n":1}' }, params: { n: "0" }, expect: { activePower: 1 } }
`;

if (fileURLToPath(import.meta.url) === process.argv[1]) printRows(await run());
