/**
 * Conversation in TCP framing. The transaction id ties a reply to its request, so a belated one is dropped
 * without doubt. A header that makes no sense ends the connection, because the next frame cannot be found.
 */
import type { Clock } from '../../core/environment.ts';
import type { Problem } from '../transport.ts';
import { type AnyAnswer, badReply, type Counters, type Exchange, noReply, type Wire } from './exchange.ts';
import type { Request } from './pdu.ts';
import { cutTcp, encodeTcp, parseTcp } from './tcp-frame.ts';

interface InFlight {
  readonly request: Request;
  readonly transaction: number;
  finish(answer: AnyAnswer): void;
}

const nothing = Buffer.alloc(0);

export class TcpExchange implements Exchange {
  private readonly wire: Wire;
  private readonly clock: Clock;
  private readonly counters: Counters;
  private inFlight: InFlight | undefined;
  private received: Buffer = nothing;
  private transaction: number;
  private ended: Problem | undefined;

  /** `firstTransaction` differs from connection to connection, so that a confused converter cannot match old ids. */
  constructor(parts: { wire: Wire; clock: Clock; counters: Counters; firstTransaction: number }) {
    this.wire = parts.wire;
    this.clock = parts.clock;
    this.counters = parts.counters;
    this.transaction = parts.firstTransaction & 0xffff;
  }

  request(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    return new Promise((resolve) => {
      if (this.ended) return resolve({ kind: 'failed', ...this.ended });
      this.counters.requests++;
      this.transaction = (this.transaction + 1) & 0xffff;
      const cancel = this.clock.after(timeoutMs, () => {
        this.counters.timeouts++;
        finish(noReply(request.unitId, timeoutMs));
      });
      const finish = (answer: AnyAnswer) => {
        cancel();
        this.inFlight = undefined;
        resolve(answer);
      };
      this.inFlight = { request, transaction: this.transaction, finish };
      this.wire.write(encodeTcp(request, this.transaction));
    });
  }

  receive(bytes: Buffer): void {
    const stream = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    let from = 0;
    for (;;) {
      const cut = cutTcp(stream, from);
      if (cut.kind === 'broken') {
        this.counters.damaged++;
        this.received = nothing;
        this.wire.broken({
          code: 'BAD_REPLY',
          reason: `The server sent ${cut.why}; it may not speak Modbus TCP.`,
        });
        return;
      }
      if (cut.kind === 'partial') break;
      this.take(cut.transaction, stream, from, cut.to);
      from = cut.to;
    }
    this.received = from === stream.length ? nothing : stream.subarray(from);
  }

  end(problem: Problem): void {
    this.ended = problem;
    this.inFlight?.finish({ kind: 'failed', ...problem });
  }

  private take(transaction: number, stream: Buffer, from: number, to: number): void {
    const { inFlight } = this;
    if (inFlight?.transaction !== transaction) {
      this.counters.strays++;
      return;
    }
    const reply = parseTcp(inFlight.request, stream, from, to);
    if (reply.kind === 'misfit') {
      this.counters.damaged++;
      inFlight.finish(badReply(inFlight.request.unitId, reply.why));
      return;
    }
    if (reply.kind === 'exception') this.counters.exceptions++;
    else this.counters.answers++;
    inFlight.finish(reply);
  }
}
