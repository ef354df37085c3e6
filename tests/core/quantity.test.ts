import { describe, expect, it } from 'vitest';
import {
  formulaName,
  fromFormulaName,
  parseQuantity,
  quantities,
  quantityNames,
} from '../../src/core/quantity.ts';
import { units } from '../../src/core/unit.ts';

function problemOf(name: string): string {
  const parsed = parseQuantity(name);
  return 'problem' in parsed ? parsed.problem : `${name} was understood`;
}

describe('the name of a point', () => {
  it.each([
    ['activePower', 'activePower', {}],
    ['voltage.L1', 'voltage', { phase: 'L1' }],
    ['voltage.L31', 'voltage', { phase: 'L31' }],
    ['current.N', 'current', { phase: 'N' }],
    ['voltage.L1.max', 'voltage', { phase: 'L1', statistic: 'max' }],
    ['windSpeed.max', 'windSpeed', { statistic: 'max' }],
    ['soundLevel.eq', 'soundLevel', { statistic: 'eq' }],
    ['vehicleCount.car.forward', 'vehicleCount', { class: 'car', direction: 'forward' }],
    [
      'vehicleCount.bicycle.left.avg.2',
      'vehicleCount',
      { class: 'bicycle', direction: 'left', statistic: 'avg', number: '2' },
    ],
    ['distance.2', 'distance', { number: '2' }],
    ['digitalInput.12', 'digitalInput', { number: '12' }],
    ['x-hydrogen', 'x-hydrogen', {}],
    ['x-hydrogen.L1.3', 'x-hydrogen', { phase: 'L1', number: '3' }],
  ])('%s is %s with %j', (name, quantity, tags) => {
    expect(parseQuantity(name)).toMatchObject({ quantity: { name: quantity }, tags, hidden: false });
  });

  it.each([
    ['voltag', /no quantity voltag/],
    ['', /no quantity/],
    ['Voltage', /no quantity Voltage/],
    ['constructor', /no quantity constructor/],
    ['voltage.L4', /L4 in voltage.L4 is no tag/],
    ['voltage.', /empty tag/],
    ['voltage.L1.L2', /repeat or stand in the wrong order/],
    ['voltage.max.L1', /repeat or stand in the wrong order/],
    ['vehicleCount.forward.car', /repeat or stand in the wrong order/],
    ['distance.0', /0 in distance.0 is no tag/],
    ['airTemperature.L1', /airTemperature has no phase/],
    ['voltage.car', /voltage has no class/],
    ['x-', /no name for an own quantity/],
    ['x-two words', /no name for an own quantity/],
    ['_', /no name for a hidden point/],
  ])('refuses %j', (name, sentence) => {
    expect(problemOf(name)).toMatch(sentence);
  });

  it('may be hidden, then it needs no quantity', () => {
    expect(parseQuantity('_mantissa')).toMatchObject({ hidden: true });
  });
});

describe('the vocabulary', () => {
  it('gives states and texts no unit, and every other unit is a known code', () => {
    for (const { name, unit, kind } of quantities.values()) {
      if (kind === 'state' || kind === 'text') expect([name, unit]).toEqual([name, undefined]);
      else if (unit !== undefined && unit !== 'any') expect([name, units.has(unit)]).toEqual([name, true]);
    }
  });

  it('names each quantity once', () => {
    expect(new Set(quantityNames).size).toBe(quantityNames.length);
    expect(quantityNames.length).toBe(quantities.size);
  });
});

describe('the name in a formula', () => {
  it.each([
    'voltage.L1',
    'distance.2',
    'windDirection',
    'x-hydrogen',
    'x-hydrogen.2',
    'vehicleCount.car.forward',
  ])('leads from %s and back', (name) => {
    expect(fromFormulaName(formulaName(name))).toBe(name);
  });

  it('stands for nothing when no such point can exist', () => {
    expect(fromFormulaName('voltage_L9')).toBeUndefined();
  });
});
