import { describe, expect, it } from 'vitest';
import { compileDriver } from '../../src/config/compile-driver.ts';
import { parseDocument } from '../../src/config/document.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { readAddress } from '../../src/config/modbus-address.ts';
import { decodeSample } from '../../src/sources/modbus/decode.ts';

const compile = (text: string) => {
  const { document, problems: syntax } = parseDocument('d.yaml', text);
  const { driver, problems: head } = document ? readDriver(document, 'test/device') : { problems: [] };
  if (!driver) throw new Error(JSON.stringify([...syntax, ...head]));
  const site = { device: 'x', answers: new Map(), tags: {}, timezone: undefined };
  const { compiled, problems } = compileDriver(driver, site);
  return { compiled, codes: [...syntax, ...head, ...problems].map(({ code }) => code) };
};

const head = 'driver: test/device\nmaker: Test\nmodel: Device\nevery: 10s\n';
const modbus = (point: string, part = '{ table: input, type: u16 }') =>
  compile(`${head}modbus: ${part}\npoints:\n  ${point}\nsamples:\n  - { raw: {}, expect: {} }\n`);
const mqtt = (point: string, part = '{ topic: a/b }') =>
  compile(
    `${head}mqtt: ${part}\npoints:\n  ${point}\nsamples:\n  - { raw: { topic: a/b, payload: {} }, expect: {} }\n`,
  );

const first = ({ compiled }: ReturnType<typeof compile>) =>
  'points' in compiled ? compiled.points[0] : compiled.messages[0]?.points[0];

describe('addresses as manuals write them', () => {
  it.each([
    ['wire', 0, 'wire', { address: 0 }],
    ['wire, hex', '0x0034', 'wire', { address: 52 }],
    ['wire said in so many words', 40001, 'wire', { address: 40001 }],
    ['counted from 1', 1, 'register', { address: 0 }],
    ['holding register 1', 40001, 'reference', { address: 0, table: 'holding' }],
    ['input register, six digits', 300053, 'reference', { address: 52, table: 'input' }],
    ['coil', '00001', 'reference', { address: 0, table: 'coil' }],
    ['discrete input', '10017', 'reference', { address: 16, table: 'discrete' }],
    ['the last register', 465536, 'reference', { address: 65535, table: 'holding' }],
    ['a base of 40000, which is no reference', 40000, undefined, { address: 40000 }],
  ] as const)('%s', (_, address, addressing, expected) => {
    expect(readAddress(address, String(address), addressing)).toEqual(expected);
  });

  it.each([
    ['0 counted from 1', 0, 'register', 'MODBUS_ADDRESS'],
    ['beyond the last', 65536, 'wire', 'MODBUS_ADDRESS'],
    ['a reference to no table', 20001, 'reference', 'MODBUS_ADDRESS'],
    ['a reference with number 0', 40000, 'reference', 'MODBUS_ADDRESS'],
    ['a reference where none was said', 40001, undefined, 'MODBUS_NOTATION'],
    ['a word', 'volts', 'wire', 'MODBUS_ADDRESS'],
  ] as const)('refuses %s', (_, address, addressing, code) => {
    expect(readAddress(address, String(address), addressing)).toMatchObject({ code });
  });
});

describe('a Modbus point', () => {
  it('takes from the protocol part what it does not say', () => {
    const part = '{ table: input, type: i32, order: CDAB, invalid: [highest, 65535] }';

    expect(first(modbus('voltage: { address: 2, unit: VLT }', part))).toMatchObject({
      table: 'input',
      type: 'i32',
      order: 'CDAB',
      meaning: { invalid: ['highest', 65535] },
    });
    expect(first(modbus('voltage: { address: 2, type: i16, unit: VLT }', part))?.meaning.invalid).toEqual([
      'highest',
    ]);
    expect(first(modbus('voltage: { address: 2, type: float32, unit: VLT }', part))?.meaning.invalid).toEqual(
      [65535],
    );
  });

  it('normalises the raw values of its words', () => {
    const { codes, compiled } = modbus(
      'precipitationType: { address: 0, values: { 0x00: none, 0x3C: rain, 70: 7 } }',
    );

    expect(codes).toEqual([]);
    expect(compiled.protocol === 'modbus' && compiled.points[0]?.meaning.values).toEqual({
      '0': 'none',
      '60': 'rain',
      '70': '7',
    });
  });

  it.each([
    ['a bit for a number', 'voltage: { address: 0, bit: 3, unit: VLT }', ['KIND_MISMATCH']],
    ['a bit beyond the type', 'doorOpen: { address: 0, bit: 16 }', ['MODBUS_BITS']],
    ['bits the wrong way round', 'peoplePresent: { address: 0, bits: [7, 0] }', ['MODBUS_BITS']],
    ['bits of a float', 'peoplePresent: { address: 0, type: float32, bits: [0, 7] }', ['MODBUS_BITS']],
    ['a type for a coil', 'doorOpen: { address: 0, table: coil, type: u16 }', ['KEY_WITHOUT_EFFECT']],
    ['scale for a state', 'doorOpen: { address: 0, scale: 2 }', ['KEY_WITHOUT_EFFECT']],
    ['invert for a number', 'voltage: { address: 0, unit: VLT, invert: true }', ['KEY_WITHOUT_EFFECT']],
    ['wraps for a gauge', 'voltage: { address: 0, unit: VLT, wraps: 100 }', ['KEY_WITHOUT_EFFECT']],
    [
      'scale beside a formula',
      'voltage: { address: 0, unit: VLT, scale: 2, formula: raw * 2 }',
      ['KEY_WITHOUT_EFFECT'],
    ],
    ['a scale of nothing', 'voltage: { address: 0, unit: VLT, scale: 0 }', ['OUT_OF_RANGE']],
    ['limits the wrong way round', 'voltage: { address: 0, unit: VLT, min: 5, max: 1 }', ['OUT_OF_RANGE']],
    [
      'a kind its quantity cannot have',
      'voltage: { address: 0, unit: VLT, kind: state }',
      ['KIND_MISMATCH', 'UNIT_NOT_WANTED'],
    ],
    ['a word for a number', 'voltage: { address: 0, unit: VLT, values: { 1: high } }', ['WRONG_TYPE']],
    ['a word as raw value', 'doorOpen: { address: 0, values: { open: true } }', ['WRONG_TYPE']],
    [
      'a formula that names another point',
      'voltage: { address: 0, unit: VLT, formula: current * 2 }',
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'an order of eight letters for 32 bits',
      'voltage: { address: 0, type: u32, order: GHEFCDAB, unit: VLT }',
      ['MODBUS_ORDER'],
    ],
    [
      'a text whose words are turned round',
      'firmwareVersion: { address: 0, type: text, length: 8, order: CDAB }',
      ['MODBUS_ORDER'],
    ],
    ['a text of no length', 'firmwareVersion: { address: 0, type: text }', ['MODBUS_TEXT']],
    [
      'a text longer than a reply',
      'firmwareVersion: { address: 0, type: text, length: 126, placement: low }',
      ['MODBUS_TEXT'],
    ],
    ['a length for a number', 'voltage: { address: 0, length: 4, unit: VLT }', ['KEY_WITHOUT_EFFECT']],
    ['a placement for 16 bits', 'voltage: { address: 0, placement: low, unit: VLT }', ['KEY_WITHOUT_EFFECT']],
    ['bits of coded digits', 'peoplePresent: { address: 0, type: bcd16, bits: [0, 7] }', ['MODBUS_BITS']],
    ['no address and no formula', 'voltage: { unit: VLT }', ['MISSING_KEY']],
    [
      'a formula that leaves its own number',
      'voltage: { address: 0, unit: VLT, formula: "1 + 1" }',
      ['FORMULA_REFUSED'],
    ],
    ['a formula that takes itself', 'voltage: { unit: VLT, formula: "voltage + 1" }', ['FORMULA_REFUSED']],
    ['a state from a formula of numbers', 'doorOpen: { address: 0, formula: raw * 2 }', ['FORMULA_TYPE']],
    [
      'a guard without a condition',
      'voltage: { address: 0, unit: VLT, guard: [ { address: 1 } ] }',
      ['GUARD_EMPTY'],
    ],
    [
      'a guard on a point that is not there',
      'voltage: { address: 0, unit: VLT, guard: [ { point: _status, is: 1 } ] }',
      ['UNKNOWN_POINT'],
    ],
    [
      'an end behind the last register',
      'voltage: { address: 65535, type: u32, unit: VLT }',
      ['MODBUS_ADDRESS'],
    ],
  ])('is refused for %s', (_, point, codes) => {
    expect(modbus(point).codes).toEqual(codes);
  });

  it('may be a quantity of its own, a state where one bit is read', () => {
    expect(first(modbus('x-hydrogen: { address: 0, unit: "59" }'))?.stream).toMatchObject({
      unit: '59',
      kind: 'gauge',
    });
    expect(first(modbus('x-pumpOn: { address: 0, bit: 2 }'))?.stream.kind).toBe('state');
  });

  it('with a misspelt key is not told a second time that the key is missing', () => {
    expect(modbus('voltage: { adress: 0, unitt: VLT, min: 5, max: 1 }').codes).toEqual([
      'UNKNOWN_KEY',
      'UNKNOWN_KEY',
      'OUT_OF_RANGE',
    ]);
    expect(modbus('voltage: { address: 0, unitt: VLT, min: 5, max: 1 }').codes).toEqual([
      'UNKNOWN_KEY',
      'OUT_OF_RANGE',
    ]);
  });

  it('may be hidden', () => {
    expect(first(modbus('_status: { address: 0 }'))?.hidden).toBe(true);
  });

  it('may have ppm where the vocabulary has µg/m³, for a gas', () => {
    expect(modbus('no2: { address: 0, unit: "61" }').codes).toEqual([]);
    expect(modbus('pm10: { address: 0, unit: "61" }').codes).toEqual(['UNIT_MISMATCH']);
  });
});

describe('an MQTT point', () => {
  it.each([
    ['neither path nor field', 'voltage: { unit: VLT }', undefined, ['MQTT_PLACE']],
    ['both', 'voltage: { path: /a, field: b, unit: VLT }', undefined, ['MQTT_PLACE']],
    ['a field without groups', 'voltage: { field: b, unit: VLT }', undefined, ['MQTT_PLACE']],
    ['a path that is no pointer', 'voltage: { path: a.b, unit: VLT }', undefined, ['WRONG_FORM']],
    [
      'a guard without condition',
      'voltage: { path: /a, unit: VLT, guard: [ { path: /b } ] }',
      undefined,
      ['GUARD_EMPTY'],
    ],
    [
      'ends of a type JSON has not',
      'voltage: { path: /a, unit: VLT, invalid: [highest] }',
      undefined,
      ['SENTINEL_IMPOSSIBLE'],
    ],
    ['a wrong topic', 'voltage: { path: /a, unit: VLT }', '{ topic: "a/#/b" }', ['MQTT_TOPIC']],
    ['no topic', 'voltage: { path: /a, unit: VLT }', '{ qos: 0 }', ['MISSING_KEY']],
    [
      'local time at a site without zone',
      'voltage: { path: /a, unit: VLT }',
      '{ topic: a, time: { path: /t, form: iso, zone: site } }',
      ['TIMEZONE_MISSING'],
    ],
    [
      'a zone that is none',
      'voltage: { path: /a, unit: VLT }',
      '{ topic: a, time: { path: /t, form: iso, zone: TRT } }',
      ['TIMEZONE_UNKNOWN'],
    ],
  ])('is refused for %s', (_, point, part, codes) => {
    expect(mqtt(point, part).codes).toEqual(codes);
  });

  it('compares a guard with any of several words', () => {
    const point = first(
      mqtt('voltage: { path: /a, unit: VLT, guard: [ { path: /ok, is: [A, 1] }, { path: /n, min: 3 } ] }'),
    );

    expect(point).toMatchObject({
      guard: [
        { path: '/ok', is: ['A', 1] },
        { path: '/n', min: 3 },
      ],
    });
  });
});

describe('guards and formulas of a Modbus driver', () => {
  const decoded = (points: string, raw: Record<number, string>, part?: string) => {
    const { compiled, codes } = modbus(points, part);
    expect(codes).toEqual([]);
    if (compiled.protocol !== 'modbus') throw new Error('It is a Modbus driver.');
    return Object.fromEntries(decodeSample(compiled.points, { input: raw }));
  };

  it('reads what a guard looks at in the same poll, as a hidden point', () => {
    const points = 'voltage: { address: 0, unit: VLT, guard: [ { address: 8, bit: 3, is: true } ] }';

    expect(decoded(points, { 0: '00E6', 8: '0008' })).toMatchObject({ voltage: { value: 230 } });
    expect(decoded(points, { 0: '00E6', 8: '0007' })).toMatchObject({ voltage: { refusal: 'guard' } });
    expect(decoded(points, { 0: '00E6' })).toMatchObject({ voltage: { refusal: 'guard' } });
    const { compiled } = modbus(points);
    expect(compiled.protocol === 'modbus' && compiled.points.at(-1)).toMatchObject({
      hidden: true,
      address: 8,
    });
  });

  it('holds a guard of the modbus part for every point', () => {
    const part = '{ table: input, type: u16, guard: [ { address: 8, is: [1, 2] } ] }';
    const points = 'voltage: { address: 0, unit: VLT }';

    expect(decoded(points, { 0: '00E6', 8: '0002' }, part)).toMatchObject({ voltage: { value: 230 } });
    expect(decoded(points, { 0: '00E6', 8: '0003' }, part)).toMatchObject({ voltage: { refusal: 'guard' } });
  });

  it('computes from hidden points', () => {
    const points = `_mantissa: { address: 0, type: i16 }
  _exponent: { address: 1, type: i16 }
  activePower: { formula: "_mantissa * pow(10, _exponent)", unit: WTT }`;

    expect(decoded(points, { 0: 'FFF4 FFFF' })).toMatchObject({ activePower: { value: -1.2 } });
  });

  it('takes other points in the unit of the vocabulary', () => {
    const points = `voltage: { address: 0, unit: VLT }
  current: { address: 1, unit: 4K }
  apparentPower: { formula: "voltage * current", unit: D46 }`;

    expect(decoded(points, { 0: '00E6 07D0' })).toMatchObject({ apparentPower: { value: 460 } });
  });

  it('makes states of numbers', () => {
    const points = `doorOpen: { address: 0, formula: "raw > 2 && raw < 5" }`;

    expect(decoded(points, { 0: '0003' })).toMatchObject({ doorOpen: { value: true } });
    expect(decoded(points, { 0: '0005' })).toMatchObject({ doorOpen: { value: false } });
  });

  it('takes params by their names', () => {
    const text = `${head}params: { ratio: { type: number, default: 40 } }
modbus: { table: input, type: u16 }
points:
  current: { address: 0, unit: AMP, formula: "raw * param.ratio / 1000" }
samples:
  - { raw: {}, expect: {} }
`;
    const { document } = parseDocument('d.yaml', text);
    const { driver } = document ? readDriver(document, 'test/device') : {};
    if (!driver) throw new Error('The driver has a mistake.');
    const answers = new Map([['ratio', 200]]);
    const { compiled } = compileDriver(driver, { device: 'x', answers, tags: {}, timezone: undefined });

    if (compiled.protocol !== 'modbus') throw new Error('It is a Modbus driver.');
    expect(decodeSample(compiled.points, { input: { 0: '0064' } }).get('current')).toEqual({ value: 20 });
  });
});
