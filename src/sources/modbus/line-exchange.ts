/**
 * Conversation over a serial line, or a converter that passes its frames through, in RTU or ASCII framing. Neither has
 * a transaction id; a reply is taken only if unit, function, byte count, length and checksum fit, and only while its
 * request is in flight. What else makes a belated reply harmless: silence before every request, a quiet time and
 * a flush after every timeout, and no request of a shape that is still owed (`owed-replies.ts`).
 */
import { type Clock, pause } from '../../core/environment.ts';
import { bitsPerCharacter, type Line } from '../../core/line.ts';
import type { Problem } from '../transport.ts';
import {
  type AnyAnswer,
  badReply,
  type Counters,
  type Exchange,
  echoReply,
  type Failure,
  noReply,
  type Wire,
} from './exchange.ts';
import type { LineFraming } from './line-framing.ts';
import { type OwedReplies, shapeOf } from './owed-replies.ts';
import type { Request } from './pdu.ts';

export interface LineTiming {
  /** Time of one character on the line. */
  readonly characterMs: number;
  /** Silence between frames. */
  readonly silenceMs: number;
  /** Least time without a byte after a timeout; more if a reply was ever slower. */
  readonly quietMs: number;
  /** Time after a reply before the same unit is asked for a reply of the same shape: a doubled one shows itself. */
  readonly repeatMs: number;
}

/** A line that sends for this long without being asked has another master, or a device that talks by itself. */
const babbleMs = 2_000;

/** Timing by the line's setting; through a converter the far line is unknown, and 9600 baud is assumed. */
export function lineTiming(line: Line | undefined): LineTiming {
  const characterMs = line ? (bitsPerCharacter(line) * 1000) / line.baud : 1.05;
  // Above 19200 baud the standard fixes 1.75 ms (Modbus over Serial Line 1.02, 2.5.1.1).
  const silenceMs = line && line.baud > 19_200 ? 1.75 : 3.5 * characterMs;
  return { characterMs, silenceMs, quietMs: 100, repeatMs: 20 };
}

interface InFlight {
  readonly request: Request;
  received: Buffer;
  finish(answer: AnyAnswer): void;
}

export class LineExchange implements Exchange {
  private readonly framing: LineFraming;
  private readonly wire: Wire;
  private readonly clock: Clock;
  private readonly timing: LineTiming;
  private readonly counters: Counters;
  private readonly owed: OwedReplies;
  private inFlight: InFlight | undefined;
  /** Nothing is sent before this monotonic time. */
  private silentUntilMs: number;
  private lastAnswered: Request | undefined;
  private answeredMs = 0;
  private quietMs: number;
  private mustFlush = true;
  private ended: Problem | undefined;

  /** `owed` outlives the connection: reopening a port does not make a unit forget what it was asked. */
  constructor(parts: {
    framing: LineFraming;
    wire: Wire;
    clock: Clock;
    timing: LineTiming;
    counters: Counters;
    owed: OwedReplies;
  }) {
    this.framing = parts.framing;
    this.wire = parts.wire;
    this.clock = parts.clock;
    this.timing = parts.timing;
    this.counters = parts.counters;
    this.owed = parts.owed;
    this.quietMs = parts.timing.quietMs;
    this.silentUntilMs = parts.clock.monotonicMs() + parts.timing.quietMs;
  }

  async request(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    const probe = this.owed.probeFor(request, this.clock.monotonicMs());
    if (probe) {
      const proof = await this.ask(probe, timeoutMs);
      if (proof.kind === 'failed') return proof;
    }
    return await this.ask(request, timeoutMs);
  }

  receive(bytes: Buffer): void {
    const { inFlight } = this;
    if (!inFlight) {
      this.counters.strays++;
      this.silentUntilMs = Math.max(this.silentUntilMs, this.clock.monotonicMs() + this.strayQuietMs());
      return;
    }
    inFlight.received = Buffer.concat([inFlight.received, bytes]);
    const found = this.framing.find(inFlight.request, inFlight.received);
    if (!found) {
      // Noise without end must not grow without end; the longest reply still fits into what is kept.
      const { longestFrame } = this.framing;
      if (inFlight.received.length > 4 * longestFrame) {
        inFlight.received = inFlight.received.subarray(-longestFrame);
      }
      return;
    }
    if (found.from > 0 || found.to < inFlight.received.length) this.counters.strays++;
    inFlight.finish(found.reply);
  }

  end(problem: Problem): void {
    this.ended = problem;
    this.inFlight?.finish({ kind: 'failed', ...problem });
  }

  private async ask(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    const doubtMs = this.lastAnswered && sameShape(this.lastAnswered, request) ? this.timing.repeatMs : 0;
    this.silentUntilMs = Math.max(this.silentUntilMs, this.answeredMs + doubtMs);
    const babble = await this.silence();
    if (babble) return babble;
    if (this.ended) return { kind: 'failed', ...this.ended };
    this.counters.requests++;
    const sentMs = this.clock.monotonicMs();
    const answer = await this.flight(request, timeoutMs);
    const nowMs = this.clock.monotonicMs();
    this.silentUntilMs = nowMs + this.timing.silenceMs;
    if (answer.kind === 'failed') {
      this.owed.add(request, nowMs);
      this.silentUntilMs = nowMs + this.quietMs;
      this.mustFlush = true;
    } else {
      this.owed.settle(request.unitId);
      this.lastAnswered = request;
      this.answeredMs = nowMs;
      this.quietMs = Math.max(this.quietMs, Math.min(nowMs - sentMs, timeoutMs));
    }
    return answer;
  }

  private flight(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    return new Promise((resolve) => {
      const onLineMs = this.framing.exchangeBytes(request) * this.timing.characterMs;
      const waitMs = timeoutMs + onLineMs;
      const finish = (answer: AnyAnswer) => {
        cancel();
        this.inFlight = undefined;
        if (answer.kind === 'words' || answer.kind === 'identity') this.counters.answers++;
        if (answer.kind === 'exception') this.counters.exceptions++;
        resolve(answer);
      };
      const inFlight: InFlight = { request, received: Buffer.alloc(0), finish };
      const cancel = this.clock.after(waitMs, () => finish(this.timedOut(inFlight, waitMs)));
      this.inFlight = inFlight;
      this.wire.write(this.framing.encode(request));
    });
  }

  private timedOut({ request, received }: InFlight, waitMs: number): Failure {
    this.counters.timeouts++;
    if (received.length === 0) return noReply(request.unitId, waitMs);
    this.counters.damaged++;
    if (received.equals(this.framing.encode(request))) return echoReply(request.unitId);
    return badReply(request.unitId, `${received.length} bytes, none of them a sound frame of this unit`);
  }

  /** Waits until the line has been silent long enough; a failure if it never is. */
  private async silence(): Promise<Failure | undefined> {
    const beganMs = this.clock.monotonicMs();
    for (let nowMs = beganMs; nowMs < this.silentUntilMs; nowMs = this.clock.monotonicMs()) {
      if (nowMs - beganMs > babbleMs + this.quietMs) {
        return { kind: 'failed', code: 'LINE_BUSY', reason: babbleText };
      }
      await pause(this.clock, Math.ceil(this.silentUntilMs - nowMs));
    }
    if (this.mustFlush) this.wire.flush();
    this.mustFlush = false;
    return undefined;
  }

  private strayQuietMs(): number {
    return this.mustFlush ? this.quietMs : this.timing.silenceMs;
  }
}

const sameShape = (a: Request, b: Request) => a.unitId === b.unitId && shapeOf(a) === shapeOf(b);

const babbleText =
  'The line is never silent: a second master asks on it, or a device talks without being asked. Only one master may be connected.';
