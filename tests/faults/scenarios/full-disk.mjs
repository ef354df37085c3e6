/**
 * Somebody else writes the disk full, to the last byte, while readings come in; after a while the space comes back. On
 * ext4 in a file and on tmpfs, with a WAL that has its size (warm) and one that must still grow (cold), with the broker
 * there and away, and now and then with a kill and a start on the full disk. It must go on by itself, and what it had
 * to drop must be in the ledger.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { makeDisk, missingForDisks } from '../loop-disk.mjs';
import { dist } from '../product.mjs';
import { compare, historyAt } from '../site.mjs';
import { startBench } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles disks filled by somebody else and freed again (needs root)';
export const cycles = 8;
export const control = 'a gateway that acknowledges before the commit, killed while the disk is full';
export const missing = missingForDisks;

const megabytes = 24;
/** Enough that the WAL has grown to what it keeps. */
const warmReadings = 6_000;
const fullMs = 5_000;
const recoversWithinMs = 10_000;
const nowhere = 'http://127.0.0.1:9/ngsi-ld/v1';

export async function run({ cycles: disks, seed, control: isControl, print }) {
  const random = seeded(seed);
  const bench = await startBench({ everyMs: 5, intake: isControl ? 'early' : 'honest' });
  const problems = [];
  const sum = { dropped: 0, whileFull: 0, restarts: 0, longestMs: 0 };
  for (let cycle = 0; cycle < disks; cycle++) {
    const kind = cycle % 2 === 0 ? 'ext4' : 'tmpfs';
    const warm = random() < 0.5;
    const away = random() < 0.5;
    const killed = isControl || random() < 0.3;
    const what = `${cycle} ${kind} ${warm ? 'warm' : 'cold'}, broker ${away ? 'away' : 'there'}${killed ? ', killed' : ''}`;
    const disk = makeDisk(kind, megabytes);
    const folder = `${disk.folder}/buffer`;
    const brokers = away ? { city: nowhere } : undefined;
    let life = bench.start({ folder, ...(brokers && { brokers }) });
    if (!(await life.acknowledges(warm ? warmReadings : 1, 30_000))) problems.push(`${what}: did not start`);

    disk.fill();
    const before = life.acknowledged;
    await delay(fullMs);
    const whileFull = life.acknowledged - before;
    sum.whileFull += whileFull;
    if (killed) {
      await life.kill();
      sum.restarts++;
      life = bench.start({ folder, ...(isControl && { intake: 'none' }) });
      if (!(await life.ready(10_000))) {
        problems.push(`${what}: does not start on a full disk, ${life.notes.at(-1)}`);
        await life.kill();
        life = undefined;
      }
    }
    disk.free();
    const freeMs = performance.now();
    life ??= bench.start({ folder });
    if (!isControl && !(await life.acknowledges(1, recoversWithinMs)))
      problems.push(`${what}: takes nothing in`);
    const tookMs = performance.now() - freeMs;
    sum.longestMs = Math.max(sum.longestMs, tookMs);
    if (away) {
      await life.pause();
      await life.stop();
      life = bench.start({ folder, intake: 'none' });
    }
    const [ledger] = (await life.drain(30_000))?.ledgers ?? [];
    if (!ledger?.balances || ledger.waiting > 0) problems.push(`${what}: ${JSON.stringify(ledger)}`);
    sum.dropped += ledger?.dropped ?? 0;
    await life.stop();
    disk.remove();
    print(
      `  ${what}: ${whileFull} taken in while full, back after ${(tookMs / 1_000).toFixed(1)} s, dropped ${ledger?.dropped}`,
    );
  }
  const {
    missing: gone,
    reordered,
    ...counts
  } = compare(bench.accepted.values, historyAt(bench.broker.store));
  await bench.broker.close();
  for (const each of problems) print(`  ${each}`);
  return {
    ...counts,
    lost: Math.max(0, gone - sum.dropped),
    reordered,
    fine: problems.length === 0,
    facts: `${disks} disks, ${sum.whileFull} taken in while full, ${sum.dropped} dropped and counted, ${sum.restarts} starts on a full disk, back within ${(sum.longestMs / 1_000).toFixed(1)} s, ${problems.length} problems`,
  };
}
