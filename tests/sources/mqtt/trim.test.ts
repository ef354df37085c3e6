import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTrimmer } from '../../../src/sources/mqtt/trim.ts';

function packet(first: number, body: Buffer): Buffer {
  const header = [first];
  for (let rest = body.length; ; rest = Math.floor(rest / 128)) {
    header.push(rest < 128 ? rest : (rest % 128) | 0x80);
    if (rest < 128) return Buffer.concat([Buffer.from(header), body]);
  }
}

function publication(qos: 0 | 1, topic: string, payload: Buffer): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(name.length);
  return packet(
    0x30 | (qos << 1),
    Buffer.concat([head, name, qos ? Buffer.from([0, 7]) : Buffer.alloc(0), payload]),
  );
}

/** What comes out when the bytes come in cut at these places. */
function trimmed(mostBytes: number, bytes: Buffer, cuts: readonly number[]): Buffer {
  const trim = createTrimmer(mostBytes);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return Buffer.concat(places.slice(1).map((end, i) => trim(Buffer.from(bytes.subarray(places[i], end)))));
}

describe('createTrimmer', () => {
  it('copies nothing where nothing is too large', () => {
    const chunk = Buffer.concat([
      packet(0x20, Buffer.from([0, 0])),
      publication(1, 'a/b', Buffer.alloc(100)),
    ]);

    const out = createTrimmer(100)(chunk);

    expect(out).toEqual(chunk);
    expect(out.buffer).toBe(chunk.buffer);
  });

  it('leaves one byte more than is allowed', () => {
    const small = publication(1, 'a', Buffer.from('{}'));
    const large = publication(1, 'a/b', Buffer.alloc(300_000, 0x20));

    const out = trimmed(1_000, Buffer.concat([small, large, small]), []);

    expect(out).toEqual(Buffer.concat([small, publication(1, 'a/b', Buffer.alloc(1_001, 0x20)), small]));
  });

  it('cuts alike however the network cuts', () => {
    const one = fc.record({
      qos: fc.constantFrom<0 | 1>(0, 1),
      topic: fc.string({ maxLength: 40 }),
      payload: fc.uint8Array({ maxLength: 400 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (all, cuts) => {
        const bytes = Buffer.concat(
          all.map((each) => publication(each.qos, each.topic, Buffer.from(each.payload))),
        );
        const wanted = all.map((each) =>
          publication(each.qos, each.topic, Buffer.from(each.payload.subarray(0, 101))),
        );

        expect(trimmed(100, bytes, cuts)).toEqual(Buffer.concat(wanted));
      }),
    );
  });

  it('passes other packets and what is no MQTT untouched', () => {
    const answer = packet(0x90, Buffer.alloc(5_000));
    const noise = Buffer.alloc(5_000, 0xff);

    expect(trimmed(100, answer, [3])).toEqual(answer);
    expect(trimmed(100, noise, [3])).toEqual(noise);
  });
});
