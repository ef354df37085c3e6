/**
 * From the pieces that went over a bus to requests and answers with their times, decoded as the gateway decodes them.
 * Pure. Takes pieces as they come and keeps only the request that still waits.
 */

import type { Piece } from './frame-tap.ts';
import { functionCode, type ReadRequest, type Reply } from './pdu.ts';
import { crc16, findReply } from './rtu-frame.ts';
import { type Table, tables } from './settings.ts';
import { cutTcp, parseTcp } from './tcp-frame.ts';

export interface Exchanged {
  /** Monotonic milliseconds when the request went out, or the first stray byte came. */
  readonly atMs: number;
  /** Undefined: bytes that nobody asked for. */
  readonly request: ReadRequest | undefined;
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
  readonly request: ReadRequest | undefined;
  readonly sent: string;
  received: string;
  lastMs: number;
}

export class Tracer {
  private readonly isTcp: boolean;
  private waiting: Waiting | undefined;

  constructor(framing: 'rtu' | 'tcp') {
    this.isTcp = framing === 'tcp';
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
    return this.isTcp ? tcpResult(request, bytes) : rtuResult(request, bytes);
  }

  private requestOf(bytes: Buffer): ReadRequest | undefined {
    const at = this.isTcp ? 6 : 0;
    if (bytes.length < at + 6) return undefined;
    const table = tables.find((each) => functionCode(each) === bytes[at + 1]);
    if (!table) return undefined;
    return {
      unitId: bytes[at] ?? 0,
      table,
      address: bytes.readUInt16BE(at + 2),
      count: bytes.readUInt16BE(at + 4),
    };
  }
}

function rtuResult(request: ReadRequest, bytes: Buffer): Exchanged['result'] {
  const found = findReply(request, bytes);
  if (found) return found.reply;
  const sound =
    bytes.length > 4 && crc16(bytes, 0, bytes.length - 2) === bytes.readUInt16LE(bytes.length - 2);
  const why = sound
    ? `a sound frame of unit ${bytes[0]}, function ${bytes[1]}, that does not answer this`
    : `${bytes.length} bytes with a wrong checksum`;
  return { kind: 'damaged', why };
}

function tcpResult(request: ReadRequest, bytes: Buffer): Exchanged['result'] {
  const cut = cutTcp(bytes, 0);
  if (cut.kind === 'partial') return { kind: 'damaged', why: `${bytes.length} bytes, a torn frame` };
  if (cut.kind === 'broken') return { kind: 'damaged', why: cut.why };
  const reply = parseTcp(request, bytes, 0, cut.to);
  return reply.kind === 'misfit' ? { kind: 'damaged', why: reply.why } : reply;
}

/** For example `read input 0x0000 ×2`. */
export function requestText({
  table,
  address,
  count,
}: {
  table: Table;
  address: number;
  count: number;
}): string {
  return `read ${table} 0x${address.toString(16).toUpperCase().padStart(4, '0')} ×${count}`;
}
