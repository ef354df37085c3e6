import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitField } from '../../../src/core/byte-value.ts';
import { encodeRaw } from '../../../src/simulator/device/encode.ts';
import { fromFloat16, toFloat16 } from '../../../src/sources/modbus/float16.ts';
import {
  decodeRaw,
  decodeText,
  rangeOf,
  registerCount,
  reorder,
} from '../../../src/sources/modbus/registers.ts';
import {
  type NumberType,
  numberTypes,
  type Order,
  orders,
  shortOrders,
} from '../../../src/sources/modbus/settings.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const words = (text: string) => text.split(' ').map((word) => Number.parseInt(word, 16));

describe('decodeRaw', () => {
  it.each<[name: string, NumberType, Order, string, number | bigint]>([
    ['u16', 'u16', 'ABCD', 'FFFE', 65534],
    ['u16 with its bytes swapped', 'u16', 'BADC', 'FEFF', 65534],
    ['i16 below zero', 'i16', 'ABCD', 'FC18', -1000],
    ['i16 in CDAB, which knows no swap of 16 bits', 'i16', 'CDAB', 'FC18', -1000],
    ['u32 high word first', 'u32', 'ABCD', '0001 86A0', 100_000],
    ['u32 low word first', 'u32', 'CDAB', '86A0 0001', 100_000],
    ['u32 least byte first', 'u32', 'DCBA', 'A086 0100', 100_000],
    ['u32 bytes swapped in words', 'u32', 'BADC', '0100 A086', 100_000],
    ['i32 of an EM24: -10 W in tenths', 'i32', 'CDAB', 'FF9C FFFF', -100],
    ['u64 beyond doubles', 'u64', 'ABCD', '0020 0000 0000 0001', 9_007_199_254_740_993n],
    ['u64 low word first', 'u64', 'CDAB', '0001 0000 0000 0020', 9_007_199_254_740_993n],
    ['u64 least byte first', 'u64', 'DCBA', '0100 0000 0000 2000', 9_007_199_254_740_993n],
    ['u64 bytes swapped in words', 'u64', 'BADC', '2000 0000 0000 0100', 9_007_199_254_740_993n],
    ['i64 below zero', 'i64', 'ABCD', 'FFFF FFFF FFFF FFFE', -2n],
    ['float32 of an SDM630: 230.5 V', 'float32', 'ABCD', '4366 8000', 230.5],
    ['float32 low word first', 'float32', 'CDAB', '8000 4366', 230.5],
    ['float32 as its shortest decimal', 'float32', 'ABCD', '3DCC CCCD', 0.1],
    ['float32 that needs nine digits', 'float32', 'ABCD', '3F80 0001', 1.0000001],
    ['float32 large and whole', 'float32', 'ABCD', '4B7F FFFF', 16_777_215],
    ['float64', 'float64', 'ABCD', '3FB9 9999 9999 999A', 0.1],
    ['u8 in the low byte', 'u8', 'ABCD', 'FF80', 128],
    ['i8 below zero', 'i8', 'ABCD', 'FF80', -128],
    ['u24, whose highest byte is no part of it', 'u24', 'ABCD', 'AA01 86A0', 100_000],
    ['i24 below zero, low word first', 'i24', 'CDAB', 'FFFE 00FF', -2],
    ['u48', 'u48', 'ABCD', '0001 0000 0002', 2 ** 32 + 2],
    ['u48 low word first', 'u48', 'CDAB', '0002 0000 0001', 2 ** 32 + 2],
    ['i48 below zero', 'i48', 'ABCD', 'FFFF FFFF FFFE', -2],
    ['u64 in halves of two words', 'u64', 'EFGHABCD', '0000 0001 0020 0000', 9_007_199_254_740_993n],
    ['u64 with words swapped in halves', 'u64', 'CDABGHEF', '0000 0020 0001 0000', 9_007_199_254_740_993n],
    ['u64 with halves and bytes swapped', 'u64', 'FEHGBADC', '0000 0100 2000 0000', 9_007_199_254_740_993n],
    [
      'u64 with the bytes of each half turned',
      'u64',
      'DCBAHGFE',
      '0000 2000 0100 0000',
      9_007_199_254_740_993n,
    ],
    ['float64 low word first, in so many letters', 'float64', 'GHEFCDAB', '999A 9999 9999 3FB9', 0.1],
    ['coded digits', 'bcd16', 'ABCD', '1234', 1234],
    ['eight coded digits, low word first', 'bcd32', 'CDAB', '5678 1234', 12_345_678],
    ['sixteen coded digits', 'bcd64', 'ABCD', '9007 1992 5474 0993', 9_007_199_254_740_993n],
    ['a digit that is none', 'bcd16', 'ABCD', '12A4', Number.NaN],
    ['float16', 'float16', 'ABCD', '5DE0', 376],
    ['float16 as its shortest decimal', 'float16', 'ABCD', '2E66', 0.1],
    ['float16 below zero, bytes swapped', 'float16', 'BADC', '00C9', -10],
    ['the smallest float16', 'float16', 'ABCD', '0001', 6e-8],
    ['a float16 that is no number', 'float16', 'ABCD', '7E00', Number.NaN],
    ['NaN', 'float32', 'ABCD', '7FC0 0000', Number.NaN],
    ['infinity', 'float32', 'ABCD', '7F80 0000', Number.POSITIVE_INFINITY],
  ])('reads %s', (_, type, order, text, expected) => {
    expect(decodeRaw(type, order, words(text))).toEqual(expected);
  });

  it('gives back every integer that was encoded, in every type and order', () => {
    const integers = numberTypes.filter((type) => !type.startsWith('f'));
    const cases = fc
      .constantFrom(...integers)
      .chain((type) =>
        fc.tuple(
          fc.constant(type),
          fc.constantFrom(...(registerCount(type) === 4 ? orders : shortOrders)),
          fc.bigInt(BigInt(rangeOf(type)?.lowest ?? 0), BigInt(rangeOf(type)?.highest ?? 0)),
        ),
      );
    fc.assert(
      fc.property(cases, ([type, order, value]) => {
        const raw = decodeRaw(type, order, encodeRaw({ ...modbusPoint('x', { order }), type }, value));
        expect(BigInt(raw)).toBe(value);
      }),
    );
  });

  it('gives a decimal of up to six digits that travelled as float32 back as it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999, max: 999_999 }),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...shortOrders),
        (digits, places, order) => {
          const decimal = digits / 10 ** places;
          const point = modbusPoint('x', { order });
          expect(
            decodeRaw('float32', order, encodeRaw({ ...point, type: 'float32' }, decimal)) === decimal,
          ).toBe(true);
        },
      ),
    );
  });

  it('gives every float32 as a number that means the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (float) => {
        const point = { ...modbusPoint('x'), type: 'float32' } as const;
        expect(Math.fround(Number(decodeRaw('float32', 'ABCD', encodeRaw(point, float))))).toBe(float);
      }),
    );
  });

  it('finds its way back from every order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(...orders),
        (some, order) => {
          expect(reorder(reorder(some, order), order)).toEqual(some);
        },
      ),
    );
  });
});

describe('float16', () => {
  it('gives every number of 16 bits back from its decimal', () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      expect(toFloat16(fromFloat16(bits))).toBe(bits);
      expect(toFloat16(fromFloat16(bits | 0x8000))).toBe(bits | 0x8000);
    }
  });

  it.each([
    [65_504, 0x7bff],
    [65_519, 0x7bff],
    [65_520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -25, 0],
    [2 ** -24, 1],
    [2049, 0x6800],
  ])('rounds %s to the nearest, ties to even', (value, bits) => {
    expect(toFloat16(value)).toBe(bits);
  });
});

describe('decodeText', () => {
  it.each([
    ['two letters a register', '4142 4300', { order: 'ABCD', length: 4, placement: 'both' }, 'ABC'],
    ['letters in swapped pairs', '4241 2043', { order: 'BADC', length: 4, placement: 'both' }, 'ABC'],
    ['an odd number of letters', '4142 43FF', { order: 'ABCD', length: 3, placement: 'both' }, 'ABC'],
    ['one letter in each low byte', '0041 0042', { order: 'ABCD', length: 2, placement: 'low' }, 'AB'],
    ['one letter in each high byte', '4100 4200', { order: 'ABCD', length: 2, placement: 'high' }, 'AB'],
    ['nothing but padding', '0000 0000', { order: 'ABCD', length: 4, placement: 'both' }, ''],
    ['what is no text', '01FF 4142', { order: 'ABCD', length: 4, placement: 'both' }, undefined],
    ['what stands behind the end', '4100 FFFF', { order: 'ABCD', length: 4, placement: 'both' }, 'A'],
  ] as const)('reads %s', (_, hex, how, expected) => {
    expect(decodeText(words(hex), how)).toBe(expected);
  });
});

describe('bitField', () => {
  it.each<[name: string, number | bigint, number, number, number | bigint]>([
    ['the lowest bit', 0b101, 0, 0, 1],
    ['a bit that is not set', 0b101, 1, 1, 0],
    ['a mask of 14 bits', 0xc123, 0, 13, 0x0123],
    ['the sign bit of an i16', -1, 15, 15, 1],
    ['the highest bit of a u64', 2n ** 63n, 63, 63, 1],
    ['40 bits as bigint', 2n ** 40n - 1n, 0, 39, 2n ** 40n - 1n],
  ])('takes %s', (_, raw, low, high, expected) => {
    expect(bitField(raw, low, high)).toBe(expected);
  });
});

describe('rangeOf', () => {
  it.each<[NumberType, number | bigint, number | bigint]>([
    ['u16', 0, 65_535],
    ['i16', -32_768, 32_767],
    ['u32', 0, 4_294_967_295],
    ['i32', -2_147_483_648, 2_147_483_647],
    ['u64', 0n, 18_446_744_073_709_551_615n],
    ['i64', -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  ])('knows the ends of %s', (type, lowest, highest) => {
    expect(rangeOf(type)).toEqual({ lowest, highest });
  });

  it('knows no ends of floats', () => {
    expect(rangeOf('float32')).toBeUndefined();
  });
});
