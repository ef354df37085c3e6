/**
 * Frames of text: what stands between start and end, with a checksum behind a mark or an exact length. The start
 * cannot occur inside: a text that holds it again was torn, and the next one begins there. Pure.
 */
import { checksum, checksumBytes, type Sums } from './checksum.ts';
import type { TextFraming } from './device.ts';
import { bad, type FrameFormat, findBytes, type Judgement, partial, seekBytes } from './frame-format.ts';
import { mostFrameBytes } from './settings.ts';

export function textFormat(framing: TextFraming): FrameFormat {
  const { start, end } = framing;
  return {
    seek: (bytes, from, to) => seekBytes(bytes, start, from, to),
    judge(bytes, from, to, ended) {
      const began = from + start.length;
      const incomplete = ended ? bad('torn') : partial;
      const until = textEnd(framing, bytes, began, to);
      if (until < 0) return to - from > mostFrameBytes ? bad('length') : incomplete;
      return accepted(framing, bytes, began, until);
    },
    ...(start.length === 0 ? { separatedBy: end } : {}),
  };
}

/** Where the text between start and end is over; -1 while it is not. */
function textEnd({ end, length = 0 }: TextFraming, bytes: Uint8Array, began: number, to: number): number {
  if (end.length > 0) return findBytes(bytes, end, began, to);
  return began + length <= to ? began + length : -1;
}

function accepted(framing: TextFraming, bytes: Uint8Array, began: number, until: number): Judgement {
  const { start, end, length, checksum: check } = framing;
  if (start.length > 0 && findBytes(bytes, start, began, until) >= 0) return bad('torn');
  let text = bytes.subarray(began, until);
  if (check) {
    const digits = checksumBytes[check.kind] * 2;
    const mark = text.length - digits - check.after.length;
    if (mark < 0 || findBytes(text, check.after, mark, mark + check.after.length) !== mark)
      return bad('checksum');
    if (hexNumber(text, text.length - digits) !== checksum(check.kind, text, 0, mark)) return bad('checksum');
    text = text.subarray(0, mark);
  }
  if (length !== undefined && text.length !== length) return bad('length');
  if (!isText(text)) return bad('characters');
  return { kind: 'frame', next: until + end.length, content: text };
}

/** Of a frame from its start on; undefined where no checksum stands behind the mark. */
export function textSumsOf(framing: TextFraming, frame: Uint8Array): Sums | undefined {
  const { start, checksum: check } = framing;
  const until = textEnd(framing, frame, start.length, frame.length);
  if (!check || until < 0) return undefined;
  const text = frame.subarray(start.length, until);
  const mark = findBytes(text, check.after, 0, text.length);
  if (mark < 0) return undefined;
  const digits = checksumBytes[check.kind] * 2;
  return {
    said: String.fromCharCode(...text.subarray(mark + check.after.length)),
    computed: checksum(check.kind, text, 0, mark).toString(16).toUpperCase().padStart(digits, '0'),
  };
}

/** The number in hexadecimal digits from here to the end; -1 if one of them is none. */
function hexNumber(text: Uint8Array, from: number): number {
  let number = 0;
  for (let i = from; i < text.length; i++) {
    const digit = digitOf(text[i] ?? 0);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code & ~0x20;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x41 + 10 : -1;
}

/** Without control characters other than tab and line ends: they say that bytes were damaged. */
function isText(text: Uint8Array): boolean {
  for (const code of text) {
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return false;
    if (code === 0x7f) return false;
  }
  return true;
}
