/**
 * MQTT in: messages that wait in a session at an MQTT broker, taken in by the source and acknowledged after a
 * commit. The limit is the bare mqtt.js client on the same messages, which acknowledges without keeping
 * anything. mosquitto where it is installed, else the simulated MQTT broker (in this process: slower).
 *
 * Run after `npm run build`: node tests/bench/mqtt.mjs
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import mqtt from 'mqtt';
import { startMqttBroker } from '../../dist/simulator/mqtt/mqtt-broker.js';
import { createMqttSource } from '../../dist/sources/mqtt/source.js';

const count = 20_000;
const topic = 'tele/meter/SENSOR';
const quantities = ['voltage', 'current', 'activePower', 'activeEnergyImport'];

const device = {
  id: 'meter',
  driver: 'bench/meter',
  protocol: 'mqtt',
  mqtt: 'bench',
  qos: 1,
  everyMs: undefined,
  staleMs: 60_000,
  name: undefined,
  location: { type: 'Point', coordinates: [29, 41] },
  serialNumber: undefined,
  facts: {},
  filter: undefined,
  messages: [
    {
      name: 'main',
      topic,
      guard: [],
      time: { path: '/Time', form: 'iso', zone: 'Europe/Istanbul' },
      points: quantities.map((name) => ({
        stream: { device: 'meter', point: name, quantity: name, unit: 'WTT', kind: 'gauge' },
        meaning: { min: -1e9, max: 1e9 },
        hidden: false,
        used: true,
        guard: [],
        path: `/ENERGY/${name}`,
      })),
    },
  ],
};

const payload = (n) =>
  JSON.stringify({
    Time: `2026-11-23T11:${String(Math.floor(n / 60) % 60).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
    ENERGY: { voltage: 230.1, current: 1.5, activePower: n, activeEnergyImport: 6.096 + n },
  });

export async function run() {
  const broker = await startBroker();
  try {
    const bare = await takeBare(broker.port);
    const quick = await takeKept(broker.port, 0.3);
    const slow = await takeKept(broker.port, 50);
    const row = (name, unit, value, limit, goal) => ({
      name: `${name} (${broker.name})`,
      value: Math.round(value * 10) / 10,
      unit,
      limit: Math.round(limit * 10) / 10,
      ratio: Math.round((value / limit) * 100) / 100,
      goal,
    });
    return [
      row(
        'MQTT QoS 1, acknowledged after a commit of 0.3 ms',
        'messages/s',
        quick.perSecond,
        bare.perSecond,
        '>= 10000',
      ),
      row(
        'MQTT QoS 1, acknowledged after a commit of 50 ms',
        'messages/s',
        slow.perSecond,
        bare.perSecond,
        '>= 2500',
      ),
      row('MQTT QoS 1, CPU of four readings in a message', 'µs', quick.cpuUs, bare.cpuUs, '<= 100'),
    ];
  } finally {
    await broker.stop();
  }
}

/** The limit: mqtt.js alone. */
async function takeBare(port) {
  const options = { host: '127.0.0.1', port, clientId: 'bench-bare', clean: false, reconnectPeriod: 0 };
  await fillSession(port, options);
  const client = mqtt.connect({ ...options, manualConnect: true });
  const measured = measure();
  let taken = 0;
  const done = new Promise((resolve) => {
    client.handleMessage = (_packet, callback) => {
      callback();
      taken += 1;
      if (taken === count) resolve();
    };
  });
  client.connect();
  await done;
  const result = measured();
  await client.endAsync();
  return result;
}

/** The source, with a disk in a thread of its own that takes `commitMs` for whatever came meanwhile. */
async function takeKept(port, commitMs) {
  const clientId = `bench-${commitMs}`;
  await fillSession(port, { host: '127.0.0.1', port, clientId, clean: false, reconnectPeriod: 0 });
  const disk = startDisk(commitMs);
  let kept = 0;
  let finished;
  const done = new Promise((resolve) => {
    finished = resolve;
  });
  const source = createMqttSource({
    broker: { name: 'bench', url: `mqtt://127.0.0.1:${port}`, clientId },
    devices: [device],
    secrets: () => '',
    clock: {
      boot: 'bench',
      monotonicMs: () => performance.now(),
      wallMs: () => Date.now(),
      after(delayMs, action) {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake: {
      accept: async (message) => {
        await disk.append(message);
        kept += 1;
        if (kept === count) finished();
      },
      refuse() {},
      link() {},
    },
  });
  const measured = measure();
  source.start();
  await done;
  const result = measured();
  await source.stop();
  await disk.stop();
  return result;
}

function measure() {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startCpu);
    return { perSecond: (count / (performance.now() - startMs)) * 1000, cpuUs: (user + system) / count };
  };
}

function startDisk(commitMs) {
  const code = `
    const { parentPort } = require('node:worker_threads');
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    parentPort.on('message', (commit) => { Atomics.wait(sleep, 0, 0, ${commitMs}); parentPort.postMessage(commit); });`;
  const worker = new Worker(code, { eval: true });
  let gathering = [];
  let committing = [];
  const commit = () => {
    committing = gathering;
    gathering = [];
    worker.postMessage(committing.length);
  };
  worker.on('message', () => {
    const done = committing;
    committing = [];
    for (const resolve of done) resolve();
    if (gathering.length > 0) commit();
  });
  return {
    append: () =>
      new Promise((resolve) => {
        gathering.push(resolve);
        if (gathering.length === 1 && committing.length === 0) queueMicrotask(commit);
      }),
    stop: () => worker.terminate(),
  };
}

/** Leaves `count` messages in the session of a client that is away. */
async function fillSession(port, options) {
  const owner = await mqtt.connectAsync(options);
  await owner.subscribeAsync(topic, { qos: 1 });
  await owner.endAsync();
  const publisher = await mqtt.connectAsync({ host: '127.0.0.1', port });
  for (let n = 0; n < count; n += 500) {
    const some = Array.from({ length: 500 }, (_, i) =>
      publisher.publishAsync(topic, payload(n + i), { qos: 1 }),
    );
    await Promise.all(some);
  }
  await publisher.endAsync();
}

async function startBroker() {
  const path = ['mosquitto', '/usr/sbin/mosquitto'].find((each) => !spawnSync(each, ['-h']).error);
  if (!path) return { name: 'simulated MQTT broker', ...(await startMqttBroker()) };
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  const port = await freePort();
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'max_queued_messages 0',
  ];
  writeFileSync(join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
  const child = spawn(path, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await listening(port);
  return {
    name: 'mosquitto',
    port,
    async stop() {
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const open = await new Promise((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`mosquitto did not listen on port ${port} within 5 s.`);
}

if (process.argv[1] === import.meta.filename) console.table(await run());
