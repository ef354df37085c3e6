/**
 * Contract of the buffer: every reading goes through it, always. `accept` before anything, `lease` to read,
 * `settle` to end. What is owed to a destination is one position, exceptions per stream, and at most one backlog.
 *
 * Promises (each has a test in tests/buffer/contract.ts that every implementation passes):
 *   A1  a resolved `accept` survives kill -9, and a power cut where storage honours flush
 *   A2  sequence numbers rise without gaps in order of acceptance, for ever, also through an emptied log
 *   A3  a rejected `accept` left nothing
 *   L1  `lease` returns only readings not settled for this destination, in order, with a sound checksum
 *   L2  `lease` changes nothing on disk; a lease ends with the process
 *   S1  position, `done` and `sent` never fall
 *   S2  a settlement is applied whole or not at all
 *   S3  a settlement made before a retention step is refused whole (`stale`)
 *   S4  a settlement repeated changes nothing
 */
import type { DestinationLedger, LedgerCheck, Outcome } from './ledger.ts';
import type { QuarantineEntry, QuarantineShelf } from './quarantine.ts';
import type { Message, Stream } from './reading.ts';
import type { Segment } from './timeline.ts';

/** Readings as columns, oldest first. Row i is `seq[i]`, `stream[i]` and so on. */
export interface Chunk {
  readonly seq: Float64Array;
  readonly stream: Float64Array;
  readonly segment: Float64Array;
  /** Milliseconds since the start of the row's segment. */
  readonly t: Float64Array;
  /** The number; a state is 0 or 1; NaN where `texts` has the value. */
  readonly number: Float64Array;
  readonly texts: ReadonlyMap<number, string>;
  /** Milliseconds since 1970 by the device's own clock, where it has one. */
  readonly deviceTimes: ReadonlyMap<number, number>;
  /** Rows whose checksum failed. They are in no column; the reader settles them as dropped (damaged). */
  readonly damaged: readonly { readonly seq: number; readonly stream: number }[];
  /** Everything up to here was looked at; the next lease goes on after it. */
  readonly upto: number;
  /** Nothing committed lies beyond `upto` (or beyond the asked end). */
  readonly end: boolean;
}

export interface LeaseRequest {
  readonly destination: string;
  /** Sequence number after which to read. */
  readonly after: number;
  /** Last sequence number to read; default: all. */
  readonly upto?: number;
  /** Most rows to return. */
  readonly limit: number;
  /** Only these streams (the rear reader); at most 50 000 rows are scanned for one call. */
  readonly streams?: readonly number[];
  /** `backlog`: what the backlog still owes; default `front`: what lies ahead of the position, and behind it. */
  readonly lane?: 'front' | 'backlog';
}

export interface StreamPosition {
  readonly stream: number;
  /** Everything of this stream up to here is settled. */
  readonly done: number;
  /** Instantaneous entities have had everything up to here (>= done; equal without windows). */
  readonly sent: number;
  /** True: below the position, kept; false: ahead of it. */
  readonly behind: boolean;
}

/** What a stream has settled of the backlog: everything up to `done`, and beyond it the one reading `sent`. */
export interface BacklogPosition {
  readonly stream: number;
  readonly done: number;
  /** Went out ahead of its turn, because it was the stream's newest; 0: none did. */
  readonly sent: number;
}

/** The stretch `from` < seq <= `upto` that the position has jumped over and that is settled apart. */
export interface Backlog {
  readonly from: number;
  readonly upto: number;
  readonly streams: readonly BacklogPosition[];
}

export interface Settlement {
  readonly destination: string;
  /** The generation of the last answer from `lease` or `settle` that this settlement was made under. */
  readonly generation: number;
  readonly position?: number;
  readonly streams: readonly StreamPosition[];
  /**
   * Moves the open backlog; one whose `from` has reached `upto` is over. With `upto` beyond the position it opens one
   * and the position jumps there. Streams that are behind, or are given here as done up to `upto`, do not jump: the
   * front goes on owing what is theirs. There is one backlog at a time.
   */
  readonly backlog?: Omit<Backlog, 'upto'> & { readonly upto?: number };
  readonly tallies: readonly { readonly outcome: Outcome; readonly reason: string; readonly count: number }[];
  /** Guard against going back in time: newest observedAt in ms that the entity was given from the stream. */
  readonly newest: readonly { readonly stream: number; readonly entity: string; readonly at: number }[];
  readonly quarantine: readonly QuarantineEntry[];
  /** True: resolves after its own fsync. False: rides on the next commit, at most 5 s later. */
  readonly durable: boolean;
}

export type SettleAnswer =
  | { readonly kind: 'settled' }
  /** A retention step came between: strike what lies at or below `floor`, settle again under `generation`. */
  | { readonly kind: 'stale'; readonly floor: number; readonly generation: number };

/** A destination as the buffer remembers it. */
export interface DestinationState {
  readonly name: string;
  readonly position: number;
  readonly streams: readonly StreamPosition[];
  /** Undefined when none is open. */
  readonly backlog?: Backlog;
  readonly newest: readonly { readonly stream: number; readonly entity: string; readonly at: number }[];
}

export interface BufferStatus {
  readonly lastSeq: number;
  readonly bytes: number;
  /** Most bytes that may be held: the configured limit, or less where the disk has less room. */
  readonly limitBytes: number;
  /** Rows on disk. */
  readonly rows: number;
  /** Readings in memory, not yet committed. */
  readonly queued: number;
  /** Duration of the last commit in milliseconds. */
  readonly lastCommitMs: number;
  readonly commits: number;
  readonly generation: number;
  /** A clear sentence when commits fail now, else undefined. */
  readonly trouble: string | undefined;
  /** Folder where a damaged database was set aside since the start. */
  readonly setAside: string | undefined;
}

/** What a configuration says about the buffer while it is open. */
export interface BufferConfiguration {
  /** Names. A new one is owed what is accepted from now on; one that is missing keeps its place for a day. */
  readonly destinations: readonly string[];
  readonly limitBytes: number;
  readonly limitAgeMs: number;
}

export interface Buffer {
  /** Resolves after the fsync of every reading of the message, with the last sequence number. */
  accept(message: Message): Promise<number>;
  lease(request: LeaseRequest): Promise<Chunk>;
  settle(settlement: Settlement): Promise<SettleAnswer>;
  /** Every stream ever leased is in here; the object is the same for the life of the buffer. */
  stream(id: number): Stream;
  segment(id: number): Segment;
  /** The destination's stored state, as of the open or the last settle. */
  destination(name: string): DestinationState;
  /** Called after each commit that appended, with the last sequence number. Returns what ends it. */
  onCommit(listener: (lastSeq: number) => void): () => void;
  /** Gives the running segment its offset once the clock is known to be right; see timeline.ts. */
  synchronised(wallMs: number, monotonicMs: number, source: string): Promise<void>;
  /** The clock is in doubt: readings from now on wait for `synchronised`, those before keep their time. */
  unsynchronised(): void;
  /**
   * Nobody vouches for the clock and readings shall not wait: what has no time gets one, marked `estimated`, and keeps
   * it. Changes nothing where that would lie before `earliestMs`.
   */
  estimate(): Promise<void>;
  readonly quarantine: QuarantineShelf;
  /** Goes on with another configuration. When it rejects, nothing was changed. */
  configure(configuration: BufferConfiguration): Promise<void>;
  ledgers(): Promise<readonly DestinationLedger[]>;
  /** Counts the waiting rows and compares with the arithmetic; read only. */
  checkLedger(): Promise<readonly LedgerCheck[]>;
  status(): BufferStatus;
  /** Commits what is queued and settled, then closes. Nothing accepted is lost if it does not finish. */
  close(): Promise<void>;
}
