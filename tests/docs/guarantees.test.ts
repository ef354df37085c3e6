import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docs/guarantees.md'), 'utf8');
const promises = [...text.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => number);
const rows = text.split('\n').filter((line) => /^\| \d+ /.test(line));

const named = (column: number) =>
  rows.flatMap((row) => [...(row.split('|')[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));

describe('docs/guarantees.md', () => {
  it('says of each promise how it is checked', () => {
    expect(promises.length).toBeGreaterThan(5);
    expect(rows.map((row) => /\d+/.exec(row)?.[0])).toEqual(promises);
  });

  it('names scenarios and tests that there are', () => {
    const paths = [...named(2).map((name) => `tests/faults/scenarios/${name}.mjs`), ...named(3)];

    expect(paths.filter((path) => path === undefined || !existsSync(join(root, path)))).toEqual([]);
  });
});
