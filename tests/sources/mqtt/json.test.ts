import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, jsonAt, mostBytes, parseJson } from '../../../src/sources/mqtt/json.ts';

const bytes = (text: string) => Buffer.from(text);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it.each([
    ['an object', '{"a":1}', { json: { a: 1 } }],
    ['a bare number', '21.5', { json: 21.5 }],
    ['a byte order mark', '\uFEFF{"a":1}', { json: { a: 1 } }],
    ['brackets in a string', `"${'['.repeat(99)}"`, { json: '['.repeat(99) }],
    ['a quote in a string', `"\\"${'['.repeat(99)}"`, { json: `"${'['.repeat(99)}` }],
    ['32 levels', nested(32), { json: JSON.parse(nested(32)) }],
    ['33 levels', nested(33), { refusal: 'too large' }],
    ['200,000 levels', nested(30_000), { refusal: 'too large' }],
    ['65,537 bytes', `"${'x'.repeat(mostBytes - 1)}"`, { refusal: 'too large' }],
    ['nothing', '', { refusal: 'unreadable' }],
    ['half an object', '{"a":', { refusal: 'unreadable' }],
    ['NaN', '{"a":NaN}', { refusal: 'unreadable' }],
    ['text', 'ON', { refusal: 'unreadable' }],
  ])('reads %s', (_name, text, expected) => {
    expect(parseJson(bytes(text))).toEqual(expected);
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ refusal: 'unreadable' });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (anything) => {
        expect(() => parseJson(anything)).not.toThrow();
      }),
    );
  });

  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(bytes(text))).toEqual({ json: JSON.parse(text) });
      }),
    );
  });
});

describe('jsonAt', () => {
  const payload: Json = JSON.parse(
    '{"ENERGY":{"Power":[7,8]},"a/b":1,"m~n":2,"":3,"none":null,"__proto__":{"own":4}}',
  );

  it.each([
    ['a place', '/ENERGY/Power/1', 8],
    ['everything', undefined, payload],
    ['an escaped slash', '/a~1b', 1],
    ['an escaped tilde', '/m~0n', 2],
    ['an empty name', '/', 3],
    ['null', '/none', null],
    ['an own member named like the prototype', '/__proto__/own', 4],
    ['no member', '/ENERGY/Voltage', undefined],
    ['no such index', '/ENERGY/Power/2', undefined],
    ['an index with a leading zero', '/ENERGY/Power/01', undefined],
    ['a method of arrays', '/ENERGY/Power/length', undefined],
    ['a member of the prototype', '/constructor', undefined],
    ['a member of a number', '/a~1b/toString', undefined],
    ['below null', '/none/x', undefined],
  ])('finds %s', (_name, pointer, expected) => {
    expect(jsonAt(payload, pointer)).toEqual(expected);
  });
});
