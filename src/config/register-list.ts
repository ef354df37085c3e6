/**
 * A maker's register table, saved as CSV from its spreadsheet, to points of a draft. Columns are found by the words
 * of their heads, English or Turkish; what cannot be understood is told per line and left out.
 */
import type { Order, RegisterType, Table } from '../sources/modbus/settings.ts';
import { guessQuantity, guessUnit, hasUnit, isSigned, plainUnit } from './quantity-guess.ts';
import { orderOf, resolutionOf, scaleOf, tableOf, typeOf } from './register-cells.ts';
import { readCells } from './table-file.ts';

export interface DraftPoint {
  readonly name: string;
  /** As the table writes it. */
  readonly address: string;
  readonly table: Table | undefined;
  readonly type: RegisterType;
  readonly order: Order | undefined;
  /** Characters of a text. */
  readonly length: number | undefined;
  readonly scale: number | undefined;
  readonly unit: string | undefined;
  /** The table's words. */
  readonly about: string;
  /** What a person has to look at. */
  readonly doubt: string | undefined;
}

export interface RegisterList {
  readonly points: readonly DraftPoint[];
  /** Lines without a point, each with a sentence. */
  readonly skipped: readonly { readonly line: number; readonly why: string }[];
}

const heads = {
  address: /^(addr|address|register|reg\b|reg[ .]*(no|addr)|offset|hex|start|modbus|adres)/i,
  about: /(desc|note|comment|remark|meaning|a[cç][iı]klama|tan[iı]m)/i,
  name: /(name|param|value|measur|quantity|signal|label|content|ad[iı]\b|isim)/i,
  type: /(type|format|data ?type|tip|bi[cç]im)/i,
  unit: /(unit|birim)/i,
  scale: /(scale|factor|gain|multipl|resol|coeff|\bratio|[cç]arpan|[oö]l[cç]ek)/i,
  table: /(table|function|\bfc\b|func|area|space|fonksiyon)/i,
  size: /(size|length|count|words|registers|qty|uzunluk|adet)/i,
} as const;
type Column = keyof typeof heads;

export function readRegisterList(text: string): RegisterList {
  const [head = [], ...lines] = readCells(text);
  const columns = columnsOf(head);
  const points: DraftPoint[] = [];
  const skipped: { line: number; why: string }[] = [];
  const names = new Set<string>();
  lines.forEach((cells, index) => {
    const cell = (column: Column) => cells[columns[column] ?? -1]?.trim() ?? '';
    if (cells.every((each) => each.trim() === '')) return;
    const made = pointOf(cell, names);
    if ('why' in made) skipped.push({ line: index + 2, why: made.why });
    else points.push(made);
  });
  return { points: joinHalves(points), skipped };
}

/** Two rows for the low and the high word of one number are one point. */
function joinHalves(points: readonly DraftPoint[]): DraftPoint[] {
  const joined: DraftPoint[] = [];
  for (const point of points) {
    const half = halfOf(point);
    const before = joined.at(-1);
    const other = before && halfOf(before);
    const follows = before && Number(point.address) === Number(before.address) + 1;
    if (!half || !other || !follows || half.of !== other.of || half.which === other.which) joined.push(point);
    else {
      const type = other.signed || half.signed ? 'i32' : 'u32';
      const order = other.which === 'low' ? 'CDAB' : undefined;
      joined[joined.length - 1] = { ...before, type, order, about: other.of };
    }
  }
  return joined;
}

function halfOf({ about, type }: DraftPoint) {
  const [, of, which] =
    /^(.*\S)[\s,(-]+(low|high|lsw|msw|lower|upper)\b[\s-]*(?:16[\s-]*bits?|word|half|register)?\)?$/i.exec(
      about,
    ) ?? [];
  if (of === undefined || which === undefined || !/^[iu]16$/.test(type)) return undefined;
  return { of, which: /^(l)/i.test(which) ? 'low' : 'high', signed: type === 'i16' } as const;
}

/** Each head goes to the column whose words it has, the address first: `Register name` is no address. */
function columnsOf(head: readonly string[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  const taken = new Set<number>();
  const order: readonly Column[] = ['type', 'unit', 'scale', 'size', 'table', 'address', 'about', 'name'];
  for (const column of order) {
    const at = head.findIndex(
      (text, index) =>
        !taken.has(index) &&
        heads[column].test(text.trim()) &&
        !(column === 'address' && /name|desc|count|size/i.test(text)),
    );
    if (at < 0) continue;
    found[column] = at;
    taken.add(at);
  }
  return found;
}

function pointOf(
  cell: (column: Column) => string,
  names: Set<string>,
): DraftPoint | { readonly why: string } {
  const address = /^(0x[0-9a-f]+|\d+)(?=\b|h$)/i.exec(cell('address'))?.[0];
  if (address === undefined) return { why: `"${cell('address')}" is no address` };
  const isHex = /^[0-9a-f]+h$/i.test(cell('address'));
  const about = meaningOf(cell);
  if (about === '' || /^(reserved|spare|unused|yedek)/i.test(about)) return { why: 'it has no meaning' };
  const size = Number(/\d+/.exec(cell('size'))?.[0] ?? 0);
  const written = cell('type');
  const type = typeOf(written, size);
  const isWordy = type === 'text';
  const guess = isWordy ? textName(about) : guessQuantity(about);
  const resolution = resolutionOf([cell('scale'), cell('about'), cell('name')].join('\n'));
  const unitText = cell('unit') || unitIn(about) || (resolution.unit ?? '');
  const { unit, scale: unitScale = 1 } = guessUnit(unitText);
  const scale = (resolution.scale ?? scaleOf(cell('scale')) ?? 1) * unitScale;
  const code = unit === 'unknown' || isWordy ? undefined : (unit ?? plainUnit(guess));
  const unitDoubt = !isWordy && code === undefined && (unit === 'unknown' || hasUnit(guess));
  // A table without types leaves the sign open; below zero a temperature would be a huge number.
  const signed = written === '' && type === 'u16' && isSigned(guess);
  return {
    name: unique(guess, names),
    address: isHex ? `0x${address}` : address,
    table: tableOf(cell('table')),
    type: signed ? 'i16' : (type ?? 'u16'),
    order: orderOf(written),
    length: isWordy ? Math.max(2, size * 2) : undefined,
    scale: isWordy || scale === 1 ? undefined : Number(scale.toPrecision(12)),
    unit: code,
    about,
    doubt: type === undefined ? `type "${written}"` : unitDoubt ? `unit "${unitText}"` : undefined,
  };
}

/** Beside a name for programmers there is often a note for people; beside a name for people, one on the format. */
function meaningOf(cell: (column: Column) => string): string {
  const [note, name] = [cell('about'), cell('name')];
  if (note === '' || name === '') return note || name;
  return isKnown(name) && !isKnown(note) ? name : note;
}

const isKnown = (about: string) => !guessQuantity(about).startsWith('x-');

const textName = (about: string) => {
  const guess = guessQuantity(about);
  return guess === 'firmwareVersion' || guess === 'errorCode' || guess.startsWith('x-') ? guess : 'x-text';
};

/** `Voltage L1 (V)` or `Power [kW]`. */
const unitIn = (about: string) => /[([]([^)\]]{1,6})[)\]]\s*$/.exec(about)?.[1] ?? '';

function unique(name: string, names: Set<string>): string {
  for (let number = 1; ; number++) {
    const each = number === 1 ? name : `${name}.${number}`;
    if (names.has(each)) continue;
    names.add(each);
    return each;
  }
}
