import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explanations } from '../../src/config/codes.ts';

const src = join(import.meta.dirname, '..', '..', 'src');

/** Codes in the files that tell problems: in `config` as they stand, in `core` those of the mapping. */
const told = ['config', 'core']
  .flatMap((folder) => readdirSync(join(src, folder)).map((file) => join(src, folder, file)))
  .filter((file) => file.endsWith('.ts') && !/codes[\w-]*\.ts$|core\/(mapper|measure-faults)\.ts$/.test(file))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/code: '([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
  );

describe('the catalogue of codes', () => {
  it.each([...new Set(told)].sort())('explains %s', (code) => {
    expect(explanations.get(code)?.meaning).toMatch(/\.$/);
  });

  it('says more than the meaning', () => {
    for (const { code, text } of explanations.values()) expect(text, code).toMatch(/\S.*[.:]$/);
  });
});
