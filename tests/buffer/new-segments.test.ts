import { describe, expect, it } from 'vitest';
import { newSegmentsOf } from '../../src/buffer/new-segments.ts';
import { rowWidth } from '../../src/buffer/protocol.ts';
import type { Segment } from '../../src/core/timeline.ts';

const segment = (id: number): Segment => ({
  id,
  boot: 'boot-1',
  monoStart: 0,
  wallStart: 0,
  offset: null,
  source: 'ntp',
  firstSeq: 0,
});

/** A group with one reading in each of these segments; `begins` are new. */
function firstSeqs(readings: readonly number[], begins: readonly number[]): number[] {
  const rows = new Float64Array(readings.length * rowWidth);
  readings.forEach((id, row) => {
    rows.set([1, id, 0, 20, Number.NaN], row * rowWidth);
  });
  const group = { segments: begins.map(segment), rows, count: readings.length };
  return newSegmentsOf(group, 101).map(({ firstSeq }) => firstSeq);
}

describe('a segment that begins within a group', () => {
  it.each([
    ['with its first reading', [7, 7], [7], [101]],
    ['where the readings of the one before end', [6, 6, 7], [7], [103]],
    ['after the other that begins there too', [7, 7, 8], [7, 8], [101, 103]],
    ['behind the group when it has no reading there', [6, 6], [7], [103]],
    ['at once when the group has none at all', [], [7], [101]],
  ] as const)('begins %s', (_name, readings, begins, expected) => {
    expect(firstSeqs(readings, begins)).toEqual(expected);
  });
});
