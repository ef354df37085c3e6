/** Faults about units: a code that does not exist, one that measures something else, one too many or too few. */
import { gasConverter } from '../core/gas.ts';
import type { Quantity } from '../core/quantity.ts';
import { converter, units } from '../core/unit.ts';
import type { Fault } from './problems.ts';
import { didYouMean } from './suggest.ts';

/** What is wrong with a unit for a numeric quantity; undefined if nothing is. */
export function unitFault(unit: string | undefined, quantity: Quantity): Fault | undefined {
  const wanted = quantity.unit;
  if (unit === undefined) {
    if (wanted === undefined || quantity.group === 'own' || quantity.group === 'hidden') return undefined;
    return {
      code: 'UNIT_MISSING',
      message: `The point does not say its unit.`,
      mend:
        wanted === 'any'
          ? 'Add `unit` with the UN/CEFACT code of the value.'
          : `Add \`unit\`, for example ${label(wanted)}; look into the manual, kW read as W is the commonest wrong value.`,
    };
  }
  if (wanted === undefined) return unitNotWanted(`${quantity.name} is a count and has no unit.`);
  if (!units.has(unit)) return unknownUnit(unit);
  if (wanted === 'any' || converter(unit, wanted) || gasConverter(quantity.name, unit, wanted, 20))
    return undefined;
  return {
    code: 'UNIT_MISMATCH',
    message: `${label(unit)} cannot be converted to ${label(wanted)}, in which ${quantity.name} is measured.`,
    mend: `Give a unit of the same kind: ${sameKind(wanted).join(', ')}.`,
  };
}

export function unitNotWanted(message: string): Fault {
  return { code: 'UNIT_NOT_WANTED', message, mend: 'Remove `unit`.' };
}

export function unknownUnit(unit: string): Fault {
  const bySymbol = [...units.values()].find(
    (each) => fold(each.symbol) === fold(unit) || each.name.toLowerCase() === unit.toLowerCase(),
  );
  return {
    code: 'UNIT_UNKNOWN',
    message: `${unit} is not a UN/CEFACT code that Köprü knows.`,
    mend: bySymbol
      ? `Did you mean ${label(bySymbol.code)}?`
      : didYouMean(unit, units.keys(), 'See `kopru explain UNIT_UNKNOWN` for the list.'),
  };
}

/** Codes for the same physical dimension. */
export function sameKind(code: string): string[] {
  const dimension = units.get(code)?.dimension;
  return [...units.values()].filter((each) => each.dimension === dimension).map((each) => each.code);
}

/** `VLT (V)`. */
function label(code: string): string {
  const symbol = units.get(code)?.symbol;
  return symbol ? `${code} (${symbol})` : code;
}

const fold = (text: string) => text.replaceAll('μ', 'µ').replaceAll(/\s/g, '').toLowerCase();
