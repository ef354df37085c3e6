/**
 * Numbers and texts in a row of bytes: types, byte order, single bits. The same for every protocol that hands over
 * bytes. Integers beyond 48 bits stay bigint until they are scaled.
 */
import type { Raw, RawRange } from './point-value.ts';

export const byteTypes = [
  ...(['u8', 'i8', 'u16', 'i16', 'u24', 'i24', 'u32', 'i32', 'u48', 'i48', 'u64', 'i64'] as const),
  ...(['float32', 'float64'] as const),
] as const;
export type ByteType = (typeof byteTypes)[number];

export const endians = ['big', 'little'] as const;
export type Endian = (typeof endians)[number];

/** Where a value stands and how its bytes are read. */
export interface BytePlace {
  /** From 0; negative from the end, -1 is the last byte. */
  readonly byte: number;
  readonly type: ByteType | 'text';
  readonly endian: Endian;
  /** Characters of a text. */
  readonly length?: number;
  /** One bit of the number, 0 is the least significant: gives true or false. */
  readonly bit?: number;
  /** Lowest and highest bit of a field: gives a number. */
  readonly bits?: readonly [number, number];
}

/** `whole` is the number of which `raw` is some bits. */
export interface ReadBytes {
  readonly raw: Raw;
  readonly whole: Raw;
}

/** Undefined where the bytes end before the value does, and for a text that is no printable ASCII. */
export function readBytes(bytes: Uint8Array, place: BytePlace): ReadBytes | undefined {
  const { type, endian, bit, bits } = place;
  const from = place.byte < 0 ? bytes.length + place.byte : place.byte;
  const size = type === 'text' ? (place.length ?? 0) : byteCount(type);
  if (from < 0 || from + size > bytes.length) return undefined;
  if (type === 'text') {
    const text = asciiText(bytes.subarray(from, from + size));
    return text === undefined ? undefined : { raw: text, whole: text };
  }
  const whole = numberAt(bytes, from, type, endian);
  if (bit !== undefined) return { raw: Number(bitField(whole, bit, bit)) === 1, whole };
  return { raw: bits ? bitField(whole, bits[0], bits[1]) : whole, whole };
}

/** Bytes that the type takes. */
export function byteCount(type: ByteType): number {
  return sizes[type];
}

/** The type's own ends, which many devices send for "no value"; undefined for floats and texts. */
export function byteRange(type: ByteType | 'text'): RawRange | undefined {
  return type === 'text' ? undefined : ranges.get(type);
}

/** How many bits `bit` and `bits` may pick from; 0 where there are none to pick. */
export function pickableBits(type: ByteType | 'text'): number {
  return type === 'text' || isFloat(type) ? 0 : bitsOf(type);
}

/** The number in the type's bytes, at a place that is known to hold it. */
export function numberAt(bytes: Uint8Array, from: number, type: ByteType, endian: Endian): number | bigint {
  const size = byteCount(type);
  if (isFloat(type) || size === 8) return wideAt(bytes, from, type, endian);
  const step = endian === 'big' ? 1 : -1;
  let at = endian === 'big' ? from : from + size - 1;
  let value = 0;
  for (let i = 0; i < size; i++, at += step) value = value * 256 + (bytes[at] ?? 0);
  if (type.charCodeAt(0) !== signedLetter) return value;
  const half = 2 ** (size * 8 - 1);
  return value >= half ? value - 2 * half : value;
}

/** Of `i8`, `i16` and so on. */
const signedLetter = 'i'.charCodeAt(0);

/** Bits `low` to `high` of a raw number as it was sent; bit 0 is the least significant. */
export function bitField(raw: number | bigint, low: number, high: number): number | bigint {
  const width = high - low + 1;
  const field = BigInt.asUintN(width, BigInt.asUintN(64, BigInt(raw)) >> BigInt(low));
  return width > 32 ? field : Number(field);
}

/** The ends of an integer of so many bits, as bigint from 64 bits on. */
export function integerRange(bits: number, isSigned: boolean): RawRange {
  if (bits === 64) {
    return isSigned
      ? { lowest: -(2n ** 63n), highest: 2n ** 63n - 1n }
      : { lowest: 0n, highest: 2n ** 64n - 1n };
  }
  return isSigned
    ? { lowest: -(2 ** (bits - 1)), highest: 2 ** (bits - 1) - 1 }
    : { lowest: 0, highest: 2 ** bits - 1 };
}

/**
 * The text without the padding at its end; undefined if a byte is no printable ASCII character, which says that
 * something else stands there.
 */
export function asciiText(bytes: Iterable<number>): string | undefined {
  const text = String.fromCharCode(...bytes)
    .replace(/\0.*$/s, '')
    .trimEnd();
  return /^[\x20-\x7e]*$/.test(text) ? text : undefined;
}

/**
 * A float32 as the shortest decimal that leads back to it: 0.1, not 0.10000000149. Every decimal of six digits or
 * fewer is the only such one for its float32, so the first length from six on that leads back is the shortest.
 */
export function shortestDecimal(float: number): number {
  if (!Number.isFinite(float) || Number.isInteger(float)) return float;
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(float.toPrecision(digits));
    if (Math.fround(decimal) === float) return decimal;
  }
  return Number(float.toPrecision(9));
}

const isFloat = (type: ByteType) => type === 'float32' || type === 'float64';

const sizes: Readonly<Record<ByteType, number>> = {
  ...{ u8: 1, i8: 1, u16: 2, i16: 2, u24: 3, i24: 3, u32: 4, i32: 4, u48: 6, i48: 6, u64: 8, i64: 8 },
  ...{ float32: 4, float64: 8 },
};

const bitsOf = (type: ByteType): number => sizes[type] * 8;

const ranges: ReadonlyMap<ByteType, RawRange> = new Map(
  byteTypes
    .filter((type) => !isFloat(type))
    .map((type) => [type, integerRange(bitsOf(type), type.startsWith('i'))]),
);

function wideAt(bytes: Uint8Array, from: number, type: ByteType, endian: Endian): number | bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, byteCount(type));
  const little = endian === 'little';
  if (type === 'float32') return shortestDecimal(view.getFloat32(0, little));
  if (type === 'float64') return view.getFloat64(0, little);
  return type === 'i64' ? view.getBigInt64(0, little) : view.getBigUint64(0, little);
}
