/**
 * From a JSON payload to readings, as the driver's message says. Pure: the same payload always gives the same.
 *
 * A payload may be partial: a point whose place is not in it is simply absent, because many devices send only
 * what changed. A message that has none of its points is refused whole (`missing`), because then the driver
 * does not fit the device. `null` is the device's own word for "no value". A device time that is absent
 * leaves the time of arrival; one that cannot be true refuses the message whole (`clock`).
 */
import type { PointValue, Raw } from '../../core/point-value.ts';
import { parseNumber, pointValue } from '../../core/point-value.ts';
import type { Reading } from '../../core/reading.ts';
import type { Refusal } from '../../core/source.ts';
import { deviceTime } from './device-time.ts';
import { type Json, jsonAt, parseJson } from './json.ts';
import type { Guard, MqttMessage, MqttPoint } from './settings.ts';
import { topicMatches } from './topic.ts';

/** One value, or with no `point` the whole message, that became no reading. */
export interface Refused {
  readonly point: string | undefined;
  readonly reason: Refusal;
  /** What the device sent there, cut for people. */
  readonly raw: string;
}

export type Decoded =
  /** The message's guard does not hold: the payload belongs to another message or device. */
  | { readonly kind: 'unmatched' }
  | {
      readonly kind: 'message';
      /** In the driver's order. */
      readonly readings: readonly Reading[];
      readonly refused: readonly Refused[];
      readonly deviceTimeMs: number | undefined;
    };

export function decodeMessage(message: MqttMessage, json: Json): Decoded {
  const fields = message.groups ? fieldsOf(message.groups, json) : undefined;
  const find = (where: { readonly path?: string; readonly field?: string }) =>
    where.field === undefined ? jsonAt(json, where.path) : fields?.get(where.field);

  if (!message.guard.every((guard) => holds(guard, find(guard)))) return { kind: 'unmatched' };
  const time = timeOf(message, json);
  if (time === 'impossible') {
    return refusedWhole('clock', jsonAt(json, message.time?.path));
  }

  const readings: Reading[] = [];
  const refused: Refused[] = [];
  for (const point of message.points) {
    if (point.hidden) continue;
    const raw = find(point);
    if (raw === undefined) continue;
    const result = pointAt(point, raw, find);
    if ('value' in result) readings.push({ stream: point.stream, value: result.value });
    else refused.push({ point: point.stream.point, reason: result.refusal, raw: shown(raw) });
  }
  if (readings.length + refused.length === 0) return refusedWhole('missing', json);
  return { kind: 'message', readings, refused, deviceTimeMs: time };
}

/**
 * What each point gives for a driver's sample; a point that is not in the map gave nothing. The payload is
 * JSON text, or already the JSON itself.
 */
export function decodeSample(
  messages: readonly MqttMessage[],
  raw: { readonly topic: string; readonly payload: unknown },
): Map<string, PointValue> {
  const text = typeof raw.payload === 'string' ? raw.payload : JSON.stringify(raw.payload);
  const parsed = parseJson(Buffer.from(text ?? ''));
  const values = new Map<string, PointValue>();
  for (const message of messages) {
    if (!topicMatches(message.topic, raw.topic)) continue;
    if ('refusal' in parsed) {
      for (const point of message.points) values.set(point.stream.point, { refusal: parsed.refusal });
      continue;
    }
    const decoded = decodeMessage(message, parsed.json);
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

type Find = (where: { readonly path?: string; readonly field?: string }) => Json | undefined;

function pointAt(point: MqttPoint, raw: Json, find: Find): PointValue {
  if (!point.guard.every((guard) => holds(guard, find(guard)))) return { refusal: 'guard' };
  if (raw === null) return { refusal: 'sentinel' };
  if (typeof raw === 'object') {
    const wordy = point.meaning.values || point.stream.kind === 'state' || point.stream.kind === 'text';
    return { refusal: wordy ? 'unlisted' : 'not a number' };
  }
  return pointValue(point, raw satisfies Raw);
}

/**
 * Compared as text, so that an id holds whether a device or a driver writes it with quotes or without. Limits
 * need a number.
 */
function holds(guard: Guard, raw: Json | undefined): boolean {
  if (raw === undefined || raw === null || typeof raw === 'object') return false;
  if (guard.is && !guard.is.some((wanted) => String(wanted) === String(raw))) return false;
  if (guard.min === undefined && guard.max === undefined) return true;
  const number = typeof raw === 'string' ? parseNumber(raw) : raw;
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

function timeOf(message: MqttMessage, json: Json): number | undefined | 'impossible' {
  if (!message.time) return undefined;
  const raw = jsonAt(json, message.time.path);
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
