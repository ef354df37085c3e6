/**
 * Two destinations, of which one is away for the whole time. The other must get everything without delay, as if it were
 * alone; when the first comes back, it must get everything too. Each kill in between finds both where they were.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { dist, productWithout } from '../product.mjs';
import { compare, fastClock, historyAt, temporaryFolder } from '../site.mjs';
import { startBench } from '../subject.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');

export const about = 'two destinations, one of them away for --cycles lives of the gateway';
export const cycles = 3;
export const control = 'the log is pruned by the destination that is furthest';

const livesMs = 6_000;
/** Batches to one broker start a second apart, and a settlement rides along for 5 s at most. */
const behindAtMostMs = 10_000;

export async function run({ cycles: lives, control: isControl, print }) {
  const product = isControl ? productWithout('slowest-decides') : undefined;
  const { folder, remove } = temporaryFolder();
  const options = { clock: fastClock(1), host: '127.0.0.1', instancesPerAttribute: 1_000_000 };
  const region = await startBroker({ ...options, port: 0 });
  await region.pause();
  const bench = await startBench({ folder, root: product?.root, everyMs: 50 });
  const brokers = { city: bench.broker.url, region: region.url };
  const problems = [];
  const missingAt = (broker) => compare(bench.accepted.values, historyAt(broker.store)).missing;
  let longestMs = 0;
  for (let cycle = 0; cycle < lives; cycle++) {
    const life = bench.start({ brokers });
    if (!(await life.acknowledges(1, 10_000))) problems.push('did not start');
    await delay(livesMs);
    await life.pause();
    const startMs = performance.now();
    if (!(await life.until(() => missingAt(bench.broker) === 0, behindAtMostMs)))
      problems.push('city is held up');
    longestMs = Math.max(longestMs, performance.now() - startMs);
    await life.kill();
  }
  const away = bench.accepted.count - compare(bench.accepted.values, historyAt(region.store)).missing;
  if (away > 0) problems.push('the one that is away got something');

  await region.resume();
  const last = bench.start({ brokers, intake: 'none' });
  const { ledgers = [] } = (await last.drain(60_000)) ?? {};
  await last.stop();
  const found = { in: 0, out: 0, lost: 0, twice: 0, reordered: 0 };
  for (const broker of [bench.broker, region]) {
    const { missing, ...counts } = compare(bench.accepted.values, historyAt(broker.store));
    found.in += counts.in;
    found.out += counts.out;
    found.lost += missing;
    found.twice += counts.twice;
    found.reordered += counts.reordered + broker.store.counters.inversions;
    await broker.close();
  }
  remove();
  product?.remove();
  const balanced =
    ledgers.length === 2 && ledgers.every(({ balances, waiting }) => balances && waiting === 0);
  for (const each of problems) print(`  ${each}`);
  return {
    ...found,
    fine: problems.length === 0 && balanced,
    facts: `${bench.accepted.count} readings for each of two, city had all ${(longestMs / 1_000).toFixed(1)} s after the last one, ledgers ${balanced ? 'balance' : 'do NOT balance'}`,
  };
}
