import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plausibility } from '../../src/core/device.ts';
import type { Value } from '../../src/core/reading.ts';
import { createPlausibility } from '../../src/sources/plausibility.ts';
import { mqttPoint } from '../fakes/mqtt.ts';

const minute = 60_000;

/** Verdicts over values that come at the given minutes. */
function verdicts(plausibility: Plausibility, values: readonly [minutes: number, value: Value][]) {
  const point = { ...mqttPoint('waterLevel'), plausibility };
  const check = createPlausibility([point]);
  return values.map(([minutes, value]) => check(point.stream, value, minutes * minute) ?? 'good');
}

describe('a value that cannot be true', () => {
  it('is a step faster than the thing measured can move', () => {
    expect(
      verdicts({ maxPerMinute: 0.5 }, [
        [0, 2],
        [1, 2.5],
        [2, 9.9],
        [3, 2.6],
      ]),
    ).toEqual(['good', 'good', 'rate', 'good']);
  });

  it('is taken once it could have been reached since the last good one', () => {
    expect(
      verdicts({ maxPerMinute: 1 }, [
        [-1, 0],
        [0, 0],
        [1, 3],
        [2, 3],
        [3, 3],
      ]),
    ).toEqual(['good', 'good', 'rate', 'rate', 'good']);
  });

  it('is the first of all, when the second after it agrees with the one between', () => {
    expect(
      verdicts({ maxPerMinute: 1 }, [
        [0, 5_000],
        [1, 20],
        [2, 20.5],
        [3, 21],
      ]),
    ).toEqual(['good', 'rate', 'good', 'good']);
  });

  it('is one that a pause made possible, when what follows agrees with what was before', () => {
    expect(
      verdicts({ maxPerMinute: 1 }, [
        [0, 20],
        [1, 20],
        [61, 75],
        [62, 20],
        [63, 20.2],
      ]),
    ).toEqual(['good', 'good', 'good', 'rate', 'good']);
  });

  it('is taken as a new level when it has stayed for a quarter of an hour', () => {
    const stays = Array.from({ length: 17 }, (_, index): [number, number] => [2 + index, 5_000]);
    const said = verdicts({ maxPerMinute: 1 }, [[0, 20], [1, 20], ...stays]);

    expect(said.slice(2)).toEqual([...Array<string>(15).fill('rate'), 'good', 'good']);
  });

  const walk = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 60 });
  /** A value a minute, each at most 1 from the one before. */
  const walked = (steps: readonly number[]) => {
    let level = 0;
    return steps.map((step, minutes): [number, number] => {
      level += step * 0.999;
      return [minutes, level];
    });
  };

  it('costs one true value at most when it is the first', () => {
    fc.assert(
      fc.property(walk, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (steps, spike) => {
        const said = verdicts({ maxPerMinute: 1 }, [[-1, spike], ...walked(steps)]);

        return said.slice(1).filter((verdict) => verdict !== 'good').length <= 1;
      }),
    );
  });

  it('is refused alone, wherever it stands among those that can be true', () => {
    const spike = fc.tuple(fc.integer({ min: 2, max: 59 }), fc.double({ min: 10, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(walk, spike, (steps, [place, by]) => {
        const values = walked(steps);
        const said = verdicts(
          { maxPerMinute: 1 },
          values.map(([minutes, value], index) => [minutes, index === place ? value + by : value]),
        );

        return said.every((verdict, index) => verdict === (index === place ? 'rate' : 'good'));
      }),
    );
  });

  it('is taken after a gap as long as the step needs', () => {
    expect(
      verdicts({ maxPerMinute: 1 }, [
        [0, 0],
        [60, 50],
      ]),
    ).toEqual(['good', 'good']);
  });

  it('stays the same for longer than a live one does, until it moves', () => {
    expect(
      verdicts({ frozenMs: 10 * minute }, [
        [0, 1.1],
        [10, 1.1],
        [11, 1.1],
        [12, 1.2],
        [13, 1.2],
      ]),
    ).toEqual(['good', 'good', 'frozen', 'good', 'good']);
  });

  it('is not sought in states and texts, nor in points without limits', () => {
    expect(
      verdicts({ frozenMs: 1 }, [
        [0, true],
        [9, true],
      ]),
    ).toEqual(['good', 'good']);
    expect(
      verdicts({}, [
        [0, 1],
        [9, 1e9],
      ]),
    ).toEqual(['good', 'good']);
  });
});
