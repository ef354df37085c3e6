/** Counts what was refused, by reason, and says each reason once a minute with what it was about. */
import type { Clock, Logger } from '../../../core/environment.ts';
import type { Dismissal } from './door.ts';

export const refusalReasons = [
  'login',
  'client id',
  'busy',
  'subscription',
  'no right to topic',
  'protocol',
] as const;
export type RefusalReason = (typeof refusalReasons)[number] | Dismissal;

export interface Refusals {
  /** `facts` are from the network: the logger makes them harmless. */
  count(reason: RefusalReason, facts: object): void;
  counts(): { readonly reason: string; readonly count: number }[];
}

const logEveryMs = 60_000;

export function createRefusals(clock: Clock, logger: Logger): Refusals {
  const counts = new Map<RefusalReason, { count: number; loggedMs: number }>();
  return {
    count(reason, facts) {
      const entry = counts.get(reason) ?? { count: 0, loggedMs: Number.NEGATIVE_INFINITY };
      entry.count += 1;
      counts.set(reason, entry);
      const nowMs = clock.monotonicMs();
      if (nowMs - entry.loggedMs < logEveryMs) return;
      entry.loggedMs = nowMs;
      const sinceStart = entry.count;
      logger.warn({ mqtt: 'listen', reason, ...facts, sinceStart }, 'The MQTT broker refused a client.');
    },
    counts: () => [...counts].map(([reason, { count }]) => ({ reason, count })),
  };
}
