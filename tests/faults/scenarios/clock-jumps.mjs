/**
 * A machine without a battery-backed clock, by libfaketime: it boots in 1970 or 50 years ahead and is put right later,
 * a clock that is right jumps 50 years ahead or an hour back for a moment, and a boot that nobody ever vouches for. No
 * reading may be sent before the clock is right, each must then carry the time at which it was read, during a jump too,
 * and no jump may silence a sensor.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fakedTime, missingForFaketime } from '../faketime.mjs';
import { dist } from '../product.mjs';
import { entityOf, temporaryFolder } from '../site.mjs';
import { startBench } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles boots with a clock that is wrong or jumps, by libfaketime';
export const cycles = 5;
export const control = 'the clock is believed from the start';
export const missing = missingForFaketime;

const year = 365 * 86_400;
const epochS = () => -Math.floor(Date.now() / 1_000) + 600;
/** By name: how wrong the clock is at the boot, and while it jumps once it was right, in seconds. */
const boots = {
  1970: { atBootS: epochS },
  '50 years ahead': { atBootS: () => 50 * year },
  'jump 50 years ahead': { jumpS: 50 * year },
  'jump an hour back': { jumpS: -3_600 },
  never: { atBootS: () => -7 * 86_400, never: true },
};
const phaseMs = 3_000;
/** Once the clock is right, and after each jump, readings must arrive again. */
const flowsWithinMs = 15_000;
const rightWithinMs = 1_000;

export async function run({ cycles: count, seed, control: isControl, print }) {
  const random = seeded(seed);
  const names = Object.keys(boots);
  const { folder, remove } = temporaryFolder();
  const time = fakedTime(folder);
  const synchronisedFile = join(folder, 'synchronised');
  const bench = await startBench({
    folder: join(folder, 'buffer'),
    ...(!isControl && { synchronisedFile }),
    env: time.env,
  });
  const problems = [];
  const given = () => instancesAt(bench.broker.store, bench.devices);
  for (let cycle = 0; cycle < count; cycle++) {
    const name = names[cycle % names.length];
    const { atBootS = () => 0, jumpS, never } = boots[name];
    time.set(atBootS());
    rmSync(synchronisedFile, { force: true });
    const life = bench.start({ boot: `${cycle}`.padStart(32, '0') });
    if (!(await life.acknowledges(1, 10_000))) problems.push(`${name}: did not start`);
    await delay(phaseMs * (0.5 + random()));
    if (sentOf(life) && !isControl) problems.push(`${name}: sent before the clock was right`);
    if (!never) {
      time.set(0);
      writeFileSync(synchronisedFile, '');
      if (!(await flows(life))) problems.push(`${name}: nothing arrives once the clock is right`);
    }
    if (jumpS !== undefined) {
      time.set(jumpS);
      await delay(phaseMs);
      time.set(0);
      // The jump back is noticed within a second.
      await delay(1_500);
      if (!(await flows(life))) problems.push(`${name}: nothing arrives after it`);
    }
    await life.pause();
    await life.stop();
  }
  time.set(0);
  writeFileSync(synchronisedFile, '');
  const { found, ledger, balanced, words } = await bench.finish();
  const { wrong, back, longestMs } = errors(given(), bench.accepted.times);
  remove();
  const superseded = ledger?.superseded ?? 0;
  const lost = Math.max(0, found.lost - superseded);
  if (superseded > 0) problems.push(`${superseded} superseded, as if they were late`);
  for (const each of problems) print(`  ${each}`);
  return {
    ...found,
    lost,
    reordered: back,
    wrong,
    fine: problems.length === 0 && balanced,
    facts: `${count} boots, largest error of a time ${Math.round(longestMs)} ms, ${problems.length} problems, ${words}`,
  };

  function sentOf(life) {
    const own = new Set(life.values);
    return given().some(({ value }) => own.has(value));
  }

  async function flows(life) {
    const goal = life.values.at(-1);
    return life.until(() => given().some(({ value }) => value > goal), flowsWithinMs);
  }
}

/** All that the broker was given, device after device in order of arrival. */
function instancesAt(store, devices) {
  return Array.from({ length: devices }, (_, index) => {
    const [series] =
      store
        .tenant('')
        .histories.get(entityOf(`d${index}`))
        ?.series.values() ?? [];
    return (series?.instances ?? []).map(({ instance }) => ({
      index,
      value: instance.content,
      observedAtMs: instance.observedAtMs,
    }));
  }).flat();
}

/** How many carry a time that is not that of their reading, how many went back in time, and the largest error of the others. */
function errors(given, times) {
  const offsetMs = Date.now() - Number(process.hrtime.bigint() / 1_000n) / 1_000;
  let [wrong, back, longestMs] = [0, 0, 0];
  let before;
  for (const each of given) {
    const monotonicMs = times.get(each.value);
    if (monotonicMs === undefined) continue;
    const errorMs = Math.abs(each.observedAtMs - offsetMs - monotonicMs);
    if (errorMs > rightWithinMs) wrong++;
    else longestMs = Math.max(longestMs, errorMs);
    if (before?.index === each.index && each.observedAtMs < before.observedAtMs) back++;
    before = each;
  }
  return { wrong, back, longestMs };
}
