import { describe, expect, it } from 'vitest';
import { Attempts } from '../../../src/api/access/attempts.ts';
import { fakeClock } from '../../fakes/clock.ts';

function fail(attempts: Attempts, address: string, times: number): void {
  for (let time = 0; time < times; time += 1) expect(attempts.begin(address)).toBe(0);
}

describe('tries to sign in', () => {
  it('cost nothing five times, then twice as long each', async () => {
    const clock = fakeClock();
    const attempts = new Attempts(clock);
    fail(attempts, '10.0.0.7', 5);

    for (const waitMs of [2_000, 4_000, 8_000]) {
      expect(attempts.begin('10.0.0.7')).toBe(waitMs);
      await clock.advance(waitMs);
      expect(attempts.begin('10.0.0.7')).toBe(0);
    }
  });

  it('begin anew after one that succeeded, and after a quiet hour', async () => {
    const clock = fakeClock();
    const attempts = new Attempts(clock);
    fail(attempts, '10.0.0.7', 5);
    await clock.advance(2_000);
    fail(attempts, '10.0.0.7', 1);
    attempts.succeeded('10.0.0.7');
    fail(attempts, '10.0.0.7', 5);

    expect(attempts.begin('10.0.0.7')).toBeGreaterThan(0);
    await clock.advance(3_600_000);
    fail(attempts, '10.0.0.7', 5);
  });

  it('of one network of IPv6 count together, those of another do not', () => {
    const attempts = new Attempts(fakeClock());
    for (const host of ['1', '2', '3', '4', '5']) fail(attempts, `fd00:1:2:3::${host}`, 1);

    expect(attempts.begin('fd00:1:2:3:9:9:9:9')).toBeGreaterThan(0);
    expect(attempts.begin('fd00:1:2:4::1')).toBe(0);
  });

  it('of all addresses together are bounded, and come back with time', async () => {
    const clock = fakeClock();
    const attempts = new Attempts(clock);
    for (let host = 0; host < 20; host += 1) fail(attempts, `10.0.1.${host}`, 1);

    expect(attempts.begin('10.0.2.1')).toBeGreaterThan(0);
    await clock.advance(3_000);
    expect(attempts.begin('10.0.2.1')).toBe(0);
    expect(attempts.begin('10.0.2.2')).toBeGreaterThan(0);
  });
});
