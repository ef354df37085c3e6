/**
 * From 16-bit words to numbers: types and the four byte orders. 64-bit values follow the rule of the 32-bit
 * orders word by word: CDAB has the least significant word first, BADC swaps the bytes inside each word, DCBA
 * does both. A 16-bit value knows only the swap. Integers beyond 32 bits stay bigint until they are scaled.
 */
import type { RawRange } from '../../core/point-value.ts';
import type { Order, RegisterType } from './settings.ts';

const bitsOfType = {
  u16: 16,
  i16: 16,
  u32: 32,
  i32: 32,
  u64: 64,
  i64: 64,
  float32: 32,
  float64: 64,
} as const;

export const registerCount = (type: RegisterType): number => bitsOfType[type] / 16;

export const isFloat = (type: RegisterType): boolean => type === 'float32' || type === 'float64';

/**
 * The words with the most significant first and no byte swapped. The same step leads back, because each order
 * is its own inverse.
 */
export function reorder(words: ArrayLike<number>, order: Order): number[] {
  const result = Array.from(words);
  if (order === 'CDAB' || order === 'DCBA') result.reverse();
  if (order === 'BADC' || order === 'DCBA') return result.map((word) => ((word & 0xff) << 8) | (word >> 8));
  return result;
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * The raw number in as many words as the type needs. Floats may be NaN or infinite here; a float32 is the
 * shortest decimal that means the same float32, so that 0.1 does not become 0.10000000149.
 */
export function decodeRaw(type: RegisterType, order: Order, words: ArrayLike<number>): number | bigint {
  reorder(words, order).forEach((word, i) => {
    scratch.setUint16(i * 2, word);
  });
  switch (type) {
    case 'u16':
      return scratch.getUint16(0);
    case 'i16':
      return scratch.getInt16(0);
    case 'u32':
      return scratch.getUint32(0);
    case 'i32':
      return scratch.getInt32(0);
    case 'u64':
      return scratch.getBigUint64(0);
    case 'i64':
      return scratch.getBigInt64(0);
    case 'float32':
      return shortestDecimal(scratch.getFloat32(0));
    case 'float64':
      return scratch.getFloat64(0);
  }
}

/** The type's own ends, which many devices send for "no value"; undefined for floats. */
export function rangeOf(type: RegisterType): RawRange | undefined {
  if (isFloat(type)) return undefined;
  const bits = bitsOfType[type];
  const signed = type.startsWith('i');
  if (bits === 64) {
    return signed
      ? { lowest: -(2n ** 63n), highest: 2n ** 63n - 1n }
      : { lowest: 0n, highest: 2n ** 64n - 1n };
  }
  return signed
    ? { lowest: -(2 ** (bits - 1)), highest: 2 ** (bits - 1) - 1 }
    : { lowest: 0, highest: 2 ** bits - 1 };
}

/** Bits `low` to `high` of the raw number as the wire carried it; bit 0 is the least significant. */
export function bitField(raw: number | bigint, low: number, high: number): number | bigint {
  const width = high - low + 1;
  const field = BigInt.asUintN(width, BigInt.asUintN(64, BigInt(raw)) >> BigInt(low));
  return width > 32 ? field : Number(field);
}

/**
 * Every decimal of six digits or fewer is the only such one for its float32, so the first length from six on
 * that leads back to the same float32 is the shortest.
 */
function shortestDecimal(float: number): number {
  if (!Number.isFinite(float) || Number.isInteger(float)) return float;
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(float.toPrecision(digits));
    if (Math.fround(decimal) === float) return decimal;
  }
  return Number(float.toPrecision(9));
}
