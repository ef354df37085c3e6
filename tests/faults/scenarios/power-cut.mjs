/**
 * The power is cut while readings come in and drain: the buffer lies on ext4 in a file, and the ext4 shutdown ioctl
 * drops all that was not flushed, as a card that honours flush would. After each cut the disk is mounted anew and the
 * gateway starts again; it must start without a complaint and still hold all that it had acknowledged.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { makeDisk, missingForDisks } from '../loop-disk.mjs';
import { dist, productWithout } from '../product.mjs';
import { startBench } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles power cuts of an ext4 disk while readings come in and drain (needs root)';
export const cycles = 20;
export const control = 'synchronous=NORMAL in place of FULL';
export const missing = missingForDisks;

const cutAfterMs = [50, 1_500];
const startsWithinMs = 10_000;
/** An fsync under way when the power goes may be told that all is well; one begun after that must not be. */
const hangsOverMs = 250;

export async function run({ cycles: cuts, seed, control: isControl, print }) {
  const random = seeded(seed);
  const product = isControl ? productWithout('full-sync') : undefined;
  const disk = makeDisk('ext4', 64);
  const bench = await startBench({ folder: `${disk.folder}/buffer`, root: product?.root, everyMs: 20 });
  const unclean = [];
  let longestStartMs = 0;
  let during = 0;
  let latestMs = 0;
  for (let cut = 0; cut < cuts; cut++) {
    const life = bench.start();
    if (!(await life.ready(startsWithinMs))) unclean.push(`start ${cut} did not come up`);
    longestStartMs = Math.max(longestStartMs, life.readyMs ?? startsWithinMs);
    await life.acknowledges(1, 10_000);
    await delay(cutAfterMs[0] + random() * (cutAfterMs[1] - cutAfterMs[0]));
    unclean.push(...life.notes);
    const cutMs = disk.cut();
    await life.kill();
    const late = bench.accepted.withdrawSince(cutMs, life);
    during += late.count;
    latestMs = Math.max(latestMs, late.latestMs);
    if (late.latestMs > hangsOverMs) unclean.push(`acknowledged ${late.latestMs} ms after the cut`);
    disk.remount();
    if ((cut + 1) % 25 === 0) print(`  ${cut + 1} cuts, ${bench.accepted.count} acknowledged`);
  }
  const { found, balanced, words, notes } = await bench.finish();
  unclean.push(...notes);
  disk.remove();
  product?.remove();
  for (const each of unclean) print(`  ${each}`);
  return {
    ...found,
    fine: unclean.length === 0 && balanced,
    facts: `${cuts} cuts, ${unclean.length} unclean starts, ${during} acknowledged after the power was gone (${latestMs.toFixed(1)} ms at the latest) and not counted, longest start ${longestStartMs} ms, ${words}`,
  };
}
