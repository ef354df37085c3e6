import { describe, expect, it } from 'vitest';
import { wear } from '../../src/core/host.ts';

const day = 86_400_000;
const disk = { freeBytes: 1, bytes: 32e9 };

describe('the wear of a card', () => {
  it('is what is written in a day, and the days until a cheap card was written over 300 times', () => {
    expect(wear({ disk, writtenBytes: 8e9, upMs: 4 * day })).toEqual({ bytesPerDay: 2e9, lifeDays: 4_800 });
  });

  it.each([
    ['the machine does not count', { disk, writtenBytes: undefined, upMs: 4 * day }],
    ['the disk is not known', { disk: undefined, writtenBytes: 8e9, upMs: 4 * day }],
    ['nothing was written', { disk, writtenBytes: 0, upMs: 4 * day }],
    ['it has not been up for a day', { disk, writtenBytes: 8e9, upMs: day - 1 }],
  ])('is not known when %s', (_why, host) => {
    expect(wear(host)).toBeUndefined();
  });
});
