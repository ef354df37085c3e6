import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkShape } from '../../src/config/check-shape.ts';
import { parseDocument } from '../../src/config/document.ts';

const shape = z.strictObject({
  id: z.string().describe('Role of the device.'),
  unitId: z.int().min(1).max(247).optional(),
  scale: z.number().optional(),
  invert: z.boolean().optional(),
  table: z.enum(['coil', 'input', 'holding']).optional(),
  bus: z
    .union([z.strictObject({ port: z.string(), line: z.string() }), z.strictObject({ tcp: z.string() })])
    .optional(),
  from: z.union([z.string(), z.array(z.string())]).optional(),
  password: z.strictObject({ secret: z.string() }).optional(),
  anything: z.unknown().optional(),
});

function check(text: string) {
  const { document } = parseDocument('f.yaml', text);
  if (!document) throw new Error('no document');
  const { value, problems } = checkShape(document, shape, { unsupported: { period: 'Windows come later.' } });
  return { value, said: problems.map(({ code, message, mend }) => `${code}: ${message} ${mend}`.trim()) };
}

describe('text stays text', () => {
  it.each([
    ['a number with zeros', 'id: 0101010101010101', '0101010101010101'],
    ['what YAML reads as 0', 'id: 00E1234567890123', '00E1234567890123'],
    ['true', 'id: true', 'true'],
    ['hex', 'id: 0x1F', '0x1F'],
    ['digits beyond any number', 'id: 12345678901234567890', '12345678901234567890'],
  ])('keeps %s as written', (_, text, id) => {
    expect(check(text)).toEqual({ value: { id }, said: [] });
  });

  it('keeps it inside a union and a list', () => {
    expect(check('{ id: a, from: [017, b] }').value).toEqual({ id: 'a', from: ['017', 'b'] });
  });

  it('judges no number where the schema leaves open what stands there', () => {
    expect(check('{ id: a, anything: { devEui: 017 } }').said).toEqual([]);
  });
});

describe('a wrong shape', () => {
  it.each([
    ['a missing key', 'unitId: 1', 'MISSING_KEY: `id` is missing. Role of the device.'],
    [
      'a key without value',
      '{ id: a, scale: }',
      'EMPTY_VALUE: `scale` has no value. Write a number, or remove the key.',
    ],
    [
      'a number in quotes',
      '{ id: a, scale: "5" }',
      'WRONG_TYPE: `scale` must be a number, and is the text "5". Remove the quotes.',
    ],
    [
      'a decimal comma',
      '{ id: a, scale: "4,2" }',
      'WRONG_TYPE: `scale` must be a number, and is the text "4,2". Write the decimal mark as a point: 4.2.',
    ],
    [
      'a number with unit',
      '{ id: a, scale: 5 kW }',
      'WRONG_TYPE: `scale` must be a number, and is the text "5 kW". Write the digits alone, without a unit.',
    ],
    [
      'a fraction for a whole number',
      '{ id: a, unitId: 1.5 }',
      'WRONG_TYPE: `unitId` must be a whole number, and is 1.5. Leave the decimals out.',
    ],
    [
      'yes',
      '{ id: a, invert: yes }',
      'WRONG_TYPE: `invert` must be true or false, and is the text "yes". Write true or false.',
    ],
    [
      'a key of another form of the map',
      '{ id: a, bus: { tcp: a, port: b } }',
      'UNKNOWN_KEY: `port` cannot stand beside `tcp`. Remove what is not meant.',
    ],
    ['a list for a text', '{ id: [a] }', 'WRONG_TYPE: `id` must be a text, and is a list.'],
    [
      'a word that is none',
      '{ id: a, table: inputs }',
      'UNKNOWN_WORD: `table` cannot be the text "inputs". Did you mean input?',
    ],
    [
      'a number out of range',
      '{ id: a, unitId: 300 }',
      'OUT_OF_RANGE: `unitId` is 300. It must be at most 247.',
    ],
    [
      'zeros in front of a number',
      '{ id: a, unitId: 017 }',
      'LEADING_ZERO: 017 is read as the number 17. Write 17, or "017" in quotes if the zeros belong to it.',
    ],
    [
      'neither of a union',
      '{ id: a, from: { b: 1 } }',
      'WRONG_TYPE: `from` must be a text or a list, and is a map of keys. Write it as a list: [ ... ].',
    ],
    ['a secret written out', '{ id: a, password: abc }', 'SECRET_IN_FILE'],
    [
      'a key of a later version',
      '{ id: a, period: 5m }',
      'NOT_SUPPORTED: `period` is not supported by this version. Windows come later.',
    ],
  ])('tells %s', (_, text, sentence) => {
    const { said } = check(text);

    expect(said).toHaveLength(1);
    expect(said[0]).toContain(sentence);
  });

  it('takes the branch of a union that was meant, and tells a misspelt key once', () => {
    expect(check('{ id: a, bus: { prot: x, line: 9600 } }').said).toEqual([
      'UNKNOWN_KEY: There is no key `prot` here. Did you mean port?',
    ]);
  });

  it('tells all faults at once and still gives what is right', () => {
    const { value, said } = check('{ id: a, unitid: 1, scale: x, table: coil }');

    expect(said).toHaveLength(2);
    expect(value).toEqual({ id: 'a', table: 'coil' });
  });
});
