/**
 * What main thread and worker say to each other. Two ports: commits on one, everything else on the other; the
 * worker empties the first before it serves the second, so appends go before leases. Bulk travels as typed
 * arrays whose memory is handed over, not copied.
 */
import type {
  BufferConfiguration,
  Chunk,
  DestinationState,
  LeaseRequest,
  SettleAnswer,
  Settlement,
} from '../core/buffer.ts';
import type { ErrorKind } from '../core/errors.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { DestinationLedger, LedgerCheck } from '../core/ledger.ts';
import type { QuarantineChoice, Quarantined, QuarantineQuery, RetryEnd } from '../core/quarantine.ts';
import type { Stream } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { sqliteCode } from './sqlite.ts';

/** Columns of a row in `Group.rows`, in this order; NaN is none. */
export const rowColumns = ['stream', 'segment', 't', 'number', 'deviceTime'] as const;
export const rowWidth = rowColumns.length;

/** What is written in one transaction. */
export interface Group {
  /** `count` rows of `rowWidth` numbers. */
  readonly rows: Float64Array;
  readonly count: number;
  /** Row index and its text. */
  readonly texts: readonly (readonly [number, string])[];
  /** Streams and segments that rows refer to for the first time; harmless when repeated. */
  readonly streams: readonly (readonly [number, Stream])[];
  readonly segments: readonly Segment[];
  readonly settlements: readonly Settlement[];
  /**
   * The running segment. Its clock was found right, or is trusted: offsets of older segments follow from it. Without
   * an offset: nobody vouches, and all get one by estimation.
   */
  readonly anchor: Segment | undefined;
  readonly now: Now;
}

/** The time as the main thread knows it; the worker has no clock of its own. */
export interface Now {
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** The wall clock is known to be right. */
  readonly trusted: boolean;
}

export interface Committed {
  /** Sequence number of the group's last reading, or of the last before when it held none. */
  readonly lastSeq: number;
  /** In the order of the group's settlements. */
  readonly answers: readonly (SettleAnswer | SettleRefused)[];
  /** Segments whose offset was set or that were written for the first time. */
  readonly segments: readonly Segment[];
  readonly gauges: Gauges;
}

/** The settlement is wrong in itself; the rest of the group was written without it. */
export interface SettleRefused {
  readonly kind: 'refused';
  readonly failure: Failure;
}

export interface Gauges {
  readonly bytes: number;
  /** Most bytes that may be held now: the configured limit, or less where the disk has less room. */
  readonly limitBytes: number;
  readonly rows: number;
  readonly generation: number;
}

/** What the worker found on disk. */
export interface Opened {
  readonly lastSeq: number;
  readonly streams: readonly (readonly [number, Stream])[];
  readonly segments: readonly Segment[];
  readonly destinations: readonly DestinationState[];
  readonly gauges: Gauges;
}

export interface OpenRequest extends BufferConfiguration {
  readonly folder: string;
  readonly boot: string;
  readonly now: Now;
}

/** On the append port. */
export interface CommitRequest {
  readonly id: number;
  readonly group: Group;
}
export type CommitReply =
  | { readonly kind: 'committed'; readonly id: number; readonly committed: Committed }
  /** Nothing of it was written, and it would fare no better a second time. */
  | { readonly kind: 'refused'; readonly id: number; readonly failure: Failure }
  /** The disk failed; whether it was written is not known. To be sent again later with the same id. */
  | { readonly kind: 'again'; readonly id: number; readonly rows: Float64Array; readonly failure: Failure };

export type QuarantineChange =
  | { readonly kind: 'retry' | 'drop'; readonly choice: QuarantineChoice }
  | { readonly kind: 'ended'; readonly end: RetryEnd };

/** On the other port. */
export type Question =
  | { readonly kind: 'lease'; readonly request: LeaseRequest }
  | { readonly kind: 'configure'; readonly configuration: BufferConfiguration; readonly now: Now }
  | { readonly kind: 'quarantined'; readonly query: QuarantineQuery }
  | { readonly kind: 'change quarantine'; readonly change: QuarantineChange; readonly now: Now }
  | { readonly kind: 'ledgers' }
  | { readonly kind: 'check' }
  | { readonly kind: 'close' };
export interface Answers {
  readonly lease: Chunk;
  /** All destinations, as stored. */
  readonly configure: readonly DestinationState[];
  readonly quarantined: readonly Quarantined[];
  /** How many entries it was. */
  readonly 'change quarantine': number;
  readonly ledgers: readonly DestinationLedger[];
  readonly check: readonly LedgerCheck[];
  readonly close: undefined;
}
export type Asked = { readonly id: number } & Question;
export type Told =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'unopened'; readonly failure: Failure }
  /** The audit at start is over; settlements may be committed from now on. */
  | { readonly kind: 'audited' }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'answer'; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };

/** A line for the log. */
export interface Note {
  readonly level: 'info' | 'warn' | 'error';
  readonly sentence: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Stays in `status().trouble` until the process ends. */
  readonly lasting?: boolean;
  /** Path of the folder that now holds a damaged database. */
  readonly setAside?: string;
}

/** An error as plain data. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof KopruError) {
    return { kind: thrown.kind, code: thrown.code, message: thrown.message, hint: thrown.hint };
  }
  const code = sqliteCode(thrown) ?? 'BUFFER_FAILED';
  return { kind: 'bug', code, message: wordsOf(thrown), hint: undefined };
}

export function errorOf(failure: Failure): KopruError {
  const { message, hint, ...facts } = failure;
  return new KopruError(message, hint === undefined ? facts : { ...facts, hint });
}
