/**
 * A strand on its way to one destination: messages that wait, at most one open round, and how far it has come.
 * A lane is fed by the front reader; one that fails or talks too much goes behind and is fed by the rear reader,
 * so that it never holds up the others.
 */
import { HeldReadings } from '../core/held.ts';
import type { Part } from '../core/parts.ts';
import type { Folding, Round, VersionEnd } from '../core/round.ts';
import type { Strand } from '../core/strand.ts';
import type { Version } from '../core/version.ts';
import type { State } from './backlog/survey.ts';

/** Parts looked at for one version of each entity; more are only folded for entities of very many devices. */
const partsPerVersion = 64;

export class Lane {
  readonly strand: Strand;
  /** Every reading of the strand up to here has ended. */
  done: number;
  /** What periods of its entities need; undefined when none has a period or marks. Such a lane is always an exception. */
  readonly held: HeldReadings | undefined;
  /** Up to here its entities had what they take at once. */
  sentUpto = 0;
  round: Round | undefined;
  /** Versions of the open round that have ended. */
  readonly ends = new Map<Version, VersionEnd>();
  /** Fed by the rear reader. */
  behind = false;
  /** The rear reader has read up to here. */
  scannedUpto = 0;
  /**
   * Streams that are stored with a position of their own while the lane is behind, each with the position at which
   * it was first met: what lies below that was settled before.
   */
  readonly rows = new Map<number, number>();
  /** Failures in a row that concern this strand alone, and the monotonic time before which it rests. */
  failures = 0;
  notBeforeMs = 0;
  /** Readings in the queue. */
  readings = 0;
  /** Settlements of this strand that are not on disk yet; nothing newer goes out before they are. */
  unsettled = 0;
  /** Among them one of a state of the backlog. */
  unsettledState = false;
  /** The broker stumbled over this strand alone: it goes out in a request of its own until it is taken. */
  suspect = false;
  /** The newest of the backlog, to go out before anything newer. */
  state: State | undefined;
  /** That, once the open round was made of it. */
  openState: State | undefined;
  /** Since when a version of it gets no yes or no, and how many requests had succeeded then. */
  kept: { readonly sinceMs: number; readonly deliveries: number } | undefined;
  #parts: Part[] = [];
  #head = 0;
  /** Last reading of the rounds that are over. */
  #foldedUpto = 0;

  constructor(strand: Strand, done: number) {
    this.strand = strand;
    this.done = done;
    const inOrder = strand.plans.some(
      ({ windows = [], marks = [] }) => windows.length > 0 || marks.length > 0,
    );
    this.held = inOrder ? new HeldReadings(strand) : undefined;
  }

  get queued(): number {
    return this.#parts.length - this.#head;
  }

  push(part: Part): void {
    this.#parts.push(part);
    this.readings += part.seqs.length;
  }

  /** Streams met while the lane is behind, with the front's position now. */
  addRows(streams: Iterable<number>, position: number): void {
    for (const stream of streams) if (!this.rows.has(stream)) this.rows.set(stream, position);
  }

  /** The oldest waiting messages, as many as the next round may take. */
  *peek(folding: Folding): Iterable<Part> {
    const atMost = folding.kind === 'every' ? folding.versions * partsPerVersion : this.queued;
    const end = Math.min(this.#parts.length, this.#head + atMost);
    for (let index = this.#head; index < end; index++) {
      const part = this.#parts[index];
      if (part) yield part;
    }
  }

  /** Takes the oldest `count` messages away. */
  take(count: number): void {
    const end = this.#head + count;
    for (; this.#head < end; this.#head++) this.readings -= this.#parts[this.#head]?.seqs.length ?? 0;
    // What is taken must not stay: with thousands of lanes a few messages each are hundreds of megabytes.
    if (this.#head * 2 < this.#parts.length) return;
    this.#parts = this.#parts.slice(this.#head);
    this.#head = 0;
  }

  /** The open round is over. */
  finish(round: Round): void {
    if (!this.openState) {
      this.#foldedUpto = Math.max(this.#foldedUpto, round.parts.at(-1)?.seqs.at(-1) ?? 0);
      this.sentUpto = Math.max(this.sentUpto, this.#foldedUpto);
      this.reach(this.#foldedUpto);
    }
    if (this.queued === 0) this.reach(this.scannedUpto);
    this.round = undefined;
    this.openState = undefined;
    this.ends.clear();
    this.failures = 0;
    this.notBeforeMs = 0;
    this.kept = undefined;
  }

  /** Everything that was taken up to here has ended, but for what periods hold. */
  reach(seq: number): void {
    this.done = Math.max(this.done, Math.min(seq, (this.held?.oldest ?? Number.POSITIVE_INFINITY) - 1));
  }

  /** Empties the queue and returns what was in it. */
  clear(): readonly Part[] {
    const parts = this.#parts.slice(this.#head);
    this.#parts = [];
    this.#head = 0;
    this.readings = 0;
    return parts;
  }

  /** Sequence number of what is to go out next; undefined if nothing waits. */
  get next(): number | undefined {
    return (this.round?.parts[0] ?? this.state?.parts[0] ?? this.#parts[this.#head])?.seqs[0];
  }

  /** The same without what belongs to the backlog. */
  get nextOfFront(): number | undefined {
    return this.oldest?.seqs[0];
  }

  /** The open round, unless it belongs to the backlog. */
  get frontRound(): Round | undefined {
    return this.openState ? undefined : this.round;
  }

  /** The oldest message of the front. */
  get oldest(): Part | undefined {
    return this.frontRound?.parts[0] ?? this.#parts[this.#head];
  }

  /** When the oldest waiting message was observed, in ms since 1970; infinite if none waits. */
  get oldestObservedMs(): number {
    return (this.round?.parts[0] ?? this.#parts[this.#head])?.observedAtMs ?? Number.POSITIVE_INFINITY;
  }

  /** Something of the backlog is to go out, or on its way, ahead of the rest of it. */
  get holdsState(): boolean {
    return this.state !== undefined || this.openState !== undefined || this.unsettledState;
  }

  /** The oldest message if every stream in it has something newer in the queue. */
  get overtaken(): Part | undefined {
    const first = this.#parts[this.#head];
    if (!first) return undefined;
    const missing = new Set(first.streamIds);
    for (const part of this.#parts.slice(this.#head + 1)) {
      for (const stream of part?.streamIds ?? []) missing.delete(stream);
      if (missing.size === 0) return first;
    }
    return undefined;
  }

  /** May open a round, or has one with versions to send. What came before `completeMs` (since 1970) was read. */
  ready(nowMs: number, completeMs = Number.NEGATIVE_INFINITY): boolean {
    if (nowMs < this.notBeforeMs) return false;
    if (this.round) return true;
    const waits = this.queued > 0 || this.state !== undefined || this.#isOver(completeMs);
    return waits && this.unsettled === 0;
  }

  /** A period is over although nothing has come since. */
  #isOver(completeMs: number): boolean {
    return this.held !== undefined && !this.behind && this.held.open.dueMs <= completeMs;
  }

  /** Versions of the open round that have not ended. */
  pending(): readonly Version[] {
    return this.round?.versions.filter((version) => !this.ends.has(version)) ?? [];
  }
}
