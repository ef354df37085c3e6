import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/config/document.ts';
import { readDriver } from '../src/config/driver-file.ts';
import { trySamples } from '../src/config/driver-samples.ts';
import { nodeFiles } from '../src/config/files.ts';
import { renderProblems } from '../src/config/problems.ts';

const folder = join(import.meta.dirname, '..', 'drivers');
const names = nodeFiles
  .list(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -5))
  .sort();

function load(name: string) {
  const file = `drivers/${name}.yaml`;
  const text = readFileSync(join(folder, `${name}.yaml`), 'utf8');
  const { document, problems } = parseDocument(file, text);
  const read = document ? readDriver(document, name) : { problems: [] };
  const tried = read.driver && trySamples(read.driver);
  const all = [...problems, ...read.problems, ...(tried?.problems ?? [])];
  return { ...read, tried, said: renderProblems(all, new Map([[file, text]]), { color: false }) };
}

describe('the shipped drivers', () => {
  it('are there', () => {
    expect(names).toContain('eastron/sdm630');
  });

  it.each(names)('%s has no mistake and gives what its samples expect', (name) => {
    const { driver, said } = load(name);

    expect(said).toBe('');
    expect(driver).toBeDefined();
  });

  it.each(names)('%s has every point in a sample', (name) => {
    expect(load(name).tried?.untried).toEqual([]);
  });

  it.each(names)('%s shows in a sample what must give no value', (name) => {
    const results = load(name).tried?.results ?? [];
    const refused = results.filter(({ expected }) => expected === null);

    // A single bit is always a value: contacts have nothing to refuse.
    if (results.some(({ expected }) => typeof expected !== 'boolean')) expect(refused).not.toEqual([]);
  });
});
