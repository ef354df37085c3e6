/**
 * What a period makes of the values in it: mean, energy mean, maximum, difference of a counter and so on. Pure: the same
 * values in the same order give the same result, however they came.
 */
import type { Made, NoValue } from './attribute-value.ts';
import type { WindowKind } from './mapping.ts';
import type { Value } from './reading.ts';

/** One value of the period, in the unit in which the result goes out. */
export interface Sample {
  readonly value: Value;
  /** What it counts in a mean; left out: as much as the others. */
  readonly weight?: number;
}

/** How a series of totals counts on. */
export interface Counting {
  /** `amount`: each value is what came since the one before. */
  readonly kind: 'counter' | 'amount';
  /** Total at which the counter starts again at 0, in the unit of the values. */
  readonly wraps?: number;
}

type Numbers = readonly { readonly value: number; readonly weight: number }[];

/**
 * The value of a period; `samples` are in order of time and at least one. `turn` is a whole turn in the unit of the
 * values, for directions. Values that do not fit the kind are left out.
 */
export function windowValue(
  kind: Exclude<WindowKind, 'increase'>,
  samples: readonly Sample[],
  turn: number,
): Made {
  if (kind === 'first') return { value: samples[0]?.value ?? Number.NaN };
  if (kind === 'last') return { value: samples.at(-1)?.value ?? Number.NaN };
  if (kind === 'shareTrue' || kind === 'countTrue') {
    const count = samples.filter(({ value }) => value === true).length;
    return { value: kind === 'countTrue' ? count : count / samples.length };
  }
  const numbers = samples.flatMap(({ value, weight = 1 }) =>
    typeof value === 'number' ? [{ value, weight }] : [],
  );
  return finite(numberOf(kind, numbers, turn));
}

function numberOf(
  kind: 'mean' | 'energyMean' | 'vectorMean' | 'min' | 'max' | 'sum',
  numbers: Numbers,
  turn: number,
): number | NoValue {
  switch (kind) {
    case 'min':
      return numbers.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
    case 'max':
      return numbers.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    case 'sum':
      return numbers.reduce((sum, { value }) => sum + value, 0);
    case 'mean':
      return mean(numbers, (value) => value);
    case 'energyMean': {
      // Levels are logarithms of energies; the energies are what has a mean (IEC 61672-1, time-averaged level).
      const energy = mean(numbers, (value) => 10 ** (value / 10));
      return typeof energy === 'number' ? 10 * Math.log10(energy) : energy;
    }
    case 'vectorMean':
      return vectorMean(numbers, turn);
  }
}

function mean(numbers: Numbers, of: (value: number) => number): number | NoValue {
  let sum = 0;
  let weights = 0;
  for (const { value, weight } of numbers) {
    sum += of(value) * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : { code: 'WINDOW_NO_WEIGHT', words: 'all its weights are 0' };
}

/** Directions that nearly cancel each other have no mean. */
const leastLength = 1e-6;

/** Between 0 and a whole turn; from minus to plus half a turn if one of the directions is negative. */
function vectorMean(numbers: Numbers, turn: number): number | NoValue {
  const east = mean(numbers, (value) => Math.sin((value / turn) * 2 * Math.PI));
  const north = mean(numbers, (value) => Math.cos((value / turn) * 2 * Math.PI));
  if (typeof east !== 'number') return east;
  if (typeof north !== 'number') return north;
  if (Math.hypot(east, north) < leastLength) {
    return { code: 'WINDOW_NO_DIRECTION', words: 'its directions cancel each other' };
  }
  // Without the last digits, which would make a whole turn of what is nearly 0.
  const direction = Number(((Math.atan2(east, north) / (2 * Math.PI)) * turn).toFixed(9));
  const negative = numbers.some(({ value }) => value < 0);
  return direction < 0 && !negative ? direction + turn : direction;
}

/**
 * By how much the totals grew, `before` being the last one before the period. A total that falls without having come
 * round was set back by somebody: nobody knows what was counted in between, so there is no value.
 */
export function increaseOf(
  totals: readonly number[],
  before: number | undefined,
  { kind, wraps }: Counting,
): Made {
  if (kind === 'amount') return finite(totals.reduce((sum, value) => sum + value, 0));
  let sum = 0;
  let last = before;
  for (const total of totals) {
    const step = last === undefined ? 0 : countedOn(last, total, wraps);
    if (step === undefined) {
      return { refused: { code: 'COUNTER_FELL', words: `the counter fell from ${last} to ${total}` } };
    }
    sum += step;
    last = total;
  }
  return finite(sum);
}

/** Coming round is believed when less than half of the range was counted; else the counter was set back. */
function countedOn(from: number, to: number, wraps: number | undefined): number | undefined {
  if (to >= from) return to - from;
  const round = wraps === undefined ? undefined : to + wraps - from;
  return wraps !== undefined && round !== undefined && round >= 0 && round < wraps / 2 ? round : undefined;
}

function finite(result: number | NoValue): Made {
  if (typeof result !== 'number') return { refused: result };
  // Sums of decimals: 0.1 + 0.2 is 0.3.
  const value = Number(result.toPrecision(13));
  return Number.isFinite(value)
    ? { value }
    : { refused: { code: 'NOT_FINITE', words: 'its values give no finite number' } };
}
