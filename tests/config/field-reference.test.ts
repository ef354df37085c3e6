import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../src/config/field-reference.ts';
import { fieldTypeText } from '../../src/config/field-type.ts';
import { fileKinds } from '../../src/config/reference.ts';

describe('the fields of files', () => {
  it.each(fileKinds)('are all described in a %s', (kind) => {
    const fields = fieldsOf(kind);
    const bare = fields.filter(({ meanings }) => meanings.some(({ description }) => description === ''));

    expect(fields.length).toBeGreaterThan(40);
    expect(
      bare.map(({ name }) => name),
      'add .describe() where the schema says them',
    ).toEqual([]);
  });

  it('have their default as it would be written', () => {
    const standard = (name: string) =>
      fieldsOf('gateway').find((field) => field.name === name)?.meanings[0]?.default;

    expect(standard('buffer.limitAge')).toBe('30d');
    expect(standard('forward.batch.entities')).toBe(100);
  });
});

describe('what may be written', () => {
  it.each([
    [{ type: 'integer', minimum: 1, maximum: 247 }, 'whole number, 1 to 247'],
    [{ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 'whole number, 0 or more'],
    [{ type: 'string', title: 'duration', pattern: '.' }, 'duration'],
    [{ enum: ['a', 'b'] }, '`a`, `b`'],
    [{ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }, 'text or list of texts'],
    [{ const: 1 }, '`1`'],
    [{}, 'anything'],
  ])('is told for %j', (schema, text) => {
    expect(fieldTypeText(schema)).toBe(text);
  });
});
