import { describe, expect, it } from 'vitest';
import type { SettleAnswer, Settlement } from '../../src/core/buffer.ts';
import { Front } from '../../src/core/front.ts';
import type { Ending } from '../../src/core/ledger.ts';
import type { Lane } from '../../src/forward/lane.ts';
import { type Finished, Settler } from '../../src/forward/settler.ts';
import { lane } from '../fakes/lanes.ts';

const delivered: Ending = { outcome: 'delivered', reason: '' };
const settled: SettleAnswer = { kind: 'settled' };

/** A settler before a log of which `waiting` still waits, and a buffer that answers when told to. */
function bench({ position = 0, readUpto, waiting = [] as number[] }: Partial<Bench> & { readUpto: number }) {
  const front = new Front(position);
  for (const seq of waiting) front.add(seq);
  front.readUpto = readUpto;
  const exceptions = new Set<Lane>();
  const given: Settlement[] = [];
  const answers: ((answer: SettleAnswer) => void)[] = [];
  const floors: number[] = [];
  const refused: unknown[] = [];
  const settler = new Settler({
    buffer: {
      status: () => ({ ...status, generation: 0 }),
      settle(settlement) {
        given.push(settlement);
        return new Promise((resolve) => answers.push(resolve));
      },
    },
    destination: 'city',
    front,
    exceptions,
    onFloor: (floor) => {
      floors.push(floor);
      front.strike(floor);
    },
    onRefused: (error) => refused.push(error),
  });
  const answer = async (said: SettleAnswer, settlement = 0) => {
    answers.splice(settlement, 1)[0]?.(said);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { settler, front, exceptions, given, answer, floors };
}

interface Bench {
  readonly position: number;
  readonly waiting: number[];
}

const status = {
  lastSeq: 0,
  bytes: 0,
  limitBytes: 1,
  rows: 0,
  queued: 0,
  lastCommitMs: 0,
  commits: 0,
  generation: 0,
  trouble: undefined,
  setAside: undefined,
};

/** A round over the stream 1, of which these readings ended so. */
function round(of: Lane, seqs: readonly number[], ending = delivered): Finished {
  of.done = Math.max(of.done, ...seqs);
  const ends = seqs.map((seq) => ({ seq, ...ending }));
  return { lane: of, ends, streams: [1], newest: [], quarantine: [] };
}

describe('a settlement', () => {
  it('moves the position to before the first reading that waits, and counts what ended', async () => {
    const { settler, given } = bench({ readUpto: 9, waiting: [7, 9] });

    void settler.settle([round(lane([]), [5, 6])], false);

    expect(given).toMatchObject([
      { destination: 'city', position: 6, streams: [], tallies: [{ ...delivered, count: 2 }] },
    ]);
  });

  it('remembers a stream that is ahead of the position', () => {
    const { settler, given } = bench({ readUpto: 9, waiting: [3] });

    void settler.settle([round(lane([]), [5, 8])], false);

    expect(given).toMatchObject([{ position: 2, streams: [{ stream: 1, done: 8, sent: 8, behind: false }] }]);
  });

  it('says of a lane that is behind how far it is, whoever finished', () => {
    const { settler, exceptions, given } = bench({ position: 10, readUpto: 20, waiting: [15] });
    const kept = lane([4]);
    kept.behind = true;
    kept.done = 3;
    kept.rows.set(2, 3);
    exceptions.add(kept);

    void settler.settle([round(lane([]), [12])], false);

    expect(given[0]?.streams).toContainEqual({ stream: 2, done: 3, sent: 3, behind: true });
    expect(exceptions).toContain(kept);
  });

  it('lets a lane go that has caught up', () => {
    const { settler, exceptions, given } = bench({ position: 10, readUpto: 20 });
    const back = lane([]);
    back.done = 8;
    back.rows.set(2, 3);
    exceptions.add(back);
    expect(settler.owes).toBe(true);

    void settler.settle([], false);

    expect(given[0]?.streams).toEqual([{ stream: 2, done: 20, sent: 20, behind: false }]);
    expect(exceptions).not.toContain(back);
  });

  it('counts rows that belong to nobody once the position passes them, and once only', () => {
    const { settler, front, given } = bench({ readUpto: 9, waiting: [5] });
    settler.addLoose([3, 8].map((seq) => ({ seq, outcome: 'unused', reason: 'unmapped' })));
    const counted = () => given.at(-1)?.tallies;

    void settler.settle([], false);
    expect(counted()).toEqual([{ outcome: 'unused', reason: 'unmapped', count: 1 }]);

    front.remove(5);
    void settler.settle([round(lane([]), [5])], false);
    expect(counted()).toEqual([
      { outcome: 'unused', reason: 'unmapped', count: 1 },
      { ...delivered, count: 1 },
    ]);
  });

  it('keeps its lanes back until it is on disk', async () => {
    const { settler, answer } = bench({ readUpto: 9 });
    const busy = lane([]);

    const done = settler.settle([round(busy, [5])], true);
    expect([busy.unsettled, settler.underWay]).toEqual([1, 1]);
    await answer(settled);
    await done;

    expect([busy.unsettled, settler.underWay]).toEqual([0, 0]);
  });

  it('asks for its own commit once four are under way, or when something goes to the quarantine', () => {
    const { settler, given } = bench({ readUpto: 9 });
    const reading = { seq: 5, stream: 1, segment: 1, t: 0, value: 1 };
    const quarantine = [{ entity: 'urn:a', code: 'BAD', words: 'no', count: 1, readings: [reading] }];

    void settler.settle([{ ...round(lane([]), [5]), quarantine }], false);
    for (let i = 0; i < 4; i++) void settler.settle([], false);

    expect(given.map(({ durable }) => durable)).toEqual([true, false, false, false, true]);
  });
});

describe('a settlement that retention came before', () => {
  const stale = { kind: 'stale', floor: 6, generation: 1 } as const;

  it('goes again without the readings that retention counted', async () => {
    const { settler, given, answer, floors } = bench({ readUpto: 9 });

    void settler.settle([round(lane([]), [5, 6, 7])], false);
    await answer(stale);

    expect(floors).toEqual([6]);
    expect(given[1]).toMatchObject({ generation: 1, position: 9, tallies: [{ ...delivered, count: 1 }] });
  });

  it('lifts rows and position that lie below the floor', async () => {
    const { settler, exceptions, given, answer } = bench({ position: 4, readUpto: 4 });
    const kept = lane([2]);
    kept.behind = true;
    kept.done = 1;
    kept.rows.set(2, 1);
    exceptions.add(kept);

    void settler.settle([], false);
    await answer(stale);

    expect(given[1]).toMatchObject({
      position: 6,
      streams: [{ stream: 2, done: 6, sent: 6, behind: false }],
    });
  });

  it('does not quarantine what retention took', async () => {
    const { settler, given, answer } = bench({ readUpto: 9 });
    const readings = [5, 7].map((seq) => ({ seq, stream: 1, segment: 1, t: 0, value: 1 }));
    const quarantine = [{ entity: 'urn:a', code: 'BAD', words: 'no', count: 2, readings }];

    void settler.settle([{ ...round(lane([]), [5, 7]), quarantine }], false);
    await answer(stale);

    expect(given[1]?.quarantine).toMatchObject([{ count: 1, readings: [{ seq: 7 }] }]);
  });

  it('is not overtaken by the next one, whose position covers its readings', async () => {
    const { settler, front, given, answer } = bench({ readUpto: 9, waiting: [8] });
    void settler.settle([round(lane([]), [7])], false);
    front.remove(8);
    void settler.settle([round(lane([]), [8])], false);

    await answer(stale, 1);
    expect(given).toHaveLength(2);
    await answer(stale);
    expect(given.slice(2)).toMatchObject([{ position: 7, generation: 1 }]);
    await answer(settled);

    expect(given.slice(3)).toMatchObject([{ position: 9, generation: 1 }]);
  });
});
