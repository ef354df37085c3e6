import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMeter } from '../../../src/forward/connection/byte-meter.ts';

describe('a limit of bytes a second', () => {
  it('lets the first request go at once and the next when the first would be through', () => {
    const meter = new ByteMeter(1_000);

    expect(meter.waitMs(5_000)).toBe(0);
    meter.sent(2_500, 5_000);
    expect(meter.waitMs(5_000)).toBe(2_500);
    expect(meter.waitMs(7_000)).toBe(500);
    expect(meter.waitMs(9_000)).toBe(0);
  });

  it('saves nothing up: after a quiet hour the rate is the same', () => {
    const meter = new ByteMeter(1_000);
    meter.sent(1_000, 0);
    meter.sent(1_000, 3_600_000);

    expect(meter.waitMs(3_600_000)).toBe(1_000);
  });

  it('limits nothing when there is no limit', () => {
    const meter = new ByteMeter(Number.POSITIVE_INFINITY);
    meter.sent(1e9, 0);

    expect(meter.waitMs(0)).toBe(0);
  });

  it('is kept over any sequence of requests', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2 }), (sizes) => {
        const meter = new ByteMeter(10_000);
        let nowMs = 0;
        for (const bytes of sizes) {
          nowMs += meter.waitMs(nowMs);
          meter.sent(bytes, nowMs);
        }
        const before = sizes.slice(0, -1).reduce((sum, bytes) => sum + bytes, 0);

        expect(nowMs).toBeCloseTo(before / 10, 3);
      }),
    );
  });
});
