import { describe, expect, it } from 'vitest';
import { commitDueMs, type Gathered } from '../../src/buffer/commit-policy.ts';

const never = Number.POSITIVE_INFINITY;
const atOnce = Number.NEGATIVE_INFINITY;

const nothing: Gathered = {
  readings: 0,
  bytes: 0,
  awaited: 0,
  oldestAwaitedMs: never,
  lastAwaitedMs: never,
  manyAwaitedMs: never,
  prompt: false,
  oldestPolledMs: never,
  oldestSettlementMs: never,
  durable: false,
};
const awaited = (count: number, oldest: number, last: number) => ({
  awaited: count,
  oldestAwaitedMs: oldest,
  lastAwaitedMs: last,
});

const rows: readonly (readonly [string, Partial<Gathered>, number])[] = [
  ['never for nothing', {}, never],
  ['at once for 500 readings', { readings: 500, oldestPolledMs: 100 }, atOnce],
  ['not yet for 499', { readings: 499, oldestPolledMs: 100 }, 5_100],
  ['at once for 64 KiB', { readings: 2, bytes: 65_536, oldestPolledMs: 100 }, atOnce],
  ['at once for a settlement that must be durable', { durable: true }, atOnce],
  ['5 s after the oldest polled reading', { readings: 3, oldestPolledMs: 200 }, 5_200],
  ['3.5 s after the oldest awaited message', awaited(3, 200, 900), 3_700],
  ['5 s after the oldest settlement', { oldestSettlementMs: 300 }, 5_300],
  [
    'by the earliest of all',
    { ...awaited(1, 2_500, 2_500), oldestPolledMs: 100, oldestSettlementMs: 50 },
    5_050,
  ],
  ['5 ms after a message whose sender waited for us', { ...awaited(1, 100, 100), prompt: true }, 105],
  ['5 ms after the last of 16', { ...awaited(16, 100, 130), manyAwaitedMs: 130 }, 135],
  ['not by quiet alone for 15', awaited(15, 100, 130), 3_600],
  ['50 ms after the 16th however many follow', { ...awaited(400, 100, 177), manyAwaitedMs: 130 }, 180],
];

describe('when a group is committed', () => {
  it.each(rows)('%s', (_, part, due) => {
    expect(commitDueMs({ ...nothing, ...part })).toBe(due);
  });
});
