/**
 * What comes late, in `history: temporal`: a value older than what the entity has goes into its history alone, and the
 * current state stays as it is. Where the broker takes no history it is superseded, as in the other modes.
 */
import { type Answer, type Broker, noTemporalWrites } from '../core/broker.ts';
import type { InstanceBounds } from '../core/instances.ts';
import type { Bounds } from '../core/pace.ts';
import { fateOf } from './backlog/fate.ts';
import type { Jump } from './backlog/jump.ts';
import type { Sent } from './batcher.ts';
import { nothing, type Reaction, react } from './reaction.ts';

export interface LateParts {
  readonly broker: Pick<Broker, 'addHistory' | 'lists'>;
  readonly jump: Pick<Jump, 'refusedBy'>;
  readonly clock: { monotonicMs(): number };
}

/** As many as a backlog writes at once at the most. */
const instancesAtMost = 1_000;

/** How much of what is late goes into one write; `bytes` as the destination takes them now. */
export const lateBounds = ({ bytes }: Pick<Bounds, 'bytes'>): InstanceBounds => ({
  instances: instancesAtMost,
  bytes,
});

/**
 * Writes one late version. A broker that does not answer anything else either is in trouble as a whole: then it waits
 * like all the others.
 */
export async function sendLate(
  { broker, jump, clock }: LateParts,
  context: string,
  sent: Sent,
): Promise<{ readonly answer: Answer; readonly reaction: Reaction }> {
  const answer = await broker.addHistory(context, sent);
  const isUp = !mayBeAll(answer) || (await broker.lists(context, sent.version.plan.type));
  const refused = isUp && jump.refusedBy(answer, clock.monotonicMs());
  return {
    answer,
    reaction: refused ? { ...nothing, superseded: [sent] } : react([sent], answer, false),
  };
}

/** The answer may speak of more than the history. */
function mayBeAll(answer: Answer): boolean {
  const fate = fateOf(answer);
  if (fate.kind === 'denied') return fate.code !== noTemporalWrites;
  return fate.kind === 'transient' && answer.status !== 0;
}
