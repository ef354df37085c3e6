import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityRequest } from '../../../src/sources/modbus/pdu.ts';
import { crc16, encodeRtu, findReply } from '../../../src/sources/modbus/rtu-frame.ts';
import { identityOf } from '../../../src/sources/modbus/scan.ts';
import { encodeTcp } from '../../../src/sources/modbus/tcp-frame.ts';

const device: IdentityRequest = { unitId: 1, identity: 'device' };
const server: IdentityRequest = { unitId: 1, identity: 'server' };

const object = (id: number, text: string) =>
  Buffer.concat([Buffer.from([id, text.length]), Buffer.from(text)]);
const objects = [object(0, 'Acme'), object(1, 'E1'), object(2, 'V2.11')];
const identification = sealed(Buffer.from([1, 43, 14, 1, 1, 0, 0, objects.length]), ...objects);
const serverId = sealed(Buffer.from([1, 17, 7, 0x2a, 0xff]), Buffer.from('PM-1 '));

function sealed(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const crc = crc16(body);
  return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
}

describe('what a device says it is', () => {
  it('is asked as the standard has it', () => {
    expect(encodeRtu(device).toString('hex')).toMatch(/^012b0e0100....$/);
    expect(encodeRtu(server).toString('hex')).toMatch(/^0111....$/);
    expect(encodeTcp(device, 7).toString('hex')).toBe('000700000005012b0e0100');
  });

  it('is read from named objects', () => {
    expect(findReply(device, identification)?.reply).toEqual({
      kind: 'identity',
      texts: [
        { name: 'maker', text: 'Acme' },
        { name: 'product', text: 'E1' },
        { name: 'version', text: 'V2.11' },
      ],
    });
  });

  it('is read from the bytes of a server id, as far as they are a text', () => {
    const found = findReply(server, Buffer.concat([Buffer.from([0xff]), serverId]));

    expect(found?.reply).toEqual({ kind: 'identity', texts: [{ name: 'server', text: '* PM-1' }] });
  });

  it.each([
    ['torn', identification.subarray(0, -3)],
    ['of another kind', Buffer.from([1, 43, 13, 1, 1, 0, 0, 0, 0, 0])],
    ['a server id', serverId],
  ])('is not taken from an answer that is %s', (_, bytes) => {
    expect(findReply(device, bytes)).toBeUndefined();
  });

  it('is not found in any bytes, and nothing is read beyond them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const unlikely = Buffer.concat([Buffer.from([1, 43, 14, 1, 1, 0, 0]), Buffer.from(bytes)]);
        expect(findReply(device, unlikely)).toBeUndefined();
      }),
    );
  });

  it('is asked in the second way where the first gives nothing', async () => {
    const asked: string[] = [];
    const text = await identityOf(1, async ({ identity }) => {
      asked.push(identity);
      return identity === 'device'
        ? { kind: 'exception', exception: 1 }
        : { kind: 'identity', texts: [{ name: 'server', text: 'PM-1' }] };
    });

    expect(text).toBe('PM-1');
    expect(asked).toEqual(['device', 'server']);
  });
});
