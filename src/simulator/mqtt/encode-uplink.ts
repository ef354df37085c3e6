/**
 * From values of points back to the uplink that a network server would publish: the inverse of
 * `sources/mqtt/lorawan`. Zeros are left out of the envelope, as proto3 does.
 */
import { byteCount } from '../../core/byte-value.ts';
import type { Value } from '../../core/reading.ts';
import { tidy } from '../../core/unit.ts';
import type { Json } from '../../sources/mqtt/json.ts';
import type {
  Codec,
  LorawanFormat,
  LorawanGuard,
  LorawanMessage,
  LorawanPoint,
  Where,
} from '../../sources/mqtt/lorawan/message.ts';
import { putNumber } from '../serial/put-number.ts';
import { type Publication, topicWithin } from './encode.ts';

export interface Transmission {
  /** Counts up with every uplink. */
  readonly fCnt: number;
  readonly wallMs: number;
  /** In place of the payload that the values make. */
  readonly payload?: Uint8Array;
}

/** False for points whose meaning cannot be undone. */
export const isUplinkPlayable = ({ where, hidden, meaning, computation }: LorawanPoint): boolean =>
  where !== undefined && where.kind !== 'decoded' && !hidden && !meaning.formula && !computation;

/** The uplink with the points that `values` names; undefined if it names none of its payload. */
export function encodeUplink(
  message: LorawanMessage,
  values: ReadonlyMap<string, Value>,
  transmission: Transmission,
): Publication | undefined {
  const payload = transmission.payload ?? encodePayload(message, values);
  if (!payload) return undefined;
  const radio = (what: 'rssi' | 'snr', otherwise: number) => {
    const point = message.points.find(({ where }) => where?.kind === 'radio' && where.what === what);
    const value = point && values.get(point.stream.point);
    return typeof value === 'number' ? Math.round(value * 10) / 10 : otherwise;
  };
  const facts = {
    ...transmission,
    fPort: message.fPorts?.[0] ?? 1,
    data: Buffer.from(payload).toString('base64'),
    rssi: radio('rssi', -97),
    snr: radio('snr', 7.5),
  };
  const topic = topicWithin(message.topic);
  return {
    topic,
    payload: message.network === 'chirpstack' ? chirpstack(message, facts) : tts(message, facts),
  };
}

/** The bytes that say these values; undefined if none of them stands in the payload. */
export function encodePayload(
  format: LorawanFormat,
  values: ReadonlyMap<string, Value>,
): Uint8Array | undefined {
  const parts = format.points.flatMap((point): Part[] => {
    const value = values.get(point.stream.point);
    if (value === undefined || !isUplinkPlayable(point) || point.where?.kind !== 'bytes') return [];
    return [{ where: point.where, raw: rawOf(point, value), guard: point.guard }];
  });
  if (parts.length === 0) return undefined;
  const guards = [...format.guard, ...parts.flatMap(({ guard }) => guard)].flatMap(satisfied);
  return assembled(format, [...guards, ...parts]);
}

type BytesAt = Extract<Where, { kind: 'bytes' }>;

interface Part {
  readonly where: BytesAt;
  readonly raw: string | number;
  readonly guard: readonly LorawanGuard[];
}

function assembled(format: LorawanFormat, parts: readonly Part[]): Uint8Array {
  const { codec } = format;
  const regionSize = (key: string) =>
    Math.max(0, ...parts.filter(inRegion(key)).map(({ where }) => endOf(where)));
  const fill = (key: string, bytes: Uint8Array) => {
    for (const part of parts.filter(inRegion(key))) put(bytes, part);
    return bytes;
  };
  const begin = (bytes: Uint8Array) => {
    format.starts?.forEach((byte, index) => {
      if (byte !== undefined && index < bytes.length) bytes[index] = byte;
    });
    return bytes;
  };
  if (codec.kind === 'tlv') {
    const used = [...codec.entries].filter(([key]) => parts.some(inRegion(`tlv ${key}`)));
    return Buffer.concat(
      used.flatMap(([key, size]) => [Buffer.from(key, 'hex'), fill(`tlv ${key}`, new Uint8Array(size))]),
    );
  }
  if (codec.kind === 'flags') return withGroups(codec, parts, fill, begin);
  const needed = Math.max(regionSize('payload'), format.starts?.length ?? 0);
  const size = format.sizes?.filter((each) => each >= needed).toSorted((a, b) => a - b)[0] ?? needed;
  return fill('payload', begin(new Uint8Array(size)));
}

function withGroups(
  { byte, type, endian, sizes }: Extract<Codec, { kind: 'flags' }>,
  parts: readonly Part[],
  fill: (key: string, bytes: Uint8Array) => Uint8Array,
  begin: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const groups = sizes.flatMap((size, flag) =>
    parts.some(inRegion(`flag ${flag}`)) ? [{ flag, bytes: fill(`flag ${flag}`, new Uint8Array(size)) }] : [],
  );
  const head = fill('payload', begin(new Uint8Array(byte + byteCount(type))));
  putNumber(
    head,
    { byte, type, endian },
    groups.reduce((flags, { flag }) => flags + 2 ** flag, 0),
  );
  return Buffer.concat([head, ...groups.map(({ bytes }) => bytes)]);
}

const inRegion = (key: string) => (part: Part) => keyOf(part.where) === key;

function keyOf({ region }: BytesAt): string {
  if (region.kind === 'payload') return 'payload';
  return region.kind === 'tlv' ? `tlv ${region.key}` : `flag ${region.flag}`;
}

const endOf = ({ byte, type, length }: BytesAt): number =>
  byte < 0 ? -byte : byte + (type === 'text' ? (length ?? 0) : byteCount(type));

function put(content: Uint8Array, { where, raw }: Part): void {
  const { byte, type, endian, bit, bits } = where;
  if (type === 'text') {
    content.set(Buffer.from(String(raw).slice(0, where.length), 'latin1'), byte);
    return;
  }
  const field = bit === undefined ? bits : ([bit, bit] as const);
  putNumber(content, { byte, type, endian, ...(field ? { bits: field } : {}) }, Number(raw));
}

function satisfied({ where, is, min, max }: LorawanGuard): Part[] {
  if (where.kind !== 'bytes') return [];
  const value = is?.[0] ?? min ?? max ?? 1;
  return [{ where, raw: typeof value === 'boolean' ? Number(value) : value, guard: [] }];
}

/** The raw number or text that the driver's meaning turns into this value. */
function rawOf({ meaning, stream, where }: LorawanPoint, value: Value): string | number {
  if (meaning.values) {
    const listed = Object.entries(meaning.values).find(([, word]) => word === value)?.[0];
    if (listed === undefined)
      throw new RangeError(`${stream.point}: the driver lists no raw value for ${value}.`);
    return listed === 'true' || listed === 'false' ? Number(listed === 'true') : listed;
  }
  if (stream.kind === 'state') return Number(Boolean(value) !== (meaning.invert ?? false));
  if (stream.kind === 'text') return String(value);
  if (typeof value !== 'number') throw new RangeError(`${stream.point}: ${value} is no number.`);
  const raw = tidy((value - (meaning.offset ?? 0)) / (meaning.scale ?? 1));
  return where?.kind === 'bytes' && !where.type.startsWith('float') ? Math.round(raw) : raw;
}

interface Facts extends Transmission {
  readonly fPort: number;
  readonly data: string;
  readonly rssi: number;
  readonly snr: number;
}

const devAddr = '01189440';

function chirpstack({ devEui }: LorawanMessage, { fCnt, fPort, data, rssi, snr, wallMs }: Facts): Json {
  return {
    time: new Date(wallMs).toISOString(),
    deviceInfo: { applicationId: 'simulated', deviceName: `simulated ${devEui}`, devEui },
    devAddr,
    dr: 5,
    ...withoutZero({ fCnt }),
    fPort,
    ...(data === '' ? {} : { data }),
    rxInfo: [{ gatewayId: '0016c001f153a14c', ...withoutZero({ rssi, snr }) }],
  };
}

function tts({ devEui }: LorawanMessage, { fCnt, fPort, data, rssi, snr, wallMs }: Facts): Json {
  const time = new Date(wallMs).toISOString();
  return {
    end_device_ids: { device_id: 'simulated', dev_eui: devEui.toUpperCase(), dev_addr: devAddr },
    received_at: time,
    uplink_message: {
      f_port: fPort,
      ...withoutZero({ f_cnt: fCnt }),
      ...(data === '' ? {} : { frm_payload: data }),
      rx_metadata: [{ gateway_ids: { gateway_id: 'simulated' }, ...withoutZero({ rssi, snr }) }],
      received_at: time,
    },
  };
}

const withoutZero = (numbers: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== 0));
