/**
 * MQTT as in a cabinet: the whole gateway as a process with its buffer on this disk, publishers in another process, and
 * each reading counted when it is on disk. First through the gateway's own MQTT broker, then as a client of
 * mosquitto. The limit is one commit for each message, which is what a handler that waits would reach. A slow card is
 * played by strace, which lets every fsync take 20 ms longer; where it cannot trace these rows are left out.
 *
 * Run after `npm run build`: node tests/bench/mqtt-process.mjs
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dist, kopruArguments } from '../faults/product.mjs';

const { findGateway } = await dist('api/client.js');

const slowMs = 20;

export async function run() {
  const single = singleCommits();
  const row = (name, unit, value, limit, goal) => ({ name, value, unit, limit, ratio: value / limit, goal });
  const rows = [];

  const own = await startGateway('listen', 50, 4);
  try {
    const one = await through(own, { clients: 10, window: 100, count: 100_000, readings: 1 });
    rows.push(row('own MQTT broker, QoS 1, 10 clients', 'readings/s', one.perSecond, single, '>= 10 000'));
    const four = await through(own, { clients: 10, window: 100, count: 50_000, readings: 4 });
    rows.push(row('the same, 4 readings in a message', 'readings/s', four.perSecond, single));
    rows.push({ name: 'the same, CPU of the gateway', value: four.cpuUs, unit: 'µs per reading' });
    await slowly(own, async () => {
      const limit = 1000 / (1000 / single + slowMs);
      const many = await through(own, { clients: 50, window: 20, count: 50_000, readings: 1 });
      rows.push(
        row(
          `fsync +${slowMs} ms, 50 clients with 20 under way`,
          'readings/s',
          many.perSecond,
          limit,
          '>= 2 000',
        ),
      );
      const polite = await through(own, { clients: 50, window: 1, count: 10_000, readings: 1 });
      rows.push(
        row(`fsync +${slowMs} ms, 50 clients with 1 under way`, 'readings/s', polite.perSecond, limit),
      );
    });
    rows.push({ name: 'own MQTT broker, memory at the end', value: own.residentMegabytes(), unit: 'MB' });
  } finally {
    await own.stop();
  }

  const mosquitto = await startMosquitto();
  if (!mosquitto) return rows;
  const client = await startGateway(`mqtt://127.0.0.1:${mosquitto.port}`, 50, 4);
  const far = { ...client, port: mosquitto.port };
  try {
    const none = await through(far, { clients: 5, window: 200, count: 150_000, readings: 1, qos: 0 });
    rows.push(
      row(
        `client of mosquitto, QoS 0 (${none.lost} lost)`,
        'readings/s',
        none.perSecond,
        single,
        '>= 15 000',
      ),
    );
    const once = await through(far, { clients: 10, window: 100, count: 60_000, readings: 1 });
    rows.push(row('client of mosquitto, QoS 1', 'readings/s', once.perSecond, single));
    await slowly(client, async () => {
      const limit = 1000 / (1000 / single + slowMs);
      const slow = await through(far, { clients: 10, window: 100, count: 30_000, readings: 1 });
      rows.push(row(`client of mosquitto, QoS 1, fsync +${slowMs} ms`, 'readings/s', slow.perSecond, limit));
    });
  } finally {
    await client.stop();
    await mosquitto.stop();
  }
  return rows;
}

/** Publishes `count` messages; the rate is what came to disk in the time from the first to the last reading. */
async function through(gateway, { clients, window, count, readings, qos = 1 }) {
  const before = await gateway.seq();
  const cpuBefore = gateway.cpuMs();
  const load = join(import.meta.dirname, 'children', 'mqtt-load.js');
  const publisher = spawn(process.execPath, [load, gateway.port, clients, window, count, readings, qos], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const published = new Promise((resolve) => publisher.once('exit', resolve));
  let startMs;
  let last = before;
  let lastMs = performance.now();
  for (;;) {
    await delay(20);
    const seq = await gateway.seq();
    const nowMs = performance.now();
    if (seq > last) {
      startMs ??= nowMs - 20;
      last = seq;
      lastMs = nowMs;
    }
    if (last - before >= count * readings) break;
    // With QoS 0 some may be missing.
    if (qos === 0 && startMs !== undefined && nowMs - lastMs > 6_000) break;
    if (nowMs - lastMs > 60_000)
      throw new Error(`Nothing came for a minute, ${last - before} of ${count * readings}.`);
  }
  await published;
  const came = last - before;
  return {
    perSecond: (came / (lastMs - startMs)) * 1000,
    lost: count * readings - came,
    cpuUs: ((gateway.cpuMs() - cpuBefore) / came) * 1000,
  };
}

async function startGateway(broker, devices, readings) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-mqtt-'));
  const port = await freePort();
  const own = broker === 'listen';
  mkdirSync(join(folder, 'drivers/bench'), { recursive: true });
  const quantities = ['activePower', 'voltage', 'current', 'frequency'].slice(0, readings);
  const units = { activePower: 'WTT', voltage: 'VLT', current: 'AMP', frequency: 'HTZ' };
  writeFileSync(
    join(folder, 'drivers/bench/load.yaml'),
    [
      'driver: bench/load',
      'maker: Bench',
      'model: Load',
      'stale: 1h',
      'params: { n: { help: "number" } }',
      'mqtt: { topic: "load/{n}" }',
      'points:',
      ...quantities.map((name, i) => `  ${name}: { path: /v${i}, unit: ${units[name]} }`),
      'samples:',
      '  - { raw: { topic: load/0, payload: \'{"v0":1}\' }, params: { n: "0" }, expect: { activePower: 1 } }',
    ].join('\n'),
  );
  const ids = Array.from({ length: devices }, (_, i) => i);
  const name = own ? 'listen' : 'city';
  const limits = '{ messagesPerSecond: 100000, connectionsPerAddress: 500 }';
  writeFileSync(
    join(folder, 'gateway.yaml'),
    [
      'schema: 1',
      'gateway: { id: bench, location: [29, 41], clock: trusted }',
      own
        ? `mqtt: { listen: { plain: { address: "127.0.0.1:${port}", anonymous: true }, limits: ${limits} } }`
        : `mqtt: { brokers: { city: { url: "${broker}" } } }`,
      'devices:',
      ...ids.map((i) => `  - { id: load-${i}, driver: bench/load, mqtt: ${name}, params: { n: "${i}" } }`),
      'entities:',
      ...ids.map((i) => `  - { mapping: Energy/ACMeasurement, from: load-${i} }`),
      'forward: [ { name: city, broker: "http://127.0.0.1:9/ngsi-ld/v1" } ]',
      'api: { listen: "127.0.0.1:0" }',
    ].join('\n'),
  );
  const socket = join(folder, 'control.sock');
  const child = spawn(process.execPath, [...kopruArguments(), 'run', join(folder, 'gateway.yaml')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, KOPRU_SOCKET: socket },
  });
  let gateway;
  const ready = (status) => status.mqtt.every((one) => one.kind === 'listener' || one.subscribed);
  for (;;) {
    await delay(100);
    gateway = await findGateway([socket]).catch(() => undefined);
    const status = (await gateway?.get('/status'))?.body;
    if (status?.phase === 'running' && ready(status)) break;
  }
  return {
    pid: child.pid,
    port,
    seq: async () => (await gateway.get('/status')).body.buffer.lastSeq,
    residentMegabytes: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    cpuMs() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Commits of one reading each that this disk makes in a second: an append and its fdatasync. */
function singleCommits() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-sync-'));
  const file = openSync(join(folder, 'log'), 'w');
  const block = Buffer.alloc(4_096, 1);
  const startMs = performance.now();
  for (let i = 0; i < 500; i += 1) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  const perSecond = 500_000 / (performance.now() - startMs);
  rmSync(folder, { recursive: true, force: true });
  return perSecond;
}

async function slowly({ pid }, work) {
  if (spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status !== 0) {
    console.error('  (no strace here: the rows of a slow disk are left out)');
    return;
  }
  const calls = 'fsync,fdatasync';
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:delay_enter=${slowMs * 1_000}`];
  const tracer = spawn('strace', ['-f', '-p', `${pid}`, ...inject, '-o', '/dev/null'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise((resolve) => tracer.stderr.once('data', resolve));
  tracer.stderr.resume();
  await delay(200);
  try {
    await work();
  } finally {
    const gone = new Promise((resolve) => tracer.once('exit', resolve));
    tracer.kill('SIGINT');
    await gone;
  }
}

async function startMosquitto() {
  const path = ['mosquitto', '/usr/sbin/mosquitto'].find(
    (name) => spawnSync(name, ['-h']).error === undefined,
  );
  if (!path) {
    console.error('  (no mosquitto here: the rows of the client are left out)');
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kopru-mosquitto-'));
  const port = await freePort();
  const lines = [
    'allow_anonymous true',
    'persistence false',
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    'user root',
  ];
  writeFileSync(join(folder, 'mosquitto.conf'), [`listener ${port} 127.0.0.1`, ...lines, ''].join('\n'));
  const child = spawn(path, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  await delay(500);
  return {
    port,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
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

if (process.argv[1] === import.meta.filename) {
  const { printRows } = await import('./print.mjs');
  printRows(await run());
}
