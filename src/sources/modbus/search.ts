/**
 * From a number on a device's display to where and how the device keeps it: address (the manual's, one lower, one
 * higher), type, order and decimal scale. Pure.
 *
 * Every reading that fits is weighed in bits: how unlikely it is that these words fit by chance, plus how common such
 * a reading is among devices. Zero words are common, so a 32-bit number whose upper half is zero proves little; two
 * numbers add up their bits, which is why a second one settles what the first left open.
 */
import type { Block } from './decode.ts';
import { decodeRaw, isFloat, registerCount } from './registers.ts';
import { type NumberType, shortOrders, type Table } from './settings.ts';

/** What devices commonly hold; the rarer types would only add to what fits by chance. */
export const searchedTypes = [
  'u16',
  'i16',
  'u32',
  'i32',
  'float32',
  'u64',
  'i64',
  'float64',
] as const satisfies readonly NumberType[];
export type SearchedType = (typeof searchedTypes)[number];
export type SearchedOrder = (typeof shortOrders)[number];

/** A number as a person reads it on a display: it stands for all that is shown so. */
export interface Shown {
  readonly value: number;
  /** Digits after the decimal mark. */
  readonly decimals: number;
}

/** One number seen, and what the device held at that time. */
export interface Sight {
  readonly shown: Shown;
  /** As the manual has it, counted from 0; undefined: it follows the number before it without a gap. */
  readonly address: number | undefined;
  /** Words around the address; what is not in them cannot be found. */
  readonly blocks: readonly Block[];
}

export interface Found {
  readonly table: Table;
  /** Of the first number, as on the wire. */
  readonly address: number;
  /** Address minus the one that was asked. */
  readonly shift: number;
  /** Unsigned where the numbers seen do not tell whether it is signed; `twin` is the other then. */
  readonly type: SearchedType;
  readonly twin: SearchedType | undefined;
  readonly order: SearchedOrder;
  readonly scale: number;
  /** What it reads in each sight. */
  readonly values: readonly number[];
  /** False: every number is near, but not what the display shows. */
  readonly exact: boolean;
  /** Larger is likelier; a step of one doubles the odds. */
  readonly bits: number;
}

/** Understands `231.4`, `-4,5` and `12345`; undefined for anything else. */
export function parseShown(text: string): Shown | undefined {
  const match = /^([-+\u2212]?)(\d+)(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const size = Number(`${whole}.${fraction || 0}`);
  return { value: sign === '-' || sign === '\u2212' ? -size : size, decimals: fraction.length };
}

/** Every reading that fits all numbers, likeliest first. The first sight needs an address. */
export function search(sights: readonly Sight[]): readonly Found[] {
  const tables = new Set(sights.flatMap(({ blocks }) => blocks.map(({ table }) => table)));
  const found = [...tables].flatMap((table) =>
    hypotheses.flatMap((hypothesis) => judged(table, hypothesis, sights) ?? []),
  );
  return withoutTwins(found).sort((a, b) => Number(b.exact) - Number(a.exact) || b.bits - a.bits);
}

/** Reads what a suggestion means out of other words; undefined where they do not hold it. */
export function readAs(
  reading: Pick<Found, 'table' | 'type' | 'order' | 'scale'>,
  address: number,
  blocks: readonly Block[],
): number | undefined {
  const words = wordsAt(blocks, reading.table, address, registerCount(reading.type));
  return words && scaledRaw(reading, words);
}

type Reading = Pick<Found, 'shift' | 'type' | 'order' | 'scale'>;
type Hypothesis = Reading & { readonly priorBits: number };

/** Bits by which each choice is rarer among devices than the commonest: judgement, not a count. */
const shiftBits = new Map([
  [0, 0],
  [-1, -1.5],
  [1, -2],
]);
/**
 * Nine maps of ten place values of several registers at even addresses. That decides where a zero word lies between two
 * values: the low word first, or the high word first one address earlier.
 */
const oddBits = -3.5;
const typeBits: Readonly<Record<SearchedType, number>> = {
  u16: 0,
  i16: 0,
  u32: -0.5,
  i32: -0.5,
  float32: 0,
  u64: -2,
  i64: -2,
  float64: -2,
};
const orderBits: Readonly<Record<SearchedOrder, number>> = { ABCD: 0, CDAB: -1, DCBA: -5, BADC: -5 };
const integerScales = new Map([
  [1, 0],
  [0.1, 0],
  [0.01, 0],
  [0.001, -0.5],
  [0.0001, -3],
  [10, -3],
  [100, -3],
  [1000, -4],
]);
const floatScales = new Map([
  [1, 0],
  [0.1, -4],
  [0.01, -4],
  [0.001, -4],
  [1000, -4],
]);

const hypotheses: readonly Hypothesis[] = [...shiftBits].flatMap(([shift, forShift]) =>
  searchedTypes.flatMap((type) =>
    ordersOf(type).flatMap((order) =>
      [...(isFloat(type) ? floatScales : integerScales)].map(([scale, forScale]) => ({
        shift,
        type,
        order,
        scale,
        priorBits: forShift + typeBits[type] + orderBits[order] + forScale,
      })),
    ),
  ),
);

function ordersOf(type: SearchedType): readonly SearchedOrder[] {
  return registerCount(type) === 1 ? ['ABCD', 'BADC'] : shortOrders;
}

function judged(table: Table, hypothesis: Hypothesis, sights: readonly Sight[]): Found | undefined {
  const { shift, type } = hypothesis;
  const count = registerCount(type);
  let asked = 0;
  let bits = hypothesis.priorBits;
  let exact = true;
  const values: number[] = [];
  for (const sight of sights) {
    asked = sight.address ?? asked + count;
    const words = wordsAt(sight.blocks, table, asked + shift, count);
    const value = words && scaledRaw(hypothesis, words);
    const fit = words && value !== undefined ? fitOf(sight.shown, value, hypothesis, words) : undefined;
    if (value === undefined || !fit) return undefined;
    values.push(value);
    bits += fit.bits;
    exact &&= fit.exact;
  }
  const address = (sights[0]?.address ?? 0) + shift;
  if (count > 1 && address % 2 === 1) bits += oddBits;
  const { order, scale } = hypothesis;
  return { table, address, shift, type, twin: undefined, order, scale, values, exact, bits };
}

/** A value that moves while it is read from the display. */
const nearness = 0.005;
const nearBits = -4;

function fitOf(
  shown: Shown,
  value: number,
  { type, scale }: Reading,
  words: readonly number[],
): { readonly exact: boolean; readonly bits: number } | undefined {
  const step = 10 ** -shown.decimals;
  // A display rounds or cuts off: 231.4 stands for 231.35 up to, but not with, 231.5.
  const towards = shown.value < 0 ? -1 : 1;
  const beyond = (value - shown.value) * towards;
  const exact = beyond >= -step * 0.5000001 && beyond < step * 0.999999;
  if (!exact && Math.abs(value - shown.value) > Math.abs(shown.value) * nearness) return undefined;
  const width = exact ? step * 1.5 : Math.abs(shown.value) * nearness * 2;
  const fitting = patternsWithin(width, value, type, scale, words);
  return { exact, bits: surprise(words) - Math.log2(fitting) + (exact ? 0 : nearBits) };
}

/** How many raw values of the type lie within this width around the value. */
function patternsWithin(
  width: number,
  value: number,
  type: SearchedType,
  scale: number,
  words: readonly number[],
): number {
  const raw = Math.abs(value / scale);
  if (!isFloat(type)) return Math.max(1, width / scale);
  const fractionBits = type === 'float32' ? 23 : 52;
  const ulp = 2 ** (Math.floor(Math.log2(raw || 1)) - fractionBits);
  const patterns = Math.max(1, width / scale / ulp);
  // Round numbers end in zero words, and a third of what people measure is round.
  const zeros = words.slice(1).filter((word) => word === 0).length;
  return zeros === 0 ? patterns : Math.min(patterns, Math.max(1, patterns / 65_536 ** zeros) * 3);
}

/** Bits of surprise in words that nobody foretold: most registers of a device are 0. */
function surprise(words: readonly number[]): number {
  return words.reduce((bits, word) => bits + (word === 0 ? 2 : word === 0xffff ? 5 : 16.4), 0);
}

function wordsAt(
  blocks: readonly Block[],
  table: Table,
  address: number,
  count: number,
): readonly number[] | undefined {
  const block = blocks.find(
    (each) =>
      each.table === table && each.address <= address && address + count <= each.address + each.words.length,
  );
  if (!block) return undefined;
  const from = address - block.address;
  return Array.from({ length: count }, (_, i) => block.words[from + i] ?? 0);
}

function scaledRaw(
  { type, order, scale }: Pick<Found, 'type' | 'order' | 'scale'>,
  words: readonly number[],
): number | undefined {
  const raw = Number(decodeRaw(type, order, words));
  if (!Number.isFinite(raw)) return undefined;
  return scale < 1 ? raw / Math.round(1 / scale) : raw * scale;
}

/** u16 and i16 that read the same are one suggestion. */
function withoutTwins(found: readonly Found[]): Found[] {
  const byPlace = new Map<string, Found>();
  for (const each of found) {
    const key = `${each.table} ${each.address} ${each.type.replace(/^[ui]/, '')} ${each.order} ${each.scale}`;
    const other = byPlace.get(key);
    byPlace.set(key, other ? { ...other, twin: each.type } : each);
  }
  return [...byPlace.values()];
}
