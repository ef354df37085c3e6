import { describe, expect, it } from 'vitest';
import { runningCodes } from '../../../src/cli/running-codes.ts';
import { turkishExplanations } from '../../../src/cli/turkish/explanations.ts';
import { verbs } from '../../../src/cli/verbs.ts';
import { explanations } from '../../../src/config/codes.ts';

const english = new Map<string, { readonly meaning: string; readonly text: string }>([
  ...explanations,
  ...runningCodes,
]);

const verbNames = verbs.map(({ usage }) => usage.split(' ')[0]).join('|');
const fixed = new RegExp(
  `\`[^\`]+\`|/etc/[\\w/-]+\\w|docs/\\w+\\.md|KOPRU_\\w+|kopru (?:${verbNames})\\b`,
  'g',
);

/** What is the same in every language: commands, keys, paths and variables. */
const untranslated = (text: string) => [...new Set(text.match(fixed))].sort();

describe('the Turkish explanations', () => {
  it('are there for every code, and for no other', () => {
    expect([...turkishExplanations.keys()].sort(), 'add it to src/cli/turkish').toEqual(
      [...english.keys()].sort(),
    );
  });

  it('are sentences', () => {
    for (const [code, { meaning, text }] of turkishExplanations) {
      expect(meaning, code).toMatch(/^\S.*\.$/);
      expect(text, code).toMatch(/\S/);
    }
  });

  it.each([...english])('name the same commands, keys and files for %s', (code, { meaning, text }) => {
    const turkish = turkishExplanations.get(code);

    expect(untranslated(`${turkish?.meaning} ${turkish?.text}`)).toEqual(untranslated(`${meaning} ${text}`));
  });

  it('differ from the English', () => {
    const same = [...english].filter(
      ([code, { meaning }]) => turkishExplanations.get(code)?.meaning === meaning,
    );

    expect(same).toEqual([]);
  });
});
