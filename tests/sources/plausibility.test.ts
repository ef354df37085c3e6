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
        [0, 0],
        [1, 3],
        [2, 3],
        [3, 3],
      ]),
    ).toEqual(['good', 'rate', 'rate', 'good']);
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
