/**
 * A strand is the streams and entities that hang together because some entity uses them; it is the unit of
 * order. Computed from the configuration, never stored: stored positions are per stream, so a changed mapping
 * regroups them at no risk.
 */
import type { EntityPlan } from './entity.ts';
import type { Stream } from './reading.ts';

export interface Strand {
  readonly plans: readonly EntityPlan[];
}

/** Finds the strand of a stream; undefined for a stream that no entity uses. */
export type StrandOf = (stream: Stream) => Strand | undefined;

/**
 * Groups entities that share a stream, directly or through others.
 *
 * `streams` are those of the configured devices. A stream that appears later (an older unit of the same
 * quantity still waiting in the buffer) is used by the same entities as its successor, hence is in its strand.
 */
export function strandsOf(plans: readonly EntityPlan[], streams: readonly Stream[]): StrandOf {
  const parent = plans.map((_, index) => index);
  const root = (index: number): number => {
    const up = parent[index] ?? index;
    return up === index ? index : root(up);
  };
  const users = plansByDevice(plans);
  for (const stream of streams) {
    const [first, ...rest] = using(users, plans, stream);
    if (first === undefined) continue;
    for (const other of rest) parent[root(other)] = root(first);
  }
  const strands = new Map<number, { plans: EntityPlan[] }>();
  plans.forEach((plan, index) => {
    const strand = strands.get(root(index)) ?? { plans: [] };
    strand.plans.push(plan);
    strands.set(root(index), strand);
  });
  const known = new Map<Stream, Strand | undefined>();
  return (stream) => {
    if (!known.has(stream)) {
      const [first] = using(users, plans, stream);
      known.set(stream, first === undefined ? undefined : strands.get(root(first)));
    }
    return known.get(stream);
  };
}

/** Entities by the devices they name, so that ten thousand entities are not asked for each stream. */
function plansByDevice(plans: readonly EntityPlan[]): Map<string, number[]> {
  const users = new Map<string, number[]>();
  plans.forEach((plan, index) => {
    for (const device of plan.devices) {
      const list = users.get(device);
      if (list) list.push(index);
      else users.set(device, [index]);
    }
  });
  return users;
}

function using(users: Map<string, number[]>, plans: readonly EntityPlan[], stream: Stream): number[] {
  return (users.get(stream.device) ?? []).filter((index) => plans[index]?.uses(stream));
}
