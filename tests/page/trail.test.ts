import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Trail } from '../../src/page/trail.ts';

const trail = () => new Trail({ columns: 4, widthMs: 8_000, doublings: 3, joining: 'sum' });

describe('a trail', () => {
  it('begins with narrow columns, so that a fresh start shows something', () => {
    const one = trail();
    one.add(0, 1);
    one.add(1_500, 2);

    expect(one.curve(2_000)).toEqual({ widthMs: 1_000, endMs: 2_000, values: [1, 2] });
  });

  it('joins pairs of columns when it is full', () => {
    const one = trail();
    for (let second = 0; second < 8; second += 1) one.add(second * 1_000, 1);

    expect(one.curve(8_000)).toEqual({ widthMs: 2_000, endMs: 8_000, values: [2, 2, 2, 2] });
  });

  it('forgets the oldest at its final width', () => {
    const one = trail();
    for (let second = 0; second < 64; second += 1) one.add(second * 1_000, 1);

    expect(one.curve(64_000)).toEqual({ widthMs: 8_000, endMs: 64_000, values: [8, 8, 8, 8] });
  });

  it('widens as time goes by, also when nothing is added', () => {
    const one = trail();
    for (let second = 0; second < 4; second += 1) one.add(second * 1_000, 1);

    expect(one.curve(16_000)).toEqual({ widthMs: 4_000, endMs: 16_000, values: [4, null, null, null] });
  });

  it('has a hole where nothing was sampled', () => {
    const one = trail();
    one.add(0, 1);
    one.add(2_000, 1);

    expect(one.curve(3_000).values).toEqual([1, null, 1]);
  });

  it('loses nothing of a sum within its span, whenever samples come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 40 }), (gaps) => {
        const one = trail();
        let atMs = 0;
        let within = 0;
        for (const gap of gaps) {
          atMs += gap;
          one.add(atMs, 1);
          within += 1;
          if (atMs >= 32_000) return;
        }
        const { widthMs, endMs } = one.curve(atMs);
        const { values } = one.curve(endMs + widthMs);
        expect(values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(within);
      }),
    );
  });
});
