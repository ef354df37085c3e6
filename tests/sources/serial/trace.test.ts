import { describe, expect, it } from 'vitest';
import type { Piece } from '../../../src/sources/frame-tap.ts';
import { SerialTracer } from '../../../src/sources/serial/trace.ts';
import { dustFraming, dustMessage } from '../../fakes/serial.ts';

const tracer = () => new SerialTracer({ framing: dustFraming, messages: [dustMessage], ask: [] });
let number = 0;
const piece = (atMs: number, direction: Piece['direction'], hex: string): Piece => ({
  number: number++,
  atMs,
  direction,
  hex,
});
const good = 'aac00600060058d93dab';

describe('a trace', () => {
  it('tells what was sent, each message with its values, and bytes that belong to no frame', () => {
    const events = tracer().take([
      piece(0, 'sent', 'aab404'),
      piece(20, 'received', `00ff${good.slice(0, 8)}`),
      piece(30, 'received', good.slice(8)),
    ]);

    expect(events.map(({ atMs, kind }) => [atMs, kind])).toEqual([
      [0, 'sent'],
      [20, 'discarded'],
      [30, 'message'],
    ]);
    expect(events.at(-1)).toMatchObject({
      raw: 'AA C0 06 00 06 00 58 D9 3D AB',
      results: [{ value: { value: 0.6 } }, {}],
    });
  });

  it('tells a damaged frame with its flaw', () => {
    expect(tracer().take([piece(0, 'received', good.replace('3dab', '3eab'))])[0]).toMatchObject({
      kind: 'damaged',
      flaw: 'checksum',
    });
  });

  it('gives up what is unfinished when the line falls silent', () => {
    const trace = tracer();
    trace.take([piece(0, 'received', good.slice(0, 6))]);

    expect(trace.silence().map(({ kind }) => kind)).toEqual(['damaged', 'discarded']);
  });
});
