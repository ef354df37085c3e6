// How fast readings become durable, and how fast a destination gets through a backlog, on this disk. The limit is
// raw better-sqlite3 that inserts the same rows in groups of the same size, in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFor } from '../../dist/buffer/open-sqlite.js';
import { printRows } from './print.mjs';

const readings = 200_000;
const groupReadings = 500;
const perMessage = 10;
const repeats = 3;

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
  device: `meter${Math.floor(index / perMessage)}`,
  point: `point${index}`,
  quantity: `quantity${index}`,
  unit: 'VLT',
  kind: 'gauge',
}));

/** Rows of `{ name, value, unit, limit, ratio, goal }`; needs the compiled sources. */
export async function run() {
  const [raw, accepted, drained] = [[], [], []];
  for (let repeat = 0; repeat < repeats; repeat++) {
    raw.push(await inFolder(insertRaw));
    const { acceptRate, cpuUs, drainRate } = await inFolder(throughBuffer);
    accepted.push({ acceptRate, cpuUs });
    drained.push(drainRate);
  }
  const limit = median(raw);
  const value = median(accepted.map(({ acceptRate }) => acceptRate));
  return [
    {
      name: 'readings accepted and fsynced',
      value,
      unit: '1/s',
      limit,
      ratio: value / limit,
      goal: '>= 50 %',
    },
    {
      name: 'main thread CPU per reading accepted',
      value: median(accepted.map(({ cpuUs }) => cpuUs)),
      unit: 'us',
      limit: 60,
      ratio: median(accepted.map(({ cpuUs }) => cpuUs)) / 60,
      goal: '<= 60 us, the whole path',
    },
    {
      name: 'readings leased and settled, 2000 at a time, each settled durably',
      value: median(drained),
      unit: '1/s',
      limit,
      ratio: median(drained) / limit,
    },
  ];
}

async function throughBuffer(folder) {
  const { openBuffer } = await import(new URL('../../dist/buffer/sqlite-buffer.js', import.meta.url));
  const buffer = await openBuffer({
    folder,
    limitBytes: 256e6,
    limitAgeMs: 30 * 86_400_000,
    destinations: ['city'],
    clock,
    clockTrusted: true,
    logger,
  });
  const begun = performance.now();
  const loopBegun = performance.eventLoopUtilization();
  // As many messages under way as the queue bears: 500 readings commit, the next 500 gather.
  const underWay = (2 * groupReadings) / perMessage;
  let next = 0;
  const messages = readings / perMessage;
  await Promise.all(
    Array.from({ length: underWay }, async () => {
      while (next < messages) {
        const index = next++;
        await buffer.accept({
          device: 'meter',
          readings: Array.from({ length: perMessage }, (_, point) => ({
            stream: streams[(index * perMessage + point) % streams.length],
            value: 230 + index / 1000,
          })),
          monotonicMs: performance.now(),
          awaited: true,
        });
      }
    }),
  );
  const acceptMs = performance.now() - begun;
  const { active } = performance.eventLoopUtilization(loopBegun);
  const drainBegun = performance.now();
  let position = 0;
  for (;;) {
    const chunk = await buffer.lease({ destination: 'city', after: position, limit: 2_000 });
    if (chunk.seq.length === 0) break;
    position = chunk.upto;
    await buffer.settle({
      destination: 'city',
      generation: buffer.status().generation,
      position,
      streams: [],
      tallies: [{ outcome: 'delivered', reason: '', count: chunk.seq.length }],
      newest: [],
      quarantine: [],
      durable: true,
    });
  }
  const drainMs = performance.now() - drainBegun;
  await buffer.close();
  return {
    acceptRate: (readings / acceptMs) * 1000,
    cpuUs: (active * 1000) / readings,
    drainRate: (readings / drainMs) * 1000,
  };
}

function insertRaw(folder) {
  const Database = createRequire(import.meta.url)(packageFor(process.versions));
  const database = new Database(join(folder, 'raw.db'));
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE reading (seq INTEGER PRIMARY KEY, stream INTEGER NOT NULL, segment INTEGER NOT NULL,
    t INTEGER NOT NULL, number REAL, text TEXT, device_time INTEGER, crc INTEGER NOT NULL) STRICT`);
  const insert = database.prepare('INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const begun = performance.now();
  for (let seq = 1; seq <= readings; seq += groupReadings) {
    database.exec('BEGIN IMMEDIATE');
    for (let row = 0; row < groupReadings; row++) {
      insert.run(seq + row, (seq + row) % streams.length, 1, seq, 230 + seq / 10_000, null, null, 4711);
    }
    database.exec('COMMIT');
  }
  const rate = (readings / (performance.now() - begun)) * 1000;
  database.close();
  return rate;
}

async function inFolder(action) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) printRows(await run());
