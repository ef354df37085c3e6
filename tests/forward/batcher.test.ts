import { describe, expect, it } from 'vitest';
import { reselect, type Selection, select } from '../../src/forward/batcher.ts';
import type { Lane } from '../../src/forward/lane.ts';
import { lane, open, sent } from '../fakes/lanes.ts';
import { plan } from '../fakes/plans.ts';

const wide = { entities: 100, versions: 100, bytes: 100_000 };
const laneAt = (seq: number, id: string, context?: string) =>
  lane([seq], [plan(`urn:${id}`, ['d.x'], context)]);
const entities = (selection: Selection | undefined) => selection?.items.map(({ entity }) => entity);

describe('the next request', () => {
  it('takes the oldest first, whatever the order of the lanes', () => {
    const lanes = [laneAt(30, 'c'), laneAt(10, 'a'), laneAt(20, 'b')];

    expect(entities(select(lanes, wide, open))).toEqual(['urn:a', 'urn:b', 'urn:c']);
  });

  it('holds one context: that of the oldest', () => {
    const lanes = [laneAt(1, 'a', 'one'), laneAt(2, 'b', 'other'), laneAt(3, 'c', 'one')];

    const selection = select(lanes, wide, open);

    expect(selection?.context).toBe('one');
    expect(entities(selection)).toEqual(['urn:a', 'urn:c']);
  });

  it('says when it is full, and leaves the rest as it was', () => {
    const lanes = [laneAt(1, 'a'), laneAt(2, 'b'), laneAt(3, 'c')];

    const selection = select(lanes, { ...wide, entities: 2 }, open);

    expect(selection?.full).toBe(true);
    expect(entities(selection)).toEqual(['urn:a', 'urn:b']);
    expect(lanes[2]?.round).toBeUndefined();
  });

  it('is no larger than the bound of bytes, counted as the body will be', () => {
    const bodyBytes = (of: Selection | undefined) =>
      Buffer.byteLength(`[${of?.items.map(({ json }) => json).join(',')}]`);
    const lanes = () => ['a', 'b', 'c'].map((id, index) => laneAt(index + 1, id));
    const two = bodyBytes(select(lanes().slice(0, 2), wide, open));

    const selection = select(lanes(), { ...wide, bytes: two + 1 }, open);

    expect(entities(selection)).toEqual(['urn:a', 'urn:b']);
    expect(bodyBytes(selection)).toBeLessThanOrEqual(selection?.bytes ?? 0);
  });

  it('is a single version that is larger than the bound of bytes', () => {
    expect(entities(select([laneAt(1, 'a'), laneAt(2, 'b')], { ...wide, bytes: 10 }, open))).toEqual([
      'urn:a',
    ]);
  });

  it('is nothing when no message maps to an entity', () => {
    expect(select([lane([1], [plan('urn:a', ['elsewhere.x'])])], wide, open)).toBeUndefined();
  });

  it.each<[string, number, string[]]>([
    ['alone when it is the oldest', 1, ['urn:s']],
    ['not at all while others are older', 3, ['urn:a', 'urn:b']],
  ])('holds what spoiled a batch before %s', (_, seq, expected) => {
    const suspect: Lane = laneAt(seq, 's');
    suspect.suspect = true;

    expect(entities(select([laneAt(2, 'a'), laneAt(4, 'b'), suspect], wide, open))).toEqual(expected);
  });

  it.each<[string, { entities: number; versions: number }, string[], boolean]>([
    [
      'states of one entity as one entity',
      { entities: 2, versions: 10 },
      ['a', 'a', 'a', 'b', 'b', 'b'],
      true,
    ],
    ['states of all of them together', { entities: 9, versions: 5 }, ['a', 'a', 'a', 'b', 'b'], true],
    ['neither when there is room', { entities: 9, versions: 20 }, [...'aaabbbccc'], false],
  ])('counts %s', (_, counts, expected, full) => {
    const lanes = ['a', 'b', 'c'].map((id, index) => {
      const seqs = [0, 1, 2].map((state) => 1 + index + 10 * state);
      return lane(seqs, [plan(`urn:${id}`, ['d.x'])]);
    });

    const selection = select(lanes, { ...wide, ...counts }, (each) => open(each, 3));

    expect(entities(selection)).toEqual(expected.map((id) => `urn:${id}`));
    expect(selection?.full).toBe(full);
  });

  it('is the same again, and not full, when it is repeated', () => {
    const items = ['a', 'b'].map(sent);

    expect(reselect(items)).toMatchObject({ items, full: false });
    expect(reselect([])).toBeUndefined();
  });
});
