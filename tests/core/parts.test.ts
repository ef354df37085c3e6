import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../src/core/buffer.ts';
import { cut, type Lookup } from '../../src/core/parts.ts';
import type { Stream } from '../../src/core/reading.ts';
import { strandsOf } from '../../src/core/strand.ts';
import type { Segment } from '../../src/core/timeline.ts';
import { plan, stream } from '../fakes/plans.ts';

const streams: Stream[] = [stream('a', 'x'), stream('a', 'y'), stream('b', 'x'), stream('b', 'unused')];
const segment: Segment = {
  id: 1,
  boot: 'boot',
  monoStart: 0,
  wallStart: 0,
  offset: 1_000_000,
  source: 'trusted',
  firstSeq: 1,
};
const lookup = (changes: Partial<Segment> = {}): Lookup => ({
  stream: (id) => streams[id] ?? stream('none', 'none'),
  segment: () => ({ ...segment, ...changes }),
  strandOf: strandsOf([plan('A', ['a.x', 'a.y']), plan('B', ['b.x'])], streams),
});

/** Rows as [stream, t]; sequence numbers from 1. */
function chunk(rows: readonly (readonly [number, number])[], more: Partial<Chunk> = {}): Chunk {
  return {
    seq: Float64Array.from(rows, (_, index) => index + 1),
    stream: Float64Array.from(rows, ([id]) => id),
    segment: Float64Array.from(rows, () => 1),
    t: Float64Array.from(rows, ([, t]) => t),
    number: Float64Array.from(rows, (_, index) => index * 10),
    texts: new Map(),
    deviceTimes: new Map(),
    damaged: [],
    upto: rows.length,
    end: true,
    ...more,
  };
}

const seqs = (part: { readonly seqs: readonly number[] }) => part.seqs;

describe('cutting a chunk into messages', () => {
  it('says of a message whose time nobody vouched for that it is an estimate, unless the device brought one', () => {
    const rows = chunk(
      [
        [0, 5],
        [2, 6],
      ],
      { deviceTimes: new Map([[1, 1_000_000]]) },
    );

    const { parts } = cut(rows, lookup({ source: 'estimated' }));

    expect(parts.map(({ estimated }) => estimated)).toEqual([true, undefined]);
    expect(cut(rows, lookup()).parts.map(({ estimated }) => estimated)).toEqual([undefined, undefined]);
  });

  it('takes rows of one device and one time as one message', () => {
    const { parts } = cut(
      chunk([
        [0, 5],
        [1, 5],
        [0, 6],
        [1, 6],
      ]),
      lookup(),
    );

    expect(parts.map(seqs)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(parts[0]).toMatchObject({ device: 'a', observedAtMs: 1_000_005 });
  });

  it('begins a new message where a stream comes again at the same time', () => {
    const { parts } = cut(
      chunk([
        [0, 5],
        [0, 5],
      ]),
      lookup(),
    );

    expect(parts.map(seqs)).toEqual([[1], [2]]);
  });

  it('keeps devices apart that were read in the same millisecond', () => {
    const { parts } = cut(
      chunk([
        [0, 5],
        [2, 5],
      ]),
      lookup(),
    );

    expect(parts.map(({ device }) => device)).toEqual(['a', 'b']);
  });

  it('sorts out rows that no entity uses', () => {
    const { parts, unused } = cut(
      chunk([
        [2, 5],
        [3, 5],
      ]),
      lookup(),
    );

    expect(parts.map(seqs)).toEqual([[1]]);
    expect(unused).toEqual([2]);
  });

  it('leaves a message that the chunk may have cut for the next lease', () => {
    const { parts, upto } = cut(
      chunk(
        [
          [0, 5],
          [1, 5],
          [0, 6],
        ],
        { end: false, upto: 3 },
      ),
      lookup(),
    );

    expect(parts.map(seqs)).toEqual([[1, 2]]);
    expect(upto).toBe(2);
  });

  it('takes a message that fills the whole chunk, or it would never move on', () => {
    const { parts, upto } = cut(
      chunk(
        [
          [0, 5],
          [1, 5],
        ],
        { end: false },
      ),
      lookup(),
    );

    expect(parts.map(seqs)).toEqual([[1, 2]]);
    expect(upto).toBe(2);
  });

  it('stops before a row whose time is not known yet', () => {
    const { parts, upto, waitsForClock } = cut(chunk([[0, 5]]), lookup({ offset: null }));

    expect(parts).toEqual([]);
    expect(upto).toBe(0);
    expect(waitsForClock).toBe(true);
  });

  it("prefers the device's own time", () => {
    const { parts } = cut(chunk([[0, 5]], { deviceTimes: new Map([[0, 42]]) }), lookup());

    expect(parts[0]?.observedAtMs).toBe(42);
  });

  it('gives damaged rows their place in the strand, up to where it cut', () => {
    const damaged = [
      { seq: 1, stream: 0 },
      { seq: 3, stream: 3 },
      { seq: 9, stream: 0 },
    ];
    const whole = cut(chunk([[0, 5]], { seq: Float64Array.of(2), damaged, upto: 3 }), lookup());

    expect(whole.parts.map(({ seqs, damaged }) => [seqs[0], damaged ?? false])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(whole.damaged).toEqual([3]);
  });

  it('reports a damaged row whose stream does not exist', () => {
    const broken: Lookup = {
      ...lookup(),
      stream: () => {
        throw new Error('no such stream');
      },
    };

    expect(cut(chunk([], { damaged: [{ seq: 1, stream: 99 }], upto: 1 }), broken).damaged).toEqual([1]);
  });
});
