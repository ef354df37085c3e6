/**
 * A card in a bad mood: every fsync takes 500 ms, then some take 5 s. Sources must not notice (the main thread stays
 * awake), nothing may be acknowledged before its fsync has come back, and a kill in the middle of one loses nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../site.mjs';
import { attach, missingForStrace } from '../strace.mjs';
import { startBench } from '../subject.mjs';

export const about = '--cycles lives with fsync at 500 ms and at 5 s, by strace, each ended by kill -9';
export const cycles = 4;
export const control = 'a gateway that acknowledges before the commit';
export const missing = missingForStrace;

const lagAtMostMs = 50;
const speeds = [
  { calls: 'fsync,fdatasync', delayMs: 500, forMs: 5_000 },
  { calls: 'fsync,fdatasync', delayMs: 5_000, when: '1+3', forMs: 11_000 },
];

export async function run({ cycles: lives, control: isControl, print }) {
  const { folder, remove } = temporaryFolder();
  const bench = await startBench({ folder });
  const problems = [];
  const lags = [];
  for (let cycle = 0; cycle < lives; cycle++) {
    const { forMs, ...fault } = speeds[cycle % speeds.length];
    const life = bench.start({ intake: isControl ? 'early' : 'honest' });
    if (!(await life.acknowledges(bench.devices, 10_000))) problems.push('did not start');
    const tracer = await attach(life.pid, fault);
    await life.status();
    await delay(forMs);
    const { lagMs, buffer } = (await life.status()) ?? {};
    lags.push(lagMs);
    print(
      `  fsync ${fault.delayMs} ms: loop p99 ${lagMs?.toFixed(1)} ms, last commit ${buffer?.lastCommitMs.toFixed(0)} ms, ${life.acknowledged} acknowledged`,
    );
    await life.kill();
    await tracer.detach();
  }
  const { found, balanced, words } = await bench.finish();
  remove();
  const lagMs = Math.max(...lags);
  for (const each of problems) print(`  ${each}`);
  return {
    ...found,
    fine: problems.length === 0 && lagMs <= lagAtMostMs && balanced,
    facts: `${lives} lives, event loop p99 ${lagMs.toFixed(1)} ms at most, ${words}`,
  };
}
