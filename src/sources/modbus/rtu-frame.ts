/**
 * RTU framing: unit id, PDU, CRC (Modbus over Serial Line 1.02, 2.5.1). The stream has no marks, so a reply is
 * found by what the request makes certain: its first bytes, its length and its CRC. Anything else on the line
 * (an echo of the request, noise, the rest of a torn frame, another unit's reply) is stepped over byte by byte.
 */
import { byteCount, functionCode, parseReply, type ReadRequest, type Reply, writeRequest } from './pdu.ts';

export function encodeRtu(request: ReadRequest): Buffer {
  const frame = Buffer.allocUnsafe(8);
  frame[0] = request.unitId;
  writeRequest(frame, 1, request);
  frame.writeUInt16LE(crc16(frame, 0, 6), 6);
  return frame;
}

/** Bytes of the whole frame that answers the request. */
export const replyLength = (request: ReadRequest): number => byteCount(request) + 5;

export interface Found {
  readonly reply: Exclude<Reply, { kind: 'misfit' }>;
  /** Where its frame begins and ends in the bytes searched. */
  readonly from: number;
  readonly to: number;
}

/** The first sound answer to the request among the bytes received since it was sent; undefined if there is none yet. */
export function findReply(request: ReadRequest, bytes: Buffer): Found | undefined {
  const code = functionCode(request.table);
  const values = byteCount(request);
  for (let from = 0; from + 5 <= bytes.length; from++) {
    if (bytes[from] !== request.unitId) continue;
    const said = bytes[from + 1];
    let to: number;
    if (said === (code | 0x80)) to = from + 5;
    else if (said === code && bytes[from + 2] === values) to = from + values + 5;
    else continue;
    if (to > bytes.length || crc16(bytes, from, to - 2) !== bytes.readUInt16LE(to - 2)) continue;
    const reply = parseReply(request, bytes, from + 1, to - 2);
    if (reply.kind !== 'misfit') return { reply, from, to };
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
