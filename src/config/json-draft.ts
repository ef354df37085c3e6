/** Drafts from JSON: the payload of an MQTT device, and an uplink as ChirpStack 4 and The Things Stack 3 publish it. */

import type { DraftedPoint, MessageDraft } from './drafted-driver.ts';
import { DraftedNames, takesText, unitDoubt, vocabularyUnit } from './drafted-names.ts';

type Json = Readonly<Record<string, unknown>>;

interface Leaf {
  readonly path: string;
  readonly value: number | string | boolean;
}

export function payloadDraft(text: string, written: Json, topic: string | undefined): MessageDraft {
  const commas = writesCommas(written);
  const json = commas ? (withoutCommas(written) as Json) : written;
  const groups = groupsIn(json);
  const leaves = leavesOf(json).filter(({ path }) => !groups || !path.startsWith(`${groups.path}/`));
  const time = leaves.map(timeOf).find((found) => found !== undefined);
  const plain = drafted(leaves.filter(({ path }) => path !== time?.path));
  const grouped = drafted(groups?.entries ?? [], 'field', plain.names);
  const shown = topic === undefined ? '"{topic}"' : JSON.stringify(topic);
  return {
    kind: 'MQTT payload',
    lines: [
      ...(topic === undefined
        ? ['params:', '  topic: { help: "Topic that the device publishes to; kopru mqtt tail shows it" }']
        : []),
      'mqtt:',
      `  topic: ${shown}`,
      ...(commas ? ['  decimal: ","'] : []),
      ...(time ? [`  time: { path: ${time.path}, form: ${time.form}${time.zone} }`] : []),
      ...(groups ? [`  groups: { path: ${groups.path}, name: ${groups.name}, value: ${groups.value} }`] : []),
    ],
    points: [...plain.points, ...grouped.points],
    leftOut: plain.leftOut,
    sample: [
      `raw: { topic: ${JSON.stringify(topic ?? 'device')}, payload: ${quoted(text)} }`,
      ...(topic === undefined ? ['params: { topic: device }'] : []),
    ],
  };
}

/** Undefined for what no network server sends. */
export function uplinkDraft(json: Json): MessageDraft | undefined {
  const uplink = chirpstack(json) ?? theThingsStack(json);
  if (!uplink) return undefined;
  const { fPort, bytes, decoded } = uplink;
  const data = (bytes.toString('hex').match(/../g) ?? []).join(' ').toUpperCase();
  if (decoded) {
    return {
      kind: 'LoRaWAN uplink',
      lines: ['lorawan:', `  fPort: ${fPort}`, '  decoded: true   # by the network server'],
      ...drafted(leavesOf(decoded)),
      sample: [`raw: { fPort: ${fPort}, data: "${data}", decoded: ${JSON.stringify(decoded)} }`],
    };
  }
  return {
    kind: 'LoRaWAN uplink',
    lines: [
      '# Byte by byte, for the payload table of the manual: join bytes (type: u16), say where values stand in entries (tlv)',
      '# or groups (flags), see docs/drivers.md.',
      'lorawan:',
      `  fPort: ${fPort}`,
      `  size: ${bytes.length}`,
      '  endian: big',
    ],
    points: [...bytes].map((value, byte) => ({ name: `x-byte${byte}`, keys: [`byte: ${byte}`], value })),
    leftOut: [],
    sample: [`raw: { fPort: ${fPort}, data: "${data}" }`],
  };
}

interface Uplink {
  readonly fPort: number;
  readonly bytes: Buffer;
  readonly decoded: Json | undefined;
}

function chirpstack({ deviceInfo, fPort, data, object }: Json): Uplink | undefined {
  if (typeof deviceInfo !== 'object') return undefined;
  return uplinkOf(fPort, data, object);
}

function theThingsStack({ end_device_ids, uplink_message: uplink }: Json): Uplink | undefined {
  if (typeof end_device_ids !== 'object' || typeof uplink !== 'object' || uplink === null) return undefined;
  const { f_port, frm_payload, decoded_payload } = uplink as Json;
  return uplinkOf(f_port, frm_payload, decoded_payload);
}

function uplinkOf(fPort: unknown, data: unknown, decoded: unknown): Uplink {
  return {
    // A port of 0 and an empty payload are left out by proto3.
    fPort: typeof fPort === 'number' ? fPort : 1,
    bytes: Buffer.from(typeof data === 'string' ? data : '', 'base64'),
    decoded:
      typeof decoded === 'object' && decoded !== null && Object.keys(decoded).length > 0
        ? (decoded as Json)
        : undefined,
  };
}

/** Everything that is a value, by its JSON Pointer; null and empty lists are none. */
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    leavesOf(each, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function drafted(leaves: readonly Leaf[], key: 'path' | 'field' = 'path', names = new DraftedNames()) {
  const leftOut: string[] = [];
  const points = leaves.flatMap((leaf) => {
    const point = pointOf(leaf, names, key);
    if (typeof point.value !== 'string' || takesText(point.name)) return [point];
    leftOut.push(leaf.path);
    return [];
  });
  return { points, leftOut, names };
}

function pointOf({ path, value }: Leaf, names: DraftedNames, key: 'path' | 'field'): DraftedPoint {
  const words = path.split('/').filter(Boolean).join(' ');
  const name = names.of(words);
  const number = numberOf(value);
  const unit = number === undefined ? undefined : vocabularyUnit(name);
  return {
    name,
    keys: [
      `${key}: ${key === 'path' && /^[\w/.-]+$/.test(path) ? path : JSON.stringify(path)}`,
      ...(unit === undefined ? [] : [`unit: ${unit}`]),
      // A quantity of one's own is a number unless it says otherwise.
      ...(typeof value === 'boolean' && name.startsWith('x-') ? ['kind: state'] : []),
    ],
    value: number ?? value,
    doubt: unit === undefined ? undefined : unitDoubt(unit),
  };
}

/** Many devices write numbers as texts. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/** Whether numbers in quotes have a decimal comma; 1,234 alone may be a thousand, and says nothing. */
function writesCommas(json: Json): boolean {
  const texts = leavesOf(json).flatMap(({ value }) => (typeof value === 'string' ? [value.trim()] : []));
  const tells = texts.some((text) => /^[+-]?\d+,(\d{1,2}|\d{4,})$/.test(text));
  return tells && !texts.some((text) => /^[+-]?\d+\.\d+$/.test(text));
}

function withoutCommas(value: unknown): unknown {
  if (typeof value === 'string') return /^\s*[+-]?\d+,\d+\s*$/.test(value) ? value.replace(',', '.') : value;
  if (Array.isArray(value)) return value.map(withoutCommas);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutCommas(each)]));
}

interface Groups {
  readonly path: string;
  readonly name: string;
  readonly value: string;
  readonly entries: readonly Leaf[];
}

/** A list of objects in each of which one text names one value. */
function groupsIn(json: Json, path = ''): Groups | undefined {
  for (const [key, value] of Object.entries(json)) {
    const own = `${path}/${key}`;
    const found = Array.isArray(value)
      ? groupsOf(own, value)
      : typeof value === 'object' && value !== null
        ? groupsIn(value as Json, own)
        : undefined;
    if (found) return found;
  }
  return undefined;
}

function groupsOf(path: string, list: readonly unknown[]): Groups | undefined {
  const objects = list.filter((each): each is Json => typeof each === 'object' && each !== null);
  if (objects.length === 0 || objects.length < list.length) return undefined;
  const keys = Object.keys(objects[0] ?? {});
  const isNaming = (key: string) => {
    const texts = objects.map((each) => each[key]);
    return (
      texts.every((text) => typeof text === 'string' && numberOf(text) === undefined) &&
      new Set(texts).size === texts.length
    );
  };
  const name = keys.find(isNaming);
  const value = keys.find((key) => objects.some((each) => numberOf(each[key]) !== undefined));
  if (name === undefined || value === undefined) return undefined;
  const entries = objects.map((each) => ({ path: String(each[name]), value: each[value] as Leaf['value'] }));
  return { path, name: `/${name}`, value: `/${value}`, entries };
}

/** The device's own time, told from its name and its look. */
function timeOf({ path, value }: Leaf): { path: string; form: string; zone: string } | undefined {
  if (!/(time|date|stamp|zaman|tarih|\/(ts|at|t))$/i.test(path)) return undefined;
  if (typeof value === 'number') {
    const digits = String(Math.trunc(value)).length;
    const form = { 10: 'unix', 13: 'unixMs', 19: 'unixNs' }[digits];
    return form === undefined ? undefined : { path, form, zone: '' };
  }
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value)) return undefined;
  return { path, form: 'iso', zone: /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? '' : ', zone: site' };
}

/** In single quotes, where JSON stays as it is. */
const quoted = (text: string) => `'${text.replaceAll(/\s*\n\s*/g, ' ').replaceAll("'", "''")}'`;
