/** What `kopru probe` says about what it found: words, matches, the line to paste. Pure. */
import { parseQuantity, quantities } from '../core/quantity.ts';
import { isBitTable } from '../sources/modbus/pdu.ts';
import { registerCount } from '../sources/modbus/registers.ts';
import type { Found } from '../sources/modbus/search.ts';
import {
  addressText,
  floatTable,
  hexAddress,
  longTable,
  shortNumber,
  type ViewParts,
  wideTable,
  wordTable,
} from './probe-view.ts';

/** All meanings without a number to look for; with one, the table in which the best match stands. */
export function meanings(view: ViewParts, expecting: boolean): string[] {
  if (isBitTable(view.table)) {
    return view.blocks.map(
      ({ address, words }) => `${addressText(view.table, address)}  ${Array.from(words).join(' ')}`,
    );
  }
  if (!expecting) return [wordTable, floatTable, longTable, wideTable].flatMap((table) => table(view));
  if (!view.best || view.best.type === 'float32') return floatTable(view);
  return [wordTable, wordTable, longTable, longTable, wideTable][registerCount(view.best.type)]?.(view) ?? [];
}

/** One line for a list of what fits. */
export function matchText(found: Found): string {
  const values = found.values.map(shortNumber).join(', ');
  const state = found.exact ? 'fits' : 'near';
  return `${addressText(found.table, found.address)}  ${values}  ${howText(found)}  ${state}${placeText(found)}`;
}

/** One sentence about the best, and whether it is settled. */
export function judgement(found: readonly Found[], numbers: number): { settled: boolean; text: string } {
  const [best] = found;
  if (!best) {
    const text = 'No type, order or scale at this address, one lower or one higher gives that number.';
    return { settled: false, text };
  }
  const rivals = found.filter((each) => each.exact === best.exact && each.bits > best.bits - 4).length;
  const said = !best.exact
    ? 'Nothing fits exactly; nearest'
    : rivals === 1
      ? 'One match'
      : `${rivals} match about as well; first`;
  return {
    settled: best.exact && (rivals === 1 || numbers > 1),
    text: `${said}${placeText(best)}: ${howText(best)}.`,
  };
}

/** A point for the driver file; name and unit are left to fill in where no name was given. */
export function pasteLine(found: Found, point: string | undefined): string {
  const parsed = point === undefined ? undefined : parseQuantity(point);
  const unit = parsed && 'quantity' in parsed ? quantities.get(parsed.quantity.name)?.unit : undefined;
  const order = isPlain(found) ? '' : `, order: ${found.order}`;
  const scale = found.scale === 1 ? '' : `, scale: ${found.scale}`;
  const where = `address: ${hexAddress(found.address)}, table: ${found.table}`;
  return `${point ?? 'NAME'}: { ${where}, type: ${found.type}${order}${scale}, unit: ${unit ?? 'UNIT'} }${unit ? '   # or as the display shows' : ''}`;
}

const isPlain = ({ type, order }: Found) => registerCount(type) === 1 && order === 'ABCD';

const placeText = ({ shift }: Found) =>
  shift === 0 ? '' : shift < 0 ? ', one address lower' : ', one address higher';

function howText(found: Found): string {
  const { type, twin, order, scale } = found;
  const scaled = scale === 1 ? '' : ` × ${scale}`;
  return `${type}${isPlain(found) ? '' : ` ${order}`}${scaled}${twin ? ` (${twin} if it can be negative)` : ''}`;
}
