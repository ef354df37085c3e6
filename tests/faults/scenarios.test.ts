import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';

const run = promisify(execFile);
const runner = join(import.meta.dirname, 'run.mjs');

/** One of each family; the whole table runs outside (`npm run faults -- broker-misbehaviour`). */
const shortFaults = [
  'silent-after-applying',
  'reset-after-applying',
  'close-after-answer',
  'content-length-too-long',
  'two-answers',
  'huge-body',
  '500-after-applying',
  '429-seconds',
  '401',
  '404-tenant',
  '413',
  '200-page',
  '207-poison',
  '400-poison',
  '207-context',
  '207-unknown-ids',
  'applied-half',
];

describe.concurrent('faults', () => {
  it.for<[string, string[]]>([
    ['broker-misbehaviour', ['--only', shortFaults.join(','), '--timeout', '1s']],
    ['clock-jumps', ['--cycles', '3']],
    ['corrupt', ['--cycles', '7']],
    ['flaps', ['--cycles', '6']],
    ['io-error', ['--cycles', '6']],
    ['kill-9', ['--cycles', '3']],
    ['mapping-corrected', ['--cycles', '10']],
    ['mqtt-power-cut', ['--cycles', '3']],
    ['power-cut', ['--cycles', '4']],
    ['slow-fsync', ['--cycles', '1']],
    ['two-destinations', ['--cycles', '1']],
  ])('%s loses nothing, and its control does', { timeout: 110_000 }, async ([name, args], context) => {
    const { expect } = context;
    const ended = await run(process.execPath, [runner, name, '--seed', '1', ...args]).catch((error) => error);
    if (ended.code === 69 && !process.env.CI) return context.skip(ended.stdout);
    const { stdout } = ended;

    expect(stdout).toMatch(/ lost 0 twice \d+ reordered 0( wrong 0)?\n/);
    expect(stdout).toMatch(/control .*: lost ([1-9]|\d+ of \d+, wrong [1-9])/);
    expect(stdout).toMatch(/passed\n$/);
  });

  it('notices a broker that says it applied what it did not', { timeout: 30_000 }, async ({ expect }) => {
    const lied = run(process.execPath, [runner, 'broker-misbehaviour', '--only', 'lie', '--no-control']);

    await expect(lied).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(/ lost [1-9]/) });
  });
});
