import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sources/mqtt/json.ts';
import { type Content, contentOf, decodeMessage, decodeSample } from '../../../src/sources/mqtt/payload.ts';
import type { MqttMessage } from '../../../src/sources/mqtt/settings.ts';
import { mqttMessage, type PointSketch } from '../../fakes/mqtt.ts';

const jsonContent = (json: Json): Content => ({
  topic: 'city/sensor',
  payload: Buffer.alloc(0),
  json: () => ({ json }),
});

/** Values and refusals by point, for short tables; `*` is the message as a whole. */
function outcome(message: MqttMessage, json: Json): Record<string, unknown> | 'unmatched' | 'unreadable' {
  const decoded = decodeMessage(message, jsonContent(json));
  if (decoded.kind !== 'message') return decoded.kind;
  return Object.fromEntries([
    ...decoded.readings.map(({ stream, value }) => [stream.point, value]),
    ...decoded.refused.map(({ point, reason }) => [point ?? '*', `(${reason})`]),
  ]);
}

const volts: PointSketch = { unit: 'VLT', meaning: { invalid: [999], min: 0, max: 300 } };

describe('decodeMessage', () => {
  it.each<[string, Record<string, PointSketch>, Json, Record<string, unknown>]>([
    ['a number', { voltage: volts }, { voltage: 230 }, { voltage: 230 }],
    ['a number in quotes', { voltage: volts }, { voltage: '230.5' }, { voltage: 230.5 }],
    [
      'a scaled number in quotes',
      { p: { unit: 'A97', meaning: { scale: 0.01 } } },
      { p: '98234.0' },
      { p: 982.34 },
    ],
    ['a sentinel', { voltage: volts }, { voltage: 999 }, { voltage: '(sentinel)' }],
    ['null', { voltage: volts }, { voltage: null }, { voltage: '(sentinel)' }],
    ['beyond a limit', { voltage: volts }, { voltage: 301 }, { voltage: '(range)' }],
    ['a decimal comma', { voltage: volts }, { voltage: '230,5' }, { voltage: '(not a number)' }],
    ['an empty text', { voltage: volts }, { voltage: '' }, { voltage: '(not a number)' }],
    ['a list for a number', { voltage: volts }, { voltage: [230, 231] }, { voltage: '(not a number)' }],
    ['true for a number', { voltage: volts }, { voltage: true }, { voltage: '(not a number)' }],
    [
      'a number beyond doubles',
      { voltage: { unit: 'VLT' } },
      JSON.parse('{"voltage":1e999}'),
      { voltage: '(not a number)' },
    ],
    ['one of two, the other absent', { voltage: volts, current: {} }, { voltage: 230 }, { voltage: 230 }],
    [
      'one of two, the other bad',
      { voltage: volts, current: {} },
      { voltage: 230, current: 'x' },
      { voltage: 230, current: '(not a number)' },
    ],
    ['none of its points', { voltage: volts }, { humidity: 40 }, { '*': '(missing)' }],
    ['no object', { voltage: volts }, 7, { '*': '(missing)' }],
    ['a state', { door: { kind: 'state' } }, { door: true }, { door: true }],
    [
      'a state the other way round',
      { door: { kind: 'state', meaning: { invert: true } } },
      { door: '1' },
      { door: false },
    ],
    [
      'a word for a state',
      { door: { kind: 'state', meaning: { values: { OPEN: true, SHUT: false } } } },
      { door: 'SHUT' },
      { door: false },
    ],
    [
      'a word unknown',
      { door: { kind: 'state', meaning: { values: { OPEN: true } } } },
      { door: 'AJAR' },
      { door: '(unlisted)' },
    ],
    ['an object for a state', { door: { kind: 'state' } }, { door: {} }, { door: '(unlisted)' }],
    ['a text', { firmwareVersion: { kind: 'text' } }, { firmwareVersion: '1.2' }, { firmwareVersion: '1.2' }],
    [
      'a place deep inside',
      { power: { path: '/ENERGY/Power/1' } },
      { ENERGY: { Power: [1, 2] } },
      { power: 2 },
    ],
    [
      'a hidden point',
      { voltage: volts, _raw: { hidden: true } },
      { voltage: 230, _raw: 'x' },
      { voltage: 230 },
    ],
  ])('gives for %s', (_name, points, json, expected) => {
    expect(outcome(mqttMessage(points), json)).toEqual(expected);
  });

  it.each<[string, MqttMessage['guard'][number], Json, boolean]>([
    ['the same number', { path: '/id', is: [7] }, { id: 7 }, true],
    ['a number in quotes', { path: '/id', is: [7] }, { id: '7' }, true],
    ['one of several', { path: '/id', is: ['a', 'b'] }, { id: 'b' }, true],
    ['another', { path: '/id', is: ['a'] }, { id: 'b' }, false],
    ['nothing there', { path: '/id', is: ['a'] }, {}, false],
    ['null', { path: '/id', is: ['null'] }, { id: null }, false],
    ['within limits', { path: '/id', min: 1, max: 3 }, { id: '3' }, true],
    ['below', { path: '/id', min: 1 }, { id: 0 }, false],
    ['no number for limits', { path: '/id', min: 1 }, { id: 'x' }, false],
  ])('matches by a guard: %s', (_name, guard, json, holds) => {
    const message = mqttMessage({ v: {} }, { guard: [guard] });

    expect(outcome(message, { ...(json as object), v: 1 })).toEqual(holds ? { v: 1 } : 'unmatched');
  });

  it('refuses only the point whose guard does not hold', () => {
    const message = mqttMessage({ v: { guard: [{ path: '/ok', is: [true] }] }, w: {} });

    expect(outcome(message, { v: 1, w: 2, ok: false })).toEqual({ v: '(guard)', w: 2 });
  });

  describe('with named entries', () => {
    const message = mqttMessage(
      { pm10: { field: 'SDS_P1', unit: 'GQ' }, pm25: { field: 'SDS_P2', unit: 'GQ' } },
      { groups: { path: '/values', name: '/type', value: '/value' } },
    );
    const entry = (type: unknown, value: unknown) => ({ type, value }) as Json;

    it.each<[string, Json, Record<string, unknown>]>([
      [
        'reads them',
        { values: [entry('SDS_P1', '4.05'), entry('SDS_P2', '2.25')] },
        { pm10: 4.05, pm25: 2.25 },
      ],
      ['leaves out what is absent', { values: [entry('SDS_P1', '4.05')] }, { pm10: 4.05 }],
      ['skips what is no entry', { values: [null, 3, {}, entry(null, 1), entry('SDS_P1', 1)] }, { pm10: 1 }],
      ['takes a repeated entry once', { values: [entry('SDS_P1', 1), entry('SDS_P1', 1)] }, { pm10: 1 }],
      [
        'does not choose between two',
        { values: [entry('SDS_P1', 1), entry('SDS_P1', 2)] },
        { pm10: '(not a number)' },
      ],
      ['misses them where there is no list', { values: { type: 'SDS_P1', value: 1 } }, { '*': '(missing)' }],
    ])('%s', (_name, json, expected) => {
      expect(outcome(message, json)).toEqual(expected);
    });
  });

  it.each<[string, Json, unknown]>([
    [
      'takes the time of the device',
      { Time: '2025-01-11T23:10:38', v: 1 },
      Date.UTC(2025, 0, 11, 20, 10, 38),
    ],
    ['leaves the time of arrival where it sends none', { v: 1 }, undefined],
    [
      'leaves the time of arrival in the hour that comes twice',
      { Time: '2015-11-08T03:30:00', v: 1 },
      undefined,
    ],
  ])('%s', (_name, json, expected) => {
    const time = { path: '/Time', form: 'iso', zone: 'Europe/Istanbul' } as const;

    const decoded = decodeMessage(mqttMessage({ v: {} }, { time }), jsonContent(json));

    expect(decoded).toMatchObject({ readings: [{ value: 1 }], deviceTimeMs: expected });
  });

  it('refuses a message whose time cannot be true', () => {
    const message = mqttMessage({ v: {} }, { time: { path: '/Time', form: 'iso', zone: 'UTC' } });

    expect(outcome(message, { Time: '1970-01-01T00:00:12', v: 1 })).toEqual({ '*': '(clock)' });
  });

  it('never throws and never lets a value beyond its limits pass', () => {
    const message = mqttMessage(
      {
        voltage: volts,
        share: { unit: 'P1', path: '/a/0', meaning: { scale: 0.1, min: 0, max: 100 } },
        named: { field: 'x', unit: 'CEL', meaning: { offset: -40, min: -40, max: 80 } },
      },
      {
        groups: { path: '/list', name: '/n', value: '/v' },
        time: { path: '/t', form: 'unix' },
      },
    );
    const limits: Record<string, [number, number]> = { voltage: [0, 300], share: [0, 100], named: [-40, 80] };
    const value = fc.oneof(fc.jsonValue(), fc.double().map(Number), fc.integer().map(String));
    const shaped = fc.record(
      {
        voltage: value,
        a: fc.array(value, { maxLength: 2 }),
        list: fc.array(fc.record({ n: fc.constantFrom('x', 'y'), v: value }), { maxLength: 3 }),
        t: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (json) => {
        const decoded = decodeMessage(message, jsonContent(json as Json));

        if (decoded.kind !== 'message') return;
        for (const { stream, value: number } of decoded.readings) {
          const [min, max] = limits[stream.point] ?? [0, 0];
          expect(number).toBeTypeOf('number');
          expect(number).toBeGreaterThanOrEqual(min);
          expect(number).toBeLessThanOrEqual(max);
        }
      }),
    );
  });
});

describe('decodeSample', () => {
  const open = mqttMessage(
    { open: { kind: 'state' } },
    { name: 'open', guard: [{ path: '/kind', is: ['door'] }] },
  );
  const climate = mqttMessage({ temperature: { unit: 'CEL', meaning: { max: 80 } } }, { name: 'climate' });
  const messages = [open, climate];

  it('reads JSON text and JSON itself alike', () => {
    const expected = new Map([['temperature', { value: 21 }]]);

    expect(decodeSample(messages, { topic: 'city/sensor', payload: '{"temperature":21}' })).toEqual(expected);
    expect(decodeSample(messages, { topic: 'city/sensor', payload: { temperature: 21 } })).toEqual(expected);
  });

  it('takes the first message that matches', () => {
    const payload = { kind: 'door', open: true, temperature: 21 };

    expect(decodeSample(messages, { topic: 'city/sensor', payload })).toEqual(
      new Map([['open', { value: true }]]),
    );
  });

  it.each([
    ['a value beyond its limit', 'city/sensor', { temperature: 81 }, [['temperature', { refusal: 'range' }]]],
    ['another topic', 'city/other', { temperature: 21 }, []],
    ['none of its points', 'city/sensor', {}, [['temperature', { refusal: 'missing' }]]],
    [
      'no payload',
      'city/sensor',
      undefined,
      [
        ['open', { refusal: 'unreadable' }],
        ['temperature', { refusal: 'unreadable' }],
      ],
    ],
  ])('says why there is no value: %s', (_name, topic, payload, expected) => {
    expect([...decodeSample(messages, { topic, payload })]).toEqual(expected);
  });
});

describe('a unit in the payload', () => {
  const temperature: PointSketch = {
    unit: 'CEL',
    path: '/t',
    meaning: { units: { C: 'CEL', '°F': 'FAH' }, min: -40, max: 80 },
  };

  it.each<[string, PointSketch, Json, unknown]>([
    ['behind the number', temperature, { t: '21.5 C' }, { t: 21.5 }],
    ['glued to it', temperature, { t: '70°F' }, { t: 21.11111111111 }],
    ['that nobody listed', temperature, { t: '294 K' }, { t: '(unlisted)' }],
    ['that is missing', temperature, { t: '21.5' }, { t: '(unlisted)' }],
    ['missing behind a bare number', temperature, { t: 21.5 }, { t: '(unlisted)' }],
    ['beyond the limits once converted', temperature, { t: '300 °F' }, { t: '(range)' }],
    [
      'in a place of its own',
      { ...temperature, unitAt: { path: '/u' } },
      { t: 70, u: '°F' },
      { t: 21.11111111111 },
    ],
    [
      'in a place where nothing is',
      { ...temperature, unitAt: { path: '/u' } },
      { t: 70 },
      { t: '(unlisted)' },
    ],
    [
      'in a place with a number',
      { ...temperature, unitAt: { path: '/u' } },
      { t: 70, u: 1 },
      { t: '(unlisted)' },
    ],
  ])('counts: %s', (_name, point, json, expected) => {
    const said = outcome(mqttMessage({ t: point }), json);

    expect(said).toEqual(
      Object.fromEntries(
        Object.entries(expected as object).map(([name, value]) => [
          name,
          typeof value === 'number' ? expect.closeTo(value, 9) : value,
        ]),
      ),
    );
  });
});

describe('numbers with a decimal comma, where the driver says so', () => {
  const degrees: PointSketch = {
    unit: 'CEL',
    path: '/t',
    meaning: { invalid: [99.9], min: -40, max: 2_000 },
  };

  it.each<[string, PointSketch, Json, unknown]>([
    ['in quotes', degrees, '12,4', 12.4],
    ['below zero', degrees, ' -0,5 ', -0.5],
    ['of three decimals', degrees, '1,234', 1.234],
    ['without decimals', degrees, '12', 12],
    ['as a number of JSON', degrees, 12.4, 12.4],
    ['that is a sentinel', degrees, '99,9', '(sentinel)'],
    ['beyond a limit', degrees, '-41,0', '(range)'],
    ['with a unit behind it', { ...degrees, meaning: { units: { C: 'CEL' } } }, '21,5 C', 21.5],
    ['with a point, which may group thousands', degrees, '1.234', '(not a number)'],
    ['with a point and a comma', degrees, '1.234,5', '(not a number)'],
    ['with two commas', degrees, '1,234,5', '(not a number)'],
    ['that is none', degrees, 'off', '(not a number)'],
    ['in a text', { path: '/t', kind: 'text' }, '1,2', '1,2'],
    ['among words', { ...degrees, meaning: { values: { '1,2': 7 } } }, '1,2', 7],
  ])('count: %s', (_name, point, json, expected) => {
    const said = outcome({ ...mqttMessage({ t: point }), decimal: ',' }, { t: json });

    expect(said).toEqual({ t: expected });
  });

  it('hold in a guard', () => {
    const guarded = { ...degrees, guard: [{ path: '/t', min: 12.3 }] };
    const message: MqttMessage = { ...mqttMessage({ t: guarded }), decimal: ',' };

    expect(outcome(message, { t: '12,4' })).toEqual({ t: 12.4 });
    expect(outcome(message, { t: '12,2' })).toEqual({ t: '(guard)' });
  });

  it('are what they are with a point', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.nat(6), (number, digits) => {
        const written = number.toFixed(digits);
        const message = mqttMessage({ t: { unit: 'CEL', path: '/t' } });
        const comma = outcome({ ...message, decimal: ',' }, { t: written.replace('.', ',') });

        expect(comma).toEqual(outcome(message, { t: written }));
      }),
    );
  });
});

describe('a payload that is text', () => {
  const text = (
    form: MqttMessage['text'],
    points: Record<string, PointSketch>,
    change: Partial<MqttMessage> = {},
  ) => mqttMessage(points, { text: form ?? {}, topic: 'esp/+/state', ...change });
  const said = (message: MqttMessage, payload: string | Uint8Array, topic = 'esp/roof/state') => {
    const decoded = decodeMessage(message, contentOf(topic, Buffer.from(payload)));
    if (decoded.kind === 'unreadable') return decoded.reason;
    if (decoded.kind === 'unmatched') return decoded.kind;
    return Object.fromEntries([
      ...decoded.readings.map(({ stream, value }) => [stream.point, value]),
      ...decoded.refused.map(({ point, reason }) => [point ?? '*', `(${reason})`]),
    ]);
  };
  const t: PointSketch = { unit: 'CEL', field: '0', meaning: { min: -40, max: 80 } };
  const on: PointSketch = { kind: 'state', field: '0', meaning: { values: { ON: true, OFF: false } } };

  it.each<[string, MqttMessage, string | Uint8Array, unknown]>([
    ['a bare number', text({}, { t }), '21.5', { t: 21.5 }],
    ['with a line end', text({}, { t }), '21.5\r\n', { t: 21.5 }],
    ['with a decimal comma', text({ decimal: ',' }, { t }), '21,5', { t: 21.5 }],
    ['a number beyond its limits', text({}, { t }), '85', { t: '(range)' }],
    ['a number with a unit glued to it', text({}, { t }), '21.5C', { t: '(not a number)' }],
    ['a word', text({}, { on }), 'ON', { on: true }],
    ['a word that nobody listed', text({}, { on }), 'unavailable', { on: '(unlisted)' }],
    [
      'values in a row',
      text({ separator: ';' }, { t, h: { unit: 'P1', field: '1' } }),
      '21.5;48',
      { t: 21.5, h: 48 },
    ],
    [
      'a row that ends early',
      text({ separator: ';' }, { t, h: { unit: 'P1', field: '1' } }),
      '21.5',
      { t: 21.5 },
    ],
    [
      'names with values',
      text({ separator: '&', pairs: '=' }, { t: { ...t, field: 'temp' }, h: { unit: 'P1', field: 'hum' } }),
      'temp=21.5&hum=48&x',
      { t: 21.5, h: 48 },
    ],
    [
      'a name that comes twice',
      text({ separator: '&', pairs: '=' }, { t: { ...t, field: 'temp' }, h: { unit: 'P1', field: 'hum' } }),
      'temp=21.5&hum=48&temp=22',
      { h: 48 },
    ],
    ['nothing', text({}, { t }), ' ', 'unreadable'],
    ['bytes that are no UTF-8', text({}, { t }), Uint8Array.of(0xff, 0xfe), 'unreadable'],
    ['64 KiB and a byte', text({}, { t }), ' '.repeat(65_537), 'too large'],
  ])('gives for %s', (_name, message, payload, expected) => {
    expect(said(message, payload)).toEqual(expected);
  });

  it('takes values and conditions from the topic', () => {
    const where: PointSketch = { kind: 'text', level: 1 };
    const message = text({}, { t, where }, { guard: [{ level: -1, is: ['state'] }] });

    expect(said(message, '21.5')).toEqual({ t: 21.5, where: 'roof' });
    expect(said(message, '21.5', 'esp/roof/debug')).toBe('unmatched');
  });
});
