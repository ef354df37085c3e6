import { describe, expect, it } from 'vitest';
import type { Piece } from '../../../src/sources/frame-tap.ts';
import { encodeRtu } from '../../../src/sources/modbus/rtu-frame.ts';
import { encodeTcp } from '../../../src/sources/modbus/tcp-frame.ts';
import { requestText, Tracer } from '../../../src/sources/modbus/trace.ts';

const request = { unitId: 1, table: 'input', address: 1, count: 2 } as const;
const question = encodeRtu(request).toString('hex');
/** The reply of an XY-MD02 as its manual prints it. */
const reply = '010404013102222ace';

const piece = (direction: Piece['direction'], hex: string, atMs: number): Piece => ({
  number: 0,
  atMs,
  direction,
  hex,
});

function traced(framing: 'rtu' | 'tcp', ...pieces: Piece[]) {
  const tracer = new Tracer(framing);
  return [...tracer.take(pieces), ...tracer.end()];
}

describe('a trace', () => {
  it('joins the pieces of an answer and tells how long it took', () => {
    const [exchanged] = traced(
      'rtu',
      piece('sent', question, 100),
      piece('received', reply.slice(0, 6), 120),
      piece('received', reply.slice(6), 141),
    );

    expect(exchanged).toMatchObject({ atMs: 100, tookMs: 41, request, result: { kind: 'words' } });
    expect(requestText(request)).toBe('read input 0x0001 ×2');
  });

  it.each([
    ['silence', [], 'silence', undefined],
    ['an exception', ['018402c2c1'], 'exception', undefined],
    ['its own request', [question], 'damaged', 'the request itself came back (echo)'],
    ['a wrong checksum', ['01040401310222ffff'], 'damaged', '9 bytes with a wrong checksum'],
    [
      'another unit',
      [encodeRtu({ ...request, unitId: 9 }).toString('hex')],
      'damaged',
      'a sound frame of unit 9, function 4, that does not answer this',
    ],
  ])('tells %s', (_, received, kind, why) => {
    const [exchanged] = traced(
      'rtu',
      piece('sent', question, 0),
      ...received.map((hex) => piece('received', hex, 9)),
    );

    expect(exchanged?.result).toMatchObject(why === undefined ? { kind } : { kind, why });
  });

  it('ends an exchange when the next request goes out, and tells bytes that nobody asked for', () => {
    const exchanges = traced(
      'rtu',
      piece('received', '00', 1),
      piece('sent', question, 2),
      piece('sent', question, 3),
    );

    expect(exchanges.map(({ request: asked, result }) => [asked?.unitId, result.kind])).toEqual([
      [undefined, 'damaged'],
      [1, 'silence'],
      [1, 'silence'],
    ]);
  });

  it('understands Modbus TCP', () => {
    const sent = encodeTcp(request, 7).toString('hex');
    const [good, torn] = traced(
      'tcp',
      piece('sent', sent, 0),
      piece('received', `0007000000070104${reply.slice(4, 14)}`, 4),
      piece('sent', sent, 5),
      piece('received', '0007', 6),
    );

    expect(good).toMatchObject({
      request,
      tookMs: 4,
      result: { kind: 'words', words: Uint16Array.of(0x131, 0x222) },
    });
    expect(torn?.result).toMatchObject({ kind: 'damaged', why: '2 bytes, a torn frame' });
  });
});
