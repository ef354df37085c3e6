import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePoint } from '../../../src/simulator/device/encode.ts';
import { decodePoll, decodeSample, wordsText } from '../../../src/sources/modbus/decode.ts';
import { type ModbusPoint, numberTypes, shortOrders } from '../../../src/sources/modbus/settings.ts';
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
      'a field of all ones beside other bits',
      modbusPoint('x', { bits: [0, 13], meaning: { invalid } }),
      [0x3fff],
      { value: 0x3fff },
    ],
    [
      'a field in a word that says there is none',
      modbusPoint('x', { bits: [0, 13], meaning: { invalid } }),
      [0xffff],
      { refusal: 'sentinel' },
    ],
    [
      'a bit in a word that says there is none',
      modbusPoint('x', { kind: 'state', bit: 3, meaning: { invalid } }),
      [0xffff],
      { refusal: 'sentinel' },
    ],
    [
      'a byte in the upper half of a register',
      modbusPoint('x', { type: 'i8', placement: 'high', meaning: { invalid: ['lowest'] } }),
      [0xfe07],
      { value: -2 },
    ],
    [
      'digits in a text',
      modbusPoint('x', { type: 'text', length: 4, meaning: { scale: 0.1 } }),
      [0x3233, 0x3130],
      { value: 231 },
    ],
    [
      'what is no text',
      modbusPoint('x', { type: 'text', length: 2, kind: 'text' }),
      [0xffff],
      { refusal: 'unreadable' },
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
        fc.constantFrom(...numberTypes.filter((type) => type !== 'float16')),
        fc.constantFrom(...shortOrders),
        fc.constantFrom(1, 0.1, 0.01, 0.001),
        fc.integer({ min: 0, max: 127 }),
        (type, order, scale, steps) => {
          const point = modbusPoint('x', { type, order, meaning: { scale } });
          const value = steps / Math.round(1 / scale);

          const words = encodePoint(point, value, []);
          const [result] = decodePoll([point], [{ table: 'holding', address: 0, words }]);

          expect(result?.value).toEqual({ value });
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    { raw: 114, scale: 0.01, value: 1.14 },
    { raw: 3, scale: 0.1, value: 0.3 },
    { raw: 9_007_199_254_740_991, scale: 0.001, value: 9_007_199_254_740.99 },
  ])('scales a 64-bit $raw by $scale to $value', ({ raw, scale, value }) => {
    const point = modbusPoint('x', { type: 'i64', order: 'ABCD', meaning: { scale } });
    const words = [48, 32, 16, 0].map((shift) => Number((BigInt(raw) >> BigInt(shift)) & 0xffffn));

    expect(decodePoll([point], [{ table: 'holding', address: 0, words }])[0]?.value).toEqual({ value });
  });

  it('gives back states and fields of bits and leaves their neighbours alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shortOrders),
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

describe('points that need each other', () => {
  const blocks = [{ table: 'holding', address: 0, words: [12, 3, 1] }] as const;
  const mantissa = modbusPoint('_mantissa', { address: 0, hidden: true });
  const exponent = modbusPoint('_exponent', { address: 1, hidden: true });
  const input = (point: string) => ({ name: point, point, convert: (value: number) => value });
  const evaluate = ({ _mantissa: m, _exponent: e }: Readonly<Record<string, unknown>>) =>
    Number(m) * 10 ** Number(e);
  const power = modbusPoint('activePower', {
    address: 0,
    meaning: { max: 50_000 },
    computation: { inputs: [input('_mantissa'), input('_exponent')], takesRaw: false, evaluate },
  });
  const valueIn = (point: ModbusPoint, words: readonly number[] = blocks[0].words) => {
    const all = [point, mantissa, exponent];
    return decodePoll(all, [{ ...blocks[0], words }])[0]?.value;
  };

  it('are computed from other points of the poll', () => {
    expect(valueIn(power)).toEqual({ value: 12_000 });
    expect(valueIn(power, [12, 5, 1])).toEqual({ refusal: 'range' });
    expect(valueIn(power, [12])).toEqual({ refusal: 'missing' });
  });

  it('take their own raw number beside others', () => {
    const point = modbusPoint('activePower', {
      address: 2,
      meaning: { invalid },
      computation: {
        inputs: [input('_exponent')],
        takesRaw: true,
        evaluate: ({ raw, _exponent: e }) => Number(raw) * 10 ** Number(e),
      },
    });

    expect(valueIn(point)).toEqual({ value: 1000 });
    expect(valueIn(point, [12, 3, 65_535])).toEqual({ refusal: 'sentinel' });
  });

  it.each([
    ['its own value', { is: [3] }, { value: 12 }],
    ['one of a list', { is: [1, 3] }, { value: 12 }],
    ['another value', { is: [4] }, { refusal: 'guard' }],
    ['a value within limits', { min: 3, max: 3 }, { value: 12 }],
    ['a value beyond them', { max: 2 }, { refusal: 'guard' }],
  ])('have a value only where a guard holds: %s', (_, condition, expected) => {
    const point = modbusPoint('x', { address: 0, guards: [{ point: '_exponent', ...condition }] });

    expect(valueIn(point)).toEqual(expected);
  });

  it('have none where what the guard looks at has none', () => {
    const point = modbusPoint('x', { address: 0, guards: [{ point: '_exponent', min: 0 }] });

    expect(valueIn(point, [12])).toEqual({ refusal: 'guard' });
  });
});

describe('wordsText', () => {
  it('writes words as the technician sees them', () => {
    expect(wordsText(modbusPoint('x', { type: 'float32' }), [0x44a0, 0])).toBe('44A0 0000');
    expect(wordsText(modbusPoint('x', { table: 'coil' }), [1])).toBe('1');
  });
});
