/**
 * The buffer in memory, as plain as can be: a list of readings, and for each destination what is settled. It
 * keeps the promises of the contract without a disk, so tests of other parts run on it, and the real buffer is
 * compared with it. `crash` loses nothing that was accepted: open another one on the same `MemoryDisk`.
 */
import type {
  BacklogPosition,
  Buffer,
  BufferConfiguration,
  BufferStatus,
  Chunk,
  DestinationState,
  LeaseRequest,
  SettleAnswer,
  Settlement,
  StreamPosition,
} from '../../src/core/buffer.ts';
import type { Clock } from '../../src/core/environment.ts';
import { KopruError } from '../../src/core/errors.ts';
import type { DestinationLedger, LedgerCheck, Outcome } from '../../src/core/ledger.ts';
import type {
  QuarantineChoice,
  Quarantined,
  QuarantineEntry,
  QuarantineShelf,
} from '../../src/core/quarantine.ts';
import { type Message, type Stream, streamKey } from '../../src/core/reading.ts';
import { earliestMs, estimated, observedAt, type Segment, stepMs } from '../../src/core/timeline.ts';

interface Row {
  readonly seq: number;
  readonly stream: number;
  readonly segment: number;
  readonly t: number;
  readonly value: number | string;
  readonly deviceTime: number | undefined;
}

type Guard = DestinationState['newest'][number];

export interface MemoryDestination {
  readonly start: number;
  position: number;
  readonly streams: Map<number, StreamPosition>;
  backlog: { from: number; readonly upto: number; readonly rows: Map<number, BacklogPosition> } | undefined;
  readonly newest: Map<string, Guard>;
  readonly tallies: Map<string, { outcome: Outcome; reason: string; count: number }>;
  readonly quarantine: QuarantineEntry[];
}

/** What outlives the buffer. */
export interface MemoryDisk {
  lastSeq: number;
  rows: Row[];
  readonly streams: Stream[];
  readonly segments: Segment[];
  readonly destinations: Map<string, MemoryDestination>;
}

export interface MemoryBufferParts {
  readonly clock: Clock;
  readonly destinations: readonly string[];
  /** Default true. */
  readonly clockTrusted?: boolean;
  /** Default: for ever. */
  readonly limitAgeMs?: number;
  /** Default: an empty one. */
  readonly disk?: MemoryDisk;
}

export function memoryDisk(): MemoryDisk {
  return { lastSeq: 0, rows: [], streams: [], segments: [], destinations: new Map() };
}

export class MemoryBuffer implements Buffer {
  readonly disk: MemoryDisk;
  /** Sequence numbers whose checksum shall be found wrong at the next lease. */
  readonly damaged = new Set<number>();
  readonly #parts: MemoryBufferParts;
  readonly quarantine: QuarantineShelf = {
    list: async ({ limit, ...query }) =>
      this.#quarantined()
        .filter(({ id, retry }) => id > (query.after ?? 0) && (retry || !query.retry))
        .filter(isChosen({ ids: query.ids ?? 'all', ...query }))
        .slice(0, limit),
    retry: async (choice) => {
      const chosen = this.#quarantined().filter(isChosen(choice));
      for (const { id } of chosen) this.#retries.add(id);
      return chosen.length;
    },
    drop: async (choice) => {
      const chosen = this.#quarantined().filter(isChosen(choice));
      for (const { id, count } of chosen) this.#leave(id, [{ outcome: 'dropped', reason: 'purged', count }]);
      return chosen.length;
    },
    ended: async ({ id, tallies, newest, left }) => {
      const destination = this.#ofEntry(id);
      if (!destination) return;
      for (const guard of newest) raise(destination, guard);
      this.#leave(id, tallies);
      this.#retries.delete(id);
      const entity = this.#entries[id - 1]?.entity ?? '';
      if (left) destination.quarantine.push({ entity, ...left, count: left.readings.length });
    },
  };
  /** Entries in the order of their ids. */
  readonly #entries: QuarantineEntry[] = [];
  readonly #retries = new Set<number>();
  readonly #listeners = new Set<(lastSeq: number) => void>();
  #running: Segment;
  #generation = 0;
  #floor = 0;
  #commits = 0;
  #clockRight: boolean;
  #closed = false;
  #limitAgeMs: number | undefined;

  constructor(parts: MemoryBufferParts) {
    this.#parts = parts;
    this.disk = parts.disk ?? memoryDisk();
    this.#clockRight = parts.clockTrusted ?? true;
    this.#running = this.#beginSegment(this.#clockRight ? 'trusted' : null);
    this.#limitAgeMs = parts.limitAgeMs;
    this.#add(parts.destinations);
  }

  async configure({ destinations, limitAgeMs }: BufferConfiguration): Promise<void> {
    this.#mustBeOpen();
    this.#limitAgeMs = limitAgeMs;
    this.#add(destinations);
  }

  #add(destinations: readonly string[]): void {
    for (const name of destinations) {
      if (this.disk.destinations.has(name)) continue;
      this.disk.destinations.set(name, {
        start: this.disk.lastSeq,
        position: this.disk.lastSeq,
        streams: new Map(),
        backlog: undefined,
        newest: new Map(),
        tallies: new Map(),
        quarantine: [],
      });
    }
  }

  async accept(message: Message): Promise<number> {
    this.#mustBeOpen();
    for (const { value } of message.readings) {
      if (typeof value === 'number' && !Number.isFinite(value)) throw bug('READING_WITHOUT_VALUE');
    }
    const t = Math.round(message.monotonicMs - this.#running.monoStart);
    for (const { stream, value } of message.readings) {
      this.disk.rows.push({
        seq: ++this.disk.lastSeq,
        stream: this.#streamId(stream),
        segment: this.#running.id,
        t,
        value: typeof value === 'string' ? value : Number(value) + 0,
        deviceTime: message.deviceTimeMs,
      });
    }
    this.#commits++;
    this.#retain();
    const { lastSeq } = this.disk;
    if (message.readings.length > 0) for (const listener of this.#listeners) listener(lastSeq);
    return lastSeq;
  }

  async lease(request: LeaseRequest): Promise<Chunk> {
    this.#mustBeOpen();
    const destination = this.#destination(request.destination);
    const asked = Math.min(request.upto ?? this.disk.lastSeq, this.disk.lastSeq);
    const waiting = this.disk.rows.filter(
      ({ seq, stream }) =>
        seq > request.after &&
        seq <= asked &&
        (request.streams?.includes(stream) ?? true) &&
        (request.lane === 'backlog' ? isOwedByBacklog : isOwedByFront)(destination, seq, stream),
    );
    const leased = waiting.slice(0, request.limit);
    const sound = leased.filter(({ seq }) => !this.damaged.has(seq));
    const complete = waiting.length === leased.length;
    const upto = complete ? Math.max(asked, request.after) : (leased.at(-1)?.seq ?? request.after);
    return {
      seq: Float64Array.from(sound, ({ seq }) => seq),
      stream: Float64Array.from(sound, ({ stream }) => stream),
      segment: Float64Array.from(sound, ({ segment }) => segment),
      t: Float64Array.from(sound, ({ t }) => t),
      number: Float64Array.from(sound, ({ value }) => (typeof value === 'number' ? value : Number.NaN)),
      texts: new Map(sound.flatMap(({ value }, i) => (typeof value === 'string' ? [[i, value]] : []))),
      deviceTimes: new Map(
        sound.flatMap(({ deviceTime }, i) => (deviceTime === undefined ? [] : [[i, deviceTime]])),
      ),
      damaged: leased.filter(({ seq }) => this.damaged.has(seq)).map(({ seq, stream }) => ({ seq, stream })),
      upto,
      end: upto >= asked,
    };
  }

  async settle(settlement: Settlement): Promise<SettleAnswer> {
    this.#mustBeOpen();
    const destination = this.#destination(settlement.destination);
    if (settlement.generation < this.#generation) {
      return { kind: 'stale', floor: this.#floor, generation: this.#generation };
    }
    for (const guard of settlement.newest) raise(destination, guard);
    if (!move(destination, settlement)) return { kind: 'settled' };
    for (const { outcome, reason, count } of settlement.tallies) tally(destination, outcome, reason, count);
    destination.quarantine.push(...settlement.quarantine);
    this.#prune();
    return { kind: 'settled' };
  }

  #quarantined(): Quarantined[] {
    return [...this.disk.destinations].flatMap(([destination, { quarantine }]) =>
      quarantine.map((entry) => {
        if (!this.#entries.includes(entry)) this.#entries.push(entry);
        const id = this.#entries.indexOf(entry) + 1;
        const retry = this.#retries.has(id);
        return { ...entry, id, destination, firstAt: 0, lastAt: 0, tries: 1, retry };
      }),
    );
  }

  #ofEntry(id: number): MemoryDestination | undefined {
    const entry = this.#entries[id - 1];
    return [...this.disk.destinations.values()].find(({ quarantine }) => entry && quarantine.includes(entry));
  }

  #leave(id: number, tallies: Settlement['tallies']): void {
    const destination = this.#ofEntry(id);
    const index = destination?.quarantine.findIndex((entry) => entry === this.#entries[id - 1]) ?? -1;
    if (!destination || index < 0) return;
    destination.quarantine.splice(index, 1);
    for (const { outcome, reason, count } of tallies) {
      tally(destination, 'quarantined', '', -count);
      tally(destination, outcome, reason, count);
    }
  }

  stream(id: number): Stream {
    const stream = this.disk.streams[id - 1];
    if (!stream) throw bug('UNKNOWN_STREAM');
    return stream;
  }

  segment(id: number): Segment {
    const segment = this.disk.segments[id - 1];
    if (!segment) throw bug('UNKNOWN_SEGMENT');
    return segment;
  }

  destination(name: string): DestinationState {
    const { position, streams, newest, backlog } = this.#destination(name);
    const state = { name, position, streams: [...streams.values()], newest: [...newest.values()] };
    if (!backlog) return state;
    const { from, upto, rows } = backlog;
    return { ...state, backlog: { from, upto, streams: [...rows.values()] } };
  }

  onCommit(listener: (lastSeq: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async synchronised(wallMs: number, monotonicMs: number, source: string): Promise<void> {
    this.#clockRight = true;
    const since = monotonicMs - this.#running.monoStart;
    const { offset } = this.#running;
    if (offset === null) this.#resolve(this.#running, Math.round(wallMs - since), source);
    else if (this.#running.source === estimated || Math.abs(wallMs - offset - since) > stepMs)
      this.#running = this.#beginSegment(source);
    this.#resolveOlder();
  }

  unsynchronised(): void {
    this.#clockRight = false;
    if (this.#running.offset !== null) this.#running = this.#beginSegment(null);
  }

  async estimate(): Promise<void> {
    for (const segment of this.disk.segments) {
      if (segment.offset !== null) continue;
      const before = this.disk.segments[segment.id - 2];
      const runsOn = before?.boot === segment.boot ? before.offset : null;
      const exact = runsOn === null ? undefined : runsOn + segment.monoStart - (before?.monoStart ?? 0);
      const { clock } = this.#parts;
      const now = Math.round(clock.wallMs() - clock.monotonicMs() + segment.monoStart);
      const offset = exact ?? (segment.boot === this.#running.boot ? now : segment.wallStart);
      if (offset >= earliestMs) this.#resolve(segment, offset, estimated);
    }
  }

  async ledgers(): Promise<readonly DestinationLedger[]> {
    return Array.from(this.disk.destinations, ([name, { start, tallies }]) => {
      const accepted = this.disk.lastSeq - start;
      const ended = [...tallies.values()].reduce((sum, { count }) => sum + count, 0);
      return {
        destination: name,
        accepted,
        waiting: accepted - ended,
        tallies: [...tallies.values()],
        unexplained: 0,
      };
    });
  }

  async checkLedger(): Promise<readonly LedgerCheck[]> {
    const ledgers = await this.ledgers();
    return ledgers.map(({ destination, waiting }) => {
      const owed = this.#destination(destination);
      const counted = this.disk.rows.filter(({ seq, stream }) => !isSettled(owed, seq, stream)).length;
      return { destination, waiting, counted };
    });
  }

  status(): BufferStatus {
    return {
      lastSeq: this.disk.lastSeq,
      bytes: this.disk.rows.length * 33,
      limitBytes: Number.MAX_SAFE_INTEGER,
      rows: this.disk.rows.length,
      queued: 0,
      lastCommitMs: 0,
      commits: this.#commits,
      generation: this.#generation,
      trouble: undefined,
      setAside: undefined,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** A retention step: all up to `upto` is taken away, counted as dropped. */
  drop(upto: number, reason: string): void {
    for (const destination of this.disk.destinations.values()) {
      const lost = this.disk.rows.filter(
        ({ seq, stream }) => seq <= upto && !isSettled(destination, seq, stream),
      );
      tally(destination, 'dropped', reason, lost.length);
      destination.position = Math.max(destination.position, upto);
      for (const [stream, row] of destination.streams) {
        const [done, sent] = [Math.max(row.done, upto), Math.max(row.sent, upto)];
        destination.streams.set(stream, { ...row, done, sent });
      }
      forgetReached(destination);
      if (destination.backlog) passBacklog(destination, upto);
    }
    this.disk.rows = this.disk.rows.filter(({ seq }) => seq > upto);
    this.#floor = upto;
    this.#generation++;
  }

  #retain(): void {
    if (this.#limitAgeMs === undefined || !this.#clockRight) return;
    const { clock } = this.#parts;
    const { offset, monoStart } = this.#running;
    const awayMs = clock.wallMs() - (offset ?? 0) - (clock.monotonicMs() - monoStart);
    if (Math.abs(awayMs) > 60_000) return;
    const cutoff = clock.wallMs() - this.#limitAgeMs;
    const young = this.disk.rows.findIndex(
      ({ segment, t }) => (observedAt(this.segment(segment), t) ?? Number.POSITIVE_INFINITY) >= cutoff,
    );
    const last = this.disk.rows[young === -1 ? this.disk.rows.length - 1 : young - 1];
    if (last) this.drop(last.seq, 'age');
  }

  #prune(): void {
    let low = Number.POSITIVE_INFINITY;
    for (const { position, streams, backlog } of this.disk.destinations.values()) {
      low = Math.min(low, position, backlog?.from ?? position);
      for (const { behind, done } of streams.values()) if (behind) low = Math.min(low, done);
    }
    this.disk.rows = this.disk.rows.filter(({ seq }) => seq > low);
  }

  #streamId(stream: Stream): number {
    const key = streamKey(stream);
    const known = this.disk.streams.findIndex((other) => streamKey(other) === key);
    return known === -1 ? this.disk.streams.push({ ...stream }) : known + 1;
  }

  #beginSegment(source: string | null): Segment {
    const { clock } = this.#parts;
    const wallStart = clock.wallMs();
    const segment: Segment = {
      id: this.disk.segments.length + 1,
      boot: clock.boot,
      monoStart: Math.round(clock.monotonicMs()),
      wallStart,
      offset: source === null ? null : wallStart,
      source,
      firstSeq: this.disk.lastSeq + 1,
    };
    this.disk.segments.push(segment);
    return segment;
  }

  #resolve(segment: Segment, offset: number, source: string): void {
    const resolved = { ...segment, offset, source };
    this.disk.segments[segment.id - 1] = resolved;
    if (segment.id === this.#running.id) this.#running = resolved;
  }

  /** As the real one does, but for the rule about the end of the segment before. */
  #resolveOlder(): void {
    for (const segment of this.disk.segments) {
      if (segment.offset !== null || this.#running.offset === null) continue;
      const exact = this.#running.offset + segment.monoStart - this.#running.monoStart;
      const sameBoot = segment.boot === this.#running.boot;
      this.#resolve(segment, sameBoot ? exact : segment.wallStart, sameBoot ? 'same boot' : 'estimated');
    }
  }

  #destination(name: string): MemoryDestination {
    const destination = this.disk.destinations.get(name);
    if (!destination) throw bug('UNKNOWN_DESTINATION');
    return destination;
  }

  #mustBeOpen(): void {
    if (this.#closed) {
      throw new KopruError('The buffer is closed.', { kind: 'transient', code: 'BUFFER_CLOSED' });
    }
  }
}

function isSettled(destination: MemoryDestination, seq: number, stream: number): boolean {
  return !isOwedByFront(destination, seq, stream) && !isOwedByBacklog(destination, seq, stream);
}

function isOwedByFront({ streams, position }: MemoryDestination, seq: number, stream: number): boolean {
  return seq > (streams.get(stream)?.done ?? position);
}

function isOwedByBacklog({ backlog }: MemoryDestination, seq: number, stream: number): boolean {
  if (!backlog || seq <= backlog.from || seq > backlog.upto) return false;
  const { done, sent } = backlog.rows.get(stream) ?? { done: 0, sent: 0 };
  return seq > done && seq !== sent;
}

/** True when something rose. */
function move(destination: MemoryDestination, { position = 0, streams, backlog }: Settlement): boolean {
  const start = destination.position;
  const inBacklog = backlog !== undefined && moveBacklog(destination, backlog);
  const before = destination.position;
  const reached = Math.max(before, position);
  let moved = inBacklog || reached > before;
  for (const given of streams) {
    const had = destination.streams.get(given.stream);
    const released = had?.behind === true && !given.behind && had.done >= reached;
    const done = released ? Math.max(had.done, given.done) : given.done;
    const fallen = done < (had?.done ?? start);
    const pointless = !had && !given.behind && done <= reached;
    if (fallen || pointless) continue;
    if (had?.behind && !given.behind && done < reached) throw bug('SETTLE_LEAVES_GAP');
    const next = { ...given, done, sent: Math.max(given.sent, had?.sent ?? 0, done) };
    if (had && had.done === next.done && had.sent === next.sent && had.behind === next.behind) continue;
    destination.streams.set(given.stream, next);
    moved = true;
  }
  destination.position = reached;
  forgetReached(destination);
  return moved;
}

function moveBacklog(
  destination: MemoryDestination,
  { from, upto = 0, streams }: NonNullable<Settlement['backlog']>,
): boolean {
  const opens = upto > destination.position;
  if (opens) {
    if (destination.backlog) throw bug('SETTLE_SECOND_BACKLOG');
    const staying = streams.filter(({ done }) => done >= upto).map(({ stream }) => stream);
    const rows = Array.from(destination.streams.values(), (row): BacklogPosition => {
      const stays = row.behind || staying.includes(row.stream);
      if (stays) destination.streams.set(row.stream, { ...row, behind: true });
      else destination.streams.delete(row.stream);
      return { stream: row.stream, done: stays ? upto : row.done, sent: 0 };
    });
    destination.backlog = { from, upto, rows: new Map(rows.map((row) => [row.stream, row])) };
    destination.position = upto;
  }
  if (!destination.backlog) return false;
  let moved = opens || from > destination.backlog.from;
  for (const given of streams) {
    const had = destination.backlog.rows.get(given.stream);
    const done = Math.max(had?.done ?? 0, given.done);
    const sent = Math.max(had?.sent ?? 0, given.sent);
    const passed = Math.max(done, sent) <= Math.max(from, destination.backlog.from);
    if (passed || (done === had?.done && sent === had?.sent)) continue;
    destination.backlog.rows.set(given.stream, { stream: given.stream, done, sent });
    moved = true;
  }
  passBacklog(destination, from);
  return moved;
}

/** The backlog begins later, or is over. */
function passBacklog(destination: MemoryDestination, from: number): void {
  const { backlog } = destination;
  if (!backlog) return;
  backlog.from = Math.max(backlog.from, from);
  for (const { stream, done, sent } of backlog.rows.values()) {
    if (Math.max(done, sent) <= backlog.from) backlog.rows.delete(stream);
  }
  if (backlog.from >= backlog.upto) destination.backlog = undefined;
}

function forgetReached(destination: MemoryDestination): void {
  for (const [stream, { behind, done }] of destination.streams) {
    if (!behind && done <= destination.position) destination.streams.delete(stream);
  }
}

const isChosen =
  ({ ids, destination }: QuarantineChoice) =>
  (entry: Quarantined): boolean =>
    (ids === 'all' || ids.includes(entry.id)) &&
    (destination === undefined || destination === entry.destination);

function raise(destination: MemoryDestination, guard: Guard): void {
  const key = `${guard.stream} ${guard.entity}`;
  if (guard.at > (destination.newest.get(key)?.at ?? Number.NEGATIVE_INFINITY))
    destination.newest.set(key, guard);
}

function tally(destination: MemoryDestination, outcome: Outcome, reason: string, count: number): void {
  if (count === 0) return;
  const key = `${outcome} ${reason}`;
  const before = destination.tallies.get(key)?.count ?? 0;
  destination.tallies.set(key, { outcome, reason, count: before + count });
}

function bug(code: string): KopruError {
  return new KopruError(`The buffer refused: ${code}.`, { kind: 'bug', code });
}
