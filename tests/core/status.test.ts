import { describe, expect, it } from 'vitest';
import { roomMs } from '../../src/core/status.ts';

const day = 86_400_000;
const room = { bytes: 0, limitBytes: 256e6, limitAgeMs: 30 * day, oldestMs: 0, inPerSecond: 10 };

describe('roomMs', () => {
  it('is bounded by bytes when readings come fast', () => {
    expect(roomMs({ ...room, bytes: 256e6 - 33_000 })).toBe(100_000);
  });

  it('is bounded by age when readings come slowly', () => {
    expect(roomMs({ ...room, inPerSecond: 0.1, oldestMs: 2 * day })).toBe(28 * day);
  });

  it('is nothing, not negative, in a full buffer', () => {
    expect(roomMs({ ...room, bytes: 300e6 })).toBe(0);
  });

  it('is not known while nothing comes in', () => {
    expect(roomMs({ ...room, inPerSecond: 0 })).toBeUndefined();
  });
});
