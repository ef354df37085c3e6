import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { allFields } from '../../src/config/field-reference.ts';
import { inTurkish, turkishSentences, typeInTurkish } from '../../src/config/turkish.ts';

const source = resolve(import.meta.dirname, '..', '..', 'src');
/** What says nothing about a file: other texts for people, drafts of files, words of the vocabulary. */
const elsewhere =
  /^(core\/(announcement|finding|status|verdict|smart-data-models)|config\/(codes|.*-draft|drafted|field-reference|simulated-device|turkish|reference))/;
/** Put together of parts; the catalogue has each whole, and the cases show them. */
const composed: ReadonlySet<string> = new Set([
  'x xx.',
  'x never occurs in xx.',
  'It must have x x.',
  'Move it x to the xx.',
  'The frame of the sample x.',
  'The param x of x x.',
]);

const files = ['config', 'core'].flatMap((folder) =>
  readdirSync(join(source, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .filter((name) => !elsewhere.test(name)),
);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Texts and templates that read like a sentence, with an x for what is put in; descriptions of fields are none. */
function sentencesIn(file: string): string[] {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isNode(node)) return;
    const callee = node.callee as { property?: { name?: string }; name?: string } | undefined;
    if (callee?.property?.name === 'describe' || callee?.name === 'Error' || callee?.name === 'duration')
      return;
    const text =
      node.type === 'TemplateLiteral'
        ? (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('x')
        : node.type === 'Literal' && typeof node.value === 'string'
          ? node.value
          : '';
    if (/^["'A-Z`x{].* .*[a-z0-9)`"x]\.$/s.test(text)) found.push(text);
    for (const value of Object.values(node)) if (typeof value === 'object') walk(value);
  };
  walk(parseAst(readFileSync(join(source, file), 'utf8'), { lang: 'ts' }).body);
  return found;
}

const placesIn = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();

describe('what is said about files', () => {
  it.each(files)('%s: every sentence has its Turkish', (file) => {
    expect(sentencesIn(file).filter((each) => !composed.has(each) && inTurkish(each) === each)).toEqual([]);
  });

  it('says of every field what may be written there', () => {
    const meanings = allFields().flatMap((field) => field.meanings);
    const untold = meanings.filter(
      ({ description, type }) =>
        (description !== '' && inTurkish(description) === description) ||
        (/[a-z]/.test(type.replaceAll(/`[^`]*`/g, '')) && typeInTurkish(type) === type),
    );

    expect(untold).toEqual([]);
  });

  it('puts the same values into both', () => {
    const unlike = Object.entries(turkishSentences).filter(
      ([english, turkish]) => placesIn(english).join() !== placesIn(turkish).join(),
    );

    expect(unlike).toEqual([]);
  });
});
