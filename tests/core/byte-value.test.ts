import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BytePlace,
  byteCount,
  byteRange,
  byteTypes,
  numberAt,
  readBytes,
  shortestDecimal,
} from '../../src/core/byte-value.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('readBytes', () => {
  it.each<[string, string, Partial<BytePlace>, unknown]>([
    ['u8', 'FE', { type: 'u8' }, 254],
    ['i8', 'FE', { type: 'i8' }, -2],
    ['u16 big', '01 02', { type: 'u16' }, 258],
    ['u16 little', '01 02', { type: 'u16', endian: 'little' }, 513],
    ['i16', 'FF 9C', { type: 'i16' }, -100],
    ['u24', '01 00 00', { type: 'u24' }, 65_536],
    ['i24', 'FF FF FF', { type: 'i24' }, -1],
    ['i32 little', '9C FF FF FF', { type: 'i32', endian: 'little' }, -100],
    ['u48', '00 01 00 00 00 00', { type: 'u48' }, 2 ** 32],
    ['i64', 'FF FF FF FF FF FF FF FE', { type: 'i64' }, -2n],
    ['float32', '3D CC CC CD', { type: 'float32' }, 0.1],
    ['float64 little', '00 00 00 00 00 00 F0 3F', { type: 'float64', endian: 'little' }, 1],
    ['a place from the end', '00 00 07', { type: 'u8', byte: -1 }, 7],
    ['a bit', '04', { type: 'u8', bit: 2 }, true],
    ['bits', '1C', { type: 'u8', bits: [2, 4] }, 7],
    ['a text with padding', '41 42 00 00', { type: 'text', length: 4 }, 'AB'],
  ])('reads %s', (_, hex, place, expected) => {
    const read = readBytes(bytes(hex), { byte: 0, type: 'u8', endian: 'big', ...place });

    expect(read?.raw).toBe(expected);
  });

  it.each<[string, string, Partial<BytePlace>]>([
    ['the bytes end too early', '01', { type: 'u16' }],
    ['the place is before the first byte', '01', { type: 'u8', byte: -2 }],
    ['the text is no ASCII', 'C3 A9', { type: 'text', length: 2 }],
  ])('gives nothing when %s', (_, hex, place) => {
    expect(readBytes(bytes(hex), { byte: 0, type: 'u8', endian: 'big', ...place })).toBeUndefined();
  });

  it('keeps every number within the range of its type, in both orders alike', () => {
    const integers = byteTypes.filter((type) => !type.startsWith('float'));
    fc.assert(
      fc.property(
        fc.constantFrom(...integers),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (type, row) => {
          const range = byteRange(type);
          const number = numberAt(row, 0, type, 'big');
          const turned = row.slice(0, byteCount(type)).reverse();

          expect(range && number >= range.lowest && number <= range.highest).toBe(true);
          expect(numberAt(turned, 0, type, 'little')).toBe(number);
        },
      ),
    );
  });
});

describe('shortestDecimal', () => {
  it('leads back to the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (float) => {
        expect(Math.fround(shortestDecimal(float))).toBe(float);
      }),
    );
  });
});
