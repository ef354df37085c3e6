import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/forward/body.ts';

const item = (json: string) => ({ entity: 'urn:a', json });

describe('the body of a batch', () => {
  it('is the JSON array of its items, whatever characters they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))),
        (entities) => {
          const body = bodyOf(entities.map((entity) => item(JSON.stringify(entity))));

          expect(body.toString('utf8')).toBe(JSON.stringify(entities));
        },
      ),
    );
  });

  it('is an empty array for no items', () => {
    expect(bodyOf([]).toString()).toBe('[]');
  });

  it('counts bytes, not characters', () => {
    expect(bodyOf([item('"ğ😀"')]).length).toBe(10);
  });
});
