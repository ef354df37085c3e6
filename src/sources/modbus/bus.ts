/**
 * One bus: a connection that is made again for ever, a queue, one request in flight. It says in clear words why
 * nothing can be asked. States: `idle` (not started), `connecting` (requests wait), `up`, `resting` (the
 * server closed a good connection; the next request makes it again), `down` (requests fail at
 * once with the reason, until the next try). After timeouts in a row the connection is rebuilt, because some
 * servers and adapters go deaf on a living connection; each fruitless rebuild doubles how many it takes.
 */
import { type Clock, type Logger, pause, type Random } from '../../core/environment.ts';
import { backoffMs } from '../../core/retry.ts';
import type { FrameListener } from '../frame-tap.ts';
import type { Connect, Problem, Transport } from '../transport.ts';
import { within } from '../within.ts';
import { asciiFraming } from './ascii-frame.ts';
import { type AnyAnswer, type Counters, type Exchange, newCounters, type Wire } from './exchange.ts';
import { LineExchange, lineTiming } from './line-exchange.ts';
import { OwedReplies } from './owed-replies.ts';
import type { Request } from './pdu.ts';
import { rtuFraming } from './rtu-frame.ts';
import type { Bus } from './settings.ts';
import { TcpExchange } from './tcp-exchange.ts';

export interface BusStatistics extends Readonly<Counters> {
  readonly connected: boolean;
  /** Why nothing can be asked now; undefined while connected or connecting for the first time. */
  readonly problem: Problem | undefined;
  readonly connects: number;
  /** Milliseconds since the start in which a request was under way: its share of time is the bus's load. */
  readonly busyMs: number;
  readonly queued: number;
}

export interface BusParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly connect: Connect;
  /** Wait after connecting, for devices that need it. */
  readonly pauseAfterConnectMs: number;
  /** Told the problem when the bus goes down, undefined when it comes up. A rebuild that works is no change. */
  readonly changed: (problem: Problem | undefined) => void;
}

interface Job {
  readonly request: Request;
  readonly timeoutMs: number;
  readonly resolve: (answer: AnyAnswer) => void;
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly done: Promise<void> }
  | { readonly kind: 'resting' }
  | { readonly kind: 'up'; readonly exchange: Exchange; readonly transport: Transport }
  | { readonly kind: 'down'; readonly problem: Problem };

const stopped: Problem = { code: 'STOPPED', reason: 'Reading was stopped.' };
const reconnect = { baseMs: 1_000, capMs: 30_000 };
const leastReconnectMs = 500;
const firstRebuildAfter = 2;
const lastRebuildAfter = 64;
const stopWithinMs = 1_500;

export class ModbusBus {
  private readonly parts: BusParts;
  private readonly counters = newCounters();
  private readonly owed = new OwedReplies();
  private readonly queue: Job[] = [];
  private readonly listeners = new Set<FrameListener>();
  private readonly stopping = new AbortController();
  private state: State = { kind: 'idle' };
  private serving = false;
  private connects = 0;
  private busyMs = 0;
  private failedConnects = 0;
  private askedSinceConnect = false;
  private answeredSinceConnect = false;
  private timeoutsInRow = 0;
  private rebuildAfter = firstRebuildAfter;
  private cancelRetry = () => {};
  /** As last told; undefined before the first connection was made or failed. */
  private isDown: boolean | undefined;

  constructor(parts: BusParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.state.kind === 'idle') this.open();
  }

  /** What waits or is in flight fails. Resolves within 2 s, whatever the other side does. */
  async stop(): Promise<void> {
    const { state } = this;
    this.cancelRetry();
    this.stopping.abort();
    this.state = { kind: 'down', problem: stopped };
    if (state.kind === 'up') {
      state.exchange.end(stopped);
      await state.transport.close();
    }
    if (state.kind === 'connecting') await within(this.parts.clock, stopWithinMs, state.done);
  }

  /** Queues one request. Never rejects. */
  request(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    return new Promise((resolve) => {
      this.queue.push({ request, timeoutMs, resolve });
      if (!this.serving) void this.serve();
    });
  }

  statistics(): BusStatistics {
    const { state } = this;
    return {
      ...this.counters,
      connected: state.kind === 'up',
      problem: state.kind === 'down' ? state.problem : undefined,
      connects: this.connects,
      busyMs: this.busyMs,
      queued: this.queue.length,
    };
  }

  /** Calls the listener for every piece sent or received, until the returned function ends it. */
  frames(listener: FrameListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async serve(): Promise<void> {
    this.serving = true;
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      job.resolve(await this.answer(job.request, job.timeoutMs));
    }
    this.serving = false;
  }

  private async answer(request: Request, timeoutMs: number): Promise<AnyAnswer> {
    if (this.state.kind === 'resting') this.open();
    while (this.state.kind === 'connecting') await this.state.done;
    const { state } = this;
    if (state.kind === 'resting') return this.answer(request, timeoutMs);
    if (state.kind === 'idle')
      return { kind: 'failed', code: 'NOT_STARTED', reason: 'The bus was not started.' };
    if (state.kind === 'down') return { kind: 'failed', ...state.problem };
    this.askedSinceConnect = true;
    const beganMs = this.parts.clock.monotonicMs();
    const answer = await state.exchange.request(request, timeoutMs);
    this.busyMs += this.parts.clock.monotonicMs() - beganMs;
    if (answer.kind !== 'failed') {
      this.answeredSinceConnect = true;
      this.failedConnects = 0;
      this.timeoutsInRow = 0;
      this.rebuildAfter = firstRebuildAfter;
    } else if (this.state === state && ++this.timeoutsInRow >= this.rebuildAfter) {
      this.timeoutsInRow = 0;
      this.rebuildAfter = Math.min(lastRebuildAfter, this.rebuildAfter * 2);
      this.open(state.transport);
    }
    return answer;
  }

  /** Begins to connect, after closing what is open. */
  private open(old?: Transport): void {
    const done = this.connectOnce(old);
    this.state = { kind: 'connecting', done };
  }

  private async connectOnce(old: Transport | undefined): Promise<void> {
    const { bus, clock, connect, pauseAfterConnectMs } = this.parts;
    const { signal } = this.stopping;
    await old?.close();
    let exchange: Exchange | undefined;
    let transport: Transport | undefined;
    let ended: Problem | undefined;
    const lost = (problem: Problem) => {
      if (ended) return;
      ended = problem;
      exchange?.end(problem);
      if (this.state.kind === 'up' && this.state.exchange === exchange) this.lost(problem, transport);
    };
    const events = {
      data: (bytes: Buffer) => {
        for (const listener of this.listeners) listener('received', bytes);
        exchange?.receive(bytes);
      },
      closed: lost,
    };
    const connected = await connect(bus, events, signal);
    if (connected.kind === 'failed') {
      if (!signal.aborted) this.retryLater(connected);
      return;
    }
    transport = connected.transport;
    if (pauseAfterConnectMs > 0) await pause(clock, pauseAfterConnectMs, signal);
    if (signal.aborted) return await transport.close();
    if (ended) return this.retryLater(ended);
    this.connects++;
    this.askedSinceConnect = false;
    this.answeredSinceConnect = false;
    exchange = this.exchangeOver(transport, lost);
    this.state = { kind: 'up', exchange, transport };
    if (this.isDown === false) return;
    this.isDown = false;
    this.parts.logger.info({ bus: bus.name }, 'Bus connected.');
    this.parts.changed(undefined);
  }

  private exchangeOver(transport: Transport, broken: (problem: Problem) => void): Exchange {
    const { bus, clock, random } = this.parts;
    const wire: Wire = {
      write: (bytes) => {
        for (const listener of this.listeners) listener('sent', bytes);
        transport.write(bytes);
      },
      flush: () => transport.flush(),
      broken,
    };
    const { counters, owed } = this;
    if (bus.framing === 'tcp') {
      return new TcpExchange({ wire, clock, counters, firstTransaction: Math.floor(random() * 65_536) });
    }
    const framing = bus.framing === 'ascii' ? asciiFraming : rtuFraming;
    const timing = lineTiming(bus.kind === 'serial' ? bus.line : undefined);
    return new LineExchange({ framing, wire, clock, timing, counters, owed });
  }

  /**
   * A server may close a connection because nobody asked for a while: no fault, and no reason to connect before
   * somebody asks. A port that gave answers was pulled out; whether it is back is tried at once. A connection
   * that was asked and never answered must not be made again in a storm.
   */
  private lost(problem: Problem, transport: Transport | undefined): void {
    if (this.stopping.signal.aborted) return;
    const good = this.answeredSinceConnect || !this.askedSinceConnect;
    if (good && this.parts.bus.kind !== 'serial') {
      void transport?.close();
      this.state = { kind: 'resting' };
    } else if (this.answeredSinceConnect) {
      this.open(transport);
    } else {
      void transport?.close();
      this.retryLater(problem);
    }
  }

  private retryLater({ code, reason }: Problem): void {
    const { bus, clock, random, logger, changed } = this.parts;
    this.failedConnects++;
    const retryInMs = leastReconnectMs + backoffMs(this.failedConnects, reconnect, random);
    this.state = { kind: 'down', problem: { code, reason } };
    this.cancelRetry = clock.after(retryInMs, () => this.open());
    if (this.isDown !== true) {
      logger.warn({ bus: bus.name, code, reason, retryInMs }, 'Bus unreachable, trying again.');
    }
    this.isDown = true;
    changed({ code, reason });
  }
}
