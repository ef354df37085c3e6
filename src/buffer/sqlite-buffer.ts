/**
 * The buffer, main side. Every reading of every source goes through here, always; one path, used every second.
 *
 * A reading's way. `accept` puts it into the group that gathers in memory (commit-policy.ts says how long). The
 * group is handed to the worker thread, which owns the database (worker.ts), and written in one transaction
 * with every settlement that waits. Only after the fsync is `accept` resolved; before it nothing was promised. While
 * a commit runs the next group gathers, so a slow card makes bigger groups by itself. At most one commit is under way.
 *
 * Power loss. What was resolved is in the WAL, fsynced (`synchronous=FULL`). What was not resolved may be there
 * or not, but a group is there whole or not at all, and sequence numbers go on without a gap. A lease is memory
 * only: what was leased and not settled is leased again after a restart.
 *
 * A failing disk. The group waits in memory and is sent again, 1 s to 60 s apart, until the worker can say that it
 * is on disk (commit-queue.ts, steward.ts). Nothing is rejected meanwhile and nothing acknowledged; memory is
 * bounded, beyond it `accept` rejects with QUEUE_FULL and its source decides.
 *
 * A dead worker. All that waits is rejected and `status().trouble` says so; the process is to be restarted.
 */
import type {
  Buffer,
  BufferConfiguration,
  BufferStatus,
  Chunk,
  DestinationState,
  LeaseRequest,
  SettleAnswer,
  Settlement,
} from '../core/buffer.ts';
import type { Clock, Logger } from '../core/environment.ts';
import type { KopruError } from '../core/errors.ts';
import type { DestinationLedger, LedgerCheck } from '../core/ledger.ts';
import type { QuarantineShelf } from '../core/quarantine.ts';
import type { Message, Stream } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { Catalogue } from './catalogue.ts';
import { CommitQueue } from './commit-queue.ts';
import { DestinationMirror } from './destination-mirror.ts';
import type { Gathering, SettlementWaiting } from './gathering.ts';
import type { Committed, Gauges, Group, Note, Now, QuarantineChange } from './protocol.ts';
import { closed, queueFull, unfit } from './refusals.ts';
import { SegmentLine } from './segment-line.ts';
import { WorkerLink } from './worker-link.ts';

export interface BufferParts {
  /** Made when absent. */
  readonly folder: string;
  readonly limitBytes: number;
  readonly limitAgeMs: number;
  /** Names of the configured destinations. A new one is owed what is accepted from now on. */
  readonly destinations: readonly string[];
  readonly clock: Clock;
  /** The machine's wall clock is right from the start; else readings wait for `synchronised`. */
  readonly clockTrusted: boolean;
  readonly logger: Logger;
  /** The compiled worker; tests that run from source name it. */
  readonly workerUrl?: URL;
}

/** Opens the buffer; rejects with BUFFER_IN_USE when another process has it. */
export async function openBuffer(parts: BufferParts): Promise<SqliteBuffer> {
  const buffer = new SqliteBuffer(parts);
  await buffer.opened();
  return buffer;
}

export class SqliteBuffer implements Buffer {
  readonly #parts: BufferParts;
  readonly #link: WorkerLink;
  readonly #queue: CommitQueue;
  readonly quarantine: QuarantineShelf = {
    list: (query) => this.#link.ask<'quarantined'>({ kind: 'quarantined', query }),
    retry: (choice) => this.#changeQuarantine({ kind: 'retry', choice }),
    drop: (choice) => this.#changeQuarantine({ kind: 'drop', choice }),
    ended: async (end) => void (await this.#changeQuarantine({ kind: 'ended', end })),
  };
  readonly #listeners = new Set<(lastSeq: number) => void>();
  #catalogue = new Catalogue([]);
  #line: SegmentLine;
  #mirror = new DestinationMirror([]);
  /** While rows are counted, at the open and by `checkLedger`, settlements are held back. */
  #counting = true;
  #held: SettlementWaiting[] = [];
  #afterCount: (() => void)[] = [];
  #lastSeq = 0;
  #gauges: Gauges;
  #clockRight: boolean;
  /** Why nothing is taken any more. */
  #end: KopruError | undefined;
  #closing: Promise<void> | undefined;
  #destinations: readonly string[];
  #estimating: Promise<void> | undefined;
  #lasting: string | undefined;
  #setAside: string | undefined;

  constructor(parts: BufferParts) {
    const { folder, limitBytes, limitAgeMs, destinations, clock, clockTrusted, logger } = parts;
    this.#parts = parts;
    this.#clockRight = clockTrusted;
    this.#destinations = destinations;
    this.#gauges = { bytes: 0, limitBytes, rows: 0, generation: 0 };
    this.#line = new SegmentLine([], clock, clockTrusted);
    this.#queue = new CommitQueue({
      clock,
      logger,
      now: () => this.#now(),
      compose: (gathering, now) => this.#compose(gathering, now),
      send: (request) => this.#link.commit(request),
      onCommitted: (group, committed) => this.#onCommitted(group, committed),
    });
    this.#link = new WorkerLink(
      parts.workerUrl ?? new URL('./worker.js', import.meta.url),
      { folder, limitBytes, limitAgeMs, destinations, boot: clock.boot, now: this.#now() },
      {
        onReply: (reply) => this.#queue.onReply(reply),
        onNote: (note) => this.#onNote(note),
        onAudited: () => this.#counted(),
        onDeath: (error) => this.#die(error),
      },
    );
  }

  /** Resolves once the worker has the database open; called once. */
  async opened(): Promise<void> {
    const opened = await this.#link.opened();
    const { clock, clockTrusted } = this.#parts;
    this.#catalogue = new Catalogue(opened.streams);
    this.#line = new SegmentLine(opened.segments, clock, clockTrusted);
    this.#mirror = new DestinationMirror(opened.destinations);
    this.#lastSeq = opened.lastSeq;
    this.#gauges = opened.gauges;
    if (clockTrusted && opened.segments.some(({ offset }) => offset === null)) await this.#anchor();
  }

  accept(message: Message): Promise<number> {
    const { readings, device, connection = device, awaited, deviceTimeMs, monotonicMs } = message;
    const refusal =
      this.#end ?? unfit(message) ?? (this.#queue.isFull(readings.length) ? queueFull() : undefined);
    if (refusal) return Promise.reject(refusal);
    if (readings.length === 0) return Promise.resolve(this.#lastSeq);
    const { gathering } = this.#queue;
    const { id: segment, monoStart } = this.#line.running;
    const t = Math.round(monotonicMs - monoStart);
    const deviceTime = deviceTimeMs === undefined ? Number.NaN : Math.round(deviceTimeMs);
    for (const { stream, value } of readings) {
      gathering.addReading(this.#catalogue.id(stream), segment, t, value, deviceTime);
    }
    gathering.segments.add(segment);
    const nowMs = this.#parts.clock.monotonicMs();
    const prompt = awaited && this.#queue.senders.came(connection, nowMs);
    return new Promise((resolve, reject) => {
      gathering.endMessage({ connection, awaited, end: gathering.readings, resolve, reject }, nowMs, prompt);
      this.#queue.schedule(nowMs);
    });
  }

  lease(request: LeaseRequest): Promise<Chunk> {
    return this.#end ? Promise.reject(this.#end) : this.#link.ask<'lease'>({ kind: 'lease', request });
  }

  settle(settlement: Settlement): Promise<SettleAnswer> {
    if (this.#end) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#held.push({ settlement, resolve, reject });
      if (!this.#counting) this.#releaseHeld();
    });
  }

  stream(id: number): Stream {
    return this.#catalogue.stream(id);
  }

  segment(id: number): Segment {
    return this.#line.find(id);
  }

  destination(name: string): DestinationState {
    return this.#mirror.state(name);
  }

  onCommit(listener: (lastSeq: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async synchronised(wallMs: number, monotonicMs: number, source: string): Promise<void> {
    if (this.#end) throw this.#end;
    this.#clockRight = true;
    // An estimate under way may still give the running segment its time.
    await this.#estimating;
    if (this.#line.synchronised(wallMs, monotonicMs, source)) await this.#anchor();
  }

  unsynchronised(): void {
    this.#clockRight = false;
    this.#line.unsynchronised();
  }

  async estimate(): Promise<void> {
    if (this.#end || this.#estimating || !this.#line.waits) return;
    const written = this.#anchor();
    this.#estimating = written.then(forgotten, forgotten);
    await written.finally(() => {
      this.#estimating = undefined;
    });
  }

  async configure(configuration: BufferConfiguration): Promise<void> {
    if (this.#end) throw this.#end;
    const stored = await this.#link.ask<'configure'>({ kind: 'configure', configuration, now: this.#now() });
    this.#mirror.add(stored.filter(({ name }) => !this.#destinations.includes(name)));
    this.#destinations = configuration.destinations;
    this.#gauges = {
      ...this.#gauges,
      limitBytes: Math.min(this.#gauges.limitBytes, configuration.limitBytes),
    };
  }

  ledgers(): Promise<readonly DestinationLedger[]> {
    return this.#link.ask<'ledgers'>({ kind: 'ledgers' });
  }

  async checkLedger(): Promise<readonly LedgerCheck[]> {
    while (this.#counting && !this.#end) await new Promise<void>((resolve) => this.#afterCount.push(resolve));
    this.#counting = true;
    try {
      return await this.#link.ask<'check'>({ kind: 'check' });
    } finally {
      this.#counted();
    }
  }

  status(): BufferStatus {
    return {
      lastSeq: this.#lastSeq,
      bytes: this.#gauges.bytes,
      limitBytes: this.#gauges.limitBytes,
      rows: this.#gauges.rows,
      queued: this.#queue.readings,
      lastCommitMs: this.#queue.lastCommitMs,
      commits: this.#queue.commits,
      generation: this.#gauges.generation,
      trouble: this.#queue.trouble ?? this.#lasting,
      setAside: this.#setAside,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the worker where it stands, as a crash would; what was not committed is rejected. */
  async crash(): Promise<void> {
    await this.#link.terminate();
  }

  async #close(): Promise<void> {
    if (!this.#end) {
      this.#end = closed();
      for (const { reject } of this.#held.splice(0)) reject(this.#end);
      await this.#queue.flush();
    }
    await this.#link.close();
  }

  #compose(gathering: Gathering, now: Now): Group {
    return {
      rows: gathering.rows,
      count: gathering.readings,
      texts: gathering.texts,
      streams: this.#catalogue.unwritten(),
      segments: this.#line.unwritten(gathering.segments),
      settlements: gathering.settlements.map(({ settlement }) => settlement),
      anchor: gathering.anchor,
      now,
    };
  }

  #onCommitted(group: Group, { lastSeq, gauges, segments, answers }: Committed): void {
    this.#lastSeq = lastSeq;
    this.#gauges = gauges;
    this.#catalogue.written(group.streams);
    this.#line.written(segments);
    for (const [index, settlement] of group.settlements.entries()) {
      const answer = answers[index];
      if (answer && answer.kind !== 'refused') this.#mirror.settled(settlement, answer);
    }
    if (group.count > 0) for (const listener of this.#listeners) listener(lastSeq);
  }

  #onNote({ level, sentence, facts, lasting, setAside }: Note): void {
    this.#parts.logger[level](facts, sentence);
    if (lasting) this.#lasting = sentence;
    this.#setAside = setAside ?? this.#setAside;
  }

  #counted(): void {
    this.#counting = false;
    for (const resolve of this.#afterCount.splice(0)) resolve();
    if (!this.#end) this.#releaseHeld();
  }

  #releaseHeld(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    for (const waiting of this.#held.splice(0)) this.#queue.gathering.addSettlement(waiting, nowMs);
    this.#queue.schedule(nowMs);
  }

  #die(error: KopruError): void {
    this.#end = error;
    this.#parts.logger.error({ words: error.message }, 'The buffer stopped.');
    for (const { reject } of this.#held.splice(0)) reject(error);
    this.#queue.fail(error);
    this.#counted();
  }

  #anchor(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.gathering.addAnchor(this.#line.running, { resolve, reject });
      this.#queue.schedule(this.#parts.clock.monotonicMs());
    });
  }

  #changeQuarantine(change: QuarantineChange): Promise<number> {
    if (this.#end) return Promise.reject(this.#end);
    return this.#link.ask<'change quarantine'>({ kind: 'change quarantine', change, now: this.#now() });
  }

  #now(): Now {
    const { clock } = this.#parts;
    const [wallMs, monotonicMs] = [clock.wallMs(), clock.monotonicMs()];
    return { wallMs, monotonicMs, trusted: this.#clockRight && this.#line.agrees(wallMs, monotonicMs) };
  }
}

const forgotten = () => {};
