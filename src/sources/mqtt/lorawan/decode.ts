/**
 * From an uplink to the values of points, as the driver's formats say. Pure: the same uplink always gives the same.
 *
 * A byte beyond the end of a payload is simply absent, because many devices send only what they have; that the bytes
 * are the device's own is vouched for by the radio's check.
 */
import { byteRange, readBytes } from '../../../core/byte-value.ts';
import type { Point } from '../../../core/device.ts';
import { type PointValue, pointValue, type Raw, type RawRange } from '../../../core/point-value.ts';
import { holds, relate } from '../../../core/related-points.ts';
import { jsonAt } from '../json.ts';
import { cutPayload } from './codec.ts';
import type { Uplink } from './envelope.ts';
import type { LorawanFormat, LorawanGuard, LorawanPoint, Where } from './message.ts';

/** What of an uplink a format looks at. */
export type Frame = Pick<Uplink, 'fPort' | 'payload' | 'decoded' | 'rssi' | 'snr'>;

export interface PointResult {
  readonly point: LorawanPoint;
  /** What stands there; undefined where nothing does. */
  readonly raw: Raw | undefined;
  readonly value: PointValue;
}

export type DecodedFrame =
  /** Another format's frame. */
  | { readonly kind: 'unmatched' }
  /** A sentence's end about the payload: nothing in it can be trusted. */
  | { readonly kind: 'useless'; readonly why: string }
  | {
      readonly kind: 'frame';
      /** One for each point, in the driver's order, hidden ones included. */
      readonly results: readonly PointResult[];
      /** From where on the driver could not read, for people. */
      readonly stopped: string | undefined;
    };

export function decodeFrame(format: LorawanFormat, frame: Frame): DecodedFrame {
  if (!fits(format, frame)) return { kind: 'unmatched' };
  const cut = cutPayload(format.codec, frame.payload);
  if ('useless' in cut) return { kind: 'useless', why: cut.useless };
  const find: Find = (where) => {
    if (where.kind === 'radio') return plain(frame[where.what]);
    if (where.kind === 'decoded') return plain(inDecoded(frame, where.path));
    const bytes = cut.find(where.region);
    const read = bytes && readBytes(bytes, where);
    return read && { ...read, range: byteRange(where.type) };
  };
  if (!format.guard.every((guard) => meets(guard, find))) return { kind: 'unmatched' };
  const found = format.points.map(({ where }) => where && find(where));
  const alone = format.points.map((point, index): PointValue => {
    if (!point.guard.every((guard) => meets(guard, find))) return { refusal: 'guard' };
    if (isTwice(cut.twice, point.where)) return { refusal: 'unreadable' };
    const own = found[index];
    if (!own) return { refusal: 'missing' };
    return pointValue(point.computation ? bare(point) : point, own.raw, own.range, undefined, own.whole);
  });
  const values = relate(format.points, alone);
  const results = format.points.map((point, index) => ({
    point,
    raw: found[index]?.whole,
    value: values[index] ?? { refusal: 'missing' as const },
  }));
  return { kind: 'frame', results, stopped: format.decoded ? undefined : cut.stopped };
}

/** What each point gives for a driver's sample; a point that is not in the map gave nothing. The first format that fits counts. */
export function decodeSample(formats: readonly LorawanFormat[], frame: Frame): Map<string, PointValue> {
  const values = new Map<string, PointValue>();
  for (const format of formats) {
    const decoded = decodeFrame(format, frame);
    if (decoded.kind === 'unmatched') continue;
    if (decoded.kind === 'useless')
      for (const { stream } of format.points) values.set(stream.point, { refusal: 'unreadable' });
    else
      for (const { point, raw, value } of decoded.results)
        if (raw !== undefined || !('refusal' in value) || value.refusal !== 'missing')
          values.set(point.stream.point, value);
    break;
  }
  return values;
}

interface Found {
  readonly raw: Raw;
  readonly whole: Raw;
  readonly range?: RawRange | undefined;
}

type Find = (where: Where) => Found | undefined;

function fits({ fPorts, sizes, starts = [], decoded }: LorawanFormat, frame: Frame): boolean {
  if (fPorts && !fPorts.includes(frame.fPort)) return false;
  if (decoded) return frame.decoded !== undefined;
  const { payload } = frame;
  if (sizes && !sizes.includes(payload.length)) return false;
  return (
    payload.length >= starts.length &&
    starts.every((byte, index) => byte === undefined || byte === payload[index])
  );
}

const plain = (raw: Raw | undefined): Found | undefined =>
  raw === undefined ? undefined : { raw, whole: raw };

/** A list or object is no value. */
function inDecoded({ decoded }: Frame, path: string): Raw | undefined {
  const json = decoded === undefined ? undefined : jsonAt(decoded, path);
  return json === null || typeof json === 'object' ? undefined : json;
}

const isTwice = (twice: ReadonlySet<string>, where: Where | undefined): boolean =>
  where?.kind === 'bytes' && where.region.kind === 'tlv' && twice.has(where.region.key);

function meets(guard: LorawanGuard, find: Find): boolean {
  const found = find(guard.where);
  return found !== undefined && holds(guard, typeof found.raw === 'bigint' ? Number(found.raw) : found.raw);
}

/** Its raw number for a formula: sentinels count, limits do not. */
function bare({ stream, meaning: { invalid } }: LorawanPoint): Pick<Point, 'stream' | 'meaning'> {
  return { stream: { ...stream, kind: 'gauge' }, meaning: invalid ? { invalid } : {} };
}
