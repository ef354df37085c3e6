/**
 * The life of one port: opened, watched, opened again for ever. An adapter that was pulled out and put back is found
 * within a second at first, later every half minute; a port on which nothing comes although something should is closed and
 * opened anew, because adapters and converters go deaf on a living connection.
 */
import { type Clock, type Logger, pause, type Random } from '../../core/environment.ts';
import { backoffMs } from '../../core/retry.ts';
import type { FrameListener } from '../frame-tap.ts';
import type { Connect, Problem, Transport } from '../transport.ts';
import { within } from '../within.ts';
import type { SerialPort } from './device.ts';

export interface PortParts {
  readonly port: SerialPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly connect: Connect;
  /** Bytes that came in. */
  readonly received: (bytes: Uint8Array) => void;
  /** Told each time the port was opened. */
  readonly opened: () => void;
  /** Told the problem when the port is lost, undefined when it is there. One opened anew on purpose is no change. */
  readonly changed: (problem: Problem | undefined) => void;
}

export interface PortStatistics {
  readonly connected: boolean;
  readonly problem: Problem | undefined;
  readonly connects: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening'; readonly done: Promise<void> }
  | { readonly kind: 'open'; readonly transport: Transport }
  | { readonly kind: 'down'; readonly problem: Problem };

const retry = { baseMs: 1_000, capMs: 30_000 };
const leastRetryMs = 500;
const stopWithinMs = 1_500;
const stopped: Problem = { code: 'STOPPED', reason: 'Reading was stopped.' };

export class LinePort {
  private readonly parts: PortParts;
  private readonly listeners = new Set<FrameListener>();
  private readonly stopping = new AbortController();
  private state: State = { kind: 'idle' };
  private connects = 0;
  private failures = 0;
  private receivedBytes = 0;
  private sentBytes = 0;
  private cancelRetry = () => {};
  private toldDown: boolean | undefined;

  constructor(parts: PortParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.state.kind === 'idle') this.open();
  }

  /** Resolves within 2 s, whatever the other side does. */
  async stop(): Promise<void> {
    const { state } = this;
    this.cancelRetry();
    this.stopping.abort();
    this.state = { kind: 'down', problem: stopped };
    if (state.kind === 'open') await state.transport.close();
    if (state.kind === 'opening') await within(this.parts.clock, stopWithinMs, state.done);
  }

  /** False if the port is not open: nothing was sent. */
  send(bytes: Uint8Array): boolean {
    if (this.state.kind !== 'open') return false;
    const copy = Buffer.from(bytes);
    this.sentBytes += copy.length;
    for (const listener of this.listeners) listener('sent', copy);
    this.state.transport.write(copy);
    return true;
  }

  /** Closes the port and opens it again. */
  reopen(): void {
    if (this.state.kind === 'open') this.open(this.state.transport);
  }

  statistics(): PortStatistics {
    const { state, connects, receivedBytes, sentBytes } = this;
    const problem = state.kind === 'down' ? state.problem : undefined;
    return { connected: state.kind === 'open', problem, connects, receivedBytes, sentBytes };
  }

  /** Calls the listener for every piece sent or received, until the returned function ends it. */
  frames(listener: FrameListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private open(old?: Transport): void {
    const done = this.openOnce(old);
    this.state = { kind: 'opening', done };
  }

  private async openOnce(old: Transport | undefined): Promise<void> {
    const { port, connect, logger, changed, opened } = this.parts;
    const { signal } = this.stopping;
    await old?.close();
    let transport: Transport | undefined;
    let ended: Problem | undefined;
    const events = {
      data: (bytes: Buffer) => {
        if (this.state.kind === 'open' && this.state.transport === transport) this.receive(bytes);
      },
      closed: (problem: Problem) => {
        ended = problem;
        if (this.state.kind === 'open' && this.state.transport === transport) this.retryLater(problem);
      },
    };
    const connected = await connect(port.address, events, signal);
    if (signal.aborted) {
      if (connected.kind === 'connected') await connected.transport.close();
      return;
    }
    if (connected.kind === 'failed') return this.retryLater(connected);
    transport = connected.transport;
    if (ended) return this.retryLater(ended);
    this.connects++;
    this.state = { kind: 'open', transport };
    if (this.toldDown !== false) {
      this.toldDown = false;
      logger.info({ port: port.name }, 'Port open.');
      changed(undefined);
    }
    opened();
  }

  private receive(bytes: Buffer): void {
    this.failures = 0;
    this.receivedBytes += bytes.length;
    for (const listener of this.listeners) listener('received', bytes);
    this.parts.received(bytes);
  }

  private retryLater({ code, reason }: Problem): void {
    const { port, clock, random, logger, changed } = this.parts;
    if (this.stopping.signal.aborted) return;
    this.failures++;
    const retryInMs = leastRetryMs + backoffMs(this.failures, retry, random);
    this.state = { kind: 'down', problem: { code, reason } };
    this.cancelRetry = clock.after(retryInMs, () => this.open());
    if (this.toldDown !== true)
      logger.warn({ port: port.name, code, reason, retryInMs }, 'Port lost, trying again.');
    this.toldDown = true;
    changed({ code, reason });
  }
}

/** Resolves when the line has been silent for `quietMs`, or after `limitMs` at the latest. */
export async function untilQuiet(
  clock: Clock,
  lastMs: () => number,
  { quietMs, limitMs }: { readonly quietMs: number; readonly limitMs: number },
): Promise<void> {
  const untilMs = clock.monotonicMs() + limitMs;
  for (;;) {
    const nowMs = clock.monotonicMs();
    const restMs = Math.min(lastMs() + quietMs, untilMs) - nowMs;
    if (restMs <= 0) return;
    await pause(clock, restMs);
  }
}
