/**
 * Clients whose message could not be kept lost their connection without an acknowledgement; they would come again
 * at once and storm a disk that is in trouble. Each is held off for 1 s, doubling to 30 s, until one is kept.
 */
import type { Clock } from '../../../core/environment.ts';

export interface Penalties {
  holds(clientId: string): boolean;
  punish(clientId: string): void;
  forgive(clientId: string): void;
}

const firstMs = 1_000;
const longestMs = 30_000;
const remembered = 1_024;

export function createPenalties(clock: Clock): Penalties {
  const failing = new Map<string, { count: number; untilMs: number }>();
  return {
    holds: (clientId) => (failing.get(clientId)?.untilMs ?? 0) > clock.monotonicMs(),
    punish(clientId) {
      const nowMs = clock.monotonicMs();
      const before = failing.get(clientId);
      // All messages of one failed commit count as one failure.
      if (before && before.untilMs > nowMs) return;
      const count = (before?.count ?? 0) + 1;
      failing.delete(clientId);
      failing.set(clientId, {
        count,
        untilMs: nowMs + Math.min(longestMs, firstMs * 2 ** Math.min(count - 1, 10)),
      });
      for (const oldest of failing.keys()) {
        if (failing.size <= remembered) break;
        failing.delete(oldest);
      }
    },
    forgive: (clientId) => void failing.delete(clientId),
  };
}
