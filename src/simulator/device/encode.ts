/**
 * From a point's value back to the words a device would send: the inverse of `sources/modbus/decode.ts`. What
 * has no inverse (a formula, a value beyond the type's range) is refused with a sentence.
 */
import type { Value } from '../../core/reading.ts';
import { wordCount } from '../../sources/modbus/decode.ts';
import { toFloat16 } from '../../sources/modbus/float16.ts';
import { isBitTable } from '../../sources/modbus/pdu.ts';
import { isBcd, isFloat, rangeOf, registerCount, reorder } from '../../sources/modbus/registers.ts';
import type { ModbusPoint, NumberType } from '../../sources/modbus/settings.ts';

/** The words of the point after it was given the value; `before` are its words so far, of which bits may stay. */
export function encodePoint(point: ModbusPoint, value: Value, before: readonly number[]): readonly number[] {
  const { type, order, placement } = point;
  if (type === 'text' && point.meaning.values === undefined) return encodeText(point, String(value));
  const raw = rawOf(point, value);
  if (isBitTable(point.table)) return [Number(raw) === 0 ? 0 : 1];
  if (type === 'text') return encodeText(point, String(raw));
  const numeric = { type, order, stream: point.stream };
  if (isFloat(type)) return encodeRaw(numeric, Number(raw));
  const integer = typeof raw === 'bigint' ? raw : BigInt(Math.round(raw));
  const field: readonly [number, number] | undefined =
    point.bit === undefined ? point.bits : [point.bit, point.bit];
  const words = encodeRaw(numeric, field ? withField(point, integer, field, before) : integer);
  return placement === 'high' ? words.map((word) => (word & 0xff) << 8) : words;
}

/** Number to words in the point's type and order. Throws a RangeError if the type cannot hold it. */
export function encodeRaw(
  point: Pick<ModbusPoint, 'order' | 'stream'> & { readonly type: NumberType },
  raw: number | bigint,
): readonly number[] {
  const { type, order, stream } = point;
  const count = registerCount(type);
  const view = new DataView(new ArrayBuffer(count * 2));
  if (type === 'float16') view.setUint16(0, toFloat16(Number(raw)));
  else if (type === 'float32') view.setFloat32(0, Number(raw));
  else if (type === 'float64') view.setFloat64(0, Number(raw));
  else {
    const range = rangeOf(type);
    if (range && (raw < range.lowest || raw > range.highest)) {
      throw new RangeError(
        `${stream.point}: raw ${raw} is outside ${range.lowest} to ${range.highest} of ${type}.`,
      );
    }
    const bits = isBcd(type) ? BigInt(`0x${raw}`) : BigInt.asUintN(widthOf(type), BigInt(raw));
    for (let i = 0; i < count; i++) {
      view.setUint16(i * 2, Number((bits >> BigInt(16 * (count - 1 - i))) & 0xffffn));
    }
  }
  return reorder(
    Array.from({ length: count }, (_, i) => view.getUint16(i * 2)),
    order,
  );
}

const widthOf = (type: NumberType) => Number(/\d+$/.exec(type)?.[0] ?? 16);

/** Filled up with NUL, as most devices do. */
function encodeText(point: ModbusPoint, text: string): readonly number[] {
  const { length = 0, placement = 'both', order, stream } = point;
  if (text.length > length) throw new RangeError(`${stream.point}: "${text}" is longer than ${length}.`);
  const byte = (at: number) => (at < text.length ? text.charCodeAt(at) & 0x7f : 0);
  const words = Array.from({ length: wordCount(point) }, (_, i) => {
    if (placement === 'low') return byte(i);
    if (placement === 'high') return byte(i) << 8;
    return (byte(2 * i) << 8) | byte(2 * i + 1);
  });
  return reorder(words, order);
}

/** The raw number that the driver's meaning turns into this value. */
function rawOf(point: ModbusPoint, value: Value): number | bigint {
  const { meaning, stream } = point;
  if (meaning.values) {
    const listed = Object.entries(meaning.values).find(([, word]) => word === value)?.[0];
    if (listed === undefined)
      throw new RangeError(`${stream.point}: the driver lists no raw value for ${value}.`);
    return listed === 'true' ? 1 : listed === 'false' ? 0 : Number(listed);
  }
  if (stream.kind === 'state') return Number(Boolean(value) !== (meaning.invert ?? false));
  if (typeof value !== 'number') throw new RangeError(`${stream.point}: ${value} is no number.`);
  if (meaning.formula || meaning.units || point.computation) {
    throw new RangeError(`${stream.point}: a point with a formula or units cannot be played backwards.`);
  }
  const scaled = value - (meaning.offset ?? 0);
  const scale = meaning.scale ?? 1;
  return scale < 1 && scale > 0 ? scaled * Math.round(1 / scale) : scaled / scale;
}

function withField(
  point: ModbusPoint,
  integer: bigint,
  [low, high]: readonly [number, number],
  before: readonly number[],
): bigint {
  const width = high - low + 1;
  if (integer < 0n || integer >= 1n << BigInt(width)) {
    throw new RangeError(`${point.stream.point}: ${integer} does not fit into ${width} bits.`);
  }
  const whole = reorder(before, point.order).reduce((sum, word) => (sum << 16n) | BigInt(word), 0n);
  const mask = ((1n << BigInt(width)) - 1n) << BigInt(low);
  const bits = (whole & ~mask) | (integer << BigInt(low));
  return point.type.startsWith('i') ? BigInt.asIntN(registerCount(point.type) * 16, bits) : bits;
}
