/** What a forwarder has done and what stands in its way, for status and metrics. */
import type { Answer } from '../core/broker.ts';
import type { Clock } from '../core/environment.ts';
import type { DestinationPhase, DestinationStatus } from '../core/status.ts';
import type { HeldMapping } from './mapping-hold.ts';
import type { Reaction, Trouble } from './reaction.ts';

/** The forwarder's share of a destination's status; the ledger comes from the buffer. */
export type ForwarderStatus = Omit<
  DestinationStatus,
  'name' | 'broker' | 'history' | 'ledger' | 'quarantined'
>;

export class DeliveryRecord {
  trouble: Trouble | undefined;
  /** Versions in the request under way. */
  inFlight = 0;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #troubleSinceMs = 0;
  #lastAnswer:
    | { readonly words: string; readonly status: number | undefined; readonly atMs: number }
    | undefined;
  #lastSuccessMs: number | undefined;
  #requests = new Map<string, number>();
  #failures = new Map<string, number>();
  #entities = { delivered: 0, rejected: 0 };
  #answerMs: number | undefined;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** A request was answered after `tookMs`, or failed. Returns true if this changed between trouble and none. */
  answered(answer: Answer, reaction: Reaction, tookMs?: number): boolean {
    const now = this.#clock.monotonicMs();
    const before = this.trouble;
    const status = answer.status === 0 ? undefined : answer.status;
    this.trouble = reaction.trouble;
    this.#lastAnswer = { words: wordsFor(answer), status, atMs: now };
    if (reaction.delivered.length > 0) this.#lastSuccessMs = now;
    if (status !== undefined && tookMs !== undefined) this.#answerMs = smoothed(this.#answerMs, tookMs);
    if (reaction.trouble && !before) this.#troubleSinceMs = now;
    count(this.#requests, outcomeOf(reaction));
    if (reaction.trouble) count(this.#failures, reaction.trouble.code);
    for (const { trouble } of reaction.kept) count(this.#failures, trouble.code);
    this.#entities.delivered += reaction.delivered.length;
    return (
      (before === undefined) !== (reaction.trouble === undefined) || before?.kind !== reaction.trouble?.kind
    );
  }

  /** An entity went to the quarantine. */
  rejected(): void {
    this.#entities.rejected++;
  }

  status(facts: {
    readonly stopped: boolean;
    readonly waitsForClock: boolean;
    /** Monotonic time of the next try. */
    readonly notBeforeMs: number;
    readonly oldestWaitingMs: number;
    readonly held: readonly HeldMapping[];
  }): ForwarderStatus {
    const now = this.#clock.monotonicMs();
    const last = this.#lastAnswer;
    return {
      state: this.#phase(facts),
      troubleMs: this.trouble && now - this.#troubleSinceMs,
      lastAnswer: last && { words: last.words, status: last.status, ageMs: now - last.atMs },
      lastSuccessMs: this.#lastSuccessMs === undefined ? undefined : now - this.#lastSuccessMs,
      nextTryMs: this.trouble && Math.max(0, facts.notBeforeMs - now),
      ...(this.#answerMs !== undefined && { answerMs: Math.round(this.#answerMs) }),
      inFlight: this.inFlight,
      oldestWaitingMs: facts.oldestWaitingMs,
      requests: [...this.#requests].map(([outcome, count]) => ({ outcome, count })),
      entities: { ...this.#entities },
      held: facts.held.map(({ sinceMs, nextTryMs, ...held }) => ({
        ...held,
        forMs: now - sinceMs,
        nextTryMs: Math.max(0, nextTryMs - now),
      })),
      failures: [...this.#failures].map(([code, count]) => ({ code, count })),
    };
  }

  #phase({ stopped, waitsForClock }: { stopped: boolean; waitsForClock: boolean }): DestinationPhase {
    if (stopped) return 'stopped';
    if (this.trouble) return this.trouble.kind === 'denied' ? 'denied' : 'backing off';
    if (waitsForClock) return 'unsynchronised';
    if (!this.#lastAnswer) return 'starting';
    return this.inFlight > 0 ? 'sending' : 'waiting';
  }
}

function outcomeOf(reaction: Reaction): string {
  if (reaction.trouble) return reaction.trouble.kind;
  const refused = reaction.rejected.length + reaction.kept.length + reaction.groups.length;
  if (refused === 0) return 'delivered';
  return reaction.delivered.length > 0 ? 'partial' : 'refused';
}

/** The last ten or so; one slow answer does not hide how the others were. */
const smoothed = (before: number | undefined, ms: number) =>
  before === undefined ? ms : before + (ms - before) / 10;

function wordsFor(answer: Answer): string {
  const own =
    answer.scope === 'batch' && answer.verdict.kind !== 'delivered' ? answer.verdict.words : undefined;
  if (answer.status === 0) return own ?? 'no answer';
  return own === undefined ? `status ${answer.status}` : `status ${answer.status}: ${own.slice(0, 200)}`;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
