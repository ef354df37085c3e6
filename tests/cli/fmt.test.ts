import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const uneven = 'schema: 1\ngateway:\n    id: kordon\n     name: Kordon   # here\n';
const even = 'schema: 1\ngateway:\n  id: kordon\n  name: Kordon   # here\n';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function fmt(folder: string, ...argv: string[]) {
  const world = recordingWorld({}, folder);
  return { exit: await main(['fmt', ...argv], world), ...world.written };
}

const textOf = (folder: string, file = 'gateway.yaml') => readFileSync(join(folder, file), 'utf8');

describe('kopru fmt', () => {
  it('mends a file, says which lines it moved, and names the next command', async () => {
    const folder = folderWith({ 'gateway.yaml': uneven });

    const { exit, out } = await fmt(folder);

    expect(exit).toBe(0);
    expect(textOf(folder)).toBe(even);
    expect(out).toContain('line 4 moved 1 column to the left');
    expect(out).toMatch(/✓ 1 of 1 file changed\.\nNext: kopru check\n$/);
  });

  it('takes the drivers and mappings beside gateway.yaml along', async () => {
    const folder = folderWith({ 'gateway.yaml': even, 'drivers/acme/e1.yaml': 'a:\n    b: 1\n' });

    expect((await fmt(folder)).exit).toBe(0);
    expect(textOf(folder, 'drivers/acme/e1.yaml')).toBe('a:\n  b: 1\n');
  });

  it('changes nothing with --check, shows the lines, and ends with 2', async () => {
    const folder = folderWith({ 'gateway.yaml': uneven });

    const { exit, out } = await fmt(folder, '--check');

    expect(exit).toBe(2);
    expect(textOf(folder)).toBe(uneven);
    expect(out).toContain('   3 -     id: kordon');
    expect(out).toContain('   3 +   id: kordon');
    expect((await fmt(folderWith({ 'gateway.yaml': even }), '--check')).exit).toBe(0);
  });

  it('shows place and mend of what it cannot mend, leaves that file, and ends with 78', async () => {
    const folder = folderWith({ 'a.yaml': 'a:\n  b: 1\n c: 2\n', 'b.yaml': 'a:\n    b: 1\n' });

    const { exit, out, err } = await fmt(folder, 'a.yaml', 'b.yaml');

    expect(exit).toBe(78);
    expect(err).toMatch(/^a\.yaml:3:1 {2}YAML_INDENT/);
    expect(out).toContain('1 of 2 files changed, 1 cannot be read and was left');
    expect(textOf(folder, 'a.yaml')).toBe('a:\n  b: 1\n c: 2\n');
  });

  it('keeps rights and links, and leaves nothing behind', async () => {
    const folder = folderWith({ 'site/real.yaml': uneven });
    chmodSync(join(folder, 'site/real.yaml'), 0o640);
    symlinkSync('site/real.yaml', join(folder, 'gateway.yaml'));

    await fmt(folder);

    expect(textOf(folder, 'site/real.yaml')).toBe(even);
    expect(statSync(join(folder, 'site/real.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder, 'site'))).toEqual(['real.yaml']);
  });

  it('tells machines what it did with each file', async () => {
    const { out } = await fmt(folderWith({ 'gateway.yaml': uneven }), '--json');

    expect(JSON.parse(out)).toEqual({
      written: true,
      files: [{ file: 'gateway.yaml', state: 'changed', moved: [{ line: 4, by: -1 }], tabs: false }],
    });
  });

  it('asks for names where there is no gateway.yaml', async () => {
    expect((await fmt(folderWith({}), 'none.yaml')).exit).toBe(64);
  });
});
