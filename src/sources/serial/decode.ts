/**
 * From a frame to the values of points, as the driver's messages say. Pure: the same frame always gives the same.
 *
 * The first message that the frame begins like and whose guard holds takes it. A field that is empty is the device's
 * own way to say "no value"; a place that is not in the frame is missing. A device time that is absent leaves the
 * time of arrival; one that cannot be true refuses the message whole.
 */
import { byteRange, readBytes } from '../../core/byte-value.ts';
import type { Point } from '../../core/device.ts';
import { type PointValue, parseNumber, pointValue, type Raw, type RawRange } from '../../core/point-value.ts';
import { holds, relate } from '../../core/related-points.ts';
import { deviceTime } from '../device-time.ts';
import type { SerialFraming, SerialGuard, SerialMessage, SerialPoint, TextFraming, Where } from './device.ts';
import { fieldsOf, grouped } from './fields.ts';
import { nmeaTime } from './nmea-time.ts';

export interface PointResult {
  readonly point: SerialPoint;
  /** What stands there: the number or text; undefined where nothing does. */
  readonly raw: Raw | undefined;
  readonly value: PointValue;
}

export interface DecodedFrame {
  readonly message: SerialMessage;
  /** One for each point, in the driver's order, hidden ones included. Empty where the time cannot be true. */
  readonly results: readonly PointResult[];
  /** Milliseconds since 1970; `impossible`: nothing of the frame can be believed. */
  readonly deviceTimeMs: number | undefined | 'impossible';
}

/** What one place holds. */
interface Found {
  readonly raw: Raw;
  readonly whole: Raw;
  readonly range?: RawRange | undefined;
  readonly unit?: string;
}

type Find = (where: Where) => Found | undefined;

/** Undefined: the frame is none of the device's messages. */
export function decodeFrame(
  framing: SerialFraming,
  messages: readonly SerialMessage[],
  content: Uint8Array,
): DecodedFrame | undefined {
  const text = framing.kind === 'text' ? textOf(content) : undefined;
  const fields = framing.kind === 'text' && text !== undefined ? fieldsOf(text, framing) : undefined;
  if (framing.kind === 'text' && !fields) return undefined;
  for (const message of messages) {
    if (!beginsLike(message, content)) continue;
    const own = fields && message.groups ? grouped(fields, message.groups) : fields;
    const find: Find = (where) =>
      where.kind === 'bytes' ? inBytes(content, where) : own && inText(own, where, framing);
    if (message.guard.every((guard) => meets(guard, find))) return decodeMessage(message, find);
  }
  return undefined;
}

/** A frame for people: bytes as hex, text with its control characters spelled out. */
export function shownFrame(framing: SerialFraming, content: Uint8Array): string {
  if (framing.kind === 'text') return JSON.stringify(textOf(content)).slice(1, -1);
  return hexText(content);
}

export const hexText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

function decodeMessage(message: SerialMessage, find: Find): DecodedFrame {
  const deviceTimeMs = timeOf(message, find);
  if (deviceTimeMs === 'impossible') return { message, results: [], deviceTimeMs };
  const found = message.points.map(({ where }) => where && find(where));
  const alone = message.points.map((point, index): PointValue => {
    if (!point.guard.every((guard) => meets(guard, find))) return { refusal: 'guard' };
    if (!point.where) return { refusal: 'missing' };
    return pointAt(point, found[index], find);
  });
  const values = relate(message.points, alone);
  const results = message.points.map((point, index) => {
    const own = found[index];
    return {
      point,
      raw: own?.whole,
      value: values[index] ?? { refusal: 'missing' as const },
    };
  });
  return { message, results, deviceTimeMs };
}

function pointAt(point: SerialPoint, found: Found | undefined, find: Find): PointValue {
  if (!found) return { refusal: 'missing' };
  if (found.raw === '') return { refusal: 'sentinel' };
  const { raw, unit } = unitOf(point, found, find);
  return pointValue(
    point.computation ? bare(point) : point,
    raw,
    found.range,
    unit,
    found.raw === raw ? found.whole : raw,
  );
}

/** The number and the letter that says its unit: where the driver says, in its group, or right behind the number. */
function unitOf(point: SerialPoint, found: Found, find: Find): { raw: Raw; unit?: string } {
  if (!point.meaning.units) return found;
  if (point.unitAt) {
    const letter = find(point.unitAt)?.raw;
    return letter === undefined ? { raw: found.raw } : { raw: found.raw, unit: String(letter).trim() };
  }
  if (found.unit !== undefined) return { raw: found.raw, unit: found.unit.trim() };
  const [, number, letter] = /^\s*([+-]?[\d.]+)\s*(\D.*?)\s*$/.exec(String(found.raw)) ?? [];
  return number === undefined || letter === undefined ? { raw: found.raw } : { raw: number, unit: letter };
}

/** Its raw number for a formula: sentinels count, limits do not. */
function bare({ stream, meaning: { invalid } }: SerialPoint): Pick<Point, 'stream' | 'meaning'> {
  return { stream: { ...stream, kind: 'gauge' }, meaning: invalid ? { invalid } : {} };
}

function meets(guard: SerialGuard, find: Find): boolean {
  const found = find(guard.where);
  if (!found) return false;
  const needsNumber = guard.min !== undefined || guard.max !== undefined;
  const raw = typeof found.raw === 'bigint' ? Number(found.raw) : found.raw;
  const value = needsNumber && typeof raw === 'string' ? parseNumber(raw) : raw;
  return value !== undefined && holds(guard, value);
}

function inBytes(content: Uint8Array, where: Extract<Where, { kind: 'bytes' }>): Found | undefined {
  const read = readBytes(content, where);
  return read && { ...read, range: byteRange(where.type) };
}

function inText(
  fields: NonNullable<ReturnType<typeof fieldsOf>>,
  where: Extract<Where, { kind: 'text' }>,
  framing: SerialFraming,
): Found | undefined {
  const field = where.field === undefined ? { text: fields.whole } : fields.find(where.field);
  if (!field) return undefined;
  const text = where.chars ? charsOf(field.text, where.chars) : field.text;
  if (text === undefined) return undefined;
  const unit = field.unit === undefined ? {} : { unit: field.unit };
  if (where.hex) return hexDigits(text, where);
  const raw = withPoint(text.trim(), framing as TextFraming);
  return { raw, whole: raw, ...unit };
}

function hexDigits(text: string, { bit, bits }: Extract<Where, { kind: 'text' }>): Found | undefined {
  if (!/^[0-9A-Fa-f]{1,12}$/.test(text.trim())) return { raw: Number.NaN, whole: text };
  const whole = Number.parseInt(text, 16);
  const field = (low: number, high: number) => Math.floor(whole / 2 ** low) % 2 ** (high - low + 1);
  if (bit !== undefined) return { raw: field(bit, bit) === 1, whole };
  return { raw: bits ? field(bits[0], bits[1]) : whole, whole };
}

function charsOf(text: string, [first, last]: readonly [number, number]): string | undefined {
  const place = (position: number) => (position < 0 ? text.length + position : position);
  const [from, to] = [place(first), place(last) + 1];
  return from < 0 || from >= to || to > text.length ? undefined : text.slice(from, to);
}

/** Only in what is a number, with a unit behind it or without, so that a text keeps its commas. */
function withPoint(text: string, { decimal }: TextFraming): string {
  return decimal === ',' && /^[+-]?\d*,\d+\s*[^\d,\s]{0,4}$/.test(text) ? text.replace(',', '.') : text;
}

function timeOf({ time }: SerialMessage, find: Find): number | undefined | 'impossible' {
  if (!time) return undefined;
  const raw = find(time.where)?.raw;
  if (raw === undefined || raw === '') return undefined;
  if (time.form === 'nmea') return nmeaTime(String(raw), String((time.date && find(time.date)?.raw) ?? ''));
  const zone = time.zone === undefined ? {} : { zone: time.zone };
  const told = deviceTime(typeof raw === 'bigint' ? Number(raw) : raw, { form: time.form, ...zone });
  if (told.kind === 'impossible') return 'impossible';
  return told.kind === 'time' ? told.ms : undefined;
}

function beginsLike({ starts = [] }: SerialMessage, content: Uint8Array): boolean {
  return (
    content.length >= starts.length &&
    starts.every((byte, index) => byte === undefined || byte === content[index])
  );
}

/** One character for each byte. */
function textOf(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
}
