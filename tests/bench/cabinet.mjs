/**
 * What a quiet cabinet writes to its card, and how long a start takes with a long outage in the buffer. The device is an
 * ext4 disk in a file, whose written sectors the kernel counts, journal included; without root that part is left out.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeDisk, missingForDisks } from '../faults/loop-disk.mjs';
import { dist } from '../faults/product.mjs';

const { openBuffer } = await dist('buffer/sqlite-buffer.js');
const { ballastBytes, ballastFile } = await dist('buffer/disk-space.js');

const quietMs = 60_000;
const devices = 5;
/** So many commits until the write-ahead log is written over from its start, as it is from some minutes after a start on. */
const commitsAround = 300;
const queued = 1_296_000;

const clock = {
  boot: 'bench',
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const streams = Array.from({ length: 50 }, (_, index) => ({
  device: `meter${index}`,
  point: 'power',
  quantity: 'activePower',
  unit: 'WTT',
  kind: 'gauge',
}));
const open = (folder) =>
  openBuffer({
    folder,
    limitBytes: 256e6,
    limitAgeMs: 30 * 86_400_000,
    destinations: ['city'],
    clock,
    clockTrusted: true,
    logger,
  });

export async function run() {
  const missing = missingForDisks();
  if (missing) process.stdout.write(`  Device bytes are left out. ${missing}\n`);
  const wear = missing
    ? []
    : [...(await quiet('polled', false)), ...(await quiet('by MQTT, each acknowledged', true))];
  return [...wear, ...(await start())];
}

/** 5 readings a second, delivered as they come, each second's by five devices a fifth of a second apart. */
async function quiet(name, awaited) {
  const disk = makeDisk('ext4', 64);
  const folder = join(disk.folder, 'buffer');
  // Written once in the life of a disk: not what a quiet day costs.
  mkdirSync(folder);
  writeFileSync(ballastFile(folder), Buffer.alloc(ballastBytes, 1));
  const buffer = await open(folder);
  for (let commit = 0; commit < commitsAround; commit++) await commitOne(buffer, commit);
  const deliver = follow(buffer);
  await delay(5_000);
  const before = { ...buffer.status(), written: bytesWritten(disk.folder) };
  const endMs = performance.now() + quietMs;
  for (let count = 0; performance.now() < endMs; count++) {
    const stream = streams[count % devices];
    const message = { device: stream.device, readings: [{ stream, value: count }], awaited };
    void buffer.accept({ ...message, monotonicMs: performance.now() });
    await delay(1_000 / devices);
  }
  await delay(6_000);
  await deliver.end();
  const after = { ...buffer.status(), written: bytesWritten(disk.folder) };
  await buffer.close();
  disk.remove();
  const bytes = (after.written - before.written) / (after.lastSeq - before.lastSeq);
  const commits = (after.commits - before.commits) / ((quietMs + 6_000) / 1_000);
  return [
    { name: `device bytes per reading, ${name}`, value: bytes, unit: 'B', goal: '<= 1 536' },
    { name: `commits, ${name}`, value: commits, unit: '1/s', goal: '<= 0.4' },
  ];
}

/** One reading and one settlement, on disk at once. */
async function commitOne(buffer, value) {
  const [stream] = streams;
  const readings = [{ stream, value }];
  const message = { device: stream.device, readings, awaited: false, monotonicMs: performance.now() };
  await Promise.all([
    buffer.accept(message),
    buffer.settle({ ...settlement(buffer, [1]), position: 0, tallies: [], durable: true }),
  ]);
}

/** Settles after each commit what came with it, as a forwarder does whose broker answers at once. */
function follow(buffer) {
  let position = 0;
  let turn = Promise.resolve();
  const settle = async () => {
    const { seq, stream, upto } = await buffer.lease({ destination: 'city', after: position, limit: 2_000 });
    if (seq.length === 0) return;
    position = upto;
    const tallies = [{ outcome: 'delivered', reason: '', count: seq.length }];
    void buffer.settle({ ...settlement(buffer, stream), position, tallies, durable: false });
  };
  const stop = buffer.onCommit(() => {
    turn = turn.then(settle);
  });
  return {
    async end() {
      stop();
      await turn;
    },
  };
}

const settlement = (buffer, given) => ({
  destination: 'city',
  generation: buffer.status().generation,
  streams: [],
  newest: [...new Set(given)].map((stream) => ({ stream, entity: `e${stream}`, at: Date.now() })),
  quarantine: [],
});

function bytesWritten(folder) {
  execFileSync('sync', ['-f', folder]);
  const device = execFileSync('findmnt', ['-no', 'SOURCE', '--target', folder], { encoding: 'utf8' }).trim();
  const sectors = readFileSync(`/sys/class/block/${basename(device)}/stat`, 'utf8')
    .trim()
    .split(/\s+/)[6];
  return Number(sectors) * 512;
}

/** Until readings are taken in, after a stop that was not in order. */
async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  const buffer = await open(folder);
  const perMessage = 50;
  for (let seq = 0; seq < queued; seq += 1_000) {
    await Promise.all(
      Array.from({ length: 1_000 / perMessage }, (_, message) =>
        buffer.accept({
          device: 'site',
          readings: streams.map((stream, index) => ({ stream, value: seq + message * perMessage + index })),
          monotonicMs: performance.now(),
          awaited: true,
        }),
      ),
    );
  }
  const { bytes } = buffer.status();
  await buffer.crash();
  const begunMs = performance.now();
  const again = await open(folder);
  const openMs = performance.now() - begunMs;
  await again.checkLedger();
  const countedMs = performance.now() - begunMs;
  await again.close();
  rmSync(folder, { recursive: true });
  return [
    { name: 'buffer of 1.296 M readings', value: bytes / 1e6, unit: 'MB', goal: '<= 60' },
    { name: 'start with them, until readings are taken', value: openMs, unit: 'ms', goal: '<= 3 000' },
    { name: 'the same, until all are counted twice', value: countedMs, unit: 'ms' },
  ];
}
