/**
 * A backlog waits under a mapping that is wrong: it gives its numbers to an attribute of another name. The mapping is
 * corrected before the broker is back. All that waited must arrive under the right name, and nothing under the wrong one.
 */
import { dist } from '../product.mjs';
import { balances, compare, entityOf, fastClock, historyAt, openSite, temporaryFolder } from '../site.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = 'a mapping corrected with --cycles rounds of 40 devices waiting';
export const cycles = 50;
export const control = 'the mapping is not corrected';

const devices = 40;

export async function run({ cycles: rounds, seed, control: isControl }) {
  const clock = fastClock(10);
  const random = seeded(seed);
  const broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
  const { folder, remove } = temporaryFolder();
  const open = (attribute) => openSite({ folder, brokerUrl: broker.url, devices, clock, random, attribute });
  const accepted = new Map(Array.from({ length: devices }, (_, index) => [`d${index}`, []]));
  await broker.pause();
  const before = await open('valeu');
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      [...accepted.values()].map(async (values, index) => {
        const value = round * devices + index;
        await before.accept(index, value);
        values.push(value);
      }),
    );
  }
  await before.close();

  await broker.resume();
  const after = await open(isControl ? 'valeu' : 'value');
  const empty = await after.drained(60_000);
  const ledger = await after.ledger();
  await after.close();
  const { right, wrong } = byName(broker.store);
  const { missing, ...counts } = compare(accepted, right);
  const { inversions } = broker.store.counters;
  await broker.close();
  remove();
  return {
    ...counts,
    lost: missing,
    wrong,
    reordered: counts.reordered + inversions,
    fine: empty && balances(ledger),
    facts: `${rounds} rounds waited under a wrong mapping, ledger ${balances(ledger) ? 'balances' : 'does NOT balance'}`,
  };
}

/** What came under the right name, by entity, and how much under another. */
function byName(store) {
  const right = historyAt(store);
  let wrong = 0;
  for (let index = 0; index < devices; index++) {
    const id = entityOf(`d${index}`);
    for (const [name, series] of store.tenant('').histories.get(id)?.series ?? []) {
      if (!name.includes('valeu')) continue;
      wrong += series.instances.length;
      right.delete(id);
    }
  }
  return { right, wrong };
}
