import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiFraming, encodeAscii, findAsciiReply, lrc } from '../../../src/sources/modbus/ascii-frame.ts';
import type { ReadRequest } from '../../../src/sources/modbus/pdu.ts';

const asked: ReadRequest = { unitId: 0xf7, table: 'holding', address: 0x1389, count: 2 };

function frame(hex: string): Buffer {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const sum = lrc(bytes).toString(16).padStart(2, '0');
  return Buffer.from(`:${bytes.toString('hex')}${sum}\r\n`.toUpperCase());
}

const answer = frame('F7 03 04 0131 0222');

describe('ASCII frames', () => {
  it('asks as the standard prints it', () => {
    expect(encodeAscii({ ...asked, count: 10 }).toString()).toBe(':F7031389000A60\r\n');
    expect(asciiFraming.exchangeBytes(asked)).toBe(encodeAscii(asked).length + answer.length);
  });

  it.each([
    ['the answer alone', answer],
    ['in small letters', Buffer.from(answer.toString().toLowerCase())],
    ['after an echo of the request', Buffer.concat([encodeAscii(asked), answer])],
    ['after noise', Buffer.concat([Buffer.from([0xff, 0x3a, 0x00]), answer])],
    ['after the torn beginning of itself', Buffer.concat([answer.subarray(0, 7), answer])],
    ['before noise', Buffer.concat([answer, Buffer.from([0x3a])])],
  ])('finds %s', (_, bytes) => {
    expect(findAsciiReply(asked, bytes)?.reply).toEqual({
      kind: 'words',
      words: Uint16Array.from([305, 546]),
    });
  });

  it('finds an exception', () => {
    expect(findAsciiReply(asked, frame('F7 83 02'))?.reply).toEqual({ kind: 'exception', exception: 2 });
  });

  it.each([
    ['a torn answer', answer.subarray(0, 12)],
    ['an answer without its end', answer.subarray(0, -1)],
    ['a wrong checksum', Buffer.from(answer.toString().replace('0131', '0132'))],
    ['an odd number of digits', Buffer.from(answer.toString().replace('0131', '131'))],
    ['another unit', frame('02 03 04 0131 0222')],
    ['another function', frame('F7 04 04 0131 0222')],
    ['fewer registers', frame('F7 03 02 0131')],
    ['more bytes than it says', frame('F7 03 04 0131 0222 00')],
    ['the echo alone', encodeAscii(asked)],
  ])('takes no answer from %s', (_, bytes) => {
    expect(findAsciiReply(asked, bytes)).toBeUndefined();
  });

  it('is not misled by any bytes, and reads beyond none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(findAsciiReply(asked, Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});
