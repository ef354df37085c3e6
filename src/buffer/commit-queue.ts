/**
 * What waits in memory for its commit, and the one commit under way. While a commit runs the next group gathers, so
 * a slow card makes bigger groups by itself. A commit that the disk refused stays here and is sent again with the
 * same id until the worker can say that it is on disk: nobody is told anything meanwhile.
 */
import type { Clock, Logger } from '../core/environment.ts';
import type { KopruError } from '../core/errors.ts';
import { commitDueMs } from './commit-policy.ts';
import { Gathering } from './gathering.ts';
import {
  type CommitReply,
  type CommitRequest,
  type Committed,
  errorOf,
  type Failure,
  type Group,
  type Now,
} from './protocol.ts';
import { Senders } from './senders.ts';

export interface CommitQueueParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly now: () => Now;
  readonly compose: (gathering: Gathering, now: Now) => Group;
  readonly send: (request: CommitRequest) => void;
  /** Told before those who wait for the commit. */
  readonly onCommitted: (group: Group, committed: Committed) => void;
}

/** Bounds of what waits in memory, the commit under way included. */
export const queueReadings = 5_000;
export const queueBytes = 4 * 1024 * 1024;
/** Wait before a failed commit is sent again, first and longest, in milliseconds. */
const retryMs = { first: 1_000, longest: 60_000 } as const;
/** A full disk is not worn by another try, and should be left as soon as there is room. */
const longestWhenFullMs = 10_000;
/** A commit under way for longer is trouble. */
const slowMs = 10_000;

interface UnderWay {
  readonly id: number;
  readonly gathering: Gathering;
  readonly sinceMs: number;
  group: Group;
  failures: number;
}

export class CommitQueue {
  commits = 0;
  lastCommitMs = 0;
  /** To be told of each awaited message. */
  readonly senders = new Senders();
  readonly #parts: CommitQueueParts;
  #gathering = new Gathering();
  #underWay: UnderWay | undefined;
  #timer: { readonly dueMs: number; readonly cancel: () => void } | undefined;
  #retry: (() => void) | undefined;
  #listening: (() => void)[] = [];
  #nextId = 1;
  #closing = false;
  #failing: string | undefined;

  constructor(parts: CommitQueueParts) {
    this.#parts = parts;
  }

  /** What goes with the next commit. Add to it, then call `schedule`. */
  get gathering(): Gathering {
    return this.#gathering;
  }

  get readings(): number {
    return this.#gathering.readings + (this.#underWay?.gathering.readings ?? 0);
  }

  /** True when so many more readings do not fit. One message always fits into an empty queue. */
  isFull(more: number): boolean {
    const { readings } = this;
    if (readings === 0) return false;
    const bytes = this.#gathering.bytes + (this.#underWay?.gathering.bytes ?? 0);
    return readings + more > queueReadings || bytes > queueBytes;
  }

  /** Commits if it is time, else makes sure that it will. */
  schedule(nowMs: number): void {
    if (this.#underWay || this.#gathering.empty) return;
    const dueMs = commitDueMs(this.#gathering);
    if (dueMs <= nowMs) {
      this.#commit();
      return;
    }
    // A timer that is set for earlier looks again when it fires; so most messages set none.
    if (this.#timer && this.#timer.dueMs <= dueMs) return;
    this.#timer?.cancel();
    const cancel = this.#parts.clock.after(dueMs - nowMs, () => {
      this.#timer = undefined;
      this.schedule(this.#parts.clock.monotonicMs());
    });
    this.#timer = { dueMs, cancel };
  }

  onReply(reply: CommitReply): void {
    const underWay = this.#underWay;
    if (!underWay || reply.id !== underWay.id) return;
    if (reply.kind === 'again' && !this.#closing) {
      this.#sendLater(underWay, reply.rows, reply.failure);
    } else {
      this.#underWay = undefined;
      if (reply.kind === 'committed') this.#finish(underWay, reply.committed);
      else this.#refuse(underWay, reply.failure);
    }
    this.#wakeListening();
    this.schedule(this.#parts.clock.monotonicMs());
  }

  /** Commits what is queued. What the disk refuses now is rejected; it may be on disk or not. */
  async flush(): Promise<void> {
    this.#closing = true;
    if (this.#retry) this.#sendAgain();
    await this.#idle();
    while (!this.#gathering.empty) {
      this.#commit();
      await this.#idle();
    }
    this.#timer?.cancel();
  }

  /** The worker is gone: rejects all that waits. */
  fail(error: KopruError): void {
    this.#failing = error.message;
    this.#underWay?.gathering.reject(error);
    this.#underWay = undefined;
    this.#gathering.reject(error);
    this.#gathering = new Gathering();
    this.#timer?.cancel();
    this.#retry?.();
    this.#wakeListening();
  }

  /** A sentence when commits fail or hang now. */
  get trouble(): string | undefined {
    if (this.#failing !== undefined) return this.#failing;
    const runningMs = this.#underWay ? this.#parts.clock.monotonicMs() - this.#underWay.sinceMs : 0;
    if (runningMs <= slowMs) return undefined;
    return `The disk has been busy with one commit for ${Math.round(runningMs / 1000)} s.`;
  }

  #commit(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const gathering = this.#gathering;
    this.#gathering = new Gathering();
    const now = this.#parts.now();
    const group = this.#parts.compose(gathering, now);
    this.#underWay = { id: this.#nextId++, gathering, group, sinceMs: now.monotonicMs, failures: 0 };
    this.#parts.send(this.#underWay);
  }

  #finish({ gathering, group, sinceMs }: UnderWay, committed: Committed): void {
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#failing !== undefined) this.#parts.logger.info({}, 'Commits work again.');
    this.#failing = undefined;
    this.commits++;
    this.lastCommitMs = nowMs - sinceMs;
    this.#parts.onCommitted(group, committed);
    const before = committed.lastSeq - gathering.readings;
    const answered = gathering.messages.filter(({ awaited }) => awaited);
    this.senders.acknowledged(
      answered.map(({ connection }) => connection),
      nowMs,
    );
    for (const { resolve, end } of gathering.messages) resolve(before + end);
    for (const [index, answer] of committed.answers.entries()) {
      const waiting = gathering.settlements[index];
      if (answer.kind === 'refused') waiting?.reject(errorOf(answer.failure));
      else waiting?.resolve(answer);
    }
    for (const { resolve } of gathering.anchored) resolve();
  }

  #refuse({ gathering }: UnderWay, failure: Failure): void {
    gathering.reject(errorOf(failure));
    const { code, message: words } = failure;
    this.#parts.logger.error({ code, words, readings: gathering.readings }, 'A commit was given up.');
  }

  #sendLater(underWay: UnderWay, rows: Float64Array, { code, message: words }: Failure): void {
    const longestMs = code === 'SQLITE_FULL' ? longestWhenFullMs : retryMs.longest;
    const waitMs = Math.min(longestMs, retryMs.first * 2 ** Math.min(underWay.failures, 10));
    underWay.failures++;
    underWay.group = { ...underWay.group, rows };
    const sentence = 'The disk refuses commits, readings wait in memory.';
    if (this.#failing === undefined) this.#parts.logger.error({ words, queued: this.readings }, sentence);
    this.#failing = `${sentence} SQLite says: ${words}.`;
    this.#retry = this.#parts.clock.after(waitMs, () => this.#sendAgain());
  }

  #sendAgain(): void {
    this.#retry?.();
    this.#retry = undefined;
    const underWay = this.#underWay;
    if (!underWay) return;
    underWay.group = { ...underWay.group, now: this.#parts.now() };
    this.#parts.send(underWay);
  }

  async #idle(): Promise<void> {
    while (this.#underWay) await new Promise<void>((resolve) => this.#listening.push(resolve));
  }

  #wakeListening(): void {
    for (const resolve of this.#listening.splice(0)) resolve();
  }
}
