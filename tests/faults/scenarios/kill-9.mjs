/**
 * kill -9 in the middle of taking in and draining: the gateway's middle as a process of its own is killed again and
 * again at random; what it had acknowledged must all be at the broker at the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { dist } from '../product.mjs';
import { temporaryFolder } from '../site.mjs';
import { startBench } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles times kill -9 at random while readings come in and drain';
export const cycles = 50;
export const control = 'a gateway that acknowledges before the commit';

const killAfterMs = [50, 1_500];
/** Versions in one request; only those of the request in flight may come twice. */
const batchAtMost = 100;

export async function run({ cycles: kills, seed, control: isControl, print }) {
  const random = seeded(seed);
  const { folder, remove } = temporaryFolder();
  const bench = await startBench({ folder });
  for (let kill = 0; kill < kills; kill++) {
    const life = bench.start({ intake: isControl ? 'early' : 'honest' });
    await life.acknowledges(1, 30_000);
    await delay(killAfterMs[0] + random() * (killAfterMs[1] - killAfterMs[0]));
    await life.kill();
    if ((kill + 1) % 50 === 0) print(`  ${kill + 1} kills, ${bench.accepted.count} acknowledged`);
  }
  const { found, balanced, words } = await bench.finish();
  remove();
  const perKill = found.twice / kills;
  return {
    ...found,
    fine: balanced && perKill <= batchAtMost,
    facts: `${kills} kills, ${perKill.toFixed(1)} twice for each (a batch is ${batchAtMost} at most), ${words}`,
  };
}
