import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePoint } from '../../../src/simulator/device/encode.ts';
import { decodePoll, decodeSample, wordsText } from '../../../src/sources/modbus/decode.ts';
import { orders, registerTypes } from '../../../src/sources/modbus/settings.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const invalid = ['highest'] as const;

describe('decodeSample', () => {
  it('reads the sample of an EM24 from words in any cut', () => {
    const part = { table: 'input', type: 'i32', order: 'CDAB' } as const;
    const points = [
      modbusPoint('voltage.L1', { ...part, address: 0, unit: 'VLT', meaning: { scale: 0.1, invalid } }),
      modbusPoint('voltage.L2', { ...part, address: 2, unit: 'VLT', meaning: { scale: 0.1, invalid } }),
      modbusPoint('powerFactor', { ...part, type: 'i16', address: 0x35, meaning: { scale: 0.001 } }),
      modbusPoint('frequency', { ...part, type: 'i16', address: 0x37 }),
    ];

    const values = decodeSample(points, {
      input: { 0: '08FF 0000 FFFF', 3: '7FFF', '0x0035': 'FC18' },
    });

    expect(Object.fromEntries(values)).toEqual({
      'voltage.L1': { value: 230.3 },
      'voltage.L2': { refusal: 'sentinel' },
      powerFactor: { value: -1 },
      frequency: { refusal: 'missing' },
    });
  });

  it('reads coils and discrete inputs as states', () => {
    const points = [
      modbusPoint('doorOpen', { kind: 'state', table: 'discrete', address: 0, meaning: { invert: true } }),
      modbusPoint('lightOn', { kind: 'state', table: 'coil', address: 3 }),
    ];

    const values = decodeSample(points, { discrete: { 0: 0 }, coil: { 3: '1' } });

    expect(Object.fromEntries(values)).toEqual({ doorOpen: { value: true }, lightOn: { value: true } });
  });

  it.each([
    ['three digits', { holding: { 0: '8FF' } }],
    ['no hex', { holding: { 0: 'volt' } }],
    ['a bit of 2', { coil: { 0: 2 } }],
  ])('refuses %s with a sentence', (_, raw) => {
    expect(() => decodeSample([], raw)).toThrow(/is no (bit|text of hex words)/);
  });
});

describe('decodePoll', () => {
  it.each([
    ['NaN', modbusPoint('x', { type: 'float32' }), [0x7fc0, 0], { refusal: 'not a number' }],
    ['infinity', modbusPoint('x', { type: 'float32' }), [0x7f80, 0], { refusal: 'not a number' }],
    [
      'a NaN for a state',
      modbusPoint('x', { type: 'float32', kind: 'state' }),
      [0x7fc0, 0],
      { refusal: 'not a number' },
    ],
    [
      'all ones of a u64',
      modbusPoint('x', { type: 'u64', meaning: { invalid } }),
      [65535, 65535, 65535, 65535],
      { refusal: 'sentinel' },
    ],
    [
      'one below all ones of a u64',
      modbusPoint('x', { type: 'u64', meaning: { invalid, scale: 0.01 } }),
      [65535, 65535, 65535, 65534],
      { value: 184467440737095520 },
    ],
    [
      'a u64 energy beyond doubles',
      modbusPoint('x', { type: 'u64', meaning: { scale: 0.01 } }),
      [0x20, 0, 0, 1],
      { value: 90071992547409.94 },
    ],
    ['a bit', modbusPoint('x', { kind: 'state', bit: 3 }), [8], { value: true }],
    [
      'an inverted bit',
      modbusPoint('x', { kind: 'state', bit: 3, meaning: { invert: true } }),
      [8],
      { value: false },
    ],
    ['a field of bits', modbusPoint('x', { bits: [0, 13] }), [0xc123], { value: 0x123 }],
    [
      'a field of all ones as its own highest',
      modbusPoint('x', { bits: [0, 13], meaning: { invalid } }),
      [0x3fff],
      { refusal: 'sentinel' },
    ],
    [
      'listed words',
      modbusPoint('x', { kind: 'text', meaning: { values: { 60: 'rain' } } }),
      [60],
      { value: 'rain' },
    ],
    [
      'a word that is not listed',
      modbusPoint('x', { kind: 'text', meaning: { values: { 60: 'rain' } } }),
      [61],
      { refusal: 'unlisted' },
    ],
    ['a value above its limit', modbusPoint('x', { meaning: { max: 500 } }), [501], { refusal: 'range' }],
  ] as const)('says of %s what it is', (_, point, words, expected) => {
    const [result] = decodePoll([point], [{ table: 'holding', address: 0, words }]);

    expect(result?.value).toEqual(expected);
  });

  it('never joins a value from two blocks', () => {
    const point = modbusPoint('x', { type: 'u32', address: 1 });

    const [result] = decodePoll(
      [point],
      [
        { table: 'holding', address: 0, words: [1, 2] },
        { table: 'holding', address: 2, words: [3] },
      ],
    );

    expect(result?.value).toEqual({ refusal: 'missing' });
  });

  it('gives back what was encoded, for every type, order and decimal scale', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...registerTypes),
        fc.constantFrom(...orders),
        fc.constantFrom(1, 0.1, 0.01, 0.001),
        fc.integer({ min: 0, max: 32_767 }),
        (type, order, scale, steps) => {
          const point = modbusPoint('x', { type, order, meaning: { scale } });
          const value = steps / Math.round(1 / scale);

          const words = encodePoint(point, value, []);
          const [result] = decodePoll([point], [{ table: 'holding', address: 0, words }]);

          expect(result?.value).toEqual({ value });
        },
      ),
    );
  });

  it('gives back states and fields of bits and leaves their neighbours alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...orders),
        fc.integer({ min: 0, max: 15 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 0, max: 0xffff }),
        (order, bit, invert, value, before) => {
          const point = modbusPoint('x', { kind: 'state', bit, order, meaning: { invert } });

          const words = encodePoint(point, value, [before]);
          const [result] = decodePoll([point], [{ table: 'holding', address: 0, words }]);

          const swapped = order === 'BADC' || order === 'DCBA' ? (bit + 8) % 16 : bit;
          expect(result?.value).toEqual({ value });
          expect((words[0] ?? 0) | (1 << swapped)).toBe(before | (1 << swapped));
        },
      ),
    );
  });
});

describe('wordsText', () => {
  it('writes words as the technician sees them', () => {
    expect(wordsText(modbusPoint('x', { type: 'float32' }), [0x44a0, 0])).toBe('44A0 0000');
    expect(wordsText(modbusPoint('x', { table: 'coil' }), [1])).toBe('1');
  });
});
