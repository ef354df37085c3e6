import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRaw } from '../../../src/simulator/device/encode.ts';
import { bitField, decodeRaw, rangeOf, reorder } from '../../../src/sources/modbus/registers.ts';
import {
  type Order,
  orders,
  type RegisterType,
  registerTypes,
} from '../../../src/sources/modbus/settings.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const words = (text: string) => text.split(' ').map((word) => Number.parseInt(word, 16));

describe('decodeRaw', () => {
  it.each<[name: string, RegisterType, Order, string, number | bigint]>([
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
    ['NaN', 'float32', 'ABCD', '7FC0 0000', Number.NaN],
    ['infinity', 'float32', 'ABCD', '7F80 0000', Number.POSITIVE_INFINITY],
  ])('reads %s', (_, type, order, text, expected) => {
    expect(decodeRaw(type, order, words(text))).toEqual(expected);
  });

  it('gives back every integer that was encoded, in every type and order', () => {
    const integers = registerTypes.filter((type) => !type.startsWith('f'));
    const cases = fc
      .constantFrom(...integers)
      .chain((type) =>
        fc.tuple(
          fc.constant(type),
          fc.constantFrom(...orders),
          fc.bigInt(BigInt(rangeOf(type)?.lowest ?? 0), BigInt(rangeOf(type)?.highest ?? 0)),
        ),
      );
    fc.assert(
      fc.property(cases, ([type, order, value]) => {
        const raw = decodeRaw(type, order, encodeRaw(modbusPoint('x', { type, order }), value));
        expect(BigInt(raw)).toBe(value);
      }),
    );
  });

  it('gives a decimal of up to six digits that travelled as float32 back as it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999, max: 999_999 }),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...orders),
        (digits, places, order) => {
          const decimal = digits / 10 ** places;
          const point = modbusPoint('x', { type: 'float32', order });
          expect(decodeRaw('float32', order, encodeRaw(point, decimal)) === decimal).toBe(true);
        },
      ),
    );
  });

  it('gives every float32 as a number that means the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (float) => {
        const point = modbusPoint('x', { type: 'float32' });
        expect(Math.fround(Number(decodeRaw('float32', 'ABCD', encodeRaw(point, float))))).toBe(float);
      }),
    );
  });

  it('finds its way back from every order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...orders),
        (some, order) => {
          expect(reorder(reorder(some, order), order)).toEqual(some);
        },
      ),
    );
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
  it.each<[RegisterType, number | bigint, number | bigint]>([
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
