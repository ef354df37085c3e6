/** The segments that begin within a group, each with the sequence number of its first reading. */
import type { Segment } from '../core/timeline.ts';
import { type Group, rowWidth } from './protocol.ts';

/** `first`: the sequence number of the group's first reading. One that has no reading yet begins after the last. */
export function newSegmentsOf(group: Pick<Group, 'segments' | 'rows' | 'count'>, first: number): Segment[] {
  return group.segments.map((segment) => ({ ...segment, firstSeq: first + firstRowOf(group, segment.id) }));
}

function firstRowOf({ rows, count }: Pick<Group, 'rows' | 'count'>, segment: number): number {
  let index = 0;
  while (index < count && rows[index * rowWidth + 1] !== segment) index++;
  return index;
}
