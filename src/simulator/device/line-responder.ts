/**
 * Modbus units on a line as a pure step: bytes in, reply frames out, in RTU or ASCII framing. Our own, because
 * modbus-serial's serial server overwrites the checksum of a request before it checks it, and can neither leave a request
 * unanswered nor answer it wrongly.
 */
import { decodeBody, lrc } from '../../sources/modbus/ascii-frame.ts';
import { exceptions, functionCode, isBitTable } from '../../sources/modbus/pdu.ts';
import { crc16 } from '../../sources/modbus/rtu-frame.ts';
import { type Table, tables } from '../../sources/modbus/settings.ts';
import type { SimulatedUnit } from './play-driver.ts';

export interface LineReply {
  readonly unitId: number;
  readonly frame: Buffer;
  /** A slow unit's wait before the frame goes out, in milliseconds. */
  readonly delayMs: number;
}

export type LineFramingName = 'rtu' | 'ascii';

/** Requests of the read functions are 8 bytes in RTU. What is none is stepped over. */
const rtuRequestBytes = 8;
const requestBodyBytes = 6;

export class LineResponder {
  private readonly units: ReadonlyMap<number, SimulatedUnit>;
  private readonly framing: LineFramingName;
  private received: Buffer = Buffer.alloc(0);

  constructor(units: ReadonlyMap<number, SimulatedUnit>, framing: LineFramingName = 'rtu') {
    this.units = units;
    this.framing = framing;
  }

  receive(bytes: Buffer): readonly LineReply[] {
    this.received = Buffer.concat([this.received, bytes]);
    const requests = this.framing === 'rtu' ? this.rtuRequests() : this.asciiRequests();
    return requests.flatMap((request) => this.answer(request) ?? []);
  }

  private rtuRequests(): Buffer[] {
    const requests: Buffer[] = [];
    let from = 0;
    while (from + rtuRequestBytes <= this.received.length) {
      const request = this.received.subarray(from, from + rtuRequestBytes);
      if (crc16(request, 0, requestBodyBytes) === request.readUInt16LE(requestBodyBytes)) {
        requests.push(request);
        from += rtuRequestBytes;
      } else from++;
    }
    this.received = this.received.subarray(from);
    return requests;
  }

  private asciiRequests(): Buffer[] {
    const frames = this.received.toString('latin1').split('\n');
    this.received = Buffer.from(frames.pop() ?? '', 'latin1');
    return frames.flatMap((frame) => {
      const body = decodeBody(Buffer.from(`${frame.slice(frame.lastIndexOf(':') + 1)}\n`, 'latin1'));
      return body?.length === requestBodyBytes ? [body] : [];
    });
  }

  private answer(request: Buffer): LineReply | undefined {
    const [unitId = 0, code = 0] = request;
    const unit = this.units.get(unitId);
    if (!unit || unit.fault?.kind === 'silent') return undefined;
    const { fault } = unit;
    const delayMs = fault?.kind === 'slow' ? fault.delayMs : 0;
    const table = tables.find((name) => functionCode(name) === code);
    const count = request.readUInt16BE(4);
    const answer = table
      ? unit.read({ table, address: request.readUInt16BE(2), count })
      : { exception: exceptions.illegalFunction };
    const body =
      table && 'words' in answer
        ? [code, ...valueBytes(table, answer.words)]
        : [code | 0x80, 'exception' in answer ? answer.exception : exceptions.deviceFailure];
    const speaker = fault?.kind === 'wrong unit' ? (unitId % 247) + 1 : unitId;
    const frame = seals[this.framing]([speaker, ...body], fault?.kind === 'damaged');
    return { unitId, frame: fault?.kind === 'torn' ? frame.subarray(0, frame.length >> 1) : frame, delayMs };
  }
}

/** Frame with its checksum, or with one that is not its own. */
const seals: Readonly<Record<LineFramingName, (body: readonly number[], damaged: boolean) => Buffer>> = {
  rtu: (body, damaged) => {
    const frame = Buffer.from([...body, 0, 0]);
    frame.writeUInt16LE(crc16(frame, 0, body.length) ^ (damaged ? 0x5555 : 0), body.length);
    return frame;
  },
  ascii: (body, damaged) => {
    const bytes = Buffer.from([...body, lrc(Uint8Array.from(body)) ^ (damaged ? 0x55 : 0)]);
    return Buffer.from(`:${bytes.toString('hex').toUpperCase()}\r\n`, 'latin1');
  },
};

/** Byte count and values. */
function valueBytes(table: Table, words: readonly number[]): readonly number[] {
  if (!isBitTable(table)) return [words.length * 2, ...words.flatMap((word) => [word >> 8, word & 0xff])];
  const bytes = new Array<number>(Math.ceil(words.length / 8)).fill(0);
  words.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  });
  return [bytes.length, ...bytes];
}
