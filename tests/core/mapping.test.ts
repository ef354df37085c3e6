import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputMessage } from '../../src/core/entity.ts';
import type {
  AttributeSource,
  MappingDefinition,
  Modifiers,
  ParamDefinition,
} from '../../src/core/mapping.ts';
import { type PlanDevice, type PlanRequest, planEntity } from '../../src/core/mapping-plan.ts';
import { quantityOf } from '../../src/core/measure.ts';
import type { Form } from '../../src/core/model.ts';
import type { Stream } from '../../src/core/reading.ts';

const location = { type: 'Point', coordinates: [28.97, 41.08] } as const;
const at = '2026-11-23T03:40:00.000Z';

function stream(device: string, quantity: string, facts: Partial<Stream> = {}): Stream {
  const { unit, kind = 'gauge' } = quantityOf(quantity) ?? {};
  return { device, point: quantity, quantity, unit: unit === 'any' ? undefined : unit, kind, ...facts };
}

function device(
  id: string,
  quantities: readonly (string | Stream)[],
  facts: Partial<PlanDevice> = {},
): PlanDevice {
  const streams = quantities.map((each) => (typeof each === 'string' ? stream(id, each) : each));
  return { id, streams, location, facts: {}, ...facts };
}

type Attributes = Record<string, [AttributeSource, Modifiers?]>;

function mapping(attributes: Attributes, facts: Partial<MappingDefinition> = {}): MappingDefinition {
  const origin = { file: 'mappings/Test/Thing.yaml', line: 7, column: 3 };
  return {
    mapping: 'Test/Thing',
    type: 'Thing',
    version: '1.0.0',
    context: 'https://example.org/context.jsonld',
    needs: [],
    params: {},
    coverage: 0.75,
    attributes: Object.entries(attributes).map(([name, [source, modifiers = {}]]) => ({
      name,
      source,
      modifiers,
      origin,
    })),
    model: undefined,
    ...facts,
  };
}

function request(
  definition: MappingDefinition,
  devices: readonly PlanDevice[],
  facts: Partial<PlanRequest> = {},
): PlanRequest {
  return { definition, gateway: { id: 'site', facts: {} }, entry: {}, devices, params: {}, ...facts };
}

function planned(...of: Parameters<typeof request>) {
  const { plan, problems } = planEntity(request(...of));
  if (!plan) throw new Error(problems.map(({ message }) => message).join('\n'));
  return plan;
}

const codes = (...of: Parameters<typeof request>) =>
  planEntity(request(...of)).problems.map(({ code }) => code);

function message(device: PlanDevice, values: Record<string, number | string>): InputMessage {
  const readings = device.streams.flatMap((stream) => {
    const value = values[stream.quantity];
    return value === undefined ? [] : [{ stream, value }];
  });
  return { device: device.id, readings, observedAtMs: Date.parse(at) };
}

const from = (...quantities: string[]): AttributeSource => ({ kind: 'from', quantities });
const object = (parts: Record<string, string>): AttributeSource => ({
  kind: 'object',
  parts: Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, [part]])),
});
const double: AttributeSource = {
  kind: 'formula',
  formula: {
    text: 'distance * 2 + param.base',
    type: 'number',
    inputs: new Map([['distance', 'distance']]),
    params: ['base'],
    evaluate: ({ distance, param }) => Number(distance) * 2 + Number((param as { base: number }).base),
  },
};
const number: ParamDefinition = {
  type: 'number',
  unit: 'MTR',
  optional: false,
  help: 'Height of the sensor',
};
const meter = device('meter', ['activePower', 'voltage.L1', 'voltage.L2', 'voltage.L3']);

describe('a measured attribute', () => {
  it.each<[string, Attributes[string], string | Stream, number | string, unknown, string | undefined]>([
    ['converts to its unit', [from('activePower'), { unit: 'KWT' }], 'activePower', 1280, 1.28, 'KWT'],
    [
      'turns percent into a fraction',
      [from('relativeHumidity'), { unit: 'C62' }],
      'relativeHumidity',
      58,
      0.58,
      'C62',
    ],
    [
      'takes the unit of the vocabulary if it names none',
      [from('activePower')],
      stream('meter', 'activePower', { unit: 'KWT' }),
      1.28,
      1280,
      'WTT',
    ],
    [
      'takes ppb of a gas',
      [from('no2'), { unit: 'GQ', round: 4 }],
      stream('meter', 'no2', { unit: '61' }),
      1,
      1.9125,
      'GQ',
    ],
    [
      'keeps the unit of an own quantity',
      [from('x-hydrogen')],
      stream('meter', 'x-hydrogen', { unit: '59' }),
      3,
      3,
      '59',
    ],
    ['has no unit for a count', [from('peoplePresent')], 'peoplePresent', 3, 3, undefined],
    ['makes a state true or false', [from('doorOpen')], 'doorOpen', 1, true, undefined],
    ['passes a text', [from('firmwareVersion')], 'firmwareVersion', '1.2', '1.2', undefined],
    [
      'puts words for states',
      [from('occupied'), { values: { true: 'occupied', false: 'free' } }],
      'occupied',
      0,
      'free',
      undefined,
    ],
    [
      'puts words for numbers, without a unit',
      [from('activePower'), { values: { 1: 'one' } }],
      'activePower',
      1,
      'one',
      undefined,
    ],
    ['rounds decimals', [from('activePower'), { round: 2 }], 'activePower', 1.005, 1.01, 'WTT'],
    ['rounds half away from zero', [from('activePower'), { round: 0 }], 'activePower', -2.5, -3, 'WTT'],
    ['never sends minus zero', [from('activePower'), { round: 0 }], 'activePower', -0.2, 0, 'WTT'],
    [
      'limits after converting',
      [from('relativeHumidity'), { unit: 'C62', max: 1, clamp: true }],
      'relativeHumidity',
      104,
      1,
      'C62',
    ],
    ['limits from below', [from('activePower'), { min: 0, clamp: true }], 'activePower', -3, 0, 'WTT'],
    ['keeps a value on its limit', [from('activePower'), { min: 5, max: 5 }], 'activePower', 5, 5, 'WTT'],
  ])('%s', (_, attribute, offered, value, expected, unitCode) => {
    const one = device('meter', [offered]);

    const fragment = planned(mapping({ a: attribute }), [one]).map(
      message(one, { [one.streams[0]?.quantity ?? '']: value }),
    );

    expect(fragment?.measured.a).toEqual({
      type: 'Property',
      value: expected,
      observedAt: at,
      ...(unitCode === undefined ? {} : { unitCode }),
    });
    expect(fragment?.problems).toEqual([]);
  });

  it('is left out and told when it is outside its limits', () => {
    const plan = planned(
      mapping({ power: [from('activePower'), { max: 100 }], voltage: [from('voltage.L1')] }),
      [meter],
    );

    const fragment = plan.map(message(meter, { activePower: 101, 'voltage.L1': 230 }));

    expect(Object.keys(fragment?.measured ?? {})).toEqual(['voltage']);
    expect(fragment?.problems).toEqual([
      { attribute: 'power', code: 'OUT_OF_RANGE', words: '101 WTT is above its limit 100 WTT' },
    ]);
  });

  it('is told also when nothing else is left to send', () => {
    const plan = planned(
      mapping({ time: [{ kind: 'time', time: 'observed' }], power: [from('activePower'), { max: 100 }] }),
      [meter],
    );

    expect(plan.map(message(meter, { activePower: 101 }))).toMatchObject({
      measured: {},
      dating: {},
      problems: [{ attribute: 'power', code: 'OUT_OF_RANGE' }],
    });
  });

  it('takes of a list the first quantity that is offered, for good', () => {
    const station = device('station', ['windSpeed', 'windSpeed.avg']);
    const plan = planned(mapping({ wind: [from('windSpeed.avg', 'windSpeed')] }), [station]);

    expect(plan.map(message(station, { windSpeed: 5 }))).toBeUndefined();
    expect(plan.map(message(station, { windSpeed: 5, 'windSpeed.avg': 3 }))?.measured.wind).toMatchObject({
      value: 3,
    });
    expect(station.streams.map((each) => plan.uses(each))).toEqual([false, true]);
  });

  it('comes from the first named device that offers it, always', () => {
    const air = device('air', ['pm25', 'airTemperature']);
    const climate = device('climate', ['airTemperature', 'relativeHumidity']);
    const definition = mapping({
      pm25: [from('pm25')],
      t: [from('airTemperature')],
      rh: [from('relativeHumidity')],
    });
    const plan = planned(definition, [climate, air], { entry: { id: 'air' } });

    expect(plan.map(message(air, { pm25: 8, airTemperature: 30 }))?.measured).toMatchObject({
      pm25: { value: 8 },
    });
    expect(plan.map(message(air, { pm25: 8, airTemperature: 30 }))?.measured.t).toBeUndefined();
    expect(
      Object.keys(plan.map(message(climate, { airTemperature: 20, relativeHumidity: 50 }))?.measured ?? {}),
    ).toEqual(['t', 'rh']);
    expect(plan.devices).toEqual(['air', 'climate']);
  });
});

describe('an object attribute', () => {
  const definition = mapping({
    phaseVoltage: [object({ L1: 'voltage.L1', L2: 'voltage.L2', L3: 'voltage.L3' }), { unit: 'VLT', min: 0 }],
  });

  it('holds the readings of one message', () => {
    const fragment = planned(definition, [meter]).map(
      message(meter, { 'voltage.L1': 230, 'voltage.L2': 231, 'voltage.L3': 229 }),
    );

    expect(fragment?.measured.phaseVoltage).toEqual({
      type: 'Property',
      value: { L1: 230, L2: 231, L3: 229 },
      unitCode: 'VLT',
      observedAt: at,
    });
  });

  it('leaves absent parts out, and tells refused ones', () => {
    const fragment = planned(definition, [meter]).map(
      message(meter, { 'voltage.L1': 230, 'voltage.L2': -1 }),
    );

    expect(fragment?.measured.phaseVoltage).toMatchObject({ value: { L1: 230 } });
    expect(fragment?.problems).toEqual([
      { attribute: 'phaseVoltage', code: 'OUT_OF_RANGE', words: 'L2: -1 VLT is below its limit 0 VLT' },
    ]);
  });

  it('is not mixed from two devices', () => {
    const other = device('other', ['voltage.L2']);
    const plan = planned(definition, [device('one', ['voltage.L1']), other]);

    expect(plan.map(message(other, { 'voltage.L2': 231 }))).toBeUndefined();
  });
});

describe('a formula attribute', () => {
  const definition = mapping({ level: [double, { unit: 'MTR', round: 3 }] }, { params: { base: number } });
  const sensor = device('sensor', [stream('sensor', 'distance', { unit: 'MMT' })]);

  it('sees its inputs in the unit of the vocabulary and the answers of the site', () => {
    const fragment = planned(definition, [sensor], { params: { base: 1 } }).map(
      message(sensor, { distance: 1500 }),
    );

    expect(fragment?.measured.level).toMatchObject({ value: 4, unitCode: 'MTR' });
  });

  it('is warned of when its inputs come from different devices', () => {
    const apart: AttributeSource = {
      kind: 'formula',
      formula: {
        text: '',
        type: 'number',
        inputs: new Map([
          ['distance', 'distance'],
          ['weight', 'weight'],
        ]),
        params: [],
        evaluate: () => 1,
      },
    };
    const devices = [device('a', ['distance']), device('b', ['weight'])];

    expect(planEntity(request(mapping({ x: [apart], w: [from('weight')] }), devices)).problems).toMatchObject(
      [{ code: 'INPUTS_APART', severity: 'warning', attribute: 'x' }],
    );
  });
});

describe('a buffered reading of an older configuration', () => {
  const definition = mapping({ power: [from('activePower'), { unit: 'WTT' }] });
  const plan = planned(definition, [device('meter', ['activePower'])]);
  const old = (facts: Partial<Stream>, value: number | string) => ({
    device: 'meter',
    readings: [{ stream: stream('meter', 'activePower', facts), value }],
    observedAtMs: 0,
  });

  it('is converted from the unit it was accepted in', () => {
    expect(plan.map(old({ unit: 'KWT' }, 1.5))?.measured.power).toMatchObject({
      value: 1500,
      unitCode: 'WTT',
    });
  });

  it.each([
    ['UNIT_NO_CONVERSION', { unit: 'VLT' }, 230],
    ['UNIT_NO_CONVERSION', { unit: undefined }, 230],
    ['KIND_CHANGED', { kind: 'state' as const, unit: undefined }, 1],
    ['KIND_CHANGED', { kind: 'text' as const, unit: undefined }, '1'],
    ['NOT_FINITE', {}, Number.NaN],
    ['NOT_FINITE', {}, 'text'],
  ])('is told as %s rather than sent as a wrong value (%j)', (code, facts, value) => {
    const sound = { stream: stream('meter', 'voltage.L1'), value: 230 };
    const both = planned(
      mapping({ power: [from('activePower'), { unit: 'WTT' }], voltage: [from('voltage.L1')] }),
      [device('meter', ['activePower', sound.stream])],
    );
    const { readings } = old(facts, value);

    const fragment = both.map({ device: 'meter', readings: [...readings, sound], observedAtMs: 0 });

    expect(Object.keys(fragment?.measured ?? {})).toEqual(['voltage']);
    expect(fragment?.problems).toMatchObject([{ attribute: 'power', code }]);
  });
});

describe('map', () => {
  const definition = mapping({
    dateObserved: [{ kind: 'time', time: 'observed' }],
    power: [from('activePower')],
    name: [{ kind: 'fact', fact: 'name' }],
  });
  const plan = planned(definition, [meter], { entry: { name: 'Pano' } });

  it('dates the fragment by the time of observation', () => {
    expect(plan.map(message(meter, { activePower: 1 }))?.dating).toEqual({
      dateObserved: { type: 'Property', value: { '@type': 'DateTime', '@value': at } },
    });
  });

  it('gives nothing for a message without a measured attribute', () => {
    expect(plan.map(message(meter, { 'voltage.L1': 230 }))).toBeUndefined();
    expect(
      plan.map({
        device: 'other',
        readings: [{ stream: stream('other', 'activePower'), value: 1 }],
        observedAtMs: 0,
      }),
    ).toBeUndefined();
    expect(plan.map({ device: 'meter', readings: [], observedAtMs: 0 })).toBeUndefined();
  });

  it('never throws, and never lets a value pass that is not finite', () => {
    const value = fc.oneof(fc.double(), fc.string());
    const input = fc.record({
      unit: fc.constantFrom('WTT', 'KWT', 'VLT', undefined),
      kind: fc.constantFrom('gauge', 'state', 'text', 'amount'),
      value,
      ms: fc.double(),
    });
    fc.assert(
      fc.property(input, ({ unit, kind, value, ms }) => {
        const reading = { stream: stream('meter', 'activePower', { unit, kind }), value };
        const made = plan.map({ device: 'meter', readings: [reading], observedAtMs: ms })?.measured.power;

        expect(made === undefined || (made.type === 'Property' && Number.isFinite(made.value))).toBe(true);
      }),
    );
  });

  it('explains where each attribute came from', () => {
    const humid = device('climate', ['relativeHumidity']);
    const plan = planned(mapping({ rh: [from('relativeHumidity'), { unit: 'C62' }] }), [humid]);

    expect(plan.explain(message(humid, { relativeHumidity: 58 }))).toMatchObject([
      {
        name: 'rh',
        attribute: { value: 0.58, unitCode: 'C62' },
        origin: { file: 'mappings/Test/Thing.yaml', line: 7, column: 3 },
        from: [{ stream: { quantity: 'relativeHumidity' }, value: 58, words: '58 P1, ÷ 100' }],
      },
    ]);
  });
});

describe('static attributes', () => {
  const power: Attributes = { power: [from('activePower')] };
  const statics = (
    attributes: Attributes,
    facts: Partial<PlanRequest> = {},
    params: Record<string, ParamDefinition> = {},
  ) => planned(mapping({ ...power, ...attributes }, { params }), [meter], facts).statics;

  it.each<[string, AttributeSource, unknown]>([
    ['the id', { kind: 'fact', fact: 'id' }, { type: 'Property', value: 'meter' }],
    ['the place', { kind: 'fact', fact: 'location' }, { type: 'GeoProperty', value: location }],
    [
      'the device as text',
      { kind: 'fact', fact: 'device' },
      { type: 'Property', value: 'urn:ngsi-ld:Device:site-meter' },
    ],
    ['an unknown name not at all', { kind: 'fact', fact: 'name' }, undefined],
    ['an unknown serial number not at all', { kind: 'fact', fact: 'serialNumber' }, undefined],
    ['a constant', { kind: 'value', value: ['a'] }, { type: 'Property', value: ['a'] }],
    [
      'one device',
      { kind: 'ref', ref: 'device' },
      { type: 'Relationship', object: 'urn:ngsi-ld:Device:site-meter' },
    ],
    [
      'a list of devices',
      { kind: 'ref', ref: 'devices' },
      { type: 'Relationship', object: ['urn:ngsi-ld:Device:site-meter'] },
    ],
  ])('tell %s', (_, source, expected) => {
    expect(statics({ a: [source] }).a).toEqual(expected);
  });

  it('take the answer of the entry, then of the device, the gateway, the default', () => {
    const params = { level: { ...number, default: 4 } };
    const source: Attributes = { level: [{ kind: 'param', param: 'level' }] };
    const near = device('meter', ['activePower'], { facts: { level: 2 } });
    const level = (devices: PlanDevice[], facts: Partial<PlanRequest>) =>
      planned(mapping({ ...power, ...source }, { params }), devices, facts).statics.level;

    expect(level([near], { params: { level: 1 } })).toEqual({ type: 'Property', value: 1, unitCode: 'MTR' });
    expect(level([near], { gateway: { id: 'site', facts: { level: 3 } } })).toMatchObject({ value: 2 });
    expect(level([meter], { gateway: { id: 'site', facts: { level: 3 } } })).toMatchObject({ value: 3 });
    expect(level([meter], {})).toMatchObject({ value: 4 });
  });

  it('convert a param to the unit of the attribute', () => {
    const made = statics(
      { a: [{ kind: 'param', param: 'level' }, { unit: 'CMT' }] },
      { params: { level: 4.2 } },
      { level: number },
    );

    expect(made.a).toEqual({ type: 'Property', value: 420, unitCode: 'CMT' });
  });

  it('refer to other entities of the site', () => {
    const facts = {
      params: { group: [{ entity: 'meydan' }] },
      urns: new Map([['meydan', 'urn:ngsi-ld:StreetlightGroup:site-meydan']]),
    };
    const made = statics({ ref: [{ kind: 'ref', ref: { param: 'group' } }] }, facts, {
      group: { type: 'list', optional: false },
    });

    expect(made.ref).toEqual({ type: 'Relationship', object: ['urn:ngsi-ld:StreetlightGroup:site-meydan'] });
  });

  it('take words for values from a table of the site', () => {
    const lanes: ParamDefinition = {
      type: 'table',
      default: { 1: 'north', 2: ['no word'] },
      optional: false,
    };
    const definition = mapping(
      { lane: [from('peoplePresent'), { values: { param: 'lanes' } }] },
      { params: { lanes } },
    );
    const camera = device('camera', ['peoplePresent']);
    const plan = planned(definition, [camera]);

    expect(plan.map(message(camera, { peoplePresent: 1 }))?.measured.lane).toMatchObject({ value: 'north' });
    expect(plan.map(message(camera, { peoplePresent: 2 }))?.problems).toMatchObject([
      { code: 'VALUE_UNLISTED' },
    ]);
  });

  it('grow by what the entry sets; ref... become Relationships', () => {
    const set = { category: ['feeCharged'], refRoad: { entity: 'urn:ngsi-ld:Road:1' } };

    expect(statics({}, { entry: { set } })).toEqual({
      category: { type: 'Property', value: ['feeCharged'] },
      refRoad: { type: 'Relationship', object: 'urn:ngsi-ld:Road:1' },
    });
  });
});

describe('an attribute and its data model', () => {
  const forms: readonly [string, Form][] = [
    ['power', { kind: 'number', whole: false }],
    ['share', { kind: 'number', whole: false, min: 0, max: 1 }],
    ['lane', { kind: 'word', words: ['north', 'south'] }],
    ['features', { kind: 'list', of: { kind: 'text' }, least: 1, distinct: true }],
    ['controls', { kind: 'list', of: { kind: 'reference' }, least: 0, distinct: false }],
    ['area', { kind: 'geometry' }],
    ['since', { kind: 'date-time' }],
  ];
  const model = { attributes: new Map(forms), required: [] };
  const power: Attributes = { power: [from('activePower')] };
  const set = (given: Record<string, unknown>) =>
    planEntity(request(mapping(power, { model }), [meter], { entry: { set: given } }));

  it('is set in the form the model wants: Relationship, geometry, time', () => {
    const area = { type: 'Point', coordinates: [27.1, 38.4] };
    const since = '2024-05-01T00:00:00Z';

    expect(set({ controls: ['urn:ngsi-ld:Device:a'], area, since }).plan?.statics).toEqual({
      controls: { type: 'Relationship', object: ['urn:ngsi-ld:Device:a'] },
      area: { type: 'GeoProperty', value: area },
      since: { type: 'Property', value: { '@type': 'DateTime', '@value': since } },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a word it does not know', { lane: 'east' }, 'Thing wants one of north, south.'],
    ['one for a list', { features: 'clock' }, 'Thing wants a list, each in it a text. Put it in [ ].'],
    ['a list for one', { lane: ['north'] }, 'Thing wants one of north, south. Write it without [ ].'],
    ['one reference for a list', { controls: 'urn:a:b' }, 'Thing wants a list of references. Put it in [ ].'],
    ['percent for a fraction', { share: 58 }, 'Thing wants a number from 0 to 1.'],
    ['a time without zone', { since: '2024-05-01T00:00:00' }, 'such as 2026-01-31T08:00:00Z.'],
  ])('is refused as %s', (_, given, mend) => {
    const { plan, problems } = set(given);

    expect(plan).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'MODEL_VALUE', attribute: Object.keys(given)[0] }]);
    expect(problems[0]?.mend).toContain(mend);
  });

  it('takes from a table param only words the model knows', () => {
    const table: Partial<MappingDefinition> = {
      params: { lanes: { type: 'table', optional: false } },
      model,
    };
    const definition = mapping({ lane: [from('peoplePresent'), { values: { param: 'lanes' } }] }, table);
    const camera = device('camera', ['peoplePresent']);
    const lanes = (words: Record<string, string>) =>
      planEntity(request(definition, [camera], { params: { lanes: words } })).problems;

    expect(lanes({ 1: 'north' })).toEqual([]);
    expect(lanes({ 1: 'east' })).toMatchObject([{ code: 'MODEL_VALUE', param: 'lanes' }]);
  });

  it('is refused in percent where the model wants a fraction, also for a quantity of the site', () => {
    const probe = device('probe', [stream('probe', 'x-wetness', { unit: 'P1' })]);
    const share = (unit?: string) =>
      planEntity(request(mapping({ share: [from('x-wetness'), unit ? { unit } : {}] }, { model }), [probe]));

    expect(share().problems).toMatchObject([{ code: 'MODEL_PERCENT', attribute: 'share' }]);
    expect(share('C62').problems).toEqual([]);
  });

  it('refers to what another mapping makes from the same devices, and is left out where that is nothing', () => {
    const definition = mapping({
      ...power,
      controls: [{ kind: 'ref', ref: { entities: 'Parking/ParkingSpot' } }],
    });
    const spots = (urns: string[]) =>
      planned(definition, [meter], { madeBy: (name) => (name === 'Parking/ParkingSpot' ? urns : []) })
        .statics;

    expect(spots(['urn:a:1', 'urn:a:2'])).toEqual({
      controls: { type: 'Relationship', object: ['urn:a:1', 'urn:a:2'] },
    });
    expect(spots([])).toEqual({});
  });
});

describe('planning', () => {
  const power: Attributes = { power: [from('activePower')] };
  const any = { kind: 'any' } as const;
  const model = {
    attributes: new Map<string, Form>([
      ['power', any],
      ['location', any],
      ['category', any],
    ]),
    required: ['location'],
  };

  it('names the entity by the entry, else by its device', () => {
    expect(planned(mapping(power), [meter], { entry: { id: 'Kağıthane 1' } }).id).toBe(
      'urn:ngsi-ld:Thing:site-Kagithane-1',
    );
    expect(planned(mapping(power), [meter]).id).toBe('urn:ngsi-ld:Thing:site-meter');
  });

  it.each<[string, Parameters<typeof request>, string[]]>([
    ['nothing of what the mapping needs', [mapping(power, { needs: ['pm25'] }), [meter]], ['NEEDS_UNMET']],
    ['no attribute that can be made', [mapping({ a: [from('pm25')] }), [meter]], ['NOTHING_MEASURED']],
    [
      'a unit that cannot be converted',
      [mapping({ a: [from('activePower'), { unit: 'VLT' }] }), [meter]],
      ['UNIT_NO_CONVERSION'],
    ],
    ['a missing answer', [mapping(power, { params: { base: number } }), [meter]], ['MISSING_PARAM']],
    [
      'a missing answer, told once',
      [
        mapping(
          { ...power, location: [{ kind: 'param', param: 'base' }] },
          { params: { base: number }, model },
        ),
        [meter],
      ],
      ['MISSING_PARAM'],
    ],
    ['an answer nobody asked for', [mapping(power), [meter], { params: { x: 1 } }], ['UNKNOWN_PARAM']],
    [
      'an answer of the wrong type',
      [mapping(power, { params: { base: number } }), [meter], { params: { base: 'high' } }],
      ['WRONG_PARAM'],
    ],
    [
      'an answer that is no choice',
      [
        mapping(power, { params: { c: { type: 'text', choices: ['a'], optional: true } } }),
        [meter],
        { params: { c: 'b' } },
      ],
      ['WRONG_PARAM'],
    ],
    [
      'an entity that does not exist',
      [
        mapping(power, { params: { c: { type: 'text', optional: true } } }),
        [meter],
        { params: { c: { entity: 'x' } } },
      ],
      ['UNKNOWN_ENTITY'],
    ],
    ['a required attribute without a source', [mapping(power, { model }), [meter]], ['MODEL_REQUIRED']],
    [
      'a set name the model does not know',
      [mapping(power, { model: { ...model, required: [] } }), [meter], { entry: { set: { categroy: 1 } } }],
      ['UNKNOWN_ATTRIBUTE'],
    ],
    [
      'a set name the mapping makes itself',
      [mapping(power), [meter], { entry: { set: { power: 1 } } }],
      ['SET_TAKEN'],
    ],
    [
      'a set name without a value',
      [mapping(power), [meter], { entry: { set: { category: [null] } } }],
      ['SET_EMPTY'],
    ],
    [
      'an answer with an empty place',
      [
        mapping(power, { params: { c: { type: 'list', optional: true } } }),
        [meter],
        { params: { c: ['a', null] } },
      ],
      ['WRONG_PARAM'],
    ],
    [
      'a reference that is no URI',
      [mapping(power), [meter], { entry: { set: { refRoad: 'the road' } } }],
      ['REF_NOT_URI'],
    ],
  ])('tells %s', (_, of, expected) => {
    expect(codes(...of)).toEqual(expected);
    expect(planEntity(request(...of)).plan).toBeUndefined();
  });

  it('quotes what a missing answer is about, and names the entity', () => {
    const [problem] = planEntity(
      request(mapping(power, { params: { base: number } }), [meter], { entry: { id: 'river' } }),
    ).problems;

    expect(problem?.message).toBe(
      'Test/Thing (entity river) asks for base: "Height of the sensor", and nothing answers it.',
    );
  });

  it('names both units when one cannot be turned into the other', () => {
    const [problem] = planEntity(
      request(mapping({ a: [from('activePower'), { unit: 'VLT' }] }), [meter]),
    ).problems;

    expect(problem?.message).toBe(
      'a is in VLT (volt), and WTT (watt) of the point activePower of meter cannot be turned into it.',
    );
  });

  it('does not send an amount as a total', () => {
    const amount = device('meter', [
      'activePower',
      stream('meter', 'activeEnergyImport', { kind: 'amount' }),
    ]);
    const { plan, problems } = planEntity(
      request(mapping({ ...power, total: [from('activeEnergyImport')] }), [amount]),
    );

    expect(problems).toMatchObject([{ code: 'AMOUNT_NOT_TOTAL', severity: 'warning', attribute: 'total' }]);
    expect(
      plan?.map(message(amount, { activePower: 1, activeEnergyImport: 5 }))?.measured.total,
    ).toBeUndefined();
  });

  it('leaves out silently what no device offers and an optional answer does not give', () => {
    const optional = { base: { ...number, optional: true } };
    const definition = mapping(
      { ...power, x: [from('pm25')], level: [double], base: [{ kind: 'param', param: 'base' }] },
      { params: optional },
    );

    expect(planEntity(request(definition, [meter]))).toMatchObject({ plan: { statics: {} }, problems: [] });
  });
});
