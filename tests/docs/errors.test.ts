/** docs/errors.md and its Turkish twin: made from the catalogue that `kopru explain` reads. */
import { describe, expect, it } from 'vitest';
import { runningCodes } from '../../src/cli/running-codes.ts';
import { turkishExplanations } from '../../src/cli/turkish/explanations.ts';
import { explanations } from '../../src/config/codes.ts';
import { expectGenerated } from './generated.ts';

const file = 'docs/errors.md';
const turkishFile = 'docs/errors.tr.md';

type Catalogue = ReadonlyMap<string, { readonly meaning: string; readonly text: string }>;

function chapter(catalogue: Catalogue): string {
  return [...catalogue]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { meaning, text }]) => `### ${code}\n\n**${inHtml(meaning)}** ${inHtml(text)}`)
    .join('\n\n');
}

/** Outside of `code`, what would be a tag or emphasis is a character. */
function inHtml(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/[<*_]/g, '\\$&')))
    .join('');
}

describe(file, () => {
  it('explains the codes of files', () => expectGenerated(file, 'codes of files', chapter(explanations)));

  it('explains the codes of a running gateway', () =>
    expectGenerated(file, 'codes of a running gateway', chapter(runningCodes)));

  it('has one explanation for each code', () => {
    expect([...runningCodes.keys()].filter((code) => explanations.has(code))).toEqual([]);
  });
});

describe(turkishFile, () => {
  const inTurkish = (catalogue: Catalogue) =>
    chapter(new Map([...turkishExplanations].filter(([code]) => catalogue.has(code))));

  it('explains the codes of files', () =>
    expectGenerated(turkishFile, 'codes of files', inTurkish(explanations)));

  it('explains the codes of a running gateway', () =>
    expectGenerated(turkishFile, 'codes of a running gateway', inTurkish(runningCodes)));
});
