/**
 * The readings and settlements that gather for the next commit, as the columns that travel to the worker, with
 * who waits for them. No object is made per reading.
 */
import type { SettleAnswer, Settlement } from '../core/buffer.ts';
import type { Value } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { commitRules, type Gathered } from './commit-policy.ts';
import { rowWidth } from './protocol.ts';

export interface MessageWaiting {
  /** Where its sender waits. */
  readonly connection: string;
  readonly awaited: boolean;
  /** Readings of the group up to the end of this message. */
  readonly end: number;
  readonly resolve: (lastSeq: number) => void;
  readonly reject: (error: Error) => void;
}

export interface SettlementWaiting {
  readonly settlement: Settlement;
  readonly resolve: (answer: SettleAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Somebody waits until the anchor's offset is on disk. */
export interface Anchored {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Rough bytes of a reading in the log, its text apart. */
const readingBytes = 40;
const firstRows = 512;
const never = Number.POSITIVE_INFINITY;

export class Gathering implements Gathered {
  rows = new Float64Array(firstRows * rowWidth);
  readings = 0;
  bytes = 0;
  awaited = 0;
  oldestAwaitedMs = never;
  lastAwaitedMs = never;
  manyAwaitedMs = never;
  prompt = false;
  oldestPolledMs = never;
  oldestSettlementMs = never;
  durable = false;
  readonly texts: [number, string][] = [];
  readonly messages: MessageWaiting[] = [];
  readonly settlements: SettlementWaiting[] = [];
  /** Segments that its readings lie in. */
  readonly segments = new Set<number>();
  anchor: Segment | undefined;
  readonly anchored: Anchored[] = [];

  get empty(): boolean {
    return this.readings === 0 && this.settlements.length === 0 && !this.durable;
  }

  /** `value` must be finite; a state becomes 0 or 1. */
  addReading(stream: number, segment: number, t: number, value: Value, deviceTime: number): void {
    const at = this.readings * rowWidth;
    if (at === this.rows.length) this.#grow();
    const { rows } = this;
    rows[at] = stream;
    rows[at + 1] = segment;
    rows[at + 2] = t;
    rows[at + 4] = deviceTime;
    if (typeof value === 'string') {
      rows[at + 3] = Number.NaN;
      this.texts.push([this.readings, value]);
      this.bytes += value.length;
    } else {
      rows[at + 3] = Number(value);
    }
    this.readings++;
    this.bytes += readingBytes;
  }

  /** Ends the message whose readings were just added. */
  endMessage(waiting: MessageWaiting, nowMs: number, prompt: boolean): void {
    this.messages.push(waiting);
    if (!waiting.awaited) {
      this.oldestPolledMs = Math.min(this.oldestPolledMs, nowMs);
      return;
    }
    this.awaited++;
    this.oldestAwaitedMs = Math.min(this.oldestAwaitedMs, nowMs);
    this.lastAwaitedMs = nowMs;
    if (this.awaited === commitRules.manyAwaited) this.manyAwaitedMs = nowMs;
    this.prompt ||= prompt;
  }

  addSettlement(waiting: SettlementWaiting, nowMs: number): void {
    this.settlements.push(waiting);
    this.oldestSettlementMs = Math.min(this.oldestSettlementMs, nowMs);
    this.durable ||= waiting.settlement.durable;
  }

  /** The clock of this segment was found right, or is to be estimated; to be written at once. */
  addAnchor(segment: Segment, waiting: Anchored): void {
    this.anchor = segment;
    this.anchored.push(waiting);
    this.durable = true;
  }

  reject(error: Error): void {
    for (const { reject } of this.messages) reject(error);
    for (const { reject } of this.settlements) reject(error);
    for (const { reject } of this.anchored) reject(error);
  }

  #grow(): void {
    const larger = new Float64Array(this.rows.length * 2);
    larger.set(this.rows);
    this.rows = larger;
  }
}
