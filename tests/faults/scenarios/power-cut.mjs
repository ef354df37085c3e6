/**
 * The power is cut while readings come in and drain: the buffer lies on ext4 in a file, and the ext4 shutdown ioctl
 * drops all that was not flushed, as a card that honours flush would. After each cut the disk is mounted anew and the
 * gateway starts again; it must start without a complaint and still hold all that it had acknowledged.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { makeDisk, missingForDisks } from '../loop-disk.mjs';
import { dist, productWithout } from '../product.mjs';
import { compare, fastClock, historyAt } from '../site.mjs';
import { Accepted, startSubject, valuesPerLife } from '../subject.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles power cuts of an ext4 disk while readings come in and drain (needs root)';
export const cycles = 20;
export const control = 'synchronous=NORMAL in place of FULL';
export const missing = missingForDisks;

const devices = 40;
const cutAfterMs = [50, 1_500];
const startsWithinMs = 10_000;

export async function run({ cycles: cuts, seed, control: isControl, print }) {
  const random = seeded(seed);
  const product = isControl ? productWithout('full-sync') : undefined;
  const broker = await startBroker({ clock: fastClock(1), host: '127.0.0.1', port: 0 });
  const disk = makeDisk('ext4', 64);
  const accepted = new Accepted(devices);
  const unclean = [];
  let longestStartMs = 0;
  const start = async (life, intake) => {
    const subject = startSubject({
      accepted,
      root: product?.root,
      folder: `${disk.folder}/buffer`,
      brokers: { city: broker.url },
      devices,
      from: life * valuesPerLife,
      everyMs: 20,
      intake,
    });
    const ready = await subject.ready(startsWithinMs);
    longestStartMs = Math.max(longestStartMs, subject.readyMs ?? startsWithinMs);
    if (!ready) unclean.push(`start ${life} did not come up`);
    unclean.push(...subject.notes);
    return subject;
  };
  for (let cut = 0; cut < cuts; cut++) {
    const subject = await start(cut, 'honest');
    await subject.acknowledges(1, 10_000);
    await delay(cutAfterMs[0] + random() * (cutAfterMs[1] - cutAfterMs[0]));
    disk.cut();
    await subject.kill();
    disk.remount();
    if ((cut + 1) % 25 === 0) print(`  ${cut + 1} cuts, ${accepted.count} acknowledged`);
  }
  const last = await start(cuts, 'none');
  const [ledger] = (await last.drain())?.ledgers ?? [];
  await last.stop();
  const end = compare(accepted.values, historyAt(broker.store));
  const { inversions } = broker.store.counters;
  await broker.close();
  disk.remove();
  product?.remove();
  for (const words of unclean) print(`  ${words}`);
  return {
    in: end.in,
    out: end.out,
    lost: end.missing,
    twice: end.twice,
    reordered: end.reordered + inversions,
    fine: unclean.length === 0 && ledger?.balances === true && ledger.waiting === 0,
    facts: `${cuts} cuts, ${unclean.length} unclean starts, longest start ${longestStartMs} ms, ledger ${ledger?.balances ? 'balances' : 'does NOT balance'}`,
  };
}
