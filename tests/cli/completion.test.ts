import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'kopru-'));

async function script(shell: string): Promise<string> {
  const world = recordingWorld({}, folder);
  expect(await main(['completion', shell], world)).toBe(0);
  const file = join(folder, shell);
  writeFileSync(file, world.written.out);
  return file;
}

const absent = (shell: string) => spawnSync(shell, ['-c', 'true']).error !== undefined && !process.env.CI;

const linesOf = (command: string, args: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n');
};

/** What bash would offer for the last of the words. */
async function offered(...words: string[]): Promise<string[]> {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `source "$1"; COMP_WORDS=(kopru ${line}); COMP_CWORD=${words.length}; _kopru; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf('bash', ['--norc', '-c', ask, 'bash', await script('bash')]);
}

describe('kopru completion', () => {
  it.each([
    [['qu'], ['quarantine']],
    [['quarantine', 're'], ['retry']],
    [['quarantine', 'retry', '--d'], ['--destination']],
    [['run', '--log'], ['--log-level']],
    [['check', '--n'], ['--no-color']],
    [['nothing', ''], ['']],
  ])('lets bash offer, for %j, %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('offers bash every verb', async () => {
    expect(await offered('')).toEqual(expect.arrayContaining(verbs.map(({ usage }) => usage.split(' ')[0])));
  });

  it.skipIf(absent('fish'))('lets fish offer actions and options (skipped without fish)', async () => {
    const file = await script('fish');
    const fish = (line: string) =>
      linesOf('fish', ['--no-config', '-c', `source ${file}; complete -C '${line}'`]);

    expect(fish('kopru quar').map((each) => each.split('\t')[0])).toEqual(['quarantine']);
    expect(fish('kopru page ena')).toContain('enable');
    expect(fish('kopru run --log-l')[0]).toMatch(/^--log-level\t/);
  });

  it.skipIf(absent('zsh'))('gives zsh a script that it can read (skipped without zsh)', async () => {
    const { status, stderr } = spawnSync('zsh', ['-n', await script('zsh')], { encoding: 'utf8' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('names the shells it knows', async () => {
    const world = recordingWorld({}, folder);

    expect(await main(['completion', 'tcsh'], world)).toBe(64);
    expect(world.written.err).toContain('Name one of bash, zsh, fish.');
  });
});
