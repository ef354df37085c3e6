/**
 * More comes in than the buffer may hold while the broker is away, and still while it drains. The oldest go first, each
 * counted as dropped; all others arrive, and the ledger balances to the reading.
 */
import { productWithout } from '../product.mjs';
import { temporaryFolder } from '../site.mjs';
import { startBench } from '../subject.mjs';

export const about = '--cycles outages that overflow a small buffer';
export const cycles = 3;
export const control = 'what is dropped is not counted';

const limitBytes = 512 * 1_024;
/** Twice what fits, at 33 bytes each. */
const overflow = 30_000;
const nowhere = 'http://127.0.0.1:9/ngsi-ld/v1';

export async function run({ cycles: outages, control: isControl, print }) {
  const product = isControl ? productWithout('counted-drops') : undefined;
  const { folder, remove } = temporaryFolder();
  const bench = await startBench({ folder, root: product?.root, everyMs: 0, limitBytes });
  const problems = [];
  let largest = 0;
  for (let cycle = 0; cycle < outages; cycle++) {
    const outage = bench.start({ brokers: { city: nowhere } });
    if (!(await outage.acknowledges(overflow, 60_000))) problems.push('takes nothing in');
    largest = Math.max(largest, (await outage.status())?.buffer.bytes ?? 0);
    // In order, so that nothing is on disk that was not acknowledged: only so can the count be compared.
    await outage.pause();
    await outage.stop();
    const back = bench.start();
    if (!(await back.acknowledges(overflow / 2, 60_000))) problems.push('takes nothing in while it drains');
    await back.pause();
    await back.stop();
    print(`  outage ${cycle + 1}: ${bench.accepted.count} acknowledged`);
  }
  const { found, ledger, balanced, words } = await bench.finish();
  remove();
  product?.remove();
  if (largest > limitBytes * 1.5) problems.push(`the buffer grew to ${largest} bytes`);
  for (const each of problems) print(`  ${each}`);
  return {
    ...found,
    fine: problems.length === 0 && balanced && ledger.dropped > 0,
    facts: `${outages} outages, ${ledger?.dropped} dropped and counted (${(ledger?.dropped ?? 0) - found.missing} of them arrived all the same), at most ${Math.round(largest / 1_024)} KiB of ${limitBytes / 1_024}, ${words}`,
  };
}
