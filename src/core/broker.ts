/**
 * Contract of the north side. The adapter posts one batch and classifies the answer; it never waits, repeats
 * or decides. What to do about it is the forwarder's business.
 */

/** One entity of a batch, already as the JSON text that goes out. */
export interface BatchItem {
  readonly entity: string;
  readonly json: string;
}

export interface Batch {
  /** URL of the JSON-LD context that all items share. */
  readonly context: string;
  readonly items: readonly BatchItem[];
}

/** How one entity, or a whole batch, fared. `words` are the broker's own. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** The data itself was refused: repeating it cannot help. */
  | { readonly kind: 'rejected'; readonly code: string; readonly words: string }
  /** Says nothing about the data; time mends it. */
  | {
      readonly kind: 'transient';
      readonly code: string;
      readonly words: string;
      readonly retryAfterMs?: number;
    }
  /** Credentials, tenant or operation refused: an operator must act, the data is kept. */
  | { readonly kind: 'denied'; readonly code: string; readonly words: string }
  /** The request went out but no full answer came: it may or may not have been applied. */
  | { readonly kind: 'unknown'; readonly code: string; readonly words: string };

export type Answer =
  /** A verdict for each item, in the order of the batch. */
  | { readonly scope: 'items'; readonly status: number; readonly verdicts: readonly Verdict[] }
  /** One verdict for the whole batch. */
  | { readonly scope: 'batch'; readonly status: number; readonly verdict: Verdict }
  /** The batch was refused because of one or more of its entities, and the answer does not say which: bisect. */
  | { readonly scope: 'culprit'; readonly status: number; readonly code: string; readonly words: string }
  /** The body was too large: send half. */
  | { readonly scope: 'size'; readonly status: number; readonly words: string }
  /** A 207 that names entities we did not send, or none: nothing can be concluded, send one by one. */
  | { readonly scope: 'unclear'; readonly status: number; readonly words: string };

/** Code of the refusal of a broker without temporal writes. */
export const noTemporalWrites = 'NO_TEMPORAL_WRITES';

export interface Broker {
  /** Posts one batch upsert. Never throws: whatever happens is an answer. Settles within 35 s. */
  upsert(batch: Batch): Promise<Answer>;
  /**
   * Adds instances to the history of one entity and leaves its current state alone. Answers as for a batch of one;
   * `denied` with the code `noTemporalWrites` says that the broker has nothing of the kind.
   */
  addHistory(context: string, item: BatchItem): Promise<Answer>;
  /** Whether it lists entities of this type now: then what it refuses or fails at concerns that alone. Never throws. */
  lists(context: string, type: string): Promise<boolean>;
  close(): Promise<void>;
}
