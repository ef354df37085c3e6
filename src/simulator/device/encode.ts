/**
 * From a point's value back to the words a device would send: the inverse of `sources/modbus/decode.ts`. What
 * has no inverse (a formula, a value beyond the type's range) is refused with a sentence.
 */
import type { Value } from '../../core/reading.ts';
import { isBitTable } from '../../sources/modbus/pdu.ts';
import { isFloat, rangeOf, registerCount, reorder } from '../../sources/modbus/registers.ts';
import type { ModbusPoint } from '../../sources/modbus/settings.ts';

/** The words of the point after it was given the value; `before` are its words so far, of which bits may stay. */
export function encodePoint(point: ModbusPoint, value: Value, before: readonly number[]): readonly number[] {
  const raw = rawOf(point, value);
  if (isBitTable(point.table)) return [Number(raw) === 0 ? 0 : 1];
  if (isFloat(point.type)) return encodeRaw(point, Number(raw));
  const integer = typeof raw === 'bigint' ? raw : BigInt(Math.round(raw));
  const field: readonly [number, number] | undefined =
    point.bit === undefined ? point.bits : [point.bit, point.bit];
  if (!field) return encodeRaw(point, integer);
  return encodeRaw(point, withField(point, integer, field, before));
}

/** Number to words in the point's type and order. Throws a RangeError if the type cannot hold it. */
export function encodeRaw(
  point: Pick<ModbusPoint, 'type' | 'order' | 'stream'>,
  raw: number | bigint,
): readonly number[] {
  const count = registerCount(point.type);
  const view = new DataView(new ArrayBuffer(count * 2));
  if (point.type === 'float32') view.setFloat32(0, Number(raw));
  else if (point.type === 'float64') view.setFloat64(0, Number(raw));
  else {
    const range = rangeOf(point.type);
    if (range && (raw < range.lowest || raw > range.highest)) {
      throw new RangeError(
        `${point.stream.point}: raw ${raw} is outside ${range.lowest} to ${range.highest} of ${point.type}.`,
      );
    }
    const bits = BigInt.asUintN(count * 16, BigInt(raw));
    for (let i = 0; i < count; i++) {
      view.setUint16(i * 2, Number((bits >> BigInt(16 * (count - 1 - i))) & 0xffffn));
    }
  }
  return reorder(
    Array.from({ length: count }, (_, i) => view.getUint16(i * 2)),
    point.order,
  );
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
  if (meaning.formula || meaning.units) {
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
