/**
 * ASCII framing: a colon, unit id, PDU and checksum in hex digits, carriage return and line feed (Modbus over Serial
 * Line 1.02, 2.5.2). Old meters and radio modems speak it, mostly at 7E1. Marks make frames easy to find; the checksum
 * is only a sum of eight bits, so what else a reply must be counts the more.
 */
import type { FoundReply, LineFraming } from './line-framing.ts';
import { parseReply, type Request, replyBytes, requestBytes, writeRequest } from './pdu.ts';

export const asciiFraming: LineFraming = {
  encode: encodeAscii,
  find: findAsciiReply,
  exchangeBytes: (request) => frameBytes(requestBytes(request)) + frameBytes(replyBytes(request)),
  longestFrame: 513,
};

const colon = 0x3a;
const lineFeed = 0x0a;

/** Colon, two digits for each byte with unit id and checksum, carriage return and line feed. */
const frameBytes = (pdu: number) => 1 + 2 * (pdu + 2) + 2;

export function encodeAscii(request: Request): Buffer {
  const end = 1 + requestBytes(request);
  const bytes = Buffer.alloc(end + 1);
  bytes[0] = request.unitId;
  writeRequest(bytes, 1, request);
  bytes[end] = lrc(bytes.subarray(0, end));
  return Buffer.from(`:${bytes.toString('hex').toUpperCase()}\r\n`, 'latin1');
}

/** A frame that is cut short by the colon of the next one is stepped over. */
export function findAsciiReply(request: Request, bytes: Buffer): FoundReply | undefined {
  for (let from = bytes.indexOf(colon); from >= 0; from = bytes.indexOf(colon, from + 1)) {
    const end = bytes.indexOf(lineFeed, from);
    if (end < 0) return undefined;
    const body = decodeBody(bytes.subarray(from + 1, end + 1));
    if (body?.[0] !== request.unitId) continue;
    const reply = parseReply(request, body, 1, body.length);
    if (reply.kind !== 'misfit') return { reply, from, to: end + 1 };
  }
  return undefined;
}

/** Unit id and PDU of what stands between the marks; undefined if it is no sound frame. */
export function decodeBody(text: Buffer): Buffer | undefined {
  const match = /^((?:[0-9A-Fa-f]{2}){3,})\r\n$/.exec(text.toString('latin1'));
  if (!match?.[1]) return undefined;
  const bytes = Buffer.from(match[1], 'hex');
  const end = bytes.length - 1;
  return lrc(bytes.subarray(0, end)) === bytes[end] ? bytes.subarray(0, end) : undefined;
}

/** What makes the sum of all bytes zero. */
export function lrc(bytes: Uint8Array): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
}
