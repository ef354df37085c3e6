import { describe, expect, it } from 'vitest';
import type { InstanceBounds } from '../../src/core/instances.ts';
import type { Part } from '../../src/core/parts.ts';
import { endsOf, type Folding, foldRound, type VersionEnd } from '../../src/core/round.ts';
import type { Strand } from '../../src/core/strand.ts';
import type { Version } from '../../src/core/version.ts';
import { plan, stream } from '../fakes/plans.ts';

const delivered: VersionEnd = { outcome: 'delivered' };
const quarantined: VersionEnd = { outcome: 'quarantined', code: 'BadRequestData', words: 'no' };
const never = () => undefined;
const quiet = () => {};
const unbounded: InstanceBounds = { instances: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
const each: Folding = { kind: 'every', versions: 1 };
const newestOnly: Folding = { kind: 'newest' };

function part(
  strand: Strand,
  seqs: readonly number[],
  device: string,
  quantities: readonly string[],
  at = seqs[0] ?? 0,
): Part {
  return {
    strand,
    seqs,
    streamIds: quantities.map((_, index) => index),
    device,
    readings: quantities.map((quantity, index) => ({ stream: stream(device, quantity), value: index })),
    segment: 1,
    t: at,
    deviceTimeMs: undefined,
    observedAtMs: at,
    cameMs: at,
  };
}

const same = (end: VersionEnd) => ({ get: () => end }) as unknown as ReadonlyMap<Version, VersionEnd>;

describe('folding a round', () => {
  it('joins messages of several devices until an attribute would be overwritten', () => {
    const strand: Strand = { plans: [plan('E', ['air.pm10', 'climate.temperature'])] };
    const parts = [
      part(strand, [1], 'air', ['pm10']),
      part(strand, [2], 'climate', ['temperature']),
      part(strand, [3], 'air', ['pm10']),
    ];

    const round = foldRound(strand, parts, each, never, quiet);

    expect(round.parts).toHaveLength(2);
    expect(round.versions).toHaveLength(1);
    expect(JSON.parse(round.versions[0]?.json ?? '')).toMatchObject({
      id: 'E',
      type: 'Thing',
      'air-pm10': { observedAt: '1970-01-01T00:00:00.001Z' },
      'climate-temperature': { observedAt: '1970-01-01T00:00:00.002Z' },
    });
  });

  it('tells what was refused, and sends no version that holds nothing else', () => {
    const problem = { attribute: 'x', code: 'OUT_OF_RANGE', words: '101 is above its limit 100' };
    const refusing = {
      ...plan('E', ['m.x']),
      map: () => ({ measured: {}, dating: {}, problems: [problem] }),
    };
    const told: unknown[] = [];

    const strand = { plans: [refusing] };
    const round = foldRound(strand, [part(strand, [1], 'm', ['x'])], each, never, (problem) =>
      told.push(problem),
    );

    expect(round.versions).toEqual([]);
    expect(told).toMatchObject([problem]);
    expect(endsOf(round, new Map())).toEqual([{ seq: 1, outcome: 'unused', reason: 'unmapped' }]);
  });

  it('makes one version of each entity of the strand', () => {
    const strand: Strand = { plans: [plan('E', ['m.x', 'm.y']), plan('F', ['m.y'])] };

    const round = foldRound(strand, [part(strand, [1, 2], 'm', ['x', 'y'])], each, never, quiet);

    expect(round.versions.map(({ plan, seqs }) => [plan.id, seqs])).toEqual([
      ['E', [1, 2]],
      ['F', [2]],
    ]);
  });

  it('ends a reading by the worst of its entities', () => {
    const strand: Strand = { plans: [plan('E', ['m.x', 'm.y']), plan('F', ['m.y'])] };
    const round = foldRound(strand, [part(strand, [1, 2], 'm', ['x', 'y'])], each, never, quiet);
    const [e, f] = round.versions;
    if (!e || !f) throw new Error('two versions expected');

    const ends = endsOf(
      round,
      new Map<Version, VersionEnd>([
        [e, delivered],
        [f, quarantined],
      ]),
    );

    expect(ends.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [1, 'delivered'],
      [2, 'quarantined'],
    ]);
  });

  it('does not send what is older than the entity was given, and says late', () => {
    const strand: Strand = { plans: [plan('E', ['m.x'])] };

    const round = foldRound(strand, [part(strand, [7], 'm', ['x'], 100)], each, () => 101, quiet);

    expect(round.versions).toEqual([]);
    expect(endsOf(round, same(delivered))).toEqual([{ seq: 7, outcome: 'superseded', reason: 'late' }]);
  });

  it('makes of all that is late one version for the history, behind the others', () => {
    const strand: Strand = { plans: [plan('E', ['m.x'])] };
    const parts = [
      part(strand, [7], 'm', ['x'], 100),
      part(strand, [8], 'm', ['x'], 300),
      part(strand, [9], 'm', ['x'], 99),
    ];

    const round = foldRound(strand, parts, { ...each, late: unbounded }, () => 200, quiet);

    expect(round.versions.map(({ late, seqs }) => [late, seqs])).toEqual([
      [undefined, [8]],
      [true, [7, 9]],
    ]);
    expect([...(round.versions[1]?.newest ?? [])]).toEqual([]);
    expect(JSON.parse(round.versions[1]?.json ?? '')).toMatchObject({
      'm-x': [{ observedAt: new Date(100).toISOString() }, { observedAt: new Date(99).toISOString() }],
    });
    expect(endsOf(round, same({ outcome: 'superseded', reason: 'late' }))).toMatchObject([
      { seq: 7, outcome: 'superseded', reason: 'late' },
      { seq: 8 },
      { seq: 9, outcome: 'superseded', reason: 'late' },
    ]);
  });

  it('is over when what is late would pass the bounds of one write, but takes one message at least', () => {
    const strand: Strand = { plans: [plan('E', ['m.x', 'm.y'])] };
    const parts = [7, 9, 11].map((seq) => part(strand, [seq, seq + 1], 'm', ['x', 'y'], 100));
    const taken = (bounds: InstanceBounds) =>
      foldRound(strand, parts, { ...each, late: bounds }, () => 200, quiet).parts.length;

    expect(taken(unbounded)).toBe(3);
    expect(taken({ ...unbounded, instances: 5 })).toBe(2);
    expect(taken({ ...unbounded, instances: 1 })).toBe(1);
    expect(taken({ ...unbounded, bytes: 10 })).toBe(1);
  });

  it('lets an equal time pass, for devices that count whole seconds and for repeats', () => {
    const strand: Strand = { plans: [plan('E', ['m.x'])] };

    const round = foldRound(strand, [part(strand, [7], 'm', ['x'], 100)], each, () => 100, quiet);

    expect(round.versions).toHaveLength(1);
  });

  it('ends readings that gave no attribute as unmapped', () => {
    const mute = { ...plan('E', ['m.x']), map: () => undefined };
    const strand: Strand = { plans: [mute] };

    const round = foldRound(strand, [part(strand, [7], 'm', ['x'])], each, never, quiet);

    expect(round.versions).toEqual([]);
    expect(endsOf(round, same(delivered))).toEqual([{ seq: 7, outcome: 'unused', reason: 'unmapped' }]);
  });

  it('puts several versions of an entity into one round, oldest first, when allowed', () => {
    const strand: Strand = { plans: [plan('E', ['m.x'])] };
    const parts = [1, 2, 3, 4].map((seq) => part(strand, [seq], 'm', ['x']));

    const round = foldRound(strand, parts, { kind: 'every', versions: 3 }, never, quiet);

    expect(round.versions.map(({ seqs }) => seqs)).toEqual([[1], [2], [3]]);
    expect(round.parts).toHaveLength(3);
  });

  it('quarantines the readings on which a mapping throws, and folds on', () => {
    const throwing = {
      ...plan('F', ['m.y']),
      map: () => {
        throw new Error('no such branch');
      },
    };
    const strand: Strand = { plans: [plan('E', ['m.x']), throwing] };

    const round = foldRound(strand, [part(strand, [1, 2], 'm', ['x', 'y'])], each, never, quiet);

    expect(round.bugs).toMatchObject([{ seqs: [2], words: 'no such branch' }]);
    expect(endsOf(round, same(delivered)).map(({ outcome }) => outcome)).toEqual([
      'delivered',
      'quarantined',
    ]);
  });
});

describe('folding the newest of what waits', () => {
  it('takes everything, keeps the newest value of each attribute and coalesces the rest', () => {
    const strand: Strand = { plans: [plan('E', ['m.x', 'm.y'])] };
    const parts = [
      part(strand, [1, 2], 'm', ['x', 'y']),
      part(strand, [3], 'm', ['x']),
      part(strand, [4], 'm', ['x']),
    ];

    const round = foldRound(strand, parts, newestOnly, never, quiet);

    expect(round.parts).toHaveLength(3);
    expect(round.versions.map(({ seqs }) => seqs)).toEqual([[2, 4]]);
    expect(endsOf(round, same(delivered)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['superseded', 'coalesced'],
      ['delivered', ''],
      ['superseded', 'coalesced'],
      ['delivered', ''],
    ]);
  });

  it('lets no older time overwrite a newer one, although it came later', () => {
    const strand: Strand = { plans: [plan('E', ['m.x'])] };
    const parts = [part(strand, [1], 'm', ['x'], 200), part(strand, [2], 'm', ['x'], 100)];

    const round = foldRound(strand, parts, newestOnly, never, quiet);

    expect(round.versions.map(({ seqs }) => seqs)).toEqual([[1]]);
    expect(endsOf(round, same(delivered))[1]).toEqual({ seq: 2, outcome: 'superseded', reason: 'late' });
  });
});
