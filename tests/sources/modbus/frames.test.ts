import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReply, type ReadRequest } from '../../../src/sources/modbus/pdu.ts';
import { crc16, encodeRtu, findReply } from '../../../src/sources/modbus/rtu-frame.ts';
import { cutTcp, encodeTcp, parseTcp } from '../../../src/sources/modbus/tcp-frame.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const asked: ReadRequest = { unitId: 1, table: 'input', address: 1, count: 2 };
const answer = '01 04 04 01 31 02 22 2A CE';

function sealed(text: string): Buffer {
  const body = hex(text);
  const crc = crc16(body);
  return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
}

describe('RTU frames', () => {
  it('asks as the manual of the XY-MD02 prints it', () => {
    expect(encodeRtu(asked)).toEqual(hex('01 04 00 01 00 02 20 0B'));
  });

  it.each([
    ['the answer alone', answer],
    ['after an echo of the request', `01 04 00 01 00 02 20 0B ${answer}`],
    ['after noise', `FF 00 01 04 ${answer}`],
    ['after the torn beginning of itself', `01 04 04 01 31 ${answer}`],
    ['before noise', `${answer} 00 FF`],
  ])('finds %s', (_, text) => {
    expect(findReply(asked, hex(text))?.reply).toEqual({
      kind: 'words',
      words: Uint16Array.from([305, 546]),
    });
  });

  it.each([
    ['a torn answer', hex(answer).subarray(0, 8)],
    ['a wrong checksum', hex('01 04 04 01 31 02 22 2A CF')],
    ['another unit', sealed('02 04 04 01 31 02 22')],
    ['another function', sealed('01 03 04 01 31 02 22')],
    ['fewer registers', sealed('01 04 02 01 31')],
    ['more registers', sealed('01 04 06 01 31 02 22 00 00')],
    ['an odd byte count', sealed('01 04 03 01 31 02')],
    ['an exception of another function', sealed('01 83 02')],
    ['exception 0', sealed('01 84 00')],
    ['the echo alone', encodeRtu(asked)],
  ])('takes no answer from %s', (_, bytes) => {
    expect(findReply(asked, bytes)).toBeUndefined();
  });

  it('finds an exception', () => {
    expect(findReply(asked, sealed('01 84 02'))?.reply).toEqual({ kind: 'exception', exception: 2 });
  });

  it('unpacks bits, the first in the lowest place', () => {
    const request: ReadRequest = { unitId: 1, table: 'coil', address: 0, count: 10 };

    expect(findReply(request, sealed('01 01 02 05 02'))?.reply).toEqual({
      kind: 'words',
      words: Uint16Array.from([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]),
    });
  });

  it('never finds a value in random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(findReply(asked, Buffer.from(bytes))).toBeUndefined();
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('never takes an answer of which one bit was turned', () => {
    const whole = hex(answer);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const turned = Buffer.from(whole);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));

      expect(findReply(asked, turned)).toBeUndefined();
    }
  });
});

describe('TCP frames', () => {
  it('asks with the transaction id in the header', () => {
    expect(encodeTcp(asked, 0x1234)).toEqual(hex('1234 0000 0006 01 04 0001 0002'));
  });

  it('cuts a frame where its length says', () => {
    const bytes = hex('0007 0000 0007 01 04 04 0131 0222 00');

    expect(cutTcp(bytes, 0)).toEqual({ kind: 'frame', transaction: 7, to: 13 });
    expect(parseTcp(asked, bytes, 0, 13)).toEqual({ kind: 'words', words: Uint16Array.from([305, 546]) });
  });

  it('waits for the rest of a frame', () => {
    expect(cutTcp(hex('0007 0000 0007 01 04 04'), 0)).toEqual({ kind: 'partial' });
  });

  it.each([
    ['a length of 65535', '0007 0000 FFFF 01'],
    ['a length of 2', '0007 0000 0002 01 04'],
    ['another protocol', '0007 0001 0007 01'],
  ])('gives the stream up after %s', (_, text) => {
    expect(cutTcp(hex(text), 0).kind).toBe('broken');
  });

  it('takes no answer from another unit', () => {
    expect(parseTcp(asked, hex('0007 0000 0007 FF 04 04 0131 0222'), 0, 13).kind).toBe('misfit');
  });
});

describe('parseReply', () => {
  it('never makes a value of anything but function, byte count and length that fit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const reply = parseReply(asked, Buffer.from(bytes), 0, bytes.length);
        const fits = bytes[0] === 4 && bytes[1] === 4 && bytes.length === 6;
        expect(reply.kind === 'words').toBe(fits);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });
});
