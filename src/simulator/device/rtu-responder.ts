/**
 * A Modbus RTU server as a pure step: bytes in, reply frames out. Our own, because modbus-serial's serial server
 * overwrites the checksum of a request before it checks it, and cannot leave a request unanswered.
 */
import { exceptions, functionCode, isBitTable } from '../../sources/modbus/pdu.ts';
import { crc16 } from '../../sources/modbus/rtu-frame.ts';
import { type Table, tables } from '../../sources/modbus/settings.ts';
import type { SimulatedUnit } from './play-driver.ts';

export interface RtuReply {
  readonly unitId: number;
  readonly frame: Buffer;
  /** A slow unit's wait before the frame goes out, in milliseconds. */
  readonly delayMs: number;
}

/** Requests of the read functions are 8 bytes. What is none is stepped over. */
const requestBytes = 8;

export class RtuResponder {
  private readonly units: ReadonlyMap<number, SimulatedUnit>;
  private received: Buffer = Buffer.alloc(0);

  constructor(units: ReadonlyMap<number, SimulatedUnit>) {
    this.units = units;
  }

  receive(bytes: Buffer): readonly RtuReply[] {
    this.received = Buffer.concat([this.received, bytes]);
    const replies: RtuReply[] = [];
    let from = 0;
    while (from + requestBytes <= this.received.length) {
      const request = this.received.subarray(from, from + requestBytes);
      if (crc16(request, 0, 6) !== request.readUInt16LE(6)) {
        from++;
        continue;
      }
      const reply = this.answer(request);
      if (reply) replies.push(reply);
      from += requestBytes;
    }
    this.received = this.received.subarray(from);
    return replies;
  }

  private answer(request: Buffer): RtuReply | undefined {
    const [unitId = 0, code = 0] = request;
    const unit = this.units.get(unitId);
    if (!unit || unit.fault?.kind === 'silent') return undefined;
    const delayMs = unit.fault?.kind === 'slow' ? unit.fault.delayMs : 0;
    const table = tables.find((name) => functionCode(name) === code);
    const count = request.readUInt16BE(4);
    const answer = table
      ? unit.read({ table, address: request.readUInt16BE(2), count })
      : { exception: exceptions.illegalFunction };
    const body =
      table && 'words' in answer
        ? [code, ...valueBytes(table, answer.words)]
        : [code | 0x80, 'exception' in answer ? answer.exception : exceptions.deviceFailure];
    const frame = Buffer.from([unitId, ...body, 0, 0]);
    frame.writeUInt16LE(crc16(frame, 0, frame.length - 2), frame.length - 2);
    return { unitId, frame, delayMs };
  }
}

/** Byte count and values. */
function valueBytes(table: Table, words: readonly number[]): readonly number[] {
  if (!isBitTable(table)) return [words.length * 2, ...words.flatMap((word) => [word >> 8, word & 0xff])];
  const bytes = new Array<number>(Math.ceil(words.length / 8)).fill(0);
  words.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  });
  return [bytes.length, ...bytes];
}
