/**
 * Frames of bytes: start, length (fixed, or said by the frame), end, byte stuffing, silence, checksum. Positions
 * count in the frame as its device meant it, start and end included, stuffing undone. Pure.
 */
import { numberAt } from '../../core/byte-value.ts';
import { checksum, checksumBytes, type Sums } from './checksum.ts';
import { hexText } from './decode.ts';
import type { BinaryFraming } from './device.ts';
import {
  bad,
  type FrameFormat,
  findBytes,
  type Judgement,
  matchesAt,
  partial,
  seekBytes,
} from './frame-format.ts';
import { mostFrameBytes } from './settings.ts';

export function binaryFormat(framing: BinaryFraming): FrameFormat {
  const { start, gapMs } = framing;
  const cut = framing.escape ? unstuffing(framing, framing.escape) : plain(framing);
  return {
    seek: (bytes, from, to) => seekBytes(bytes, start, from, to),
    judge(bytes, from, to, ended) {
      if (to - from < start.length) return ended ? bad('torn') : partial;
      return cut(bytes, from, to, ended);
    },
    ...(gapMs === undefined ? {} : { gapMs }),
  };
}

type Cut = (bytes: Uint8Array, from: number, to: number, ended: boolean) => Judgement;

/** Nothing is stuffed: the content is the very bytes of the line. */
function plain(framing: BinaryFraming): Cut {
  const { start, end, gapMs } = framing;
  const least = leastBytes(framing);
  return (bytes, from, to, ended) => {
    const incomplete = ended ? bad('torn') : partial;
    let next: number;
    if (gapMs !== undefined) {
      if (!ended) return to - from > mostFrameBytes ? bad('length') : partial;
      next = to;
    } else if (framing.length !== undefined) {
      const length = lengthOf(framing.length, framing, bytes, from, to);
      if (length === undefined) return incomplete;
      if (length < least || length > mostFrameBytes) return bad('length');
      if (to - from < length) return incomplete;
      next = from + length;
    } else {
      const at = findBytes(bytes, end, from + start.length, to);
      if (at < 0) return to - from > mostFrameBytes ? bad('length') : incomplete;
      next = at + end.length;
    }
    return accepted(framing, bytes.subarray(from, next), least, next);
  };
}

/** Undoes the stuffing byte by byte; ends where the frame says, or at an end that is not stuffed. */
function unstuffing(framing: BinaryFraming, stuffing: NonNullable<BinaryFraming['escape']>): Cut {
  const { start, end, gapMs } = framing;
  const least = leastBytes(framing);
  const content = new Uint8Array(mostFrameBytes);
  // Where one mark both ends a frame and begins the next, it stays for the next.
  const shared = end.length > 0 && start.length === end.length && matchesAt(start, end, 0, end.length);

  return (bytes, from, to, ended) => {
    const incomplete = ended ? bad('torn') : partial;
    content.set(start);
    let size = start.length;
    let at = from + start.length;
    for (;;) {
      if (framing.length !== undefined && gapMs === undefined) {
        const length = lengthOf(framing.length, framing, content, 0, size);
        if (length !== undefined && (length < least || length > mostFrameBytes)) return bad('length');
        if (length !== undefined && size >= length) break;
      }
      if (at >= to) {
        if (gapMs !== undefined && ended) break;
        return incomplete;
      }
      if (size >= mostFrameBytes) return bad('length');
      if (
        framing.length === undefined &&
        gapMs === undefined &&
        end.length > 0 &&
        matchesAt(bytes, end, at, to)
      ) {
        if (at + end.length > to) return incomplete;
        content.set(end, size);
        const next = shared ? at : at + end.length;
        if (size === start.length) return bad('length');
        return accepted(framing, content.subarray(0, size + end.length), least, next);
      }
      const byte = bytes[at++] ?? 0;
      if (byte !== stuffing.byte) content[size++] = byte;
      else if (at >= to) return incomplete;
      else {
        const meant = stuffing.meaning[bytes[at++] ?? 0];
        if (meant === undefined) return bad('characters');
        content[size++] = meant;
      }
    }
    return accepted(framing, content.subarray(0, size), least, at);
  };
}

function accepted(framing: BinaryFraming, frame: Uint8Array, least: number, next: number): Judgement {
  if (frame.length < least) return bad('length');
  const { end, length, checksum: check } = framing;
  if (length !== undefined && lengthOf(length, framing, frame, 0, frame.length) !== frame.length)
    return bad('length');
  if (!matchesAt(frame, end, frame.length - end.length, frame.length)) return bad('end');
  if (check && computedOf(check, frame) !== toldIn(check, frame)) return bad('checksum');
  return { kind: 'frame', next, content: frame };
}

type Check = NonNullable<BinaryFraming['checksum']>;

const placeIn = (frame: Uint8Array, position: number) => (position < 0 ? frame.length + position : position);

const toldIn = ({ kind, byte, endian }: Check, frame: Uint8Array) =>
  numberAt(frame, placeIn(frame, byte), typeOfBytes[checksumBytes[kind]], endian);

const computedOf = ({ kind, over: [first, last] }: Check, frame: Uint8Array) =>
  checksum(kind, frame, placeIn(frame, first), placeIn(frame, last) + 1);

/** Of a frame that is sound but for its checksum; both as the bytes stand on the line. */
export function binarySumsOf(framing: BinaryFraming, bytes: Uint8Array): Sums | undefined {
  const { checksum: check, ...unchecked } = framing;
  const judged = binaryFormat(unchecked).judge(bytes, 0, bytes.length, true);
  if (!check || judged.kind !== 'frame') return undefined;
  const at = placeIn(judged.content, check.byte);
  const size = checksumBytes[check.kind];
  const computed = Buffer.alloc(size);
  if (check.endian === 'little') computed.writeUIntLE(computedOf(check, judged.content), 0, size);
  else computed.writeUIntBE(computedOf(check, judged.content), 0, size);
  return { said: hexText(judged.content.subarray(at, at + size)), computed: hexText(computed) };
}

const typeOfBytes = { 1: 'u8', 2: 'u16', 4: 'u32' } as const;

/** Bytes of the whole frame; undefined while its own number has not come. */
function lengthOf(
  length: NonNullable<BinaryFraming['length']>,
  { endian }: BinaryFraming,
  bytes: Uint8Array,
  from: number,
  to: number,
): number | undefined {
  if (typeof length === 'number') return length;
  const size = { u8: 1, u16: 2, u32: 4 }[length.type];
  if (from + length.byte + size > to) return undefined;
  return Number(numberAt(bytes, from + length.byte, length.type, endian)) + length.plus;
}

/** Fewer bytes cannot hold what the frame is said to consist of. */
function leastBytes({ start, end, length, checksum: check }: BinaryFraming): number {
  const header =
    typeof length === 'object' ? length.byte + { u8: 1, u16: 2, u32: 4 }[length.type] : start.length;
  const reach = (position: number, bytes: number) => (position < 0 ? -position : position + bytes);
  const checked = check
    ? Math.max(reach(check.byte, checksumBytes[check.kind]), reach(check.over[0], 1), reach(check.over[1], 1))
    : 0;
  return Math.max(header + end.length, checked, 1);
}
