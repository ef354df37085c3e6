import { describe, expect, it } from 'vitest';
import { advance, isSettled, lowOf, type Place, placeAt, raise } from '../../src/buffer/positions.ts';

const behind = (done: number) => ({ done, sent: done, behind: true });
const ahead = (done: number) => ({ done, sent: done, behind: false });
const place = (part: Partial<Place>): Place => ({ ...placeAt(100), ...part });
const backlog = place({ backlogFrom: 40, backlogUpto: 90, backlog: new Map([[1, { done: 60, sent: 75 }]]) });

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
    ['in the backlog where it was sent out of turn', backlog, 75, 1, true],
    [
      'not in the backlog though its stream is ahead now',
      { ...backlog, front: new Map([[2, ahead(120)]]) },
      50,
      2,
      false,
    ],
    [
      'not in the backlog though its stream fell behind since',
      { ...backlog, front: new Map([[2, behind(100)]]) },
      50,
      2,
      false,
    ],
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

  it('opens a backlog that the position jumps over; what was ahead is settled in it', () => {
    const before = place({ front: new Map([[1, ahead(120)]]) });

    const after = advance(before, {
      position: 200,
      streams: [],
      backlog: { from: 100, upto: 200, streams: [{ stream: 2, done: 110, sent: 0 }] },
    });

    expect(after).toMatchObject({ position: 200, backlogFrom: 100, backlogUpto: 200 });
    expect([...(after?.backlog ?? [])]).toEqual([
      [1, { done: 120, sent: 0 }],
      [2, { done: 110, sent: 0 }],
    ]);
    expect(after?.front.size).toBe(0);
  });

  it('leaves a stream that is behind where it is when the others jump', () => {
    const before = place({ front: new Map([[7, behind(50)]]) });

    const jumped = advance(before, { streams: [], backlog: { from: 100, upto: 200, streams: [] } });
    const caughtUp = jumped && advance(jumped, { streams: [{ stream: 7, ...ahead(200) }] });

    expect(jumped && isSettled(jumped, 150, 7)).toBe(false);
    expect(jumped && isSettled(jumped, 50, 7)).toBe(true);
    expect(caughtUp && isSettled(caughtUp, 150, 7)).toBe(true);
  });

  it('moves the backlog until it is over, and a repeat of any of it changes nothing', () => {
    const opens = { streams: [], backlog: { from: 100, upto: 200, streams: [] } };
    const sends = { streams: [], backlog: { from: 150, streams: [{ stream: 1, done: 170, sent: 180 }] } };
    const ends = { streams: [], backlog: { from: 200, streams: [] } };
    const opened = advance(placeAt(100), opens) ?? placeAt(0);
    const moved = advance(opened, sends) ?? placeAt(0);
    const over = advance(moved, ends) ?? placeAt(0);

    expect(moved).toMatchObject({ backlogFrom: 150, backlogUpto: 200 });
    expect(over).toEqual(placeAt(200));
    expect(advance(opened, opens)).toBeUndefined();
    expect(advance(moved, sends)).toBeUndefined();
    for (const repeated of [opens, sends, ends]) expect(advance(over, repeated)).toBeUndefined();
  });

  it('refuses a second backlog beside an open one', () => {
    const again = { streams: [], backlog: { from: 100, upto: 300, streams: [] } };

    expect(() => advance(backlog, again)).toThrow('A backlog is open');
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
