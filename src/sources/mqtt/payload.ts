/**
 * From a payload to readings, as the driver's message says. Pure: the same payload always gives the same.
 *
 * A payload may be partial: a point whose place is not in it is simply absent, because many devices send only
 * what changed. A message that has none of its points is refused whole (`missing`), because then the driver
 * does not fit the device. `null` is the device's own word for "no value". A device time that is absent
 * leaves the time of arrival; one that cannot be true refuses the message whole (`clock`).
 */
import type { PointValue, Raw } from '../../core/point-value.ts';
import { parseNumber, pointValue, withoutComma } from '../../core/point-value.ts';
import type { Reading } from '../../core/reading.ts';
import type { Refusal } from '../../core/source.ts';
import { deviceTime } from '../device-time.ts';
import { type Json, jsonAt, type Parsed, parseJson } from './json.ts';
import type { Guard, MqttMessage, MqttPoint, Where } from './settings.ts';
import { textPieces } from './text-payload.ts';
import { topicMatches } from './topic.ts';

/** One value, or with no `point` the whole message, that became no reading. */
export interface Refused {
  readonly point: string | undefined;
  readonly reason: Refusal;
  /** What the device sent there, cut for people. */
  readonly raw: string;
}

export type Decoded =
  /**
   * The message's guard does not hold: the payload belongs to another message or device. `recognised`: it is this
   * device's all the same, as far as its other messages do not take it.
   */
  | { readonly kind: 'unmatched'; readonly recognised?: RecognisedUplink }
  | {
      readonly kind: 'message';
      /** In the driver's order. */
      readonly readings: readonly Reading[];
      readonly refused: readonly Refused[];
      readonly deviceTimeMs: number | undefined;
      readonly uplink?: RecognisedUplink;
    };

/** Where an uplink stands in the counting of a LoRaWAN device. */
export interface RecognisedUplink {
  readonly devAddr: string;
  readonly fCnt: number;
  /** Its port and bytes for people. */
  readonly shown: string;
  /** Equal in all that come from one transmission of the device. */
  readonly transmission: string;
}

/** A message as it came, its payload parsed at most once however many drivers look at it. */
export interface Content {
  readonly topic: string;
  readonly payload: Uint8Array;
  json(): Parsed;
}

export function contentOf(topic: string, payload: Uint8Array): Content {
  let parsed: Parsed | undefined;
  const json = () => {
    parsed ??= parseJson(payload);
    return parsed;
  };
  return { topic, payload, json };
}

/** The payload cannot be read at all as this message wants it. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: 'unreadable' | 'too large';
}

export function decodeMessage(message: MqttMessage, content: Content): Decoded | Unreadable {
  const view = message.text ? textView(content, message.text) : jsonView(content, message);
  if ('refusal' in view) return { kind: 'unreadable', reason: view.refusal };
  const find: Find = (where) =>
    where.level === undefined ? view.find(where) : levelOf(content.topic, where.level);

  const { decimal } = message;
  if (!message.guard.every((guard) => holds(guard, find(guard), decimal))) return { kind: 'unmatched' };
  const time = timeOf(message, find);
  if (time === 'impossible') return refusedWhole('clock', message.time && find(message.time));

  const readings: Reading[] = [];
  const refused: Refused[] = [];
  for (const point of message.points) {
    if (point.hidden) continue;
    const raw = find(point);
    if (raw === undefined) continue;
    const result = pointAt(point, raw, find, decimal);
    if ('value' in result) readings.push({ stream: point.stream, value: result.value });
    else refused.push({ point: point.stream.point, reason: result.refusal, raw: shown(raw) });
  }
  if (readings.length + refused.length === 0) return refusedWhole('missing', view.whole);
  return { kind: 'message', readings, refused, deviceTimeMs: time };
}

/**
 * What each point gives for a driver's sample; a point that is not in the map gave nothing. The payload is
 * text, or JSON itself.
 */
export function decodeSample(
  messages: readonly MqttMessage[],
  raw: { readonly topic: string; readonly payload: unknown },
): Map<string, PointValue> {
  const text = typeof raw.payload === 'string' ? raw.payload : JSON.stringify(raw.payload);
  const content = contentOf(raw.topic, Buffer.from(text ?? ''));
  const values = new Map<string, PointValue>();
  for (const message of messages) {
    if (!topicMatches(message.topic, raw.topic)) continue;
    const decoded = decodeMessage(message, content);
    if (decoded.kind === 'unreadable') {
      for (const point of message.points) values.set(point.stream.point, { refusal: decoded.reason });
      continue;
    }
    if (decoded.kind === 'unmatched') continue;
    for (const { stream, value } of decoded.readings) values.set(stream.point, { value });
    for (const { point, reason } of decoded.refused) {
      const names = point === undefined ? message.points.map((each) => each.stream.point) : [point];
      for (const name of names) values.set(name, { refusal: reason });
    }
    break;
  }
  return values;
}

/** A piece of a payload for people: its JSON, cut after 80 characters. */
export function shown(json: Json | undefined): string {
  const text = json === undefined ? '' : JSON.stringify(json);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

type Find = (where: Where) => Json | undefined;

interface View {
  readonly find: Find;
  /** All of it, for people. */
  readonly whole: Json;
}

function jsonView(content: Content, { groups }: MqttMessage): View | Extract<Parsed, { refusal: unknown }> {
  const parsed = content.json();
  if ('refusal' in parsed) return parsed;
  const { json } = parsed;
  const fields = groups ? fieldsOf(groups, json) : undefined;
  const find: Find = ({ field, path }) => (field === undefined ? jsonAt(json, path) : fields?.get(field));
  return { find, whole: json };
}

function textView(
  content: Content,
  form: NonNullable<MqttMessage['text']>,
): View | Extract<Parsed, { refusal: unknown }> {
  const result = textPieces(content.payload, form);
  if ('refusal' in result) return result;
  const find: Find = ({ field }) => (field === undefined ? undefined : result.pieces.get(field));
  return { find, whole: [...result.pieces.values()].join(form.separator ?? '') };
}

function levelOf(topic: string, level: number): string | undefined {
  return topic.split('/').at(level);
}

type Decimal = MqttMessage['decimal'];

function pointAt(point: MqttPoint, written: Json, find: Find, decimal: Decimal): PointValue {
  if (!point.guard.every((guard) => holds(guard, find(guard), decimal))) return { refusal: 'guard' };
  if (written === null) return { refusal: 'sentinel' };
  const wordy =
    point.meaning.values !== undefined || point.stream.kind === 'state' || point.stream.kind === 'text';
  if (typeof written === 'object') return { refusal: wordy ? 'unlisted' : 'not a number' };
  const raw = wordy ? written : withPoint(written, decimal);
  if (raw === undefined) return { refusal: 'not a number' };
  if (!point.meaning.units) return pointValue(point, raw satisfies Raw);
  if (point.unitAt) {
    const unit = find(point.unitAt);
    return pointValue(point, raw, undefined, typeof unit === 'string' ? unit.trim() : undefined);
  }
  const [, number = raw, unit] = (typeof raw === 'string' && numberAndUnit.exec(raw)) || [];
  return pointValue(point, number, undefined, unit);
}

/** A number in quotes as it would be with a point; undefined if it is none with this mark. */
const withPoint = <T extends number | boolean>(raw: T | string, decimal: Decimal) =>
  decimal === ',' && typeof raw === 'string' ? withoutComma(raw) : raw;

/** Such as "21.5 C"; what stands behind the number is its unit. */
const numberAndUnit = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*?)\s*$/;

/**
 * Compared as text, so that an id holds whether a device or a driver writes it with quotes or without. Limits
 * need a number.
 */
function holds(guard: Guard, raw: Json | undefined, decimal: Decimal): boolean {
  if (raw === undefined || raw === null || typeof raw === 'object') return false;
  if (guard.is && !guard.is.some((wanted) => String(wanted) === String(raw))) return false;
  if (guard.min === undefined && guard.max === undefined) return true;
  const pointed = withPoint(raw, decimal);
  const number = typeof pointed === 'string' ? parseNumber(pointed) : pointed;
  if (typeof number !== 'number') return false;
  return number >= (guard.min ?? -Infinity) && number <= (guard.max ?? Infinity);
}

/**
 * The named entries of a list. A name that occurs twice with different values names neither: both
 * are kept as a list, which is a value for no point.
 */
function fieldsOf(groups: NonNullable<MqttMessage['groups']>, json: Json): Map<string, Json> {
  const fields = new Map<string, Json>();
  const list = jsonAt(json, groups.path);
  if (!Array.isArray(list)) return fields;
  for (const entry of list as readonly Json[]) {
    const name = jsonAt(entry, groups.name);
    const value = jsonAt(entry, groups.value);
    if ((typeof name !== 'string' && typeof name !== 'number') || value === undefined) continue;
    const before = fields.get(String(name));
    const twice = before !== undefined && before !== value;
    fields.set(String(name), twice ? [before, value] : value);
  }
  return fields;
}

function timeOf(message: MqttMessage, find: Find): number | undefined | 'impossible' {
  if (!message.time) return undefined;
  const raw = find(message.time);
  if (raw === undefined || raw === null) return undefined;
  const time = deviceTime(raw, message.time);
  if (time.kind === 'impossible') return 'impossible';
  return time.kind === 'time' ? time.ms : undefined;
}

function refusedWhole(reason: Refusal, raw: Json | undefined): Decoded {
  return {
    kind: 'message',
    readings: [],
    refused: [{ point: undefined, reason, raw: shown(raw) }],
    deviceTimeMs: undefined,
  };
}
