/**
 * How far the heap may grow between two collections. Left to itself V8 lets it become four times what is in use where
 * there is much memory, and half as much again on a small board: a gateway that drains a backlog would take 250 MB on
 * one machine and 120 on the other for the same work. Twice what is in use costs a few percent of CPU. The young part
 * of the heap, three times 16 MB by default, can only be bounded when Node starts: the first line of kopru.ts does.
 */
import { setFlagsFromString } from 'node:v8';

/** Effective from the next collection on, in this thread and in those that are started. */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
