import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readMapping } from '../../src/config/mapping-file.ts';
import type { Models } from '../../src/config/models.ts';

const models: Models = {
  about: '',
  commons: {},
  models: {
    Thing: {
      version: '0.0.1',
      required: '',
      commons: '',
      attributes: {
        share: 'number 0..1',
        percent: 'number 0..100',
        battery: { either: ['number 0..1', 'number -1..-1'] },
        count: 'whole 0..',
        level: 'number',
        word: ['low', 'high'],
        note: 'text',
        wet: 'boolean',
        since: 'date-time',
        area: 'geometry',
        phases: { parts: { L1: 'number 0..', L2: 'number 0..' } },
        tags: { list: ['a', 'b'], least: 1 },
        one: 'reference',
        many: { list: 'reference', least: 1 },
        free: 'any',
      },
    },
  },
};

/** Codes and mends for one attribute of a mapping. */
function faults(attribute: string, params = ''): string[] {
  const text = `mapping: Own/Thing\nmodel: Thing 0.0.1\ncontext: https://example.org/context.jsonld\n${params}attributes:\n  ${attribute}\n`;
  const { document, problems } = parseDocument('mappings/Own/Thing.yaml', text);
  if (!document) throw new Error(JSON.stringify(problems));
  return readMapping(document, models, 'Own/Thing').problems.map(
    ({ code, severity, mend }) => `${code} ${severity}: ${mend}`,
  );
}

describe('an attribute of a mapping', () => {
  it.each([
    'share: { from: relativeHumidity, unit: C62, min: 0, max: 1 }',
    'percent: { from: relativeHumidity, min: 0, max: 100 }',
    'battery: { from: batteryLevel, unit: C62, min: 0, max: 1 }',
    'count: { from: vehicleCount, min: 0, round: 0 }',
    'level: { formula: "distance * 2.0" }',
    'word: { formula: "distance > 2.0", values: { true: high, false: low } }',
    'note: { from: precipitationType }',
    'wet: { from: waterDetected }',
    'since: { time: observed }',
    'note: { time: observed }',
    'area: { fact: location }',
    'phases: { object: { L1: voltage.L1 }, min: 0 }',
    'tags: { value: [a] }',
    'one: { ref: device }',
    'many: { ref: { entities: Parking/ParkingSpot } }',
    'free: { from: voltage }',
  ])('fits the model as %s', (attribute) => {
    expect(faults(attribute)).toEqual([]);
  });

  it.each([
    [
      'share: { from: relativeHumidity }',
      'MODEL_PERCENT error: Write `unit: C62`; values are then converted by themselves.',
    ],
    [
      'battery: { from: batteryLevel }',
      'MODEL_PERCENT error: Write `unit: C62`; values are then converted by themselves.',
    ],
    [
      'percent: { from: relativeHumidity, unit: C62 }',
      'MODEL_PERCENT error: Write `unit: P1`; values are then converted by themselves.',
    ],
    ['share: { formula: "distance / 2.0", unit: C62 }', 'MODEL_RANGE warning: Write `min: 0, max: 1`.'],
    ['count: { from: vehicleCount, min: 0 }', 'MODEL_RANGE warning: Write `round: 0`.'],
    ['count: { from: vehicleCount, min: -5, round: 0 }', 'MODEL_RANGE warning: Write `min: 0`.'],
    [
      'word: { from: waterDetected }',
      'MODEL_TYPE error: Say with `values: { ... }` which word stands for which value.',
    ],
    ['level: { from: waterDetected }', 'MODEL_TYPE error: Choose another source, or another attribute.'],
    ['wet: { formula: "distance" }', 'MODEL_TYPE error: Choose another source, or another attribute.'],
    ['one: { fact: device }', 'MODEL_TYPE error: It is a Relationship: write `ref`.'],
    ['area: { fact: name }', 'MODEL_TYPE error: Choose another source, or another attribute.'],
    ['level: { time: observed }', 'MODEL_TYPE error: Choose another source, or another attribute.'],
    ['word: { value: medium }', 'MODEL_VALUE error: It must be one of low, high.'],
    [
      'word: { from: waterDetected, values: { true: High, false: low } }',
      'MODEL_VALUE error: It must be one of low, high.',
    ],
    ['tags: { value: a }', 'MODEL_VALUE error: It must be a list, each in it one of a, b.'],
    ['phases: { object: { R: voltage.L1 }, min: 0 }', 'MODEL_TYPE error: Its parts are L1, L2.'],
    ['phases: { object: { L1: voltage.L1 } }', 'MODEL_RANGE warning: Write `min: 0`.'],
    ['one: { ref: devices }', 'MODEL_REFERENCE error: Write `ref: device`.'],
    ['many: { ref: device }', 'MODEL_REFERENCE error: Write `ref: devices`.'],
    ['note: { ref: device }', 'MODEL_REFERENCE error: Choose another source, or another attribute.'],
  ])('is told for %s', (attribute, told) => {
    expect(faults(attribute)).toEqual([told]);
  });

  it.each([
    ['word: { param: x }', '{ choices: [low, medium] }', 'MODEL_VALUE error: It must be one of low, high.'],
    ['word: { param: x }', '{ default: medium }', 'MODEL_VALUE error: It must be one of low, high.'],
    [
      'share: { param: x }',
      '{ unit: P1 }',
      'MODEL_PERCENT error: Write `unit: C62`; values are then converted by themselves.',
    ],
    ['one: { param: x }', '{}', 'MODEL_REFERENCE error: Write `ref: { param: x }`.'],
    ['many: { ref: { param: x } }', '{}', 'MODEL_REFERENCE error: Declare the param with `type: list`.'],
    [
      'one: { ref: { param: x } }',
      '{ type: list }',
      'MODEL_REFERENCE error: Declare the param with `type: text`.',
    ],
    [
      'level: { param: x }',
      '{ type: list }',
      'MODEL_TYPE error: Choose another source, or another attribute.',
    ],
  ])('is told for %s with the param %s', (attribute, param, told) => {
    expect(faults(attribute, `params:\n  x: ${param}\n`)).toEqual([told]);
  });
});
