/**
 * When the readings that gathered in memory are written as one group. A commit costs the same whether it holds
 * one reading or a thousand (17.7 KB of device writes on ext4), so it lingers; a sender that holds its next message
 * back until this one is acknowledged is answered almost at once. Pure: the timer is the caller's.
 */

/** What has gathered since the last commit began. Times are monotonic milliseconds; Infinity where there is none. */
export interface Gathered {
  readonly readings: number;
  readonly bytes: number;
  /** Messages whose sender waits for an acknowledgement. */
  readonly awaited: number;
  readonly oldestAwaitedMs: number;
  readonly lastAwaitedMs: number;
  /** When so many messages waited for an acknowledgement that the wait for more became bounded. */
  readonly manyAwaitedMs: number;
  /** The sender of an awaited message sends nothing more before we acknowledge it (senders.ts). */
  readonly prompt: boolean;
  readonly oldestPolledMs: number;
  readonly oldestSettlementMs: number;
  /** A settlement must be on disk before its destination goes on. */
  readonly durable: boolean;
}

export const commitRules = {
  readings: 500,
  bytes: 64 * 1024,
  /** So many awaited messages are a burst. */
  manyAwaited: 16,
  /** A burst is over when nothing came for so long, */
  quietMs: 5,
  /** and is cut after so long. */
  burstMs: 50,
  awaitedMs: 3_500,
  polledMs: 5_000,
  settlementMs: 5_000,
} as const;

/** Monotonic time at which to commit: -Infinity is at once, Infinity is not at all. */
export function commitDueMs(gathered: Gathered): number {
  const rules = commitRules;
  if (gathered.durable || gathered.readings >= rules.readings || gathered.bytes >= rules.bytes) {
    return Number.NEGATIVE_INFINITY;
  }
  const burst = gathered.prompt || gathered.awaited >= rules.manyAwaited;
  return Math.min(
    burst ? gathered.lastAwaitedMs + rules.quietMs : Number.POSITIVE_INFINITY,
    gathered.manyAwaitedMs + rules.burstMs,
    gathered.oldestAwaitedMs + rules.awaitedMs,
    gathered.oldestPolledMs + rules.polledMs,
    gathered.oldestSettlementMs + rules.settlementMs,
  );
}
