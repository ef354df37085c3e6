/**
 * One connection's conversation: a request goes out, at most one answer comes back. The two framings
 * implement it (`line-exchange.ts`, `tcp-exchange.ts`); the bus owns the connection and the queue.
 */
import type { Problem } from '../transport.ts';
import type { Reply, Request } from './pdu.ts';

/** No answer that could be trusted came. */
export type Failure = { readonly kind: 'failed' } & Problem;

/** What comes of a read. */
export type Answer = Exclude<Reply, { kind: 'misfit' | 'identity' }> | Failure;

/** What comes of any request. */
export type AnyAnswer = Exclude<Reply, { kind: 'misfit' }> | Failure;

export interface Exchange {
  /**
   * Sends one request and resolves with its answer, or with the failure after `timeoutMs` and the time the
   * frames take on the line. Never rejects. Called again only after it resolved.
   */
  request(request: Request, timeoutMs: number): Promise<AnyAnswer>;
  /** Bytes that came in. */
  receive(bytes: Buffer): void;
  /** The connection ended: a request in flight fails with this problem. */
  end(problem: Problem): void;
}

/** What an exchange needs of its connection. */
export interface Wire {
  write(bytes: Buffer): void;
  /** Throws away what the operating system has received and not yet handed over. */
  flush(): void;
  /** The stream cannot be understood any more: the connection must be closed. */
  broken(problem: Problem): void;
}

/** Counts since the start of the process. */
export interface Counters {
  requests: number;
  answers: number;
  exceptions: number;
  timeouts: number;
  /** Requests to which bytes came that made no sound answer: wrong checksum, torn, or of another shape. */
  damaged: number;
  /** Pieces received while nothing was asked, or that belonged to an earlier request. Never taken for an answer. */
  strays: number;
}

export const newCounters = (): Counters => ({
  requests: 0,
  answers: 0,
  exceptions: 0,
  timeouts: 0,
  damaged: 0,
  strays: 0,
});

export const noReply = (unitId: number, waitedMs: number): Failure => ({
  kind: 'failed',
  code: 'NO_REPLY',
  reason: `Unit ${unitId} did not answer within ${Math.round(waitedMs)} ms.`,
});

export const badReply = (unitId: number, what: string): Failure => ({
  kind: 'failed',
  code: 'BAD_REPLY',
  reason: `What came for unit ${unitId} is no answer: ${what}.`,
});

/** The adapter hears itself, or has its receiver on while it sends; no device spoke. */
export const echoReply = (unitId: number): Failure => ({
  kind: 'failed',
  code: 'ECHO',
  reason: `For unit ${unitId} the adapter gave back the request itself and nothing followed.`,
});
