/**
 * From a raw number or text to a value, or to the reason why it is none. The same steps for every protocol
 * (docs/drivers.md, "What a value means"): sentinel, then words or scale and offset or formula, then unit, then limits.
 */
import type { Point } from './device.ts';
import type { Value } from './reading.ts';
import type { Refusal } from './source.ts';
import { converter, tidy } from './unit.ts';

export type Raw = number | bigint | boolean | string;

/** The type's own ends, for `highest` and `lowest` among the sentinels. */
export interface RawRange {
  readonly lowest: number | bigint;
  readonly highest: number | bigint;
}

export type PointValue = { readonly value: Value } | { readonly refusal: Refusal };

const refuse = (refusal: Refusal): PointValue => ({ refusal });

/**
 * The value of a point for what its device sent.
 *
 * `range` is known where the driver names an integer type; `unitLetter` where the device says the unit itself. `whole`
 * is the number of which `raw` is some bits: the device says "no value" with all of it.
 */
export function pointValue(
  point: Pick<Point, 'stream' | 'meaning'>,
  raw: Raw,
  range?: RawRange,
  unitLetter?: string,
  whole: Raw = raw,
): PointValue {
  const { meaning, stream } = point;
  if (isSentinel(meaning.invalid, whole, range)) return refuse('sentinel');
  if (meaning.values) {
    const word = meaning.values[String(raw)];
    return word === undefined ? refuse('unlisted') : { value: word };
  }
  if (stream.kind === 'text') {
    const text = String(raw);
    return text === '' ? refuse('missing') : { value: text };
  }
  if (stream.kind === 'state') {
    const state = stateOf(raw);
    return state === undefined ? refuse('unlisted') : { value: state !== (meaning.invert ?? false) };
  }
  return numberOf(point, raw, unitLetter);
}

function numberOf(point: Pick<Point, 'stream' | 'meaning'>, raw: Raw, unitLetter?: string): PointValue {
  const { meaning, stream } = point;
  if (typeof raw === 'boolean') return refuse('not a number');
  let number = typeof raw === 'string' ? parseNumber(raw) : scaled(raw, meaning.scale);
  if (number === undefined) return refuse('not a number');
  if (typeof raw === 'string') number = scaled(number, meaning.scale);
  if (meaning.formula) {
    const result = meaning.formula(Number(raw));
    if (result === undefined) return refuse('not a number');
    number = result;
  }
  if (meaning.offset) number = tidy(number + meaning.offset);
  if (!Number.isFinite(number)) return refuse('not a number');
  if (meaning.units) {
    const unit = unitLetter === undefined ? undefined : meaning.units[unitLetter];
    const convert =
      unit === undefined || stream.unit === undefined ? undefined : converter(unit, stream.unit);
    if (!convert) return refuse('unlisted');
    number = convert(number);
  }
  return withinLimits(meaning, number) ? { value: number } : refuse('range');
}

export function withinLimits({ min, max }: Pick<Point['meaning'], 'min' | 'max'>, value: number): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/**
 * Scales exactly where decimals allow: 0.1 is a division by 10, and the digits of a 64-bit integer are cut only
 * by the final number.
 */
function scaled(raw: number | bigint, scale: number | undefined): number {
  if (scale === undefined || scale === 1) return Number(raw);
  const inverse = Math.round(1 / scale);
  const divides = Math.abs(scale) < 1 && Math.abs(inverse * scale - 1) < 1e-12;
  if (!divides) return tidy(Number(raw) * scale);
  const near = Number(raw);
  if (typeof raw === 'number' || Number.isSafeInteger(near)) return near / inverse;
  const digits = Math.log10(Math.abs(inverse));
  if (inverse > 0 && Number.isInteger(digits)) return Number(`${raw}e-${digits}`);
  const divisor = BigInt(inverse);
  return Number(raw / divisor) + Number(raw % divisor) / inverse;
}

function isSentinel(invalid: Point['meaning']['invalid'], raw: Raw, range: RawRange | undefined): boolean {
  if (!invalid || typeof raw === 'boolean' || Number.isNaN(raw)) return false;
  const number = typeof raw === 'string' ? parseNumber(raw) : raw;
  if (number === undefined) return false;
  return invalid.some((sentinel) => {
    const wanted = typeof sentinel === 'number' ? sentinel : range?.[sentinel];
    return wanted !== undefined && equal(number, wanted);
  });
}

/** Compares without a detour over doubles, so that 2^63 and 2^63 - 1 stay different. */
function equal(a: number | bigint, b: number | bigint): boolean {
  return !(a < b) && !(a > b);
}

/** A number that fills its text, with a point as decimal mark; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * The text with a point for its decimal comma; what follows the number stays. Undefined where no number begins it, or
 * where a point or a second comma stands in it: whether 1.234,5 and 1,234,567 group thousands is not to be guessed.
 */
export function withoutComma(text: string): string | undefined {
  const [, number, rest] =
    /^\s*([+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?)(?![\d.,])(.*)$/s.exec(text) ?? [];
  return number === undefined ? undefined : number.replace(',', '.') + rest;
}

function stateOf(raw: Raw): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  if (raw === 1 || raw === 1n || raw === '1' || raw === 'true') return true;
  if (raw === 0 || raw === 0n || raw === '0' || raw === 'false') return false;
  return undefined;
}
