/** Names and units of the points of a draft: guesses from the device's own words, each name given once. */
import { parseQuantity } from '../core/quantity.ts';
import { units } from '../core/unit.ts';
import { guessQuantity } from './quantity-guess.ts';

export class DraftedNames {
  readonly #taken = new Set<string>();

  /** For example `activePower` for `ENERGY Power`; with a number behind it where that is taken. */
  of(words: string): string {
    const guess = guessQuantity(words);
    const own = `x-${words.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next = '') => String(next).toUpperCase())}`;
    const names = [
      guess,
      own.slice(0, 40),
      ...Array.from({ length: 99 }, (_, i) => `${own.slice(0, 37)}${i + 2}`),
    ];
    const free = names.find((name) => !this.#taken.has(name) && 'quantity' in parseQuantity(name)) ?? own;
    this.#taken.add(free);
    return free;
  }
}

/** The unit that the vocabulary has for a quantity, for a person to compare; undefined where it has none. */
export function vocabularyUnit(name: string): string | undefined {
  const unit = quantityOf(name)?.unit;
  return unit === 'any' ? undefined : unit;
}

/** Whether a text may be a value of it. */
export function takesText(name: string): boolean {
  const kind = quantityOf(name)?.kind;
  return kind === 'text' || kind === 'state';
}

/** For example `the unit is a guess: CEL is °C`; undefined for a plain number, which is no guess. */
export function unitDoubt(unit: string): string | undefined {
  return unit === 'C62' ? undefined : `the unit is a guess: ${unit} is ${units.get(unit)?.symbol ?? unit}`;
}

function quantityOf(name: string) {
  const parsed = parseQuantity(name);
  return 'quantity' in parsed ? parsed.quantity : undefined;
}
