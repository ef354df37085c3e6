import { describe, expect, it } from 'vitest';
import { lane, open, part } from '../fakes/lanes.ts';

const endAll = (of: ReturnType<typeof lane>) => {
  for (const version of of.pending()) of.ends.set(version, { outcome: 'delivered' });
  if (of.round) of.finish(of.round);
};

describe('a lane', () => {
  it('is done as far as its last finished round, not as far as what waits', () => {
    const strand = lane([3, 5, 9]);
    open(strand);
    expect(strand.next).toBe(3);
    expect(strand.done).toBe(0);

    endAll(strand);

    expect(strand).toMatchObject({ done: 3, next: 5, queued: 2, readings: 2 });
  });

  it('is done as far as the rear reader has looked once its queue is empty', () => {
    const strand = lane([3]);
    strand.scannedUpto = 40;
    open(strand);
    endAll(strand);

    expect(strand.done).toBe(40);
  });

  it('keeps what of a round has not ended', () => {
    const strand = lane([3]);
    open(strand);
    const [version] = strand.pending();
    expect(version?.seqs).toEqual([3]);

    if (version) strand.ends.set(version, { outcome: 'delivered' });

    expect(strand.pending()).toEqual([]);
  });

  it('forgets its failures with a round that is over', () => {
    const strand = lane([3]);
    Object.assign(strand, { failures: 4, notBeforeMs: 9_000, kept: { sinceMs: 1, deliveries: 2 } });
    open(strand);
    endAll(strand);

    expect(strand).toMatchObject({ failures: 0, notBeforeMs: 0, kept: undefined });
  });

  it.each([
    { what: 'with a message', change: {}, ready: true },
    { what: 'that rests', change: { notBeforeMs: 1_001 }, ready: false },
    { what: 'whose rest is over', change: { notBeforeMs: 1_000 }, ready: true },
    { what: 'whose last settlement is not on disk yet', change: { unsettled: 1 }, ready: false },
  ])('$what is ready: $ready', ({ change, ready }) => {
    const strand = lane([3]);
    Object.assign(strand, change);

    expect(strand.ready(1_000)).toBe(ready);
  });

  it('with an open round goes on with it although a settlement is under way', () => {
    const strand = lane([3, 4]);
    open(strand);
    strand.unsettled = 1;

    expect(strand.ready(1_000)).toBe(true);
  });

  it('without anything is not ready', () => {
    expect(lane([]).ready(1_000)).toBe(false);
    expect(lane([]).oldestObservedMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('gives what waited when it is emptied', () => {
    const strand = lane([3, 5]);
    strand.take(1);

    expect(strand.clear().flatMap(({ seqs }) => seqs)).toEqual([5]);
    expect(strand).toMatchObject({ queued: 0, readings: 0, next: undefined });
  });

  it('counts and keeps its order while messages come and go', () => {
    const strand = lane([]);
    const seen: number[] = [];
    for (let seq = 1; seq <= 100; seq++) {
      strand.push(part(strand.strand, seq));
      if (seq % 3 === 0) {
        seen.push(...[...strand.peek({ kind: 'newest' })].slice(0, 2).flatMap(({ seqs }) => seqs));
        strand.take(2);
      }
    }

    expect(seen).toEqual(Array.from({ length: 66 }, (_, index) => index + 1));
    expect(strand).toMatchObject({ queued: 34, readings: 34, next: 67 });
  });

  it('keeps the position at which a stream was first met', () => {
    const strand = lane([]);
    strand.addRows([1], 10);
    strand.addRows([1, 2], 20);

    expect([...strand.rows]).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });

  it('knows a message of which every stream has something newer', () => {
    const strand = lane([1]);
    expect(strand.overtaken).toBeUndefined();
    strand.push(part(strand.strand, 2, 7));
    expect(strand.overtaken).toBeUndefined();
    strand.push(part(strand.strand, 3));
    expect(strand.overtaken?.seqs).toEqual([1]);
  });
});
