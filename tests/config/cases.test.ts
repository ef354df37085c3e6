import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { countText, renderProblems } from '../../src/config/problems.ts';
import type { Language } from '../../src/core/language.ts';

const root = resolve(import.meta.dirname, '..', '..');
const cases = join(root, 'tests', 'cases');

/** A folder with a gateway.yaml, the drivers and mappings it brings along, and what `check` must say about it. */
const folders = readdirSync(cases).filter((name) => existsSync(join(cases, name, 'gateway.yaml')));

function check(name: string, language: Language = 'en'): string {
  const folder = join(cases, name);
  const { problems, sources, site } = loadSite({
    file: 'gateway.yaml',
    driverFolders: ['drivers', '../../../drivers'],
    mappingFolders: ['mappings', '../../../mappings'],
    stateFolder: '/var/lib/kopru',
    files: {
      read: (path) => nodeFiles.read(resolve(folder, path)),
      list: (path) => nodeFiles.list(resolve(folder, path)),
    },
  });
  const text = renderProblems(problems, sources, { color: false, language });
  return `${text}${countText(problems, language)}${site ? whole[language] : ''}\n`;
}

const whole = { en: ': a whole site', tr: ': tam bir yer' } as const;

describe('a configuration with mistakes', () => {
  it.each(
    folders.flatMap((name) => [
      [name, 'expected.txt', 'en'] as const,
      [name, 'expected.tr.txt', 'tr'] as const,
    ]),
  )('%s is told as in %s', (name, expected, language) => {
    const file = join(cases, name, expected);
    const said = check(name, language);
    if (process.env.UPDATE_CASES) writeFileSync(file, said);

    expect(said).toBe(readFileSync(file, 'utf8'));
  });

  it('lists ten different mistakes at once, each with place and mend', () => {
    const codes = new Set(
      [...check('ten-mistakes').matchAll(/^\S+:\d+:\d+ {2}([A-Z_]+)/gm)].map(([, code]) => code),
    );

    expect(codes.size).toBeGreaterThanOrEqual(10);
  });
});
