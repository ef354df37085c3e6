/**
 * RTU framing: unit id, PDU, CRC (Modbus over Serial Line 1.02, 2.5.1). The stream has no marks, so a reply is
 * found by what the request makes certain: its first bytes, its length and its CRC. Anything else on the line
 * (an echo of the request, noise, the rest of a torn frame, another unit's reply) is stepped over byte by byte.
 */
import type { FoundReply, LineFraming } from './line-framing.ts';
import { parseReply, type Request, replyBytes, replyEnd, requestBytes, writeRequest } from './pdu.ts';

export const rtuFraming: LineFraming = {
  encode: encodeRtu,
  find: findReply,
  exchangeBytes: (request) => requestBytes(request) + replyBytes(request) + 2 * aroundPdu,
  longestFrame: 256,
};

/** Unit id in front, checksum behind. */
const aroundPdu = 3;

export function encodeRtu(request: Request): Buffer {
  const end = 1 + requestBytes(request);
  const frame = Buffer.allocUnsafe(end + 2);
  frame[0] = request.unitId;
  writeRequest(frame, 1, request);
  frame.writeUInt16LE(crc16(frame, 0, end), end);
  return frame;
}

/** The first sound answer to the request among the bytes received since it was sent; undefined if there is none yet. */
export function findReply(request: Request, bytes: Buffer): FoundReply | undefined {
  for (let from = 0; from + 5 <= bytes.length; from++) {
    if (bytes[from] !== request.unitId) continue;
    const end = replyEnd(request, bytes, from + 1);
    if (end === undefined || end + 2 > bytes.length) continue;
    if (crc16(bytes, from, end) !== bytes.readUInt16LE(end)) continue;
    const reply = parseReply(request, bytes, from + 1, end);
    if (reply.kind !== 'misfit') return { reply, from, to: end + 2 };
  }
  return undefined;
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC-16/MODBUS of the bytes from `from` to `to` (excluded); sent low byte first. */
export function crc16(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let i = from; i < to; i++) crc = (crc >> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return crc;
}
