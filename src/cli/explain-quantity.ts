/** `kopru explain quantities`, or a word of one: how points can be called, with the unit that mappings see. */
import { unitText } from '../core/measure.ts';
import { type Quantity, quantities } from '../core/quantity.ts';
import { type Exit, exits } from './exit.ts';
import { next, type Terminal, table, wrapped } from './terminal.ts';

/** `quantities` asks for all, a name for that one, a word for those with it in their names. Undefined for none. */
export function explainQuantity(terminal: Terminal, asked: string): Exit | undefined {
  const found = quantitiesCalled(asked.toLowerCase());
  if (found.length === 0) return undefined;
  if (terminal.json) {
    terminal.out(JSON.stringify({ quantities: found }));
    return exits.fine;
  }
  for (const group of new Set(found.map((each) => each.group))) {
    terminal.out(`${group}:`);
    const members = found.filter((each) => each.group === group);
    const rows = members.map(({ name, unit, kind }) => [`  ${name}`, kind, unitOf(unit)]);
    for (const line of table(rows)) terminal.out(line);
  }
  for (const line of wrapped(tags, 78)) terminal.out(line);
  next(terminal, 'kopru driver test');
  return exits.fine;
}

const tags =
  'Behind a dot stand tags, in this order: class (car), direction (forward), phase (L1), statistic (avg, min, max, eq), number (1). A name of your own begins with x-.';

function quantitiesCalled(asked: string): readonly Quantity[] {
  const all = [...quantities.values()];
  if (asked === 'quantity' || asked === 'quantities') return all;
  const [word = ''] = asked.split('.');
  const named = all.filter(({ name }) => name.toLowerCase() === word);
  if (named.length > 0 || word !== asked || word.length < 3) return named;
  return all.filter(({ name }) => name.toLowerCase().includes(word));
}

const unitOf = (unit: string | undefined): string =>
  unit === undefined ? '' : unit === 'any' ? 'any unit' : unitText(unit);
