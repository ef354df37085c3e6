/** The last steps from a number, state or word to what stands in an attribute: limits, rounding, words. */
import type { Modifiers } from './mapping.ts';
import type { Value } from './reading.ts';

/** Why a reading gave no value; `words` complete the sentence "no value, because". */
export interface NoValue {
  readonly code: string;
  readonly words: string;
}

export type Made = { readonly value: Value } | { readonly refused: NoValue };

export type ValueModifiers = Omit<Modifiers, 'values'> & {
  readonly values?: Readonly<Record<string, Value>>;
};

/** What makes the final value of one already converted. Chosen once, so that nothing is asked for each reading. */
export function finisher(modifiers: ValueModifiers): (value: Value) => Made {
  const { values } = modifiers;
  const number = numberFinisher(modifiers);
  return (value) => {
    const made = typeof value === 'number' ? number(value) : { value };
    if (!values || 'refused' in made) return made;
    const word = Object.hasOwn(values, String(made.value)) ? values[String(made.value)] : undefined;
    return word === undefined
      ? { refused: { code: 'VALUE_UNLISTED', words: `${String(made.value)} is not among its values` } }
      : { value: word };
  };
}

function numberFinisher({ min, max, clamp, round, unit }: ValueModifiers): (value: number) => Made {
  const unitText = unit === undefined ? '' : ` ${unit}`;
  const power = round === undefined ? undefined : 10 ** round;
  const outside = (value: number, limit: number, side: string): Made => ({
    refused: { code: 'OUT_OF_RANGE', words: `${value}${unitText} is ${side} its limit ${limit}${unitText}` },
  });
  return (value) => {
    let number = value;
    if (min !== undefined && number < min) {
      if (!clamp) return outside(number, min, 'below');
      number = min;
    }
    if (max !== undefined && number > max) {
      if (!clamp) return outside(number, max, 'above');
      number = max;
    }
    if (power !== undefined) number = rounded(number, power);
    return { value: number === 0 ? 0 : number };
  };
}

/** Half away from zero, in decimals: 1.005 to two decimals is 1.01 although the double lies below it. */
function rounded(value: number, power: number): number {
  const magnitude = Math.round(Number((Math.abs(value) * power).toPrecision(15))) / power;
  return value < 0 ? -magnitude : magnitude;
}
