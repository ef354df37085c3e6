import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'systemd');
const unit = join(folder, 'kopru.service');

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const absent = run('systemd-analyze', '--version').status !== 0 && !process.env.CI;

describe.skipIf(absent)('systemd (skipped where systemd-analyze is not installed)', () => {
  it('understands every line of the unit', () => {
    const { stderr } = run('systemd-analyze', 'verify', unit);

    const complaints = stderr.split('\n').filter((line) => line && !line.includes('is not executable'));
    expect(complaints).toEqual([]);
  });

  it('rates the sandbox at most 2.0 of 10', () => {
    const { status, stdout, stderr } = run(
      'systemd-analyze',
      'security',
      '--offline=yes',
      '--threshold=20',
      '--no-pager',
      unit,
    );

    const [, score = 'no score'] = /exposure level for kopru\.service: ([\d.]+)/.exec(stdout) ?? [];
    process.stdout.write(`systemd-analyze security: kopru.service ${score} (at most 2.0)\n`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(Number(score)).toBeLessThanOrEqual(2);
  });

  it('makes user, group and folders', () => {
    const root = mkdtempSync(join(tmpdir(), 'kopru-root-'));
    mkdirSync(join(root, 'etc'));

    const users = run('systemd-sysusers', `--root=${root}`, join(folder, 'kopru.sysusers'));
    const folders = run('systemd-tmpfiles', '--create', `--root=${root}`, join(folder, 'kopru.tmpfiles'));

    expect(users).toMatchObject({ status: 0 });
    expect(folders).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(root, 'etc', 'kopru')).sort()).toEqual(['drivers', 'mappings', 'secrets']);
  });
});
