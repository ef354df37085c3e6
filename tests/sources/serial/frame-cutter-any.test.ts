import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../../src/sources/serial/checksum.ts';
import type { SerialFraming } from '../../../src/sources/serial/device.ts';
import { binary, cut, hex, hexOf, latin1, text } from '../../fakes/serial.ts';

/** A checksum of 32 bits, so that noise passes for a frame never. */
const crc = (bytes: Uint8Array): Uint8Array => {
  const sealed = new Uint8Array(bytes.length + 4);
  sealed.set(bytes);
  new DataView(sealed.buffer).setUint32(bytes.length, checksum('crc32', bytes, 0, bytes.length));
  return sealed;
};
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const over = { kind: 'crc32', over: [0, -5], byte: -4, endian: 'big' } as const;

const fixed = {
  framing: binary({ start: hex('AAC0'), length: 14, checksum: over }),
  frame: (payload: Uint8Array) => crc(joined(hex('AAC0'), payload.subarray(0, 8))),
  shown: (frame: Uint8Array) => hexOf(frame),
};
const withLength = {
  framing: binary({ start: hex('424D'), length: { byte: 2, type: 'u16', plus: 8 }, checksum: over }),
  frame: (payload: Uint8Array) => crc(joined(hex('424D'), Uint8Array.of(0, payload.length), payload)),
  shown: (frame: Uint8Array) => hexOf(frame),
};
const sentence = {
  framing: text({ start: latin1('$'), checksum: { kind: 'crc32', after: latin1('*') } }),
  frame: (payload: Uint8Array) => {
    const body = latin1(`P,${hexOf(payload)}`);
    const digits = checksum('crc32', body, 0, body.length).toString(16).toUpperCase().padStart(8, '0');
    return joined(latin1('$'), body, latin1(`*${digits}\r\n`));
  },
  shown: (frame: Uint8Array) => Buffer.from(frame).toString('latin1').slice(1, -11),
};
const stuffing = Array.from({ length: 256 }, (_, byte) => byte ^ 0x20);
const stuffed = {
  framing: binary({
    start: hex('7E'),
    end: hex('7F'),
    escape: { byte: 0x7d, meaning: stuffing },
    checksum: { kind: 'crc32', over: [1, -6], byte: -5, endian: 'big' },
  }),
  frame: (payload: Uint8Array) => {
    const body = Array.from(crc(payload)).flatMap((byte) =>
      [0x7d, 0x7e, 0x7f].includes(byte) ? [0x7d, byte ^ 0x20] : [byte],
    );
    return joined(hex('7E'), Uint8Array.from(body), hex('7F'));
  },
  shown: (frame: Uint8Array) => {
    const bytes = Array.from(frame.subarray(1, -1));
    const plain = bytes.flatMap((byte, at) =>
      byte === 0x7d ? [] : bytes[at - 1] === 0x7d ? [byte ^ 0x20] : [byte],
    );
    return hexOf(joined(hex('7E'), Uint8Array.from(plain), hex('7F')));
  },
};

interface Kind {
  readonly framing: SerialFraming;
  readonly frame: (payload: Uint8Array) => Uint8Array;
  readonly shown: (frame: Uint8Array) => string;
}
const kinds: [string, Kind][] = [
  ['fixed length', fixed],
  ['a length of its own', withLength],
  ['text', sentence],
  ['stuffed bytes', stuffed],
];

const payload = fc.uint8Array({ minLength: 8, maxLength: 40 });

/** Bytes as a line garbles them: anything, pieces of frames, and above all the marks that frames are told by. */
const noiseFor = ({ framing, frame }: Kind): fc.Arbitrary<Uint8Array> =>
  fc
    .array(
      fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc.constantFrom(
          ...['AA', 'AAC0', '42', '424D', '424D0020', '24', '0D0A', '0D', '7E', '7D', '7F'].map(hex),
        ),
        fc
          .tuple(payload, fc.nat(40))
          .map(([bytes, at]) => frame(bytes).subarray(0, Math.min(at, frame(bytes).length - 4))),
        fc.tuple(payload, fc.nat(40)).map(([bytes, at]) => frame(bytes).subarray(Math.max(1, at))),
      ),
      { maxLength: 4 },
    )
    .map((parts) => joined(...parts))
    // Head and tail of one frame may meet; and a head that lacks one byte only may find it in the next start.
    .filter((noise) => cut(framing, [noise]).frames.length === 0);

describe.each(kinds)('frames of %s', (_, kind) => {
  it('are all found, in their order, whatever noise is between them and however the line cuts them', () => {
    const stream = fc.array(fc.record({ noise: noiseFor(kind), bytes: payload }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (parts, sizes) => {
        const frames = parts.map(({ bytes }) => kind.frame(bytes));
        const all = joined(...parts.flatMap(({ noise }, index) => [noise, frames[index] ?? hex('')]));

        const { frames: found, counts } = cut(kind.framing, pieces(all, sizes));

        expect(found).toEqual(frames.map(kind.shown));
        expect(counts.bytes).toBe(all.length);
        expect(counts.discarded).toBe(all.length - frames.reduce((sum, { length }) => sum + length, 0));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any framing', () => {
  it('takes any bytes: no frame from none, no byte uncounted, memory bounded', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(fc.uint8Array({ maxLength: 200 })),
        ([, kind], bytes) => {
          const { frames, counts } = cut(kind.framing, bytes);

          expect(frames).toEqual([]);
          expect(counts.discarded).toBe(counts.bytes);
        },
      ),
    );
  });
});

/** Cut into pieces of these sizes, round and round. */
function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const result: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    result.push(bytes.subarray(at, at + size));
    at += size;
  }
  return result;
}
