/**
 * What comes late, in `history: temporal`: a value older than what the entity has goes into its history alone, and the
 * current state stays as it is. Where the broker takes no history it is superseded, as in the other modes.
 */
import type { Answer, Broker } from '../core/broker.ts';
import type { InstanceBounds } from '../core/instances.ts';
import type { Bounds } from '../core/pace.ts';
import type { Jump } from './backlog/jump.ts';
import type { Sent } from './batcher.ts';
import { nothing, type Reaction, react } from './reaction.ts';

export interface LateParts {
  readonly broker: Pick<Broker, 'addHistory'>;
  readonly jump: Pick<Jump, 'refusedBy'>;
  readonly clock: { monotonicMs(): number };
}

const unauthorised = 401;
/** As many as a backlog writes at once at the most. */
const instancesAtMost = 1_000;

/** How much of what is late goes into one write; `bytes` as the destination takes them now. */
export const lateBounds = ({ bytes }: Pick<Bounds, 'bytes'>): InstanceBounds => ({
  instances: instancesAtMost,
  bytes,
});

/** Writes one late version. Who is not let in at all is not let in here either: that waits like anything else. */
export async function sendLate(
  { broker, jump, clock }: LateParts,
  context: string,
  sent: Sent,
): Promise<{ readonly answer: Answer; readonly reaction: Reaction }> {
  const answer = await broker.addHistory(context, sent);
  const refused = answer.status !== unauthorised && jump.refusedBy(answer, clock.monotonicMs());
  return {
    answer,
    reaction: refused ? { ...nothing, superseded: [sent] } : react([sent], answer, false),
  };
}
