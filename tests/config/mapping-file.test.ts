import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readMapping } from '../../src/config/mapping-file.ts';
import { runSample } from '../../src/config/mapping-samples.ts';
import type { Models } from '../../src/config/models.ts';

const models: Models = {
  about: '',
  commons: { Common: { location: 'geometry' } },
  models: {
    Flood: {
      version: '0.0.1',
      required: 'location',
      commons: 'Common',
      attributes: { level: 'any', status: 'any', lanes: 'any', measured: 'any' },
    },
  },
};

const head = `mapping: Environment/Flood
model: Flood 0.0.1
context: https://example.org/context.jsonld
`;

function read(body: string, top = head) {
  const { document, problems } = parseDocument('mappings/Environment/Flood.yaml', top + body);
  if (!document) throw new Error(JSON.stringify(problems));
  return readMapping(document, models, 'Environment/Flood');
}

const problemsOf = (body: string, top = head) =>
  read(body, top).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

const attribute = (text: string) => `attributes:\n  level: ${text}\n`;

describe('a mapping file', () => {
  it('becomes a definition that keeps the place of each attribute', () => {
    const { mapping, problems } = read(`needs: [distance]
params:
  base: { unit: MTR, help: "Height of the sensor" }
attributes:
  location: { fact: location }
  level:    { formula: "param.base - distance", unit: MTR, round: 3 }
`);

    expect(problems).toEqual([]);
    expect(mapping).toMatchObject({
      mapping: 'Environment/Flood',
      type: 'Flood',
      version: '0.0.1',
      needs: ['distance'],
      params: { base: { type: 'number', unit: 'MTR', optional: false, help: 'Height of the sensor' } },
      model: { required: ['location'] },
      attributes: [
        { name: 'location', source: { kind: 'fact', fact: 'location' }, origin: { line: 8, column: 3 } },
        {
          name: 'level',
          source: { kind: 'formula' },
          modifiers: { unit: 'MTR', round: 3 },
          origin: { line: 9, column: 3 },
        },
      ],
    });
  });

  it.each([
    [
      'an attribute the model does not have',
      'attributes:\n  levle: { from: distance }\n',
      'UNKNOWN_ATTRIBUTE 5:3',
    ],
    ['an unknown quantity', attribute('{ from: distanse }'), 'UNKNOWN_QUANTITY 5:18'],
    ['an unknown quantity in a list', attribute('{ from: [distance, distanse] }'), 'UNKNOWN_QUANTITY 5:29'],
    [
      'an unknown quantity in an object',
      attribute('{ object: { L1: voltage.L9 } }'),
      'UNKNOWN_QUANTITY 5:26',
    ],
    [
      'an unknown quantity in needs',
      `needs: [distanse]\n${attribute('{ from: distance }')}`,
      'UNKNOWN_QUANTITY 4:9',
    ],
    ['a hidden point', attribute('{ from: _mantissa }'), 'HIDDEN_POINT 5:18'],
    ['an unknown unit', attribute('{ from: distance, unit: m }'), 'UNIT_UNKNOWN 5:34'],
    ['two sources', attribute('{ from: distance, value: 3 }'), 'ONE_SOURCE 5:3'],
    ['a constant that is null', attribute('{ value: [1, null] }'), 'WRONG_FORM 5:12'],
    ['no source', attribute('{ unit: MTR }'), 'ONE_SOURCE 5:3'],
    ['an unknown param', attribute('{ param: base }'), 'UNKNOWN_PARAM 5:19'],
    [
      'an unknown param for words',
      attribute('{ from: distance, values: { param: words } }'),
      'UNKNOWN_PARAM 5:45',
    ],
    ['a window without a period', attribute('{ from: distance, window: mean }'), 'PERIOD_MISSING 5:36'],
    [
      'a window of a constant',
      attribute('{ value: 1, window: mean, period: 5m }'),
      'KEY_WITHOUT_EFFECT 5:44',
      'WINDOW_SOURCE 5:30',
    ],
    ['a mean of a state', attribute('{ from: occupied, window: mean, period: 5m }'), 'WINDOW_KIND 5:36'],
    [
      'a difference of what is no counter',
      attribute('{ from: distance, window: increase, period: 5m }'),
      'WINDOW_KIND 5:36',
    ],
    ['a period of the wrong length', attribute('{ from: distance, period: 7m }'), 'PERIOD_LENGTH 5:36'],
    [
      'a weight without a mean',
      attribute('{ from: distance, weight: flowRate, window: max, period: 5m }'),
      'KEY_WITHOUT_EFFECT 5:36',
    ],
    ['the ends of no period', attribute('{ time: from }'), 'PERIOD_MISSING 5:18'],
    ['a misspelt source', attribute('{ form: distance }'), 'UNKNOWN_KEY 5:12'],
    ['a misspelt key', attribute('{ from: distance, rond: 3 }'), 'UNKNOWN_KEY 5:28'],
  ])('is refused for %s', (_, body, ...expected) => {
    expect(problemsOf(body).toSorted()).toEqual(expected.toSorted());
    expect(read(body).mapping).toBeUndefined();
  });

  it('shows the place inside a formula', () => {
    const text = '{ formula: "distance + distanse * 100", unit: MTR }';

    const [problem] = read(attribute(text)).problems;

    const start = `  level: ${text}`.indexOf('distanse') + 1;
    expect(problem).toMatchObject({ code: 'FORMULA_UNKNOWN_NAME', line: 5, column: start, length: 8 });
    expect(problem?.mend).toBe('Did you mean distance?');
  });

  it.each([
    ['ACROSS_SOURCE', attribute('{ value: 1, across: count }')],
    ['ACROSS_SOURCE', `period: 5m\n${attribute('{ from: distance, across: max, window: max }')}`],
    ['ACROSS_KIND', attribute('{ from: occupied, across: sum }')],
    ['ACROSS_KIND', attribute('{ from: distance, across: countTrue }')],
    ['ACROSS_PERIOD', attribute('{ from: distance, across: max }')],
    ['EVENT_MISSING', attribute('{ event: { began: 1, ended: 0 } }')],
    ['EVENT_MISSING', attribute('{ time: began }')],
    ['EVENT_CONDITION', `event: { from: doorOpen }\n${attribute('{ from: distance }')}`],
    ['EVENT_CONDITION', `event: { is: true }\n${attribute('{ from: distance }')}`],
    ['EVENT_CONDITION', `event: { from: distance, above: 1, below: 2 }\n${attribute('{ from: distance }')}`],
    ['EVENT_KIND', `event: { from: doorOpen, above: 1 }\n${attribute('{ from: distance }')}`],
    ['EVENT_KIND', `event: { formula: "distance * 2", is: true }\n${attribute('{ from: distance }')}`],
    ['EVENT_UNTIL', `event: { from: distance, above: 1, until: 2 }\n${attribute('{ from: distance }')}`],
    ['EVENT_UNTIL', `event: { from: doorOpen, is: true, until: 2 }\n${attribute('{ from: distance }')}`],
    ['EVENT_PERIOD', `period: 5m\nevent: { from: distance, above: 1 }\n${attribute('{ from: distance }')}`],
    ['UNKNOWN_PARAM', `event: { from: distance, above: { param: l } }\n${attribute('{ from: distance }')}`],
    [
      'EVENT_LEVEL',
      `params: { l: {} }\nevent: { from: distance, above: { param: l } }\n${attribute('{ from: distance }')}`,
    ],
    ['UNKNOWN_QUANTITY', `event: { from: dorOpen, is: true }\n${attribute('{ from: distance }')}`],
  ])('tells %s', (code, body) => {
    expect(read(body).problems.map((each) => each.code)).toEqual([code]);
    expect(read(body).mapping).toBeUndefined();
  });

  it.each([
    ['TAG_WITHOUT_PER 5:17', attribute('{ tag: class }')],
    ['TAG_WITHOUT_PER 7:17', `needs: [vehicleCount]\nper: [direction]\n${attribute('{ tag: class }')}`],
    ['PER_NEEDS 4:1', `per: [class]\n${attribute('{ from: distance }')}`],
  ])('tells %s of entities for each class', (expected, body) => {
    expect(problemsOf(body).filter((each) => !each.startsWith('MODEL'))).toContain(expected);
  });

  it('must be called what its path is', () => {
    const top = head.replace('Environment/Flood', 'Environment/Flut');

    expect(problemsOf(attribute('{ from: distance }'), top)).toEqual(['MAPPING_PATH 1:10']);
  });

  it('may be of a type of its own or another version, with a warning', () => {
    const own = read(
      'attributes:\n  anything: { from: distance }\n',
      head.replace('Flood 0.0.1', 'Tide 1.0.0'),
    );
    const other = read(attribute('{ from: distance }'), head.replace('Flood 0.0.1', 'Flood 0.0.2'));

    expect(own.problems).toMatchObject([{ code: 'MODEL_UNKNOWN', severity: 'warning', line: 2 }]);
    expect(own.mapping?.model).toBeUndefined();
    expect(other.problems).toMatchObject([{ code: 'MODEL_VERSION', severity: 'warning' }]);
    expect(other.mapping).toBeDefined();
  });

  it('keeps a unit code that looks like a number as it is written', () => {
    expect(read(attribute('{ from: co2, unit: 61 }')).mapping?.attributes[0]?.modifiers.unit).toBe('61');
  });

  it('tells all problems at once', () => {
    expect(problemsOf('attributes:\n  levle: { from: distanse }\n  status: { unit: m }\n')).toHaveLength(4);
  });
});

describe('a sample of a mapping', () => {
  const body = `attributes:
  location: { fact: location }
  level: { from: distance, unit: CMT, max: 500 }
  status: { from: occupied, values: { true: wet, false: dry } }
  lanes: { from: peoplePresent }
samples:
  - readings: { sensor: { distance: 1.5, occupied: true } }
    expect: EXPECT
`;
  const faults = (expected: string) => {
    const { mapping, samples } = read(body.replace('EXPECT', expected));
    return mapping
      ? samples.flatMap((sample) => runSample(mapping, sample).faults.map(({ message }) => message))
      : ['no mapping'];
  };

  it('passes when everything comes out as it says', () => {
    expect(faults('{ level: 150, status: wet, lanes: null }')).toEqual([]);
  });

  it('may name only quantities and attributes that exist', () => {
    const wrong = body.replace('EXPECT', '{ levl: null }').replace('distance: 1.5', 'distanse: 1.5');

    expect(read(wrong).problems).toMatchObject([
      { code: 'UNKNOWN_QUANTITY', line: 10, mend: 'Did you mean distance?' },
      { code: 'UNKNOWN_ATTRIBUTE', line: 11, mend: 'Did you mean level?' },
    ]);
  });

  it('tells what came out instead', () => {
    expect(faults('{ level: 151, status: null, lanes: 2 }')).toEqual([
      'The sample gives level 150 and should give 151.',
      'The sample gives status "wet" and should give no value.',
      'The sample gives lanes no value and should give 2.',
    ]);
  });
});
