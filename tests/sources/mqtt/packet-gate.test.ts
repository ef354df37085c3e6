import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { createPacketGate } from '../../../src/sources/mqtt/packet-gate.ts';

const connect = generate({ cmd: 'connect', clientId: 'meter', keepalive: 60, protocolVersion: 4 } as never);
const publish = (bytes: number) =>
  generate({
    cmd: 'publish',
    topic: 'a/b',
    payload: Buffer.alloc(bytes),
    qos: 1,
    messageId: 7,
    dup: false,
    retain: false,
  });
const ping = Buffer.from([0xc0, 0x00]);

/** What the gate says of bytes that come in pieces of this size. */
function judge(bytes: Buffer, pieces = bytes.length, limit = 1_000): string | undefined {
  const gate = createPacketGate(limit).check;
  for (let at = 0; at < bytes.length; at += pieces) {
    const offence = gate(bytes.subarray(at, at + pieces));
    if (offence) return offence;
  }
  return undefined;
}

describe('the packet gate', () => {
  it.each([
    ['an ordinary session', Buffer.concat([connect, publish(10), ping, publish(300), ping]), undefined],
    ['a packet at the limit', Buffer.concat([connect, publish(1_000 - 7)]), undefined],
    ['a packet one byte beyond it', Buffer.concat([connect, publish(1_000 - 6)]), 'packet too large'],
    [
      'a header that announces 256 MB',
      Buffer.from([...connect, 0x30, 0xff, 0xff, 0xff, 0x7f]),
      'packet too large',
    ],
    ['the beginning of such a header', Buffer.from([...connect, 0x30, 0xff, 0xff]), 'packet too large'],
    ['a length of five digits', Buffer.from([...connect, 0x30, 0x80, 0x80, 0x80, 0x80]), 'not MQTT'],
    ['something before CONNECT', publish(1), 'not MQTT'],
    ['a web browser', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'not MQTT'],
    ['a TLS hello at the door without TLS', Buffer.from([0x16, 0x03, 0x01, 0x02]), 'not MQTT'],
    ['a CONNACK, which only a server may send', Buffer.from([...connect, 0x20, 0x02, 0, 0]), 'not MQTT'],
    ['the forbidden type 15', Buffer.from([...connect, 0xf0, 0x00]), 'not MQTT'],
  ])('judges %s, whole and byte by byte', (_name, bytes, expected) => {
    expect(judge(bytes)).toBe(expected);
    expect(judge(bytes, 1)).toBe(expected);
  });

  it('takes no CONNECT beyond 4 KiB, also where packets may be larger', () => {
    const large = generate({
      cmd: 'connect',
      clientId: 'meter',
      keepalive: 60,
      protocolVersion: 4,
      will: { topic: 'a', payload: Buffer.alloc(4_100), qos: 0, retain: false },
    } as never);

    expect(judge(large, large.length, 65_536)).toBe('packet too large');
  });

  it.each([
    ['CONNACK and messages', Buffer.from([0x20, 0x02, 0, 0, ...publish(10)]), undefined],
    ['a message before CONNACK', publish(10), 'not MQTT'],
    ['a CONNECT', connect, 'not MQTT'],
    [
      'a message of 256 MB',
      Buffer.from([0x20, 0x02, 0, 0, 0x30, 0xff, 0xff, 0xff, 0x7f]),
      'packet too large',
    ],
  ])('judges what a server sends: %s', (_name, bytes, expected) => {
    expect(createPacketGate(1_000, 'server').check(bytes)).toBe(expected);
  });

  it('knows when the CONNECT has come whole', () => {
    const gate = createPacketGate(1_000);

    gate.check(connect.subarray(0, -1));
    expect(gate.greeted).toBe(false);
    gate.check(connect.subarray(-1));
    expect(gate.greeted).toBe(true);
  });

  it('says the same of any bytes, however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (noise, pieces) => {
        const bytes = Buffer.concat([connect, noise]);
        expect(judge(bytes, pieces, 200)).toBe(judge(bytes, bytes.length, 200));
      }),
    );
  });
});
