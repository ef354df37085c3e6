import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/core/reading.ts';
import { encodeUplink } from '../../../src/simulator/mqtt/encode-uplink.ts';
import type { LorawanMessage } from '../../../src/sources/mqtt/lorawan/message.ts';
import { decodeUplink } from '../../../src/sources/mqtt/lorawan/uplink.ts';
import { contentOf } from '../../../src/sources/mqtt/payload.ts';
import { lorawanMessage, lorawanPoint } from '../../fakes/lorawan.ts';

const layouts: Record<string, LorawanMessage> = {
  fixed: lorawanMessage({
    sizes: [2, 4],
    starts: [0x02],
    points: [
      lorawanPoint(
        'distance',
        { kind: 'payload' },
        { where: { kind: 'bytes', region: { kind: 'payload' }, byte: 1, type: 'u16', endian: 'little' } },
      ),
    ],
  }),
  entries: lorawanMessage({
    codec: {
      kind: 'tlv',
      keyBytes: 2,
      entries: new Map([
        ['0175', 1],
        ['0367', 2],
      ]),
    },
    points: [lorawanPoint('distance', { kind: 'tlv', key: '0367' })],
  }),
  groups: lorawanMessage({
    network: 'tts',
    codec: { kind: 'flags', byte: 1, type: 'u16', endian: 'big', sizes: [4, 2] },
    points: [lorawanPoint('distance', { kind: 'flag', flag: 1 })],
  }),
};

describe('a simulated uplink', () => {
  it.each(Object.keys(layouts))('says what the driver reads from it: %s', (name) => {
    const message = layouts[name] ?? lorawanMessage();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.nat(70_000), (distance, fCnt) => {
        const values = new Map<string, Value>([['distance', distance]]);
        const uplink = encodeUplink(message, values, { fCnt, wallMs: Date.UTC(2026, 6, 1) });
        const content = contentOf('', Buffer.from(JSON.stringify(uplink?.payload)));

        expect(decodeUplink(message, content)).toMatchObject({
          kind: 'message',
          readings: [{ value: distance }],
          refused: [],
          uplink: { fCnt },
        });
      }),
    );
  });

  it('leaves zeros out of the envelope, as proto3 does', () => {
    const values = new Map<string, Value>([['distance', 0]]);
    const uplink = encodeUplink(lorawanMessage(), values, { fCnt: 0, wallMs: 0 });

    expect(uplink?.payload).not.toHaveProperty('fCnt');
  });
});
