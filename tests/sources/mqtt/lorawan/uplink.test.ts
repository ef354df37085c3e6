import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codec, LorawanMessage } from '../../../../src/sources/mqtt/lorawan/message.ts';
import { decodeUplink } from '../../../../src/sources/mqtt/lorawan/uplink.ts';
import { contentOf } from '../../../../src/sources/mqtt/payload.ts';
import { chirpstackUplink, lorawanMessage, lorawanPoint } from '../../../fakes/lorawan.ts';

/** Values and refusals by point; `*` is the message as a whole. */
function outcome(message: LorawanMessage, uplink: object): Record<string, unknown> | string {
  const decoded = decodeUplink(message, contentOf(message.topic, Buffer.from(JSON.stringify(uplink))));
  if (decoded.kind !== 'message') return decoded.kind;
  return Object.fromEntries([
    ...decoded.readings.map(({ stream, value }) => [stream.point, value]),
    ...decoded.refused.map(({ point, reason }) => [point ?? '*', `(${reason})`]),
  ]);
}

const entries: Codec = {
  kind: 'tlv',
  keyBytes: 2,
  entries: new Map([
    ['0367', 2],
    ['0482', 2],
  ]),
};
const ofEntries = lorawanMessage({
  codec: entries,
  points: [
    lorawanPoint('distance', { kind: 'tlv', key: '0367' }),
    lorawanPoint('waterLevel', { kind: 'tlv', key: '0482' }),
  ],
});
const ofGroups = lorawanMessage({
  codec: { kind: 'flags', byte: 0, type: 'u8', endian: 'big', sizes: [2, 2] },
  points: [
    lorawanPoint('distance', { kind: 'flag', flag: 0 }),
    lorawanPoint('waterLevel', { kind: 'flag', flag: 1 }),
  ],
});
const fixed = lorawanMessage();

describe('decodeUplink', () => {
  it.each<[string, LorawanMessage, string, object | string]>([
    ['a fixed place', fixed, '03 E8', { distance: 1000 }],
    ['a value out of its limits', fixed, 'FF FF', { distance: '(range)' }],
    ['fewer bytes than its only value', fixed, '03', { '*': '(missing)' }],
    ['no bytes', fixed, '', { '*': '(missing)' }],
    ['entries in any order', ofEntries, '04 82 00 02 03 67 00 01', { distance: 1, waterLevel: 2 }],
    ['an entry alone', ofEntries, '04 82 00 02', { waterLevel: 2 }],
    [
      'an unknown entry at the end',
      ofEntries,
      '03 67 00 01 20 CE 04 82',
      { distance: 1, '*': '(unreadable)' },
    ],
    ['an entry that is cut off', ofEntries, '03 67 00 01 04 82 00', { distance: 1, '*': '(unreadable)' }],
    ['one entry twice, the same', ofEntries, '03 67 00 01 03 67 00 01', { distance: 1 }],
    [
      'one entry twice, different',
      ofEntries,
      '03 67 00 01 03 67 00 02 04 82 00 02',
      { waterLevel: 2, distance: '(unreadable)' },
    ],
    ['both groups', ofGroups, '03 00 01 00 02', { distance: 1, waterLevel: 2 }],
    ['the second group alone', ofGroups, '02 00 02', { waterLevel: 2 }],
    ['a group that its flags do not say', ofGroups, '01 00 01 00 02', { '*': '(unreadable)' }],
    ['fewer bytes than its flags say', ofGroups, '03 00 01 00', { '*': '(unreadable)' }],
    [
      'a group that the driver does not know',
      ofGroups,
      '05 00 01 00 07',
      { distance: 1, '*': '(unreadable)' },
    ],
  ])('reads %s', (_, message, hex, expected) => {
    expect(outcome(message, chirpstackUplink(hex))).toEqual(expected);
  });

  it.each<[string, Partial<LorawanMessage>]>([
    ['port', { fPorts: [3] }],
    ['size', { sizes: [3] }],
    ['beginning', { starts: [undefined, 0xe9] }],
    ['decoded object', { decoded: true }],
    ['DevEUI', { devEui: '24e124b000000002' }],
  ])('leaves an uplink of another %s to other messages', (_, change) => {
    expect(outcome(lorawanMessage(change), chirpstackUplink('03 E8'))).toBe('unmatched');
  });

  it('takes what the network server decoded where the driver says so', () => {
    const where = { kind: 'decoded', path: '/distance' } as const;
    const message = lorawanMessage({
      decoded: true,
      points: [lorawanPoint('distance', { kind: 'payload' }, { where })],
    });

    expect(outcome(message, chirpstackUplink('FF', { object: { distance: 30.8 } }))).toEqual({
      distance: 30.8,
    });
    expect(outcome(message, chirpstackUplink('FF', { object: { distance: [30] } }))).toEqual({
      '*': '(missing)',
    });
  });

  it('gives the time of the network server, digits below a millisecond cut', () => {
    const content = contentOf('', Buffer.from(JSON.stringify(chirpstackUplink('03 E8'))));

    expect(decodeUplink(fixed, content)).toMatchObject({
      deviceTimeMs: Date.parse('2026-07-18T09:34:15.775Z'),
    });
  });

  it('refuses an uplink whose time cannot be true', () => {
    const uplink = chirpstackUplink('03 E8', { time: '1980-01-06T00:00:09Z' });

    expect(outcome(fixed, uplink)).toEqual({ '*': '(clock)' });
  });

  it('never fails, and never gives a value beyond the limits of its point, whatever the bytes are', () => {
    const messages = fc.constantFrom(ofEntries, ofGroups, fixed);
    const hex = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .array(fc.tuple(fc.constantFrom([3, 0x67], [4, 0x82], [3]), fc.uint8Array({ maxLength: 3 })))
        .map((pieces) => Uint8Array.from(pieces.flatMap(([key, data]) => [...key, ...data]))),
    );
    fc.assert(
      fc.property(messages, hex, (message, bytes) => {
        const decoded = decodeUplink(
          message,
          contentOf('', Buffer.from(JSON.stringify(chirpstackUplink(Buffer.from(bytes).toString('hex'))))),
        );
        const values = decoded.kind === 'message' ? decoded.readings : [];
        expect(values.every(({ value }) => Number(value) >= 0 && Number(value) <= 10_000)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never fails over an envelope in which something was changed', () => {
    const text = JSON.stringify(chirpstackUplink('03 E8'));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(5), (at, piece, cut) => {
        const mutated = text.slice(0, at) + piece + text.slice(at + cut);
        const decoded = decodeUplink(fixed, contentOf('', Buffer.from(mutated)));
        const values = decoded.kind === 'message' ? decoded.readings : [];
        expect(values.every(({ value }) => Number(value) >= 0 && Number(value) <= 10_000)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
