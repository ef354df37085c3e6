import { describe, expect, it } from 'vitest';
import { Front } from '../../src/core/front.ts';
import type { Folding } from '../../src/core/round.ts';
import { Guard } from '../../src/forward/guard.ts';
import type { Lane } from '../../src/forward/lane.ts';
import { Recollection } from '../../src/forward/recollection.ts';
import { Rounds } from '../../src/forward/rounds.ts';
import { fakeClock } from '../fakes/clock.ts';
import { lane, part } from '../fakes/lanes.ts';
import { plan } from '../fakes/plans.ts';

const bufferStatus = {
  lastSeq: 9,
  bytes: 0,
  limitBytes: 1,
  rows: 9,
  queued: 0,
  lastCommitMs: 0,
  commits: 0,
  generation: 0,
  trouble: undefined,
  setAside: undefined,
};

function bench(folding: Folding = { kind: 'every', versions: 1 }) {
  const clock = fakeClock();
  const front = new Front(0);
  for (let seq = 1; seq <= 9; seq++) front.add(seq);
  front.readUpto = 9;
  const states: number[][] = [];
  const rounds = new Rounds({
    buffer: {
      segment: () => {
        throw new Error('no lane has periods');
      },
      status: () => bufferStatus,
    },
    clock,
    front,
    reader: { waitsForClock: false },
    guard: new Guard([], [], clock),
    recollection: new Recollection(),
    folding: () => folding,
    onMappingProblem: () => {},
    onState: (streams) => void states.push([...streams]),
  });
  return { rounds, front, clock, states };
}

function deliver(of: Lane): void {
  for (const version of of.pending()) of.ends.set(version, { outcome: 'delivered' });
}

describe('a round', () => {
  it('takes as much as the folding allows and leaves the rest in the lane', () => {
    const { rounds } = bench({ kind: 'every', versions: 2 });
    const strand = lane([1, 2, 3]);

    rounds.open(strand);

    expect(strand.pending().map(({ seqs }) => seqs)).toEqual([[1], [2]]);
    expect(strand.queued).toBe(1);
    expect(rounds.finished).toEqual([]);
  });

  it('is over only when all its versions have ended', () => {
    const { rounds } = bench({ kind: 'every', versions: 2 });
    const strand = lane([1, 2, 3]);
    rounds.open(strand);
    const [first] = strand.pending();
    if (first) strand.ends.set(first, { outcome: 'delivered' });

    rounds.finishIfOver(strand);
    expect(strand.round).toBeDefined();

    deliver(strand);
    rounds.finishIfOver(strand);
    expect(strand.round).toBeUndefined();
    expect(rounds.takeFinished()).toMatchObject([{ streams: [1], ends: [{ seq: 1 }, { seq: 2 }] }]);
    expect(rounds.finished).toEqual([]);
  });

  it('frees the position once it is over', () => {
    const { rounds, front } = bench();
    const strand = lane([1]);
    rounds.open(strand);
    expect(front.advance()).toBe(0);

    deliver(strand);
    rounds.finishIfOver(strand);

    expect(front.advance()).toBe(1);
  });

  it('is over at once when nothing in it maps to an entity', () => {
    const { rounds } = bench();
    const strand = lane([1], [plan('urn:a', ['elsewhere.x'])]);

    rounds.open(strand);

    expect(rounds.takeFinished()).toMatchObject([
      { ends: [{ seq: 1, outcome: 'unused', reason: 'unmapped' }] },
    ]);
  });

  it('lets a strand that the broker stumbles over rest for a second, for the sake of the others', () => {
    const { rounds, clock } = bench();
    const strand = lane([1]);
    strand.suspect = true;
    rounds.open(strand);
    deliver(strand);

    rounds.finishIfOver(strand);

    expect(strand.notBeforeMs).toBe(clock.monotonicMs() + 1_000);
  });

  it('of the newest of a backlog ends it alone, and leaves the position to the front', () => {
    const { rounds, front, states } = bench();
    const strand = lane([8]);
    strand.state = { parts: [part(strand.strand, 5)], newest: new Map([[5, 1]]) };

    rounds.open(strand);
    expect(strand.pending().map(({ seqs }) => seqs)).toEqual([[5]]);
    deliver(strand);
    rounds.finishIfOver(strand);

    expect(rounds.finished).toMatchObject([{ sent: [{ stream: 1, seq: 5 }], ends: [{ seq: 5 }] }]);
    expect(states).toEqual([[1]]);
    expect(front.waiting).toBe(9);
    expect(strand.queued).toBe(1);
  });

  it('has no end by time where the lane has no periods', () => {
    const { rounds } = bench();

    expect(rounds.periodEndsInMs(lane([1]))).toBe(Number.POSITIVE_INFINITY);
    expect(rounds.completeMs(lane([1]))).toBe(Number.NEGATIVE_INFINITY);
  });
});
