/**
 * From values of points back to the frame a device would send: the inverse of `sources/serial/decode.ts`. What has no
 * inverse (a formula) is refused with a sentence; fields and bytes that no point names stay empty.
 */
import { byteCount } from '../../core/byte-value.ts';
import type { Value } from '../../core/reading.ts';
import { converter, tidy } from '../../core/unit.ts';
import { checksum, checksumBytes } from '../../sources/serial/checksum.ts';
import type {
  BinaryFraming,
  SerialFraming,
  SerialGuard,
  SerialMessage,
  SerialPoint,
  TextFraming,
  Where,
} from '../../sources/serial/device.ts';
import { putNumber } from './put-number.ts';
import { TextDraft } from './text-draft.ts';

/** False for points whose meaning cannot be undone. */
export const isPlayable = (point: SerialPoint): boolean =>
  point.where !== undefined && !point.meaning.formula && !point.computation;

/** The frame with the points that `values` names; undefined if it names none of them. */
export function encodeMessage(
  framing: SerialFraming,
  message: SerialMessage,
  values: ReadonlyMap<string, Value>,
  wallMs: number,
): Uint8Array | undefined {
  const named = message.points.filter((point) => values.has(point.stream.point) && isPlayable(point));
  if (named.length === 0) return undefined;
  const parts = named.map((point) => ({ point, raw: rawOf(point, values.get(point.stream.point) as Value) }));
  return framing.kind === 'binary'
    ? binaryFrame(framing, message, parts)
    : textFrame(framing, message, parts, wallMs);
}

interface Part {
  readonly point: SerialPoint;
  readonly raw: string | number;
}

function binaryFrame(framing: BinaryFraming, message: SerialMessage, parts: readonly Part[]): Uint8Array {
  const content = new Uint8Array(contentBytes(framing, message));
  const { start, end, checksum: check, length } = framing;
  content.set(start);
  content.set(end, content.length - end.length);
  message.starts?.forEach((byte, index) => {
    if (byte !== undefined) content[index] = byte;
  });
  for (const guard of guardsOf(message, parts)) putRaw(content, guard.where, satisfying(guard));
  for (const { point, raw } of parts) if (point.where) putRaw(content, point.where, raw);
  if (typeof length === 'object') {
    putNumber(content, { ...length, endian: framing.endian }, content.length - length.plus);
  }
  if (check) {
    const place = (position: number) => (position < 0 ? content.length + position : position);
    const sum = checksum(check.kind, content, place(check.over[0]), place(check.over[1]) + 1);
    const type = ({ 1: 'u8', 2: 'u16', 4: 'u32' } as const)[checksumBytes[check.kind]];
    putNumber(content, { byte: place(check.byte), type, endian: check.endian }, sum);
  }
  return stuffed(framing, content);
}

/** As many bytes as the frame says, or as its last point and what follows need. */
function contentBytes(
  { length, start, end, checksum: check }: BinaryFraming,
  { points }: SerialMessage,
): number {
  if (typeof length === 'number') return length;
  const ends = points.flatMap(({ where }) => {
    if (where?.kind !== 'bytes' || where.byte < 0) return [];
    return [where.byte + (where.type === 'text' ? (where.length ?? 0) : byteCount(where.type))];
  });
  const behind = check && check.byte < 0 ? -check.byte : end.length;
  return Math.max(start.length, ...ends) + behind;
}

function stuffed({ escape: stuffing, start, end }: BinaryFraming, content: Uint8Array): Uint8Array {
  if (!stuffing) return content;
  const marks = new Set([stuffing.byte, ...start, ...end]);
  const inner = content.subarray(start.length, content.length - end.length);
  const bytes = Array.from(inner).flatMap((byte) => {
    const escaped = stuffing.meaning.indexOf(byte);
    return marks.has(byte) && escaped >= 0 ? [stuffing.byte, escaped] : [byte];
  });
  return Uint8Array.from([...start, ...bytes, ...end]);
}

function putRaw(content: Uint8Array, where: Where, raw: string | number): void {
  if (where.kind !== 'bytes') return;
  const { byte, type, endian, bit, bits } = where;
  if (type === 'text') content.set(Buffer.from(String(raw).slice(0, where.length), 'latin1'), byte);
  else
    putNumber(
      content,
      { byte, type, endian, ...(bit === undefined ? (bits ? { bits } : {}) : { bits: [bit, bit] }) },
      Number(raw),
    );
}

function textFrame(
  framing: TextFraming,
  message: SerialMessage,
  parts: readonly Part[],
  wallMs: number,
): Uint8Array {
  const draft = new TextDraft(framing, message);
  if (message.time) draft.putTime(message.time, wallMs);
  for (const guard of guardsOf(message, parts)) draft.put(guard.where, String(satisfying(guard)));
  for (const { point, raw } of parts) {
    if (!point.where) continue;
    const letter = letterOf(point);
    if (letter !== undefined && point.unitAt) draft.put(point.unitAt, letter);
    draft.put(point.where, String(raw), point.unitAt ? '' : letter);
  }
  const text = Buffer.from(draft.text(), 'latin1');
  const { start, end, checksum: check } = framing;
  if (!check) return Buffer.concat([start, text, end]);
  const digits = checksum(check.kind, text, 0, text.length).toString(16).toUpperCase();
  const sum = Buffer.from(digits.padStart(checksumBytes[check.kind] * 2, '0'), 'latin1');
  return Buffer.concat([start, text, check.after, sum, end]);
}

const guardsOf = (message: SerialMessage, parts: readonly Part[]): readonly SerialGuard[] => [
  ...message.guard,
  ...parts.flatMap(({ point }) => point.guard),
];

function satisfying({ is, min, max }: SerialGuard): string | number {
  const value = is?.[0] ?? min ?? max ?? 1;
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A letter with which the value keeps its unit. */
function letterOf({ meaning, stream }: SerialPoint): string | undefined {
  return (
    Object.entries(meaning.units ?? {}).find(([, code]) => code === stream.unit)?.[0] ??
    Object.keys(meaning.units ?? {})[0]
  );
}

/** The raw number or word that the driver's meaning turns into this value. */
function rawOf(point: SerialPoint, value: Value): string | number {
  const { meaning, stream } = point;
  if (meaning.values) {
    const listed = Object.entries(meaning.values).find(([, word]) => word === value)?.[0];
    if (listed !== undefined) return listed;
    throw new RangeError(`${stream.point}: the driver lists no raw value for ${value}.`);
  }
  if (stream.kind === 'state') return Number(Boolean(value) !== (meaning.invert ?? false));
  if (stream.kind === 'text') return String(value);
  if (typeof value !== 'number') throw new RangeError(`${stream.point}: ${value} is no number.`);
  const letter = letterOf(point);
  const code = letter === undefined ? undefined : meaning.units?.[letter];
  const back = code !== undefined && stream.unit !== undefined ? converter(stream.unit, code) : undefined;
  const own = (back ? back(value) : value) - (meaning.offset ?? 0);
  const raw = tidy(own / (meaning.scale ?? 1));
  return point.where?.kind === 'bytes' && !point.where.type.startsWith('float')
    ? Math.round(raw)
    : Math.round(raw * 1_000) / 1_000;
}
