/**
 * What can be the matter with a gateway, each with the facts that its sentence needs. Found by `verdict`, said
 * in words by a phrasing; a further language is a further phrasing.
 */

/** `broker` is undefined when there is only one. */
export type Finding =
  | { readonly situation: 'dropping'; readonly count: number; readonly since: string }
  | { readonly situation: 'losing'; readonly count: number; readonly reason: string }
  | { readonly situation: 'not storing'; readonly trouble: string }
  | { readonly situation: 'stopping' }
  | { readonly situation: 'little room'; readonly roomMs: number; readonly cause: Finding }
  | { readonly situation: 'fresh buffer' }
  | (Outage & {
      readonly situation: 'denied';
      readonly status: number | undefined;
      /** Of the last answer, or why there was none. */
      readonly words?: string | undefined;
    })
  | (Outage & { readonly situation: 'unreachable' })
  | (Outage & { readonly situation: 'unwilling'; readonly answer: string })
  | { readonly situation: 'clock'; readonly waiting: number }
  | {
      readonly situation: 'held';
      readonly broker: string | undefined;
      readonly mapping: string;
      readonly words: string;
      readonly nextTryMs: number;
    }
  | {
      readonly situation: 'draining';
      readonly broker: string | undefined;
      readonly waiting: number;
      /** Undefined while the backlog does not shrink. */
      readonly restMs: number | undefined;
    }
  | ({ readonly situation: 'adapter'; readonly connection: string } & Silence)
  | ({ readonly situation: 'silent'; readonly device: string; readonly forMs: number } & Silence)
  | { readonly situation: 'refused'; readonly count: number }
  | { readonly situation: 'no destination'; readonly answering: number; readonly devices: number }
  | { readonly situation: 'starting'; readonly answering: number; readonly devices: number }
  | { readonly situation: 'well'; readonly devices: number; readonly oldestMs: number }
  /** Clauses beside another matter. */
  | ({ readonly situation: 'also silent' } & Silence)
  | { readonly situation: 'also refused'; readonly count: number };

interface Outage {
  readonly broker: string | undefined;
  readonly forMs: number;
  readonly waiting: number;
  readonly roomMs: number | undefined;
}

interface Silence {
  readonly silent: number;
  readonly devices: number;
}

/** Says a finding in one language: the word for the state, and one or two sentences. */
export type Phrasing = (finding: Finding) => { readonly word: string; readonly sentences: readonly string[] };
