import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingCrc } from '../../src/buffer/row-crc.ts';

type Row = Parameters<typeof readingCrc>;
const row: Row = [1_234_567, 12, 3, 86_400_000, 230.5, null, null];
const crc = readingCrc(...row);

describe('the check of a row', () => {
  it.each<[string, Row]>([
    ['number', [1_234_567, 12, 3, 86_400_000, 230.500_000_000_000_03, null, null]],
    ['stream', [1_234_567, 13, 3, 86_400_000, 230.5, null, null]],
    ['segment', [1_234_567, 12, 2, 86_400_000, 230.5, null, null]],
    ['time', [1_234_567, 12, 3, 86_400_001, 230.5, null, null]],
    ['place in the log', [1_234_568, 12, 3, 86_400_000, 230.5, null, null]],
    ['device time', [1_234_567, 12, 3, 86_400_000, 230.5, null, 0]],
    ['kind of value', [1_234_567, 12, 3, 86_400_000, null, '', null]],
  ])('notices another %s', (_, other) => {
    expect(readingCrc(...other)).not.toBe(crc);
  });

  it('fits 16 bits, and notices every single changed character of a text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
        const index = at % text.length;
        const changed = `${text.slice(0, index)}${text[index] === 'x' ? 'y' : 'x'}${text.slice(index + 1)}`;
        const of = (value: string) => readingCrc(1, 1, 1, 0, null, value, null);
        expect(of(text)).toBeLessThan(0x10000);
        expect(of(changed)).not.toBe(of(text));
      }),
    );
  });

  it('does not see the sign of zero, which SQLite forgets', () => {
    expect(readingCrc(1, 1, 1, -0, -0, null, null)).toBe(readingCrc(1, 1, 1, 0, 0, null, null));
  });
});
