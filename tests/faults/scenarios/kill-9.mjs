/**
 * kill -9 in the middle of taking in and draining: the gateway's middle as a process of its own is killed again and
 * again at random; what it had acknowledged must all be at the broker at the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { dist } from '../product.mjs';
import { compare, fastClock, historyAt, temporaryFolder } from '../site.mjs';
import { Accepted, startSubject, valuesPerLife } from '../subject.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles times kill -9 at random while readings come in and drain';
export const cycles = 50;
export const control = 'a gateway that acknowledges before the commit';

const devices = 40;
const killAfterMs = [50, 1_500];
/** Versions in one request; only those of the request in flight may come twice. */
const batchAtMost = 100;

export async function run({ cycles: kills, seed, control: isControl, print }) {
  const random = seeded(seed);
  const broker = await startBroker({ clock: fastClock(1), host: '127.0.0.1', port: 0 });
  const { folder, remove } = temporaryFolder();
  const accepted = new Accepted(devices);
  const intake = isControl ? 'early' : 'honest';
  const start = (life, how) =>
    startSubject({
      accepted,
      folder,
      brokers: { city: broker.url },
      devices,
      from: life * valuesPerLife,
      intake: how,
    });
  for (let kill = 0; kill < kills; kill++) {
    const life = start(kill, intake);
    await life.acknowledges(1, 30_000);
    await delay(killAfterMs[0] + random() * (killAfterMs[1] - killAfterMs[0]));
    await life.kill();
    if ((kill + 1) % 50 === 0) print(`  ${kill + 1} kills, ${accepted.count} acknowledged`);
  }
  const last = start(kills, 'none');
  const [ledger] = (await last.drain())?.ledgers ?? [];
  await last.stop();
  const end = compare(accepted.values, historyAt(broker.store));
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
    fine: ledger?.balances === true && ledger.waiting === 0 && perKill <= batchAtMost,
    facts: `${kills} kills, ${perKill.toFixed(1)} twice for each (a batch is ${batchAtMost} at most), ledger ${ledger?.balances ? 'balances' : 'does NOT balance'}`,
  };
}
