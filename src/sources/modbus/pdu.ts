/**
 * What a Modbus request asks and what a reply may say (Modbus Application Protocol 1.1b3, 6.1 to 6.4, 6.13, 6.21 and
 * 7). Reading only: the four read functions, and for `kopru scan` the two that ask a device what it is, are all this
 * gateway can say. A reply is taken only if function, byte count and length are exactly those that the request makes
 * inevitable.
 */
import { type IdentityText, identityEnd, identityTexts } from './identity.ts';
import type { Table } from './settings.ts';

export interface ReadRequest {
  readonly unitId: number;
  readonly table: Table;
  /** Address of the first register or bit, counted from 0. */
  readonly address: number;
  /** How many registers or bits: at most 125 or 2000. */
  readonly count: number;
}

/** Asks what the device is: `device` is Read Device Identification (FC43/14), `server` Report Server ID (FC17). */
export interface IdentityRequest {
  readonly unitId: number;
  readonly identity: 'device' | 'server';
}

export type Request = ReadRequest | IdentityRequest;

/** `words` are registers, or for coils and discrete inputs one 0 or 1 for each bit. */
export type Reply =
  | { readonly kind: 'words'; readonly words: Uint16Array }
  | { readonly kind: 'identity'; readonly texts: readonly IdentityText[] }
  | { readonly kind: 'exception'; readonly exception: number }
  /** Cannot be an answer to this request; `why` is a clause for the technician. */
  | { readonly kind: 'misfit'; readonly why: string };

const functionCodes = { coil: 1, discrete: 2, holding: 3, input: 4 } as const;

export const maxRegistersPerRead = 125;
export const maxBitsPerRead = 2000;

export const isBitTable = (table: Table): boolean => table === 'coil' || table === 'discrete';

export const functionCode = (table: Table): number => functionCodes[table];

export const identityCodes = { device: 43, server: 17 } as const;

const codeOf = (request: Request): number =>
  'table' in request ? functionCode(request.table) : identityCodes[request.identity];

/** Bytes of values in the reply to this request. */
export function byteCount(request: Pick<ReadRequest, 'table' | 'count'>): number {
  return isBitTable(request.table) ? Math.ceil(request.count / 8) : request.count * 2;
}

/** Bytes of the request. */
export function requestBytes(request: Request): number {
  if ('table' in request) return 5;
  return request.identity === 'device' ? 4 : 1;
}

/** Writes the request at `at`. */
export function writeRequest(target: Buffer, at: number, request: Request): void {
  target[at] = codeOf(request);
  if ('table' in request) {
    target.writeUInt16BE(request.address, at + 1);
    target.writeUInt16BE(request.count, at + 3);
  } else if (request.identity === 'device') {
    // Identification of the basic kind, from its first object on.
    target.set([14, 1, 0], at + 1);
  }
}

/** Bytes of the longest reply that is no exception; of an identity, what most devices need at most. */
export const replyBytes = (request: Request): number => ('table' in request ? byteCount(request) + 2 : 100);

/** Where the reply that begins at `from` ends; undefined if it is none to this request, or not whole yet. */
export function replyEnd(request: Request, bytes: Buffer, from: number): number | undefined {
  const code = codeOf(request);
  const said = bytes[from];
  let to: number | undefined;
  if (said === (code | 0x80)) to = from + 2;
  else if (said !== code) return undefined;
  else if (!('table' in request)) to = identityEnd(request.identity, bytes, from);
  else if (bytes[from + 1] === byteCount(request)) to = from + 2 + byteCount(request);
  return to !== undefined && to <= bytes.length ? to : undefined;
}

/** Reads function code, byte count and values that lie in `bytes` from `from` to `to` (excluded). */
export function parseReply(request: Request, bytes: Buffer, from: number, to: number): Reply {
  const code = codeOf(request);
  const said = bytes[from];
  const length = to - from;
  if (said === (code | 0x80)) {
    const exception = bytes[from + 1];
    if (length !== 2 || !exception) return misfit(`an exception of ${length} bytes`);
    return { kind: 'exception', exception };
  }
  if (said !== code) return misfit(`function ${said} to a request with function ${code}`);
  if (!('table' in request)) {
    if (identityEnd(request.identity, bytes, from) !== to) return misfit(`an identity of ${length} bytes`);
    return { kind: 'identity', texts: identityTexts(request.identity, bytes.subarray(from, to)) };
  }
  const wanted = byteCount(request);
  if (bytes[from + 1] !== wanted)
    return misfit(`${bytes[from + 1]} bytes of values where ${wanted} were asked`);
  if (length !== wanted + 2) return misfit(`${length} bytes where ${wanted + 2} were announced`);
  const { table, count } = request;
  return {
    kind: 'words',
    words: isBitTable(table) ? bitsIn(bytes, from, count) : registersIn(bytes, from, count),
  };
}

function registersIn(bytes: Buffer, from: number, count: number): Uint16Array {
  const words = new Uint16Array(count);
  for (let i = 0; i < count; i++) words[i] = bytes.readUInt16BE(from + 2 + i * 2);
  return words;
}

function bitsIn(bytes: Buffer, from: number, count: number): Uint16Array {
  const bits = new Uint16Array(count);
  for (let i = 0; i < count; i++) bits[i] = ((bytes[from + 2 + (i >> 3)] ?? 0) >> (i & 7)) & 1;
  return bits;
}

const misfit = (why: string): Reply => ({ kind: 'misfit', why });

/** Exception codes of section 7 by number. */
export const exceptions = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  acknowledge: 5,
  deviceBusy: 6,
  memoryParity: 8,
  gatewayPathUnavailable: 10,
  gatewayTargetSilent: 11,
} as const;

const exceptionNames: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  5: 'acknowledge, still at work',
  6: 'device busy',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target does not respond',
};

/** For example `exception 2 (illegal data address)`. */
export function exceptionText(exception: number): string {
  return `exception ${exception} (${exceptionNames[exception] ?? 'not in the standard'})`;
}
