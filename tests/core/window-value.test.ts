import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { increaseOf, windowValue } from '../../src/core/window-value.ts';

const of = (...values: (number | boolean | string)[]) => values.map((value) => ({ value }));
const weighed = (...pairs: [number, number][]) => pairs.map(([value, weight]) => ({ value, weight }));

describe('the value of a period', () => {
  it.each([
    ['mean', of(1, 2, 6), 3],
    ['mean', weighed([30, 1], [60, 3]), 52.5],
    ['mean', of(0.1, 0.2), 0.15],
    ['energyMean', of(60, 60, 60), 60],
    ['energyMean', of(60, 70), 67.4036268949],
    ['vectorMean', of(350, 10), 0],
    ['vectorMean', of(350, 20), 5],
    ['vectorMean', of(180, 260), 220],
    ['vectorMean', of(-10, -30), -20],
    ['vectorMean', weighed([0, 3], [90, 0]), 0],
    ['min', of(3, -1, 2), -1],
    ['max', of(3, -1, 2), 3],
    ['sum', of(0.1, 0.2), 0.3],
    ['first', of('rain', 'snow'), 'rain'],
    ['last', of(true, false), false],
    ['shareTrue', of(true, false, false, false), 0.25],
    ['countTrue', of(true, false, true), 2],
  ] as const)('%s of %j is %j', (kind, samples, expected) => {
    const made = windowValue(kind, samples, 360);

    const value = 'value' in made ? made.value : made;
    if (typeof expected === 'number') expect(value).toBeCloseTo(expected, 9);
    else expect(value).toBe(expected);
  });

  it('takes directions in radians', () => {
    const made = windowValue('vectorMean', of(0.1, 2 * Math.PI - 0.3), 2 * Math.PI);

    expect(made).toMatchObject({ value: expect.closeTo(2 * Math.PI - 0.1, 9) });
  });

  it.each([
    ['WINDOW_NO_DIRECTION', 'vectorMean', of(0, 180)],
    ['WINDOW_NO_WEIGHT', 'mean', weighed([30, 0], [50, 0])],
    ['NOT_FINITE', 'sum', of(1e308, 1e308)],
  ] as const)('is none when the values have none: %s', (code, kind, samples) => {
    expect(windowValue(kind, samples, 360)).toMatchObject({ refused: { code } });
  });

  it('lies between the least and the greatest, whatever the mean', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 150, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.constantFrom('mean', 'energyMean'), (values, kind) => {
        const made = windowValue(kind, of(...values), 360);
        const value = 'value' in made ? Number(made.value) : Number.NaN;
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('the increase of a counter', () => {
  const counter = { kind: 'counter' } as const;

  it.each([
    ['from the last total before the period', [105, 110], 100, counter, 10],
    ['from the first of the period if there was none before', [105, 110], undefined, counter, 5],
    ['nothing when it stands still', [7, 7, 7], 7, counter, 0],
    ['on when it comes round', [65_530, 4], 65_520, { ...counter, wraps: 65_536 }, 20],
    ['the sum of amounts', [3, 0, 4], 100, { kind: 'amount' } as const, 7],
    ['in decimals', [0.3, 0.6], 0.1, counter, 0.5],
  ])('counts %s', (_, totals, before, counting, expected) => {
    expect(increaseOf(totals, before, counting)).toEqual({ value: expected });
  });

  it.each([
    ['without coming round', counter],
    ['too far for coming round', { ...counter, wraps: 65_536 }],
  ])('is unknown when the counter falls %s', (_, counting) => {
    expect(increaseOf([1200, 3], 1000, counting)).toEqual({
      refused: { code: 'COUNTER_FELL', words: 'the counter fell from 1200 to 3' },
    });
  });

  it('adds up over any periods to what was counted in all', () => {
    const steps = fc.array(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 65_535 }), (periods, start) => {
        let total = start;
        let before = start;
        let sum = 0;
        for (const period of periods) {
          const totals = period.map((step) => {
            total = (total + step) % 65_536;
            return total;
          });
          const made = increaseOf(totals, before, { kind: 'counter', wraps: 65_536 });
          sum += 'value' in made ? Number(made.value) : Number.NaN;
          before = totals.at(-1) ?? before;
        }
        expect(sum).toBe(periods.flat().reduce((all, step) => all + step, 0));
      }),
    );
  });
});
