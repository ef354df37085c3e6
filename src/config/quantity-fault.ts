/** What is wrong with the name of a point, as a fault with "did you mean". */
import { parseQuantity, quantityNames } from '../core/quantity.ts';
import type { Fault } from './problems.ts';
import { closest } from './suggest.ts';

/** Undefined for a name that can be understood. `hidden`: whether a `_name` may stand here; default no. */
export function quantityFault(name: string, { hidden = false } = {}): Fault | undefined {
  const parsed = parseQuantity(name);
  if ('problem' in parsed) {
    const [base = '', ...tags] = name.split('.');
    const near = closest(base, quantityNames);
    const renamed = near === undefined ? alikeMend(base) : `Did you mean ${[near, ...tags].join('.')}?`;
    const mend = near === base ? parsed.mend : (renamed ?? parsed.mend);
    return { code: 'UNKNOWN_QUANTITY', message: parsed.problem, mend };
  }
  if (parsed.hidden && !hidden) {
    return {
      code: 'HIDDEN_POINT',
      message: `${name} is a hidden point of a driver; only formulas and guards of that driver see it.`,
      mend: 'Use a point without _ in front.',
    };
  }
  return undefined;
}

const mostAlike = 8;

/** Quantities with the word in their names, where there are some. */
function alikeMend(base: string): string | undefined {
  const word = base.toLowerCase();
  const alike = word.length < 3 ? [] : quantityNames.filter((name) => name.toLowerCase().includes(word));
  return alike.length === 0
    ? undefined
    : `The vocabulary has ${alike.slice(0, mostAlike).join(', ')}; a name of your own begins with x-.`;
}
