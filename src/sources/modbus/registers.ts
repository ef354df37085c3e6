/**
 * From 16-bit words to numbers and texts: types and byte orders. The four short orders hold for every width word by
 * word: CDAB has the least significant word first, BADC swaps the bytes inside each word, DCBA does both. A value of
 * one register knows only the swap. Integers beyond 48 bits stay bigint until they are scaled.
 */
import { asciiText, integerRange, shortestDecimal } from '../../core/byte-value.ts';
import type { RawRange } from '../../core/point-value.ts';
import { fromFloat16 } from './float16.ts';
import type { NumberType, Order, Placement, RegisterType } from './settings.ts';

/** Bits of the number; a width that is no whole number of registers is in the low bits. */
const bitsOfType: Readonly<Record<NumberType, number>> = {
  u8: 8,
  i8: 8,
  u16: 16,
  i16: 16,
  u24: 24,
  i24: 24,
  u32: 32,
  i32: 32,
  u48: 48,
  i48: 48,
  u64: 64,
  i64: 64,
  bcd16: 16,
  bcd32: 32,
  bcd48: 48,
  bcd64: 64,
  float16: 16,
  float32: 32,
  float64: 64,
};

/** Registers of one value; a text takes as many as its length says. */
export function registerCount(type: RegisterType, length = 0, placement: Placement = 'both'): number {
  if (type !== 'text') return Math.ceil(bitsOfType[type] / 16);
  return placement === 'both' ? Math.ceil(length / 2) : length;
}

export const isFloat = (type: RegisterType): boolean => type.startsWith('float');

export const isBcd = (type: RegisterType): boolean => type.startsWith('bcd');

interface Turn {
  readonly words?: 'reversed' | 'swapped in halves' | 'halves swapped';
  readonly bytes?: true;
}

const turns: Readonly<Record<Order, Turn>> = {
  ABCD: {},
  CDAB: { words: 'reversed' },
  BADC: { bytes: true },
  DCBA: { words: 'reversed', bytes: true },
  ABCDEFGH: {},
  GHEFCDAB: { words: 'reversed' },
  BADCFEHG: { bytes: true },
  HGFEDCBA: { words: 'reversed', bytes: true },
  EFGHABCD: { words: 'halves swapped' },
  CDABGHEF: { words: 'swapped in halves' },
  FEHGBADC: { words: 'halves swapped', bytes: true },
  DCBAHGFE: { words: 'swapped in halves', bytes: true },
};

/**
 * The words with the most significant first and no byte swapped. The same step leads back, because each order
 * is its own inverse.
 */
export function reorder(words: ArrayLike<number>, order: Order): number[] {
  const turn = turns[order];
  const result = Array.from(words);
  if (turn.words === 'reversed') result.reverse();
  else if (turn.words) swapWords(result, turn.words);
  return turn.bytes ? result.map((word) => ((word & 0xff) << 8) | (word >> 8)) : result;
}

function swapWords(words: number[], how: 'swapped in halves' | 'halves swapped'): void {
  const [a = 0, b = 0, c = 0, d = 0] = words;
  words.splice(0, 4, ...(how === 'halves swapped' ? [c, d, a, b] : [b, a, d, c]));
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * The raw number in as many words as the type needs. Floats may be NaN or infinite here, and coded digits that are
 * none are NaN; a float is the shortest decimal that means the same bits, so that 0.1 does not become 0.10000000149.
 */
export function decodeRaw(type: NumberType, order: Order, words: ArrayLike<number>): number | bigint {
  const ordered = reorder(words, order);
  ordered.forEach((word, i) => {
    scratch.setUint16(i * 2, word);
  });
  switch (type) {
    case 'u8':
      return scratch.getUint8(1);
    case 'i8':
      return scratch.getInt8(1);
    case 'u16':
      return scratch.getUint16(0);
    case 'i16':
      return scratch.getInt16(0);
    case 'u24':
      return scratch.getUint32(0) & 0xff_ffff;
    case 'i24':
      return (scratch.getInt32(0) << 8) >> 8;
    case 'u32':
      return scratch.getUint32(0);
    case 'i32':
      return scratch.getInt32(0);
    case 'u48':
      return scratch.getUint16(0) * 2 ** 32 + scratch.getUint32(2);
    case 'i48':
      return scratch.getInt16(0) * 2 ** 32 + scratch.getUint32(2);
    case 'u64':
      return scratch.getBigUint64(0);
    case 'i64':
      return scratch.getBigInt64(0);
    case 'float16':
      return fromFloat16(scratch.getUint16(0));
    case 'float32':
      return shortestDecimal(scratch.getFloat32(0));
    case 'float64':
      return scratch.getFloat64(0);
    default:
      return codedDigits(ordered);
  }
}

/** The text without the padding at its end; undefined if a byte is no printable ASCII character. */
export function decodeText(
  words: ArrayLike<number>,
  { order, length, placement }: { order: Order; length: number; placement: Placement },
): string | undefined {
  const swapped = turns[order].bytes === true;
  const bytes = Array.from(words).flatMap((word) => {
    const [first, second] = swapped ? [word & 0xff, word >> 8] : [word >> 8, word & 0xff];
    if (placement === 'both') return [first, second];
    return placement === 'high' ? [first] : [second];
  });
  return asciiText(bytes.slice(0, length));
}

/** The type's own ends, which many devices send for "no value"; undefined for floats and texts. */
export function rangeOf(type: RegisterType): RawRange | undefined {
  if (type === 'text' || isFloat(type)) return undefined;
  const bits = bitsOfType[type];
  if (isBcd(type)) return { lowest: 0, highest: bits === 64 ? 10n ** 16n - 1n : 10 ** (bits / 4) - 1 };
  return integerRange(bits, type.startsWith('i'));
}

/** How many bits `bit` and `bits` may pick from; 0 where there are none to pick. */
export const pickableBits = (type: RegisterType): number =>
  type === 'text' || isFloat(type) || isBcd(type) ? 0 : bitsOfType[type];

/** Sixteen digits are more than a double keeps. */
function codedDigits(words: readonly number[]): number | bigint {
  const digits = words.map((word) => word.toString(16).padStart(4, '0')).join('');
  if (!/^\d+$/.test(digits)) return Number.NaN;
  return digits.length > 15 ? BigInt(digits) : Number(digits);
}
