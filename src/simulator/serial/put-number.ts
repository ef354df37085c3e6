/** A number into its bytes: the inverse of `numberAt` in core/byte-value.ts. */
import { type ByteType, byteCount, byteRange, type Endian } from '../../core/byte-value.ts';

export interface NumberPlace {
  /** From 0; negative from the end. */
  readonly byte: number;
  readonly type: ByteType;
  readonly endian: Endian;
  /** Lowest and highest bit that change; the others stay. */
  readonly bits?: readonly [number, number];
}

/** Throws a RangeError if the type, or its bits, cannot hold the number. */
export function putNumber(content: Uint8Array, place: NumberPlace, number: number): void {
  const { type, endian, bits } = place;
  const size = byteCount(type);
  const from = place.byte < 0 ? content.length + place.byte : place.byte;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const little = endian === 'little';
  if (type === 'float32' || type === 'float64') {
    if (type === 'float32') view.setFloat32(from, number, little);
    else view.setFloat64(from, number, little);
    return;
  }
  const range = bits ? { lowest: 0, highest: 2 ** (bits[1] - bits[0] + 1) - 1 } : byteRange(type);
  if (range && (number < range.lowest || number > range.highest)) {
    throw new RangeError(`${number} is outside ${range.lowest} to ${range.highest} of ${type}.`);
  }
  const at = (i: number) => from + (little ? i : size - 1 - i);
  let whole = BigInt.asUintN(size * 8, BigInt(Math.round(number)));
  if (bits) {
    const before = Array.from({ length: size }, (_, i) => BigInt(content[at(i)] ?? 0) << BigInt(8 * i));
    const mask = ((1n << BigInt(bits[1] - bits[0] + 1)) - 1n) << BigInt(bits[0]);
    whole = (before.reduce((sum, byte) => sum | byte, 0n) & ~mask) | (whole << BigInt(bits[0]));
  }
  for (let i = 0; i < size; i++) content[at(i)] = Number((whole >> BigInt(8 * i)) & 0xffn);
}
