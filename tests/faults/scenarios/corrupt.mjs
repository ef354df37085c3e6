/**
 * A backlog waits, then its files are damaged. The gateway must start, deliver what comes in from now on, and send no
 * value that no device gave. What the damage took may be missing, but it must be told: dropped as damaged, or set
 * aside with an alarm. Only the damaged end of a WAL goes silently, since it looks like a power cut before the commit.
 */
import { join } from 'node:path';
import { mutations } from '../mutations.mjs';
import { dist, productWithout } from '../product.mjs';
import { entityOf, historyAt, temporaryFolder } from '../site.mjs';
import { startBench, valuesPerLife } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles damaged databases and WALs, each with a backlog waiting';
export const options = ['--only NAME,NAME  these damages only'];
export const cycles = 26;
export const control = 'the checksum of a row is not looked at';

const startsWithinMs = 10_000;
const backlog = 1_000;
const nowhere = 'http://127.0.0.1:9/ngsi-ld/v1';

/** Without checksums a changed stream may hold up a destination, so each takes long. */
const damagesOfControl = 3;

export async function run({ cycles: asked, seed, only, control: isControl, print }) {
  const damages = isControl ? Math.min(damagesOfControl, asked) : asked;
  const random = seeded(seed);
  const product = isControl ? productWithout('row-checksum') : undefined;
  const { folder, remove } = temporaryFolder();
  const bench = await startBench({ root: product?.root, folder: undefined });
  const names = isControl ? ['row-bits'] : (only ?? Object.keys(mutations));
  const problems = [];
  const sum = { told: 0, aside: 0, silent: 0, noticedLate: 0, live: 0, liveOut: 0, old: 0, longestMs: 0 };
  for (let cycle = 0; cycle < damages; cycle++) {
    const name = names[cycle % names.length];
    const what = `${cycle} ${name}`;
    const own = join(folder, `${cycle}`);
    const before = bench.start({ folder: own, brokers: { city: nowhere }, everyMs: 0 });
    await before.acknowledges(backlog, 20_000);
    if (random() < 0.5) await before.kill();
    else await before.stop();
    mutations[name](own, random);

    const after = bench.start({ folder: own, everyMs: 50 });
    if (!(await after.ready(startsWithinMs))) {
      problems.push(`${what}: does not start, ${after.notes.join('; ')}`);
      await after.kill();
      continue;
    }
    sum.longestMs = Math.max(sum.longestMs, after.readyMs);
    if (!(await after.acknowledges(2 * bench.devices, 10_000))) problems.push(`${what}: takes nothing in`);
    await after.pause();
    const came = () => new Set([...historyAt(bench.broker.store).values()].flat());
    const missing = (values, there = came()) => values.filter((value) => !there.has(value)).length;
    const live = () => after.values.slice(after.valuesOfOldLog);
    if (!(await after.until(() => missing(live()) === 0, 10_000)))
      problems.push(`${what}: live data is missing, ${after.notes.join('; ')}`);
    const { ledgers } = await after.status();
    await after.stop();

    // What rows that vanished from within the file leave behind is booked as unexplained, with an alarm.
    const { dropped, balances, unexplained } = ledgers[0];
    if (!balances && unexplained === 0) problems.push(`${what}: the ledger does not balance`);
    const aside = after.notes.some((note) => note.includes('set aside'));
    const begunAnew = after.notes.some((note) => note.includes('new ledger was begun'));
    const lost = missing(before.values);
    const told = begunAnew ? lost : Math.min(lost, dropped + unexplained);
    sum.old += before.acknowledged;
    sum.told += told;
    sum.aside += aside ? 1 : 0;
    sum.silent += lost - told;
    sum.noticedLate += after.valuesOfOldLog;
    sum.live += live().length;
    sum.liveOut += live().length - missing(live());
    if (lost > told && !name.startsWith('wal-'))
      problems.push(`${what}: ${lost - told} missing without a word`);
  }
  const wrong = wrongOnes(bench);
  await bench.broker.close();
  remove();
  product?.remove();
  for (const each of problems) print(`  ${each}`);
  return {
    in: sum.live,
    out: sum.liveOut,
    lost: sum.live - sum.liveOut,
    twice: 0,
    reordered: 0,
    wrong,
    fine: problems.length === 0,
    facts: `${damages} damages, ${sum.old} waited: ${sum.told} told as lost (${sum.aside} files set aside, ${sum.noticedLate} taken in before the damage was seen), ${sum.silent} gone with the end of a WAL; longest start ${sum.longestMs} ms, ${problems.length} problems`,
  };
}

/** Values at the broker that its device never gave, or not at that time. */
function wrongOnes({ broker, accepted, devices }) {
  const offsetMs = Date.now() - Number(process.hrtime.bigint() / 1_000n) / 1_000;
  let wrong = 0;
  for (let index = 0; index < devices; index++) {
    const history = broker.store.tenant('').histories.get(entityOf(`d${index}`));
    const [series] = history?.series.values() ?? [];
    for (const { instance } of series?.instances ?? []) {
      const { content, observedAtMs } = instance;
      const monotonicMs = accepted.times.get(content);
      const given = Number.isInteger(content) && content % devices === index && content % valuesPerLife < 1e6;
      const inTime = monotonicMs === undefined || Math.abs(observedAtMs - offsetMs - monotonicMs) < 1_000;
      if (!given || !inTime) wrong++;
    }
  }
  return wrong;
}
