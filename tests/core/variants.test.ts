import { describe, expect, it } from 'vitest';
import type { MappingDefinition } from '../../src/core/mapping.ts';
import type { Form } from '../../src/core/model.ts';
import { variantsOf } from '../../src/core/variants.ts';
import { deviceOf } from '../fakes/periods.ts';

const origin = { file: 'mappings/Test/Thing.yaml', line: 7, column: 3 };
const words: Form = { kind: 'word', words: ['car', 'bus'] };

const flow: MappingDefinition = {
  mapping: 'Test/Flow',
  type: 'Flow',
  version: '1.0.0',
  context: 'https://example.org/context.jsonld',
  needs: ['vehicleCount', 'laneOccupancy'],
  params: {},
  coverage: 0.75,
  per: ['class', 'direction'],
  attributes: [
    { name: 'kind', source: { kind: 'tag', tag: 'class' }, modifiers: {}, origin },
    { name: 'intensity', source: { kind: 'from', quantities: ['vehicleCount'] }, modifiers: {}, origin },
    {
      name: 'speed',
      source: { kind: 'from', quantities: ['vehicleSpeed.max', 'batteryLevel'] },
      weight: 'vehicleCount',
      modifiers: {},
      origin,
    },
  ],
  model: {
    required: [],
    attributes: new Map([['kind', words]]),
  },
};

const wordsOf = (quantities: readonly string[], definition = flow) =>
  variantsOf(definition, [deviceOf('radar', quantities)]).map((variant) => variant.words.join(' '));

describe('a mapping with `per`', () => {
  it('is made for each combination that a device offers, the whole among them', () => {
    const offered = [
      'vehicleCount',
      'vehicleCount.forward',
      'vehicleCount.car.forward',
      'vehicleCount.bus.forward',
      'vehicleSpeed.car.backward',
    ];

    expect(wordsOf(offered)).toEqual(['', 'forward', 'car forward', 'bus forward']);
  });

  it('is made once for what several devices or quantities offer', () => {
    const devices = ['north', 'south'].map((id) => deviceOf(id, ['vehicleCount.left', 'laneOccupancy.left']));

    expect(variantsOf(flow, devices).map((variant) => variant.words)).toEqual([['left']]);
  });

  it('makes no entity for a word that the data model does not know', () => {
    expect(wordsOf(['vehicleCount.car', 'vehicleCount.pedestrian'])).toEqual(['car']);
  });

  it('stays as it is where nothing fits, so that planning can tell what is missing', () => {
    expect(variantsOf(flow, [deviceOf('meter', ['activePower'])])).toEqual([{ definition: flow, words: [] }]);
  });

  it('asks for the quantities of its class and direction alone', () => {
    const [variant] = variantsOf(flow, [deviceOf('radar', ['vehicleCount.car.forward'])]);

    expect(variant?.definition.needs).toEqual(['vehicleCount.car.forward', 'laneOccupancy.car.forward']);
    expect(variant?.definition.attributes).toMatchObject([
      { source: { word: 'car' } },
      { source: { quantities: ['vehicleCount.car.forward'] } },
      {
        source: { quantities: ['vehicleSpeed.car.forward.max', 'batteryLevel'] },
        weight: 'vehicleCount.car.forward',
      },
    ]);
  });

  it('is one entity without `per`', () => {
    const { per: _, ...whole } = flow;

    expect(wordsOf(['vehicleCount.car.forward'], whole)).toEqual(['']);
  });
});
