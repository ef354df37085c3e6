/**
 * The one error class. `kind` says who must act, `code` is stable and known to `kopru explain`,
 * the message is a sentence with place and cause, the hint is the mend.
 */

/** Who must act: the technician, time alone, the mapping's author, the operator, nobody any more, a developer. */
export type ErrorKind = 'config' | 'transient' | 'rejected' | 'denied' | 'fatal' | 'bug';

export interface ErrorFacts {
  readonly kind: ErrorKind;
  /** Upper case with underscores, for example `PORT_BUSY`. Never changes once released. */
  readonly code: string;
  /** What to do, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class KopruError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'KopruError';
    this.kind = facts.kind;
    this.code = facts.code;
    this.hint = facts.hint;
  }
}

/** The words of anything that was thrown, for a log field or a sentence. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
