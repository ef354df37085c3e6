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
    const mend =
      near === undefined || near === base ? parsed.mend : `Did you mean ${[near, ...tags].join('.')}?`;
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
