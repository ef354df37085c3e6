/** Lanes with messages in them, and versions on their way out, made by hand. */
import type { EntityPlan } from '../../src/core/entity.ts';
import type { Part } from '../../src/core/parts.ts';
import { foldRound } from '../../src/core/round.ts';
import type { Strand } from '../../src/core/strand.ts';
import type { Version } from '../../src/core/version.ts';
import type { Sent } from '../../src/forward/batcher.ts';
import { Lane } from '../../src/forward/lane.ts';
import { plan, stream } from './plans.ts';

/** A message of the device `d` with one reading of `d.x`, the stream 1. */
export function part(strand: Strand, seq: number, streamId = 1): Part {
  return {
    strand,
    seqs: [seq],
    streamIds: [streamId],
    device: 'd',
    readings: [{ stream: stream('d', 'x'), value: seq }],
    segment: 1,
    t: seq,
    deviceTimeMs: undefined,
    observedAtMs: seq,
    cameMs: seq,
  };
}

/** A lane of the given entities, with a message waiting for each sequence number. */
export function lane(seqs: readonly number[], plans: readonly EntityPlan[] = [plan('urn:a', ['d.x'])]): Lane {
  const made = new Lane({ plans }, 0);
  for (const seq of seqs) made.push(part(made.strand, seq));
  return made;
}

/** Opens the lane's next round, as the forwarder does, with so many versions of each entity. */
export function open(of: Lane, versions = 1): void {
  const folding = { kind: 'every', versions } as const;
  of.round = foldRound(
    of.strand,
    of.peek(folding),
    folding,
    () => undefined,
    () => {},
  );
  of.take(of.round.parts.length);
}

export function version(entity: string, newest: readonly (readonly [number, number])[] = []): Version {
  return {
    plan: plan(entity, []),
    json: `{"id":"${entity}"}`,
    seqs: [],
    newest: new Map([[entity, new Map(newest)]]),
  };
}

/** A version of the entity in a request. */
export function sent(entity: string): Sent {
  const made = version(entity);
  return { lane: lane([]), version: made, entity, json: made.json, bytes: made.json.length };
}
