/** The quarantine as it is looked at and acted on: what destinations refused, with the broker's words. */
import type { Outcome } from './ledger.ts';

/** A refused version as it goes to the quarantine. */
export interface QuarantineEntry {
  readonly entity: string;
  readonly code: string;
  /** The broker's own words, cut at 4 KiB. */
  readonly words: string;
  /** How many readings it ends. */
  readonly count: number;
  readonly readings: readonly {
    readonly seq: number;
    readonly stream: number;
    readonly segment: number;
    readonly t: number;
    /** Milliseconds since 1970 by the device's own clock, where it has one. */
    readonly deviceTime?: number;
    readonly value: number | string;
  }[];
}

/** One refused version as it is kept. */
export interface Quarantined {
  /** Rises with time, and never comes again. */
  readonly id: number;
  readonly destination: string;
  /** URN. */
  readonly entity: string;
  readonly code: string;
  /** The broker's own words, of its last refusal. */
  readonly words: string;
  /** First and last refusal, in ms since 1970, by the wall clock of that moment. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How often it was sent. */
  readonly tries: number;
  /** Readings that it ends; of very many only the oldest are kept. */
  readonly count: number;
  readonly readings: QuarantineEntry['readings'];
  /** It is to be sent again. */
  readonly retry: boolean;
}

export interface QuarantineQuery {
  readonly destination?: string;
  readonly ids?: readonly number[];
  /** Only those to be sent again. */
  readonly retry?: true;
  /** Ids above this one. */
  readonly after?: number;
  readonly limit: number;
}

/** Which entries: all of these ids, or all there are; of every destination or one. */
export interface QuarantineChoice {
  readonly ids: readonly number[] | 'all';
  readonly destination?: string;
}

/** How a try to send an entry again ended. */
export interface RetryEnd {
  readonly id: number;
  /** Of the readings that have ended. */
  readonly tallies: readonly { readonly outcome: Outcome; readonly reason: string; readonly count: number }[];
  /** Newest time, in ms since 1970, that the entity was given from the stream. */
  readonly newest: readonly { readonly stream: number; readonly entity: string; readonly at: number }[];
  /** What was refused again; undefined: nothing is left, and what was not kept is dropped (cut). */
  readonly left?: Pick<QuarantineEntry, 'code' | 'words' | 'readings'>;
}

/** Every change is on disk, and in the ledger, when its promise resolves. */
export interface QuarantineShelf {
  /** Oldest first. */
  list(query: QuarantineQuery): Promise<readonly Quarantined[]>;
  /** Marks them to be sent again; returns how many. */
  retry(choice: QuarantineChoice): Promise<number>;
  /** Ends their readings as dropped (purged); returns how many entries went. */
  drop(choice: QuarantineChoice): Promise<number>;
  /** An entry that is gone meanwhile is no error. */
  ended(end: RetryEnd): Promise<void>;
}
