/**
 * The facts in `mappings/models.json` held against the original schemas: made anew from them, and judging values as
 * the schemas do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formOf, modelOf, parseModels, type WrittenForm } from '../src/config/models.ts';
import { type Form, formText, isFraction, isReference, misfit } from '../src/core/model.ts';
import { index, present, readJson, skipped, validatorOf } from './smart-data-models/bundle.ts';
import { factsText, modelFacts } from './smart-data-models/facts.ts';

const file = join(import.meta.dirname, '..', 'mappings', 'models.json');

describe('a form', () => {
  it.each<[WrittenForm, readonly unknown[], readonly unknown[], string]>([
    ['number', [0, -1.5], ['1', true, null], 'a number'],
    ['number 0..1', [0, 1, 0.58], [58, -0.1], 'a number from 0 to 1'],
    ['number 0<..', [0.1], [0], 'a number above 0'],
    ['number ..5', [5, -9], [5.1], 'a number of at most 5'],
    ['whole 1..', [1, 2], [0, 1.5], 'a whole number of at least 1'],
    ['text 2..', ['ok'], ['o', 12], 'a text of at least 2 characters'],
    [['on', 'off'], ['on'], ['On', true], 'one of on, off'],
    ['boolean', [true], ['true', 1], 'true or false'],
    [
      'date-time',
      ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.5+03:00'],
      ['2026-01-31T08:00:00', '2026-01-31', '2026-13-31T08:00:00Z'],
      'a time with zone, such as 2026-01-31T08:00:00Z',
    ],
    ['reference', ['urn:ngsi-ld:Device:a'], ['meydan', ['urn:a:b']], 'one reference, not a list'],
    [
      { list: 'reference', least: 1, distinct: true },
      [['urn:a:b']],
      ['urn:a:b', [], [1], ['urn:a:b', 'urn:a:b']],
      'a list of references',
    ],
    [{ parts: { L1: 'number 0..' } }, [{ L1: 1 }, {}, { x: 1 }], [{ L1: -1 }, [1], 'L1'], 'an object'],
    [
      { either: ['number 0..1', 'number -1..-1'] },
      [0, 1, -1],
      [-0.5, 2],
      'a number from 0 to 1, or a number that is -1',
    ],
    [
      'geometry',
      [{ type: 'Point', coordinates: [29, 41] }],
      [[29, 41], { type: 'Spot' }],
      'a GeoJSON geometry',
    ],
  ])('%j takes what fits and nothing else', (written, fitting, unfit, words) => {
    const form = formOf(written);

    expect(fitting.map((value) => misfit(form, value))).toEqual(fitting.map(() => undefined));
    for (const value of unfit) expect([value, misfit(form, value)]).not.toEqual([value, undefined]);
    expect(formText(form)).toBe(words);
  });

  it('that nobody knows is refused', () => {
    expect(() => formOf('figure')).toThrow('models.json has no form called figure.');
  });

  it('is a fraction when no number above 1 fits', () => {
    expect(
      ['number 0..1', 'number 0..', 'number 0..100', 'text'].map((each) => isFraction(formOf(each))),
    ).toEqual([true, false, false, false]);
  });
});

describe.skipIf(!present)(`mappings/models.json ${skipped}`, () => {
  it('has the facts of the schemas', async () => {
    await expect(factsText(modelFacts())).toMatchFileSnapshot(file);
  });

  const models = parseModels(readFileSync(file, 'utf8'));

  it.each(Object.keys(index.models))('judges values of %s as its schema does', (type) => {
    const { model } = modelOf(models, type, index.models[type]?.version ?? '');
    const validate = validatorOf(type);
    const refuses = (name: string, value: unknown) => {
      validate({ [name]: value });
      return (validate.errors ?? []).some(({ instancePath }) => instancePath.startsWith(`/${name}`));
    };

    for (const [name, form] of model?.attributes ?? []) {
      for (const value of [...candidates, ...fitting(form)]) {
        if (patterned.has(name) || beyondNotation(form, value)) continue;
        const judged = [name, value, misfit(form, value) !== undefined];
        expect(judged).toEqual([name, value, refuses(name, value)]);
      }
    }
  });

  it.each(Object.entries(index.models))('finds no fault with the sound example of %s', (type, entry) => {
    const { check } = entry as unknown as { check: { keyValuesExampleValid: boolean } };
    if (!check.keyValuesExampleValid) return;
    const example = readJson(entry.schema.replace('schema.json', 'example.jsonld'));
    const { model } = modelOf(models, type, entry.version);

    for (const [name, form] of model?.attributes ?? []) {
      if (name in example && !beyondNotation(form, example[name]))
        expect([name, misfit(form, example[name])]).toEqual([name, undefined]);
    }
  });
});

/** Texts of which only the schema knows how they must look. */
const patterned: ReadonlySet<string> = new Set(['macAddress', 'ipAddress']);

const point = { type: 'Point', coordinates: [28.97, 41.08] };
const candidates: readonly unknown[] = [
  -200,
  -1,
  -0.5,
  0,
  0.5,
  1,
  2,
  58.5,
  100,
  361,
  'o',
  'ok',
  'no such word',
  true,
  '2026-01-31T08:00:00Z',
  '2026-01-31T08:00:00',
  '08:00:00Z',
  'urn:ngsi-ld:Device:a',
  [],
  ['urn:ngsi-ld:Device:a'],
  ['urn:a:b', 'urn:a:b'],
  [1],
  {},
  { L1: 0.5 },
  { L1: -5 },
  { L1: 'x' },
  point,
];

/** Values that the form says are right: the schema must agree. */
function fitting(form: Form): unknown[] {
  switch (form.kind) {
    case 'word':
      return [...form.words];
    case 'list':
      return form.of.kind === 'word' ? [form.of.words.slice(0, 2), form.of.words[0]] : [];
    case 'either':
      return form.forms.flatMap(fitting);
    default:
      return [];
  }
}

/**
 * Where our notation is stricter or says less on purpose: a reference must be a URI here (a broker refuses any other
 * object of a Relationship), and geometries are not spelled out.
 */
function beyondNotation(form: Form, value: unknown): boolean {
  if (isReference(form)) return !/^urn:/.test(String(value));
  return form.kind === 'geometry' && value !== point;
}
