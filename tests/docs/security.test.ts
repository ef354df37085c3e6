import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const table = read('docs/security.md')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line));

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(tsx?|mjs)$/.test(file),
);
const saying = (pattern: RegExp, folder = '') =>
  sources.filter((file) => file.startsWith(folder) && pattern.test(read(join('src', file))));

describe('the checks of docs/security.md', () => {
  it('are all 22', () => {
    expect(table.map((line) => Number(line.split('|')[1]))).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 1),
    );
  });

  it('name tests that there are', () => {
    const named = table.flatMap((line) =>
      [...line.matchAll(/`(tests\/[^`]+)`/g)].map(([, path]) => path ?? ''),
    );

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('11: nothing in the sources makes code of text', () => {
    expect(saying(/\beval\(|new Function\b|[^.\w]Function\(|node:vm/)).toEqual([]);
  });

  it('12: the command, the demo and the package start Node without both', () => {
    for (const path of ['src/cli/kopru.ts', 'package.json', 'systemd/deb/kopru']) {
      expect(read(path)).toContain('--disable-proto=delete');
      expect(read(path)).toContain('--disallow-code-generation-from-strings');
    }
  });

  it('16: every package of the lock file has a hash, and only two may run scripts', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>;
    };
    const bare = Object.entries(packages).filter(
      ([path, { integrity }]) => path !== '' && integrity === undefined,
    );

    expect(bare.map(([path]) => path)).toEqual([]);
    expect(JSON.parse(read('package.json')).allowScripts).toEqual({
      'better-sqlite3': true,
      '@serialport/bindings-cpp': true,
    });
    expect(read('Dockerfile')).toContain('npm ci --ignore-scripts');
  });

  it('22: no code writes to a Modbus device', () => {
    expect(saying(/write(Single|Multiple)?(Coil|Register|FC)|customFunction/i, 'sources/modbus')).toEqual([]);
    expect(read('src/sources/modbus/pdu.ts')).toContain('{ coil: 1, discrete: 2, holding: 3, input: 4 }');
  });
});
