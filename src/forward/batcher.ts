/** Chooses what goes into the next request: oldest first, one context, bounded by count and bytes. */
import type { BatchItem } from '../core/broker.ts';
import type { Bounds } from '../core/pace.ts';
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
  /** The bound of entities or versions was reached. */
  readonly full: boolean;
}

/**
 * Selects from lanes that are ready; a late version alone. `open` is called for a lane without a round; it may leave
 * the lane without one, when nothing in its messages maps to an entity. A single version larger than the byte bound
 * goes alone.
 */
export function select(
  lanes: Iterable<Lane>,
  bounds: Bounds,
  open: (lane: Lane) => void,
): Selection | undefined {
  const oldestFirst = [...lanes].sort((a, b) => (a.next ?? 0) - (b.next ?? 0));
  const items: Sent[] = [];
  const entities = new Set<string>();
  const full = () => entities.size >= bounds.entities || items.length >= bounds.versions;
  let context: string | undefined;
  let bytes = 2;
  for (const lane of oldestFirst) {
    if (lane.suspect && items.length > 0) continue;
    if (!lane.round) open(lane);
    for (const version of lane.pending()) {
      if (version.late) {
        // It goes another way than the others, alone, and stands behind those of its lane.
        if (items.length > 0) break;
        const item = asItem(lane, version);
        return { context: version.plan.context, items: [item], bytes: item.bytes, full: false };
      }
      if (version.plan.context !== (context ?? version.plan.context)) continue;
      const item = asItem(lane, version);
      const counts = entities.has(item.entity) ? items.length < bounds.versions : !full();
      const fits = counts && bytes + item.bytes + 1 <= bounds.bytes;
      if (!fits && items.length > 0) return close(context, items, bytes, full());
      context = version.plan.context;
      items.push(item);
      entities.add(item.entity);
      bytes += item.bytes + 1;
    }
    if (full() || (lane.suspect && items.length > 0)) break;
  }
  return close(context, items, bytes, full());
}

function close(
  context: string | undefined,
  items: readonly Sent[],
  bytes: number,
  full: boolean,
): Selection | undefined {
  return context === undefined ? undefined : { context, items, bytes, full };
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
  return close(items[0]?.version.plan.context, items, bytes, false);
}
