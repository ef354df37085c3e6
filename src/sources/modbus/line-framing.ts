/**
 * How frames are marked on a line: RTU and ASCII (rtu-frame.ts, ascii-frame.ts). Neither says which request a reply
 * belongs to; what makes that sure is the same for both (line-exchange.ts).
 */
import type { Reply, Request } from './pdu.ts';

export interface FoundReply {
  readonly reply: Exclude<Reply, { kind: 'misfit' }>;
  /** Where its frame begins and ends in the bytes searched. */
  readonly from: number;
  readonly to: number;
}

export interface LineFraming {
  encode(request: Request): Buffer;
  /** The first sound answer among the bytes received since the request was sent; undefined if there is none yet. */
  find(request: Request, bytes: Buffer): FoundReply | undefined;
  /** Bytes of the request and of its longest reply together. */
  exchangeBytes(request: Request): number;
  /** Bytes of the longest frame there can be. */
  readonly longestFrame: number;
}
