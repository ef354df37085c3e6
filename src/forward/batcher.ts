/** Chooses what goes into the next request: oldest first, one context, bounded by count and bytes. */
import type { BatchItem } from '../core/broker.ts';
import type { Version } from '../core/version.ts';
import type { Lane } from './lane.ts';

/** One version in a request. */
export interface Sent extends BatchItem {
  readonly lane: Lane;
  readonly version: Version;
  readonly bytes: number;
}

export interface Selection {
  readonly context: string;
  readonly items: readonly Sent[];
  readonly bytes: number;
  /** The bound of versions was reached. */
  readonly full: boolean;
}

export interface Bounds {
  readonly entities: number;
  readonly bytes: number;
}

/**
 * Selects from lanes that are ready. `open` is called for a lane without a round; it may leave the lane without
 * one, when nothing in its messages maps to an entity. A single version larger than the byte bound goes alone.
 */
export function select(
  lanes: Iterable<Lane>,
  bounds: Bounds,
  open: (lane: Lane) => void,
): Selection | undefined {
  const oldestFirst = [...lanes].sort((a, b) => (a.next ?? 0) - (b.next ?? 0));
  const items: Sent[] = [];
  let context: string | undefined;
  let bytes = 2;
  for (const lane of oldestFirst) {
    if (lane.suspect && items.length > 0) continue;
    if (!lane.round) open(lane);
    for (const version of lane.pending()) {
      if (version.plan.context !== (context ?? version.plan.context)) continue;
      const item = asItem(lane, version);
      const fits = items.length < bounds.entities && bytes + item.bytes + 1 <= bounds.bytes;
      if (!fits && items.length > 0) return close(context, items, bytes, bounds);
      context = version.plan.context;
      items.push(item);
      bytes += item.bytes + 1;
    }
    if (items.length >= bounds.entities || (lane.suspect && items.length > 0)) break;
  }
  return close(context, items, bytes, bounds);
}

function close(
  context: string | undefined,
  items: readonly Sent[],
  bytes: number,
  bounds: Bounds,
): Selection | undefined {
  if (context === undefined) return undefined;
  return { context, items, bytes, full: items.length >= bounds.entities };
}

function asItem(lane: Lane, version: Version): Sent {
  return {
    lane,
    version,
    entity: version.plan.id,
    json: version.json,
    bytes: Buffer.byteLength(version.json),
  };
}

/** A selection of versions that were sent before, to be sent again as they are. */
export function reselect(items: readonly Sent[]): Selection | undefined {
  const bytes = items.reduce((sum, item) => sum + item.bytes + 1, 2);
  return close(items[0]?.version.plan.context, items, bytes, { entities: items.length + 1, bytes });
}
