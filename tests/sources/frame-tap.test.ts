import { describe, expect, it } from 'vitest';
import { type FrameListener, FrameTap } from '../../src/sources/frame-tap.ts';
import { fakeClock } from '../fakes/clock.ts';

function line() {
  const listeners = new Set<FrameListener>();
  const clock = fakeClock();
  const tap = new FrameTap({
    clock,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const carry = (hex: string) => {
    for (const listener of listeners) listener('sent', Buffer.from(hex, 'hex'));
  };
  return { clock, tap, carry, listeners };
}

describe('the frame tap', () => {
  it('gives each piece once, from the first question on', () => {
    const { tap, carry } = line();
    carry('00');
    const first = tap.since(0);
    carry('01');
    carry('02');

    const second = tap.since(first.next);

    expect(first.pieces).toEqual([]);
    expect(second.pieces.map(({ hex }) => hex)).toEqual(['01', '02']);
    expect(tap.since(second.next).pieces).toEqual([]);
  });

  it('counts what it forgot before it was asked for', () => {
    const { tap, carry } = line();
    tap.since(0);
    for (let i = 0; i < 2_001; i++) carry('01');

    const { pieces, missed } = tap.since(0);

    expect(pieces.length + missed).toBe(2_001);
    expect(missed).toBe(500);
  });

  it('stops listening some seconds after the last question', async () => {
    const { clock, tap, listeners } = line();
    tap.since(0);
    expect(listeners.size).toBe(1);

    await clock.advance(10_001);

    expect(listeners.size).toBe(0);
  });
});
