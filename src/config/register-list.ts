/**
 * A maker's register table, saved as CSV from its spreadsheet, to points of a draft. Columns are found by the words
 * of their heads, English or Turkish; what cannot be understood is told per line and left out.
 */
import type { NumberType, Order, RegisterType, Table } from '../sources/modbus/settings.ts';
import { guessQuantity, guessUnit, plainUnit } from './quantity-guess.ts';
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
  name: /(name|param|value|measur|quantity|signal|label|ad[iı]\b|isim)/i,
  type: /(type|format|data ?type|tip|bi[cç]im)/i,
  unit: /(unit|birim)/i,
  scale: /(scale|factor|gain|multipl|resol|coeff|ratio|[cç]arpan|[oö]l[cç]ek)/i,
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
  return { points, skipped };
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
  // Beside a name for programmers there is often a note for people.
  const about = cell('about') || cell('name');
  if (about === '' || /^(reserved|spare|unused|yedek)/i.test(about)) return { why: 'it has no meaning' };
  const size = Number(/\d+/.exec(cell('size'))?.[0] ?? 0);
  const type = typeOf(cell('type'), size);
  const unit = guessUnit(cell('unit') || unitIn(about));
  const name = unique(type === 'text' ? textName(about) : guessQuantity(about), names);
  const isWordy = type === 'text';
  return {
    name,
    address: isHex ? `0x${address}` : address,
    table: tableOf(cell('table')),
    type: type ?? 'u16',
    order: orderOf(cell('type')),
    length: isWordy ? Math.max(2, size * 2) : undefined,
    scale: isWordy ? undefined : scaleOf(cell('scale')),
    unit: unit === 'unknown' || isWordy ? undefined : (unit ?? plainUnit(name)),
    about,
    doubt:
      type === undefined
        ? `type "${cell('type')}"`
        : unit === 'unknown'
          ? `unit "${cell('unit') || unitIn(about)}"`
          : undefined,
  };
}

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

/** Undefined: not understood. */
function typeOf(text: string, registers: number): RegisterType | undefined {
  const plain = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  if (/string|ascii|char|utf8|text/.test(plain)) return 'text';
  const bits = Number(/64|48|32|24|16|8/.exec(plain)?.[0] ?? (registers > 0 ? registers * 16 : 0));
  if (/bcd/.test(plain)) return `bcd${[16, 32, 48, 64].includes(bits) ? bits : 16}` as NumberType;
  if (/double/.test(plain)) return 'float64';
  if (/float|real|ieee/.test(plain)) return bits === 64 ? 'float64' : bits === 16 ? 'float16' : 'float32';
  if (/dword|ulong/.test(plain)) return 'u32';
  if (/^long/.test(plain)) return 'i32';
  const width = bits === 0 ? 16 : bits;
  if (/^(u|unsigned|word|int\d*u)|uint/.test(plain)) return `u${width}` as NumberType;
  if (/^(s|i|signed|int|short)/.test(plain)) return `i${width}` as NumberType;
  return plain === '' && registers > 0 ? (`u${width}` as NumberType) : undefined;
}

const orderOf = (text: string): Order | undefined => {
  const named = /\b(ABCD|CDAB|DCBA|BADC)\b/i.exec(text)?.[0]?.toUpperCase();
  return named === undefined ? undefined : (named as Order);
};

/** `0.1`, `/10`, `1/10`, `x0.1`, `10^-1`; a resolution such as `0.1 V` counts alike. */
function scaleOf(text: string): number | undefined {
  const plain = text.replaceAll(',', '.').replaceAll(/[\s×x*]/gi, '');
  const divided = /^(?:1)?[/÷](\d+(?:\.\d+)?)/.exec(plain)?.[1];
  const power = /^10\^?(-\d+)/.exec(plain)?.[1];
  const number = divided ? 1 / Number(divided) : power ? 10 ** Number(power) : Number.parseFloat(plain);
  return Number.isFinite(number) && number > 0 && number !== 1 ? Number(number.toPrecision(12)) : undefined;
}

function tableOf(text: string): Table | undefined {
  const plain = text.toLowerCase();
  if (/input|3x|fc ?0?4|^0?4$|04/.test(plain)) return 'input';
  if (/hold|4x|fc ?0?3|^0?3$|03/.test(plain)) return 'holding';
  if (/discrete|1x|fc ?0?2|^0?2$|02/.test(plain)) return 'discrete';
  return /coil|0x|fc ?0?1|^0?1$|01/.test(plain) ? 'coil' : undefined;
}
