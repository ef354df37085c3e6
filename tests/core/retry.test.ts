import { describe, expect, it } from 'vitest';
import { backoffMs, firstTryMs, retryAfterMs } from '../../src/core/retry.ts';

describe('the wait before another try', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [5, 8_000],
    [7, 30_000],
    [1_000, 30_000],
  ])('after %i failures is half of its bound, %i ms, with a random of a half', (failures, ms) => {
    expect(backoffMs(failures, { baseMs: 1_000, capMs: 60_000 }, () => 0.5)).toBe(ms);
  });

  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['86400', 900_000],
    ['1000000000', 900_000],
    ['-5', undefined],
    ['Mon, 23 Nov 2026 08:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 07:59:30 GMT', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('that Retry-After %s asks for is %s', (header, ms) => {
    expect(retryAfterMs(header, 'Mon, 23 Nov 2026 08:00:00 GMT')).toBe(ms);
  });

  it.each([undefined, 'today'])('is our own where a date has no date to count from: %s', (date) => {
    expect(retryAfterMs('Mon, 23 Nov 2026 08:00:30 GMT', date)).toBeUndefined();
  });
});

describe('the wait before the first try', () => {
  const minuteMs = 60_000;

  it.each([
    ['the machine has just started and has a backlog', 30_000, 2 * minuteMs, 45_000],
    ['it has just started, and what waits is young', 30_000, minuteMs, 0],
    ['it has run for long: somebody restarted the gateway', 11 * minuteMs, 60 * minuteMs, 0],
  ])('where %s', (_, upMs, oldestMs, waitMs) => {
    expect(firstTryMs(upMs, oldestMs, () => 0.75)).toBe(waitMs);
  });
});
