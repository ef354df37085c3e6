/**
 * MQTT QoS 1 in, fsynced, mapped, batched, 2xx: the whole gateway as a process of its own between mosquitto and the
 * NGSI-LD broker in memory, 2,000 sensors of five readings a message. The limit is the goal of the house: 10,000
 * readings a second on two cores, 60 µs of CPU for each.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kopruArguments, productRoot } from '../faults/product.mjs';
import { printRows } from './print.mjs';

const sensors = 2_000;
const rounds = 20;
const readingsPerMessage = 5;
const goalPerSecond = 10_000;
const goalMicroseconds = 60;

export async function run() {
  const mosquitto = ['mosquitto', '/usr/sbin/mosquitto'].find((path) => !spawnSync(path, ['-h']).error);
  if (!mosquitto) {
    console.log('  mosquitto is not installed: left out.');
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  const children = [];
  const start = (program, ...args) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', program === 'node' ? 'inherit' : 'ignore'],
      cwd: productRoot,
    });
    children.push(child);
    return child;
  };
  try {
    const [mqttPort, brokerPort, apiPort] = [await freePort(), await freePort(), await freePort()];
    writeFileSync(
      join(folder, 'mosquitto.conf'),
      `listener ${mqttPort} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\nuser root\n`,
    );
    start(mosquitto, '-c', join(folder, 'mosquitto.conf'));
    start('node', ...kopruArguments(), 'broker', '--port', String(brokerPort));
    writeSite(folder, { mqttPort, brokerPort, apiPort });
    const gateway = start('node', ...kopruArguments(), 'run', join(folder, 'gateway.yaml'));
    gateway.stdout.resume();
    const status = () => fetch(`http://127.0.0.1:${apiPort}/status`).then((answer) => answer.json());
    await until(async () => (await status()).phase === 'running');
    await delay(2_000); // until it has subscribed

    const publisher = start(
      'node',
      join(import.meta.dirname, 'children', 'publisher.js'),
      String(mqttPort),
      String(sensors),
      '1',
    );
    await ended(publisher);
    await until(async () => (await delivered(status)) >= sensors);
    const before = cpuSeconds(gateway.pid);
    const beganMs = performance.now();
    start(
      'node',
      join(import.meta.dirname, 'children', 'publisher.js'),
      String(mqttPort),
      String(sensors),
      String(rounds),
    );
    await until(async () => (await delivered(status)) >= sensors * (rounds + 1));
    const seconds = (performance.now() - beganMs) / 1_000;
    const readings = sensors * rounds * readingsPerMessage;
    const perSecond = readings / seconds;
    const microseconds = ((cpuSeconds(gateway.pid) - before) * 1e6) / readings;
    return [
      {
        name: 'MQTT QoS 1 to broker 2xx, 2 000 entities',
        value: perSecond,
        unit: 'readings/s',
        limit: goalPerSecond,
        ratio: perSecond / goalPerSecond,
        goal: '>= 100 %',
      },
      {
        name: 'CPU of the gateway',
        value: microseconds,
        unit: 'µs per reading',
        limit: goalMicroseconds,
        ratio: microseconds / goalMicroseconds,
        goal: '<= 100 %',
      },
      { name: 'memory of the gateway at the end', value: residentMegabytes(gateway.pid), unit: 'MB' },
    ];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeSite(folder, { mqttPort, brokerPort, apiPort }) {
  const rows = Array.from({ length: sensors }, (_, index) => `dust-${index},dust/${index},${index}`);
  writeFileSync(join(folder, 'dust.csv'), `id,params.topic,params.chipId\n${rows.join('\n')}\n`);
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `schema: 1
gateway: { id: bench, location: [28.9708, 41.0785], clock: trusted }
mqtt: { brokers: { local: { url: "mqtt://127.0.0.1:${mqttPort}" } } }
devices:
  - { group: dust, driver: sensor-community/airrohr, mqtt: local, table: dust.csv }
entities:
  - { mapping: Environment/AirQualityObserved, each: dust }
forward:
  - { name: city, broker: "http://127.0.0.1:${brokerPort}/ngsi-ld/v1" }
buffer: { folder: ${join(folder, 'state')} }
api: { listen: "127.0.0.1:${apiPort}" }
`,
  );
}

const delivered = async (status) => (await status()).destinations[0].entities.delivered;

async function until(condition, withinMs = 120_000) {
  const endMs = performance.now() + withinMs;
  while (performance.now() < endMs) {
    if (await condition().catch(() => false)) return;
    await delay(50);
  }
  throw new Error('The benchmark did not come to an end.');
}

const ended = (child) => new Promise((resolve) => child.once('exit', resolve));

/** User and system time of a process in seconds; the kernel counts in hundredths. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  printRows(await run());
  process.exit(0);
}
