/** What words may mean, as tables of at most 80 columns. Cells that no sensor would send are dimmed. Pure. */
import type { Block } from '../sources/modbus/decode.ts';
import { decodeRaw, registerCount } from '../sources/modbus/registers.ts';
import type { Found } from '../sources/modbus/search.ts';
import type { NumberType, Order, Table } from '../sources/modbus/settings.ts';

export interface ViewParts {
  readonly table: Table;
  readonly addresses: readonly number[];
  readonly blocks: readonly Block[];
  readonly color: boolean;
  /** Its cell is marked. */
  readonly best: Found | undefined;
}

const orders: readonly Order[] = ['ABCD', 'CDAB', 'BADC', 'DCBA'];

/** Floats in every order. */
export function floatTable(parts: ViewParts): string[] {
  return tableOf('float32', parts, 2, (words, address) =>
    orders.map((order) => cellOf(parts, { type: 'float32', order, address }, words)),
  );
}

/** Single registers: hex, both signs, swapped, bits, text. */
export function wordTable(parts: ViewParts): string[] {
  const kinds = ['u16', 'i16', 'swapped'].map((name) => name.padStart(9)).join(' ');
  return [
    `${'address'.padEnd(15)} word ${kinds}   ${'bits'.padEnd(19)}  text`,
    ...rows(parts, 1, ([word = 0], address) => {
      const cells = [
        cellOf(parts, { type: 'u16', order: 'ABCD', address }, [word], 9),
        cellOf(parts, { type: 'i16', order: 'ABCD', address }, [word], 9),
        cellOf(parts, { type: 'u16', order: 'BADC', address }, [word], 9),
      ];
      const bits = word
        .toString(2)
        .padStart(16, '0')
        .replace(/(.{4})(?=.)/g, '$1 ');
      return `${hexOf([word])} ${cells.join(' ')}   ${bits}  ${textOf([word])}`;
    }),
  ];
}

/** Integers of two registers. */
export function longTable(parts: ViewParts): string[] {
  const kinds = (['u32', 'i32'] as const).flatMap((type) =>
    (['ABCD', 'CDAB'] as const).map((order) => ({ type, order })),
  );
  const head = kinds.map(({ type, order }) => `${type} ${order}`.padStart(11)).join(' ');
  return [
    `${'address'.padEnd(15)} ${'words'.padEnd(9)} ${head}`,
    ...rows(parts, 2, (words, address) => {
      const cells = kinds.map((kind) => cellOf(parts, { ...kind, address }, words, 11));
      return `${hexOf(words)} ${cells.join(' ')}`;
    }),
  ];
}

/** Values of four registers, with the most significant word first and last. */
export function wideTable(parts: ViewParts): string[] {
  const kinds = (['float64', 'u64'] as const).flatMap((type) =>
    (['ABCD', 'CDAB'] as const).map((order) => ({ type, order })),
  );
  const head = kinds.map(({ type, order }) => `${type} ${order}`.padStart(14)).join(' ');
  return [
    `${'address'.padEnd(15)} ${head}`,
    ...rows(parts, 4, (words, address) =>
      kinds.map((kind) => cellOf(parts, { ...kind, address }, words, 14)).join(' '),
    ),
  ];
}

/** As the wire counts, and as manuals that begin at 30001 or 40001 write it. */
export function addressText(table: Table, address: number): string {
  const digit = { coil: 0, discrete: 1, input: 3, holding: 4 }[table];
  return `${hexAddress(address)}  ${digit}${String(address + 1).padStart(address < 9_999 ? 4 : 5, '0')}`;
}

export const hexAddress = (address: number): string =>
  `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;

export const hexOf = (words: ArrayLike<number>): string =>
  Array.from(words, (word) => word.toString(16).toUpperCase().padStart(4, '0')).join(' ');

/** In few characters: 231.4, 1234567, 2.72e+23. */
export function shortNumber(value: number | bigint): string {
  if (typeof value === 'bigint' && value < 10n ** 12n) return String(value);
  const number = Number(value);
  if (Number.isNaN(number)) return 'NaN';
  const size = Math.abs(number);
  if (size !== 0 && (size < 0.001 || size >= 1e12 || (!Number.isInteger(number) && size >= 1e7))) {
    return number.toExponential(2);
  }
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(6)));
}

function tableOf(
  name: string,
  parts: ViewParts,
  width: number,
  cells: (words: readonly number[], address: number) => readonly string[],
): string[] {
  const head = orders.map((order) => order.padStart(10)).join(' ');
  return [
    `${'address'.padEnd(15)} ${'words'.padEnd(9)} ${head}   ${name}`,
    ...rows(parts, width, (words, address) => `${hexOf(words)} ${cells(words, address).join(' ')}`),
  ];
}

function rows(
  { table, addresses, blocks }: ViewParts,
  width: number,
  body: (words: readonly number[], address: number) => string,
): string[] {
  return addresses.flatMap((address) => {
    const block = blocks.find(
      (each) => each.address <= address && address + width <= each.address + each.words.length,
    );
    if (!block) return [];
    const words = Array.from({ length: width }, (_, i) => block.words[address - block.address + i] ?? 0);
    return [`${addressText(table, address).padEnd(15)} ${body(words, address)}`.trimEnd()];
  });
}

interface Kind {
  readonly type: NumberType;
  readonly order: Order;
  readonly address: number;
}

function cellOf({ best, color }: ViewParts, kind: Kind, words: readonly number[], width = 10): string {
  const value = decodeRaw(kind.type, kind.order, words);
  const isBest =
    best?.address === kind.address &&
    (best.type === kind.type || best.twin === kind.type) &&
    (registerCount(kind.type) === 1 ? kind.order === best.order : best.order === kind.order);
  const text = `${isBest ? '► ' : ''}${shortNumber(value)}`.padStart(width);
  return color && !isBest && !plausible(Number(value)) ? `\x1b[2m${text}\x1b[0m` : text;
}

const plausible = (value: number) =>
  Number.isFinite(value) && (value === 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 1e9));

/** Printable letters, high byte first; a dot for all others. */
function textOf(words: readonly number[]): string {
  return words
    .flatMap((word) => [word >> 8, word & 0xff])
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('');
}
