import { describe, expect, it } from 'vitest';
import { advance, isSettled, lowOf, type Place, placeAt, raise } from '../../src/buffer/positions.ts';

const behind = (done: number) => ({ done, sent: done, behind: true });
const ahead = (done: number) => ({ done, sent: done, behind: false });
const place = (part: Partial<Place>): Place => ({ ...placeAt(100), ...part });
const backlog = place({ backlogFrom: 40, backlogUpto: 90, backlog: new Map([[1, 60]]) });

describe('a reading is settled', () => {
  it.each([
    ['at the position', placeAt(100), 100, 1, true],
    ['not above it', placeAt(100), 101, 1, false],
    ['below the mark of a stream behind', place({ front: new Map([[1, behind(50)]]) }), 50, 1, true],
    ['not between that mark and the position', place({ front: new Map([[1, behind(50)]]) }), 51, 1, false],
    ['up to the mark of a stream ahead', place({ front: new Map([[1, ahead(120)]]) }), 120, 1, true],
    ['before the backlog', backlog, 40, 2, true],
    ['not in the backlog', backlog, 41, 2, false],
    ['in the backlog up to the mark of its stream', backlog, 60, 1, true],
    ['not in the backlog above that mark', backlog, 61, 1, false],
    ['after the backlog', backlog, 91, 2, true],
  ] as const)('%s', (_, where, seq, stream, expected) => {
    expect(isSettled(where, seq, stream)).toBe(expected);
  });
});

describe('what is owed lies above', () => {
  it.each([
    ['the position', placeAt(100), 100],
    [
      'the slowest stream behind',
      place({
        front: new Map([
          [1, behind(70)],
          [2, behind(30)],
        ]),
      }),
      30,
    ],
    ['the position though a stream is ahead', place({ front: new Map([[1, ahead(150)]]) }), 100],
    ['the start of the backlog', backlog, 40],
  ] as const)('%s', (_, where, low) => {
    expect(lowOf(where)).toBe(low);
  });
});

describe('a settlement', () => {
  it('drops the exceptions that the position has reached', () => {
    const before = place({
      front: new Map([
        [1, ahead(120)],
        [2, ahead(130)],
        [3, behind(10)],
      ]),
    });

    const after = advance(before, { position: 120, streams: [] });

    expect([...(after?.front.keys() ?? [])]).toEqual([2, 3]);
  });

  it('makes the exception of a stream that caught up a mark in the open backlog', () => {
    const before = { ...backlog, front: new Map([[7, behind(50)]]) };

    const after = advance(before, { streams: [{ stream: 7, ...ahead(100) }] });

    expect(after?.front.size).toBe(0);
    expect(after?.backlog.get(7)).toBe(90);
    expect(after && isSettled(after, 80, 7)).toBe(true);
  });

  it('keeps what instantaneous entities were sent beyond what is done', () => {
    const after = advance(placeAt(0), {
      position: 10,
      streams: [{ stream: 1, done: 4, sent: 9, behind: true }],
    });

    expect(after?.front.get(1)).toEqual({ done: 4, sent: 9, behind: true });
  });

  it('that moves nothing is known as such', () => {
    expect(advance(placeAt(10), { position: 10, streams: [{ stream: 1, ...ahead(8) }] })).toBeUndefined();
  });
});

describe('retention', () => {
  it('lets a stream rejoin that it lifted past where the settlement saw it catch up', () => {
    const lifted = raise({ ...placeAt(150), front: new Map([[1, behind(100)]]) }, 200);

    const after = advance(lifted, { position: 200, streams: [{ stream: 1, ...ahead(150) }] });

    expect(lifted.front.get(1)).toEqual(behind(200));
    expect(after?.front.size).toBe(0);
  });

  it('lifts everything to its floor and ends what lies below it', () => {
    const before = {
      ...backlog,
      front: new Map([
        [1, behind(30)],
        [2, behind(110)],
      ]),
    };

    const after = raise(before, 50);
    const beyond = raise(before, 95);

    expect(after).toMatchObject({ position: 100, backlogFrom: 50, backlogUpto: 90 });
    expect(after.front.get(1)?.done).toBe(50);
    expect(after.front.get(2)?.done).toBe(110);
    expect(beyond).toMatchObject({ backlogFrom: 0, backlogUpto: 0 });
    expect(beyond.backlog.size).toBe(0);
  });
});
