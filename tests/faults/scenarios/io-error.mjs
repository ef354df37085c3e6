/**
 * Calls to the disk that fail: fsync, write and truncate, with EIO or ENOSPC, the n-th once or the n-th and all after
 * it, from the start or in a gateway that runs. After a single failure, and when lasting ones end, it must go on by
 * itself; one that could not start must start when asked again. A sound file must never be taken for a corrupt one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { dist } from '../product.mjs';
import { temporaryFolder } from '../site.mjs';
import { attach, missingForStrace, straced } from '../strace.mjs';
import { startBench } from '../subject.mjs';

const { seeded } = await dist('simulator/seeded.js');

export const about = '--cycles disk calls that fail, once or for a while, by strace';
export const cycles = 64;
export const control = 'a gateway that acknowledges before the commit';
export const missing = missingForStrace;

const calls = ['fsync,fdatasync', 'pwrite64', 'ftruncate', 'fsync,fdatasync,pwrite64,ftruncate'];
const errors = ['EIO', 'ENOSPC'];
/** The first tries of a failed commit come 1, 2 and 4 s apart. */
const recoversWithinMs = 15_000;
const lastsMs = 2_000;

export async function run({ cycles: faults, seed, control: isControl, print }) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const { folder, remove } = temporaryFolder();
  const bench = await startBench({ folder, everyMs: 10 });
  const problems = [];
  let ended = 0;
  let longestMs = 0;
  const goesOn = async (life, what) => {
    const startMs = performance.now();
    const fine = await life.acknowledges(1, recoversWithinMs);
    longestMs = Math.max(longestMs, performance.now() - startMs);
    if (!fine) problems.push(`${what}: takes nothing in any more`);
  };

  for (let cycle = 0; cycle < faults; cycle++) {
    // Half of them early, where files are made and recovered.
    const n = 1 + Math.floor(random() * (random() < 0.5 ? 12 : 300));
    const lasting = random() < 0.5;
    const running = random() < 0.4;
    const fault = { calls: pick(calls), error: pick(errors), when: lasting ? `${n}+` : `${n}` };
    const what = `${running ? 'running' : 'start'}: ${fault.calls} ${fault.error} when=${fault.when}`;
    const life = bench.start({
      intake: isControl ? 'early' : 'honest',
      launcher: running ? [] : straced(fault),
    });
    if (running) {
      if (!(await life.acknowledges(20, 10_000))) problems.push(`${what}: did not start`);
      const tracer = await attach(life.pid, fault);
      await delay(lastsMs);
      await tracer.detach();
      await goesOn(life, what);
    } else {
      await life.until(() => life.acknowledged > 5 * n, lastsMs);
      if (life.exit) ended++;
      else if (!lasting) await goesOn(life, what);
    }
    await life.kill();
    if (life.readyMs === undefined) {
      const again = bench.start({ intake: 'none' });
      if (!(await again.ready(10_000))) problems.push(`${what}: does not start once the disk works`);
      await again.kill();
    }
    problems.push(
      ...life.notes.filter((note) => /corrupt|given up/.test(note)).map((note) => `${what}: ${note}`),
    );
    if ((cycle + 1) % 50 === 0) print(`  ${cycle + 1} faults, ${bench.accepted.count} acknowledged`);
  }
  const { found, balanced, words, notes } = await bench.finish();
  problems.push(...notes);
  remove();
  for (const each of problems) print(`  ${each}`);
  return {
    ...found,
    fine: problems.length === 0 && balanced,
    facts: `${faults} faults, ${ended} ended the start, longest recovery ${(longestMs / 1_000).toFixed(1)} s, ${problems.length} problems, ${words}`,
  };
}
