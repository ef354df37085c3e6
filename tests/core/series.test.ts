import { describe, expect, it } from 'vitest';
import type { InstanceBounds } from '../../src/core/instances.ts';
import type { Part } from '../../src/core/parts.ts';
import { foldSeries } from '../../src/core/series.ts';
import { strandsOf } from '../../src/core/strand.ts';
import { plan, stream } from '../fakes/plans.ts';

const plans = [plan('A', ['a.x', 'a.y']), plan('B', ['a.x'])];
const streams = [stream('a', 'x'), stream('a', 'y')];
const strand = strandsOf(plans, streams)(stream('a', 'x')) ?? { plans: [] };
const wide: InstanceBounds = { instances: 1_000, bytes: 100_000 };

/** A message of both quantities; its sequence numbers are 2n - 1 and 2n. */
function message(n: number): Part {
  return {
    strand,
    seqs: [2 * n - 1, 2 * n],
    streamIds: [1, 2],
    device: 'a',
    readings: streams.map((from, index) => ({ stream: from, value: n * 10 + index })),
    segment: 1,
    t: n,
    deviceTimeMs: undefined,
    observedAtMs: Date.UTC(2026, 10, 23) + n,
    cameMs: Date.UTC(2026, 10, 23) + n,
  };
}

const valuesIn = (json: string) =>
  Object.fromEntries(
    Object.entries<{ value: number }[] | string>(JSON.parse(json)).map(([name, instances]) => [
      name,
      typeof instances === 'string' ? instances : instances.map(({ value }) => value),
    ]),
  );

describe('a stretch of the backlog', () => {
  it('gives each entity the instances of its attributes in the order of the log', () => {
    const { versions, parts } = foldSeries(strand, [1, 2].map(message), wide, () => {});

    expect(versions.map(({ json }) => valuesIn(json))).toEqual([
      { id: 'A', type: 'Thing', 'a-x': [10, 20], 'a-y': [11, 21] },
      { id: 'B', type: 'Thing', 'a-x': [10, 20] },
    ]);
    expect(versions.map(({ seqs }) => seqs)).toEqual([
      [1, 2, 3, 4],
      [1, 3],
    ]);
    expect(parts).toHaveLength(2);
  });

  it('marks the instances whose time is an estimate', () => {
    const { versions } = foldSeries(strand, [{ ...message(1), estimated: true }, message(2)], wide, () => {});
    const [entity] = versions.map(({ json }) => JSON.parse(json));

    expect(entity['a-x'].map(({ timeEstimated }: { timeEstimated?: object }) => timeEstimated)).toEqual([
      { type: 'Property', value: true },
      undefined,
    ]);
  });

  it.each([
    ['instances', { ...wide, instances: 5 }, 2],
    ['bytes', { ...wide, bytes: 400 }, 2],
    ['one message at least', { instances: 1, bytes: 1 }, 1],
  ])('takes no more than fits: %s', (_, bounds, count) => {
    const { parts } = foldSeries(strand, [1, 2, 3].map(message), bounds, () => {});

    expect(parts).toHaveLength(count);
  });

  it('has no version of an entity for which there is nothing', () => {
    const damaged: Part = { ...message(1), readings: [], damaged: true };

    expect(foldSeries(strand, [damaged], wide, () => {})).toMatchObject({ parts: [damaged], versions: [] });
  });

  it('keeps the readings on which a mapping throws apart', () => {
    const broken = {
      ...plan('A', ['a.x']),
      map: () => {
        throw new Error('no map');
      },
    };

    const { bugs, versions } = foldSeries({ plans: [broken] }, [message(1)], wide, () => {});

    expect(bugs).toMatchObject([{ seqs: [1, 2], words: 'no map' }]);
    expect(versions).toEqual([]);
  });
});
