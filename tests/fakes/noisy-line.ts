/**
 * An RS-485 line with units that know what each register holds, and with every fault a line can have. Units work
 * through their requests in order, as real ones do. Seeded: the same seed gives the same faults.
 */

import { decodeBody, lrc } from '../../src/sources/modbus/ascii-frame.ts';
import type { Wire } from '../../src/sources/modbus/exchange.ts';
import { functionCode } from '../../src/sources/modbus/pdu.ts';
import { crc16 } from '../../src/sources/modbus/rtu-frame.ts';
import type { FakeClock } from './clock.ts';

export const lineFaults = [
  'none',
  'lost',
  'late',
  'doubled',
  'crossed',
  'truncated',
  'echoed',
  'noise',
  'damaged',
  'pieces',
  'exception',
] as const;
export type LineFault = (typeof lineFaults)[number];

/** What the register truly holds. */
export const truth = (unitId: number, address: number) => (unitId * 7_919 + address * 31 + 5) & 0xffff;

export interface NoisyLine {
  readonly wire: Wire;
  /** How often each fault was played. */
  readonly played: Map<LineFault, number>;
  listen(receive: (bytes: Buffer) => void): void;
}

export function noisyLine(parts: {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly faults: readonly LineFault[];
  /** A late reply comes up to three times this late. */
  readonly timeoutMs: number;
  /** Default: rtu. */
  readonly framing?: 'rtu' | 'ascii';
}): NoisyLine {
  const { clock, random, faults, timeoutMs, framing = 'rtu' } = parts;
  const sealed = seals[framing];
  const played = new Map<LineFault, number>();
  const freeAtMs = new Map<number, number>();
  let receive = (_: Buffer) => {};
  const send = (delayMs: number, bytes: Buffer) => clock.after(delayMs, () => receive(bytes));
  const between = (low: number, high: number) => low + random() * (high - low);

  const answer = (frame: Buffer) => {
    const request = framing === 'rtu' ? frame : (decodeBody(frame.subarray(1)) ?? Buffer.alloc(6));
    const [unitId = 0, code = 0] = request;
    const address = request.readUInt16BE(2);
    const count = request.readUInt16BE(4);
    const fault = faults[Math.floor(random() * faults.length)] ?? 'none';
    played.set(fault, (played.get(fault) ?? 0) + 1);
    const reply = sealed(replyOf(unitId, code, address, count));
    const nowMs = clock.monotonicMs();
    const latency = fault === 'late' ? between(timeoutMs * 0.9, timeoutMs * 3) : between(8, 60);
    const atMs = Math.max(nowMs, freeAtMs.get(unitId) ?? 0) + latency;
    freeAtMs.set(unitId, atMs);
    const wait = atMs - nowMs;
    const cut = 1 + Math.floor(random() * (reply.length - 1));
    switch (fault) {
      case 'lost':
        return;
      case 'doubled':
        send(wait, reply);
        send(wait + between(0.5, 15), reply);
        return;
      case 'crossed':
        send(wait, sealed(replyOf(unitId + 1, code, address, count)));
        send(wait + 1, sealed(replyOf(unitId, code === 3 ? 4 : 3, address + 9, count)));
        return;
      case 'truncated':
        send(wait, reply.subarray(0, cut));
        return;
      case 'echoed':
        send(1, frame);
        break;
      case 'noise':
        send(
          wait - 2,
          Buffer.from(Array.from({ length: 1 + Math.floor(random() * 20) }, () => random() * 256)),
        );
        break;
      case 'damaged':
        reply[cut] = (reply[cut] ?? 0) ^ (1 << Math.floor(random() * 8));
        break;
      case 'pieces':
        send(wait, reply.subarray(0, cut));
        send(wait + between(0, 30), reply.subarray(cut));
        return;
      case 'exception':
        send(wait, sealed([unitId, code | 0x80, 4]));
        return;
    }
    send(wait, reply);
  };

  return {
    played,
    wire: { write: answer, flush: () => {}, broken: () => {} },
    listen: (listener) => {
      receive = listener;
    },
  };
}

function replyOf(unitId: number, code: number, address: number, count: number): readonly number[] {
  const bits = code === functionCode('coil') || code === functionCode('discrete');
  const words = Array.from({ length: count }, (_, i) => truth(unitId, address + i));
  if (!bits) return [unitId, code, count * 2, ...words.flatMap((word) => [word >> 8, word & 0xff])];
  const bytes = new Array<number>(Math.ceil(count / 8)).fill(0);
  words.forEach((word, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | ((word & 1) << (i & 7));
  });
  return [unitId, code, bytes.length, ...bytes];
}

const seals = {
  rtu: (body: readonly number[]) => {
    const crc = crc16(Uint8Array.from(body));
    return Buffer.from([...body, crc & 0xff, crc >> 8]);
  },
  ascii: (body: readonly number[]) => {
    const bytes = Buffer.from([...body, lrc(Uint8Array.from(body))]);
    return Buffer.from(`:${bytes.toString('hex').toUpperCase()}\r\n`);
  },
} as const;
