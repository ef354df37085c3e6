/**
 * kill -9 in the middle of taking in and draining: the gateway's middle as a process of its own (`site-process.mjs`)
 * is killed again and again at random; what it had acknowledged must all be at the broker at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compare, fastClock, historyAt, temporaryFolder } from '../site.mjs';

const dist = (path) => import(new URL(`../../../dist/${path}`, import.meta.url).href);
const { startBroker } = await dist('simulator/broker/broker.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles times kill -9 at random while readings come in and drain';
export const cycles = 50;
export const control = 'a gateway that acknowledges before the commit';

const devices = 40;
const killAfterMs = [50, 1_500];
/** Versions in one request; only those of the request in flight may come twice. */
const batchAtMost = 100;
const child = join(import.meta.dirname, '..', 'site-process.mjs');

export async function run({ cycles: kills, seed, control: isControl, print }) {
  const random = seeded(seed);
  const broker = await startBroker({ clock: fastClock(1), host: '127.0.0.1', port: 0 });
  const { folder, remove } = temporaryFolder();
  const accepted = new Map(Array.from({ length: devices }, (_, index) => [`d${index}`, []]));
  const start = (from, mode) =>
    spawn(process.execPath, [child, folder, broker.url, String(devices), String(from), mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let next = 0;
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill++) {
    const process = start(next, isControl ? 'early' : 'honest');
    let printed = '';
    const liveMs = killAfterMs[0] + random() * (killAfterMs[1] - killAfterMs[0]);
    process.stdout.once('data', () => setTimeout(() => process.kill('SIGKILL'), liveMs));
    process.stdout.on('data', (data) => {
      printed += data;
    });
    await once(process, 'close');
    // The kill may cut the last line.
    const lines = printed.split('\n').slice(0, -1);
    for (const line of lines) {
      const [index, value] = line.split(' ').map(Number);
      accepted.get(`d${index}`).push(value);
      next = Math.max(next, value + 1);
    }
    acknowledged += lines.length;
    // Some beyond the last acknowledged may be on disk: numbers are not used again.
    next += 1_000_000;
    if ((kill + 1) % 50 === 0) print(`  ${kill + 1} kills, ${acknowledged} acknowledged`);
  }
  const drain = start(next, 'drain');
  let last = '';
  drain.stdout.on('data', (data) => {
    last += data;
  });
  await once(drain, 'close');
  const { balanced, waiting, counted } = last === '' ? {} : JSON.parse(last);
  for (const values of accepted.values()) values.sort((a, b) => a - b);
  const end = compare(accepted, historyAt(broker.store));
  const { inversions } = broker.store.counters;
  await broker.close();
  remove();
  const perKill = end.twice / kills;
  return {
    in: end.in,
    out: end.out,
    lost: end.missing,
    twice: end.twice,
    reordered: end.reordered + inversions,
    fine: balanced === true && waiting === 0 && counted === 0 && perKill <= batchAtMost,
    facts: `${kills} kills, ${perKill.toFixed(1)} twice for each (a batch is ${batchAtMost} at most), ledger ${balanced ? 'balances' : 'does NOT balance'}`,
  };
}
