/**
 * TCP framing: the MBAP header (Modbus Messaging on TCP/IP 1.0b, 3.1.3). Its transaction id ties a reply to its
 * request; its length is the only mark of a frame's end, so after a length that cannot be the connection is of
 * no more use and must be closed.
 */
import { parseReply, type Reply, type Request, requestBytes, writeRequest } from './pdu.ts';

const headerBytes = 7;
/** Unit id and the longest PDU of 253 bytes. */
const longestLength = 254;

export function encodeTcp(request: Request, transaction: number): Buffer {
  const length = requestBytes(request);
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame.writeUInt16BE(transaction, 0);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt16BE(1 + length, 4);
  frame[6] = request.unitId;
  writeRequest(frame, headerBytes, request);
  return frame;
}

export type Cut =
  /** More bytes are needed. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'frame'; readonly transaction: number; readonly to: number }
  | { readonly kind: 'broken'; readonly why: string };

/** Looks at the frame that begins at `from`. */
export function cutTcp(bytes: Buffer, from: number): Cut {
  if (bytes.length - from < 6) return { kind: 'partial' };
  const protocol = bytes.readUInt16BE(from + 2);
  const length = bytes.readUInt16BE(from + 4);
  if (protocol !== 0) return { kind: 'broken', why: `protocol ${protocol} in the header where 0 must stand` };
  if (length < 3 || length > longestLength)
    return { kind: 'broken', why: `a frame length of ${length} bytes` };
  const to = from + 6 + length;
  if (bytes.length < to) return { kind: 'partial' };
  return { kind: 'frame', transaction: bytes.readUInt16BE(from), to };
}

/** What a whole frame says to the request whose transaction id it carries. */
export function parseTcp(request: Request, bytes: Buffer, from: number, to: number): Reply {
  const unitId = bytes[from + 6];
  if (unitId !== request.unitId) {
    return { kind: 'misfit', why: `unit ${unitId} to a request for unit ${request.unitId}` };
  }
  return parseReply(request, bytes, from + headerBytes, to);
}
