/**
 * From values of points back to the payload a device would publish: the inverse of `sources/mqtt/payload.ts`.
 * What has no inverse (a formula, a unit letter) is refused with a sentence.
 */
import { parseNumber } from '../../core/point-value.ts';
import type { Value } from '../../core/reading.ts';
import { tidy } from '../../core/unit.ts';
import { zoneOffsetMs } from '../../sources/device-time.ts';
import { type Json, pointerTokens } from '../../sources/mqtt/json.ts';
import type { Guard, MqttMessage, MqttPoint, Where } from '../../sources/mqtt/settings.ts';

export interface Publication {
  readonly topic: string;
  /** JSON, or the text of a message that is no JSON. */
  readonly payload: Json;
}

/** The message with the points that `values` names; undefined if it names none of them. */
export function encodeMessage(
  message: MqttMessage,
  values: ReadonlyMap<string, Value>,
  wallMs: number,
): Publication | undefined {
  const named = message.points.filter(({ stream }) => values.has(stream.point));
  if (named.length === 0) return undefined;
  const payload = new Payload(message);
  if (message.time) payload.put(message.time, timeText(message.time, wallMs));
  for (const guard of message.guard) payload.put(guard, satisfying(guard));
  for (const point of named) {
    for (const guard of point.guard) payload.put(guard, satisfying(guard));
    payload.put(point, rawOf(point, values.get(point.stream.point) as Value));
  }
  return { topic: payload.topic(), payload: payload.content() };
}

/** False for points whose meaning cannot be undone. */
export const isPlayable = ({ meaning, hidden }: MqttPoint) => !hidden && !meaning.formula && !meaning.units;

/** A topic that the filter lets through. */
export function topicWithin(filter: string): string {
  return filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? 'simulated' : level))
    .join('/');
}

type Container = { [key: string]: Json } | Json[];

class Payload {
  private readonly message: MqttMessage;
  private root: Json = {};
  private readonly fields = new Map<string, Json>();
  private readonly levels: string[];

  constructor(message: MqttMessage) {
    this.message = message;
    this.levels = topicWithin(message.topic).split('/');
  }

  put(where: Where, value: Json): void {
    if (where.level !== undefined) {
      const at = where.level < 0 ? this.levels.length + where.level : where.level;
      if (this.levels[at] !== undefined) this.levels[at] = String(value);
    } else if (where.field !== undefined) this.fields.set(where.field, value);
    else if (where.path === undefined) this.root = value;
    else putAt(this.root, where.path, value);
  }

  topic(): string {
    return this.levels.join('/');
  }

  content(): Json {
    const { groups, text } = this.message;
    if (text) return textOf(this.fields, text);
    if (groups) {
      const entries = [...this.fields].map(([name, value]) => {
        const entry: Json = {};
        putAt(entry, groups.name, name);
        putAt(entry, groups.value, value);
        return entry;
      });
      putAt(this.root, groups.path, entries);
    }
    return this.root;
  }
}

/** Pieces between those that have a value are left empty. */
function textOf(fields: ReadonlyMap<string, Json>, form: NonNullable<MqttMessage['text']>): string {
  const { separator = '', pairs } = form;
  const written = (value: Json) => (form.decimal === ',' ? String(value).replace('.', ',') : String(value));
  if (pairs !== undefined)
    return [...fields].map(([name, v]) => `${name}${pairs}${written(v)}`).join(separator);
  const pieces: string[] = [];
  for (const [index, value] of fields) pieces[Number(index)] = written(value);
  return Array.from(pieces, (piece = '') => piece).join(separator);
}

/** Puts a value at a JSON Pointer; makes what is missing on the way, a list where the next step is a number. */
function putAt(root: Json, pointer: string, value: Json): void {
  const tokens = pointerTokens(pointer);
  const last = tokens.pop() ?? '';
  let place: Json = root;
  for (const [i, token] of tokens.entries()) {
    const container = containerAt(place, pointer);
    const inside: Json =
      (Object.hasOwn(container, token) ? container[token as never] : undefined) ??
      (/^\d+$/.test(tokens[i + 1] ?? last) ? [] : {});
    container[token as never] = inside as never;
    place = inside;
  }
  containerAt(place, pointer)[last as never] = value as never;
}

function containerAt(json: Json, pointer: string): Container {
  if (typeof json === 'object' && json !== null) return json as Container;
  throw new RangeError(`${pointer} leads through a place that has a value of its own.`);
}

function rawOf({ meaning, stream }: MqttPoint, value: Value): Json {
  if (meaning.values) {
    const listed = Object.entries(meaning.values).find(([, word]) => word === value)?.[0];
    if (listed === undefined)
      throw new RangeError(`${stream.point}: the driver lists no raw value for ${value}.`);
    return listed === 'true' || listed === 'false' ? listed === 'true' : (parseNumber(listed) ?? listed);
  }
  if (stream.kind === 'state') return Boolean(value) !== (meaning.invert ?? false);
  if (stream.kind === 'text') return String(value);
  if (typeof value !== 'number') throw new RangeError(`${stream.point}: ${value} is no number.`);
  if (meaning.formula || meaning.units)
    throw new RangeError(`${stream.point}: a point with a formula or units cannot be played backwards.`);
  return tidy((value - (meaning.offset ?? 0)) / (meaning.scale ?? 1));
}

function satisfying(guard: Guard): Json {
  return guard.is?.[0] ?? guard.min ?? guard.max ?? true;
}

function timeText(time: NonNullable<MqttMessage['time']>, wallMs: number): Json {
  if (time.form === 'unixMs') return wallMs;
  if (time.form === 'unixNs') return wallMs * 1_000_000;
  if (time.form === 'unix') return Math.floor(wallMs / 1000);
  if (time.zone === undefined) return new Date(wallMs).toISOString();
  return new Date(wallMs + zoneOffsetMs(time.zone, wallMs)).toISOString().slice(0, 19);
}
