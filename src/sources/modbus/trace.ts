/**
 * From the pieces that went over a bus to requests and answers with their times, decoded as the gateway decodes them.
 * Pure. Takes pieces as they come and keeps only the request that still waits.
 */

import type { Piece } from '../frame-tap.ts';
import { asciiFraming, decodeBody } from './ascii-frame.ts';
import { functionCode, identityCodes, type Reply, type Request } from './pdu.ts';
import { crc16, findReply } from './rtu-frame.ts';
import { type Framing, tables } from './settings.ts';
import { cutTcp, parseTcp } from './tcp-frame.ts';

export interface Exchanged {
  /** Monotonic milliseconds when the request went out, or the first stray byte came. */
  readonly atMs: number;
  /** Undefined: bytes that nobody asked for. */
  readonly request: Request | undefined;
  /** From the request to the last byte of the answer; undefined without one. */
  readonly tookMs: number | undefined;
  readonly result:
    | Exclude<Reply, { kind: 'misfit' }>
    | { readonly kind: 'silence' }
    | { readonly kind: 'damaged'; readonly why: string };
  readonly sent: string;
  readonly received: string;
}

interface Waiting {
  readonly atMs: number;
  readonly request: Request | undefined;
  readonly sent: string;
  received: string;
  lastMs: number;
}

export class Tracer {
  private readonly framing: Framing;
  private waiting: Waiting | undefined;

  constructor(framing: Framing) {
    this.framing = framing;
  }

  /** What these pieces complete. An exchange ends when the next request goes out, or with `end`. */
  take(pieces: readonly Piece[]): Exchanged[] {
    return pieces.flatMap((piece) => {
      if (piece.direction === 'sent') {
        const done = this.end();
        const bytes = Buffer.from(piece.hex, 'hex');
        const request = this.requestOf(bytes);
        this.waiting = { atMs: piece.atMs, request, sent: piece.hex, received: '', lastMs: piece.atMs };
        return done;
      }
      this.waiting ??= { atMs: piece.atMs, request: undefined, sent: '', received: '', lastMs: piece.atMs };
      this.waiting.received += piece.hex;
      this.waiting.lastMs = piece.atMs;
      return [];
    });
  }

  end(): Exchanged[] {
    const { waiting } = this;
    this.waiting = undefined;
    if (!waiting) return [];
    const { atMs, request, sent, received, lastMs } = waiting;
    const tookMs = request && received !== '' ? lastMs - atMs : undefined;
    return [{ atMs, request, sent, received, tookMs, result: this.resultOf(waiting) }];
  }

  private resultOf({ request, sent, received }: Waiting): Exchanged['result'] {
    if (received === '') return { kind: 'silence' };
    const bytes = Buffer.from(received, 'hex');
    if (!request) return { kind: 'damaged', why: `${bytes.length} bytes that nobody asked for` };
    if (received === sent) return { kind: 'damaged', why: 'the request itself came back (echo)' };
    return results[this.framing](request, bytes);
  }

  private requestOf(frame: Buffer): Request | undefined {
    const bytes = this.bodyOf(frame);
    const [unitId, code] = bytes ?? [];
    if (!bytes || unitId === undefined) return undefined;
    if (code === identityCodes.device) return { unitId, identity: 'device' };
    if (code === identityCodes.server) return { unitId, identity: 'server' };
    const table = tables.find((each) => functionCode(each) === code);
    if (!table || bytes.length < 6) return undefined;
    return { unitId, table, address: bytes.readUInt16BE(2), count: bytes.readUInt16BE(4) };
  }

  /** Unit id and PDU. */
  private bodyOf(frame: Buffer): Buffer | undefined {
    if (this.framing === 'ascii') return decodeBody(frame.subarray(1));
    return this.framing === 'tcp' ? frame.subarray(6) : frame.subarray(0, -2);
  }
}

type Result = Exchanged['result'];

const results = { rtu: rtuResult, ascii: asciiResult, tcp: tcpResult } as const;

function asciiResult(request: Request, bytes: Buffer): Result {
  const found = asciiFraming.find(request, bytes);
  return found?.reply ?? { kind: 'damaged', why: `${bytes.length} bytes that are no sound answer` };
}

function rtuResult(request: Request, bytes: Buffer): Result {
  const found = findReply(request, bytes);
  if (found) return found.reply;
  const sound =
    bytes.length > 4 && crc16(bytes, 0, bytes.length - 2) === bytes.readUInt16LE(bytes.length - 2);
  const why = sound
    ? `a sound frame of unit ${bytes[0]}, function ${bytes[1]}, that does not answer this`
    : `${bytes.length} bytes with a wrong checksum`;
  return { kind: 'damaged', why };
}

function tcpResult(request: Request, bytes: Buffer): Result {
  const cut = cutTcp(bytes, 0);
  if (cut.kind === 'partial') return { kind: 'damaged', why: `${bytes.length} bytes, a torn frame` };
  if (cut.kind === 'broken') return { kind: 'damaged', why: cut.why };
  const reply = parseTcp(request, bytes, 0, cut.to);
  return reply.kind === 'misfit' ? { kind: 'damaged', why: reply.why } : reply;
}

/** For example `read input 0x0000 ×2`. */
export function requestText(request: Request): string {
  if (!('table' in request)) return `identity of the ${request.identity}`;
  const { table, address, count } = request;
  return `read ${table} 0x${address.toString(16).toUpperCase().padStart(4, '0')} ×${count}`;
}
