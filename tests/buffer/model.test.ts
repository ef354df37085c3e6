/**
 * Random lives of the buffer beside the plain one in memory: after every step both lease the same readings, stand at
 * the same place and have the same ledger, and every reading ends in exactly one way.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/buffer/catalogue.ts';
import { Count } from '../../src/buffer/count.ts';
import { mayMend } from '../../src/buffer/disk-errors.ts';
import { type Group, rowWidth } from '../../src/buffer/protocol.ts';
import type { Database } from '../../src/buffer/sqlite.ts';
import { Steward } from '../../src/buffer/steward.ts';
import type { Backlog, Chunk, LeaseRequest, SettleAnswer, Settlement } from '../../src/core/buffer.ts';
import { balances, type Outcome } from '../../src/core/ledger.ts';
import type { Segment } from '../../src/core/timeline.ts';
import { type FakeClock, fakeClock } from '../fakes/clock.ts';
import { failingSqlite } from '../fakes/failing-sqlite.ts';
import { MemoryBuffer } from '../fakes/memory-buffer.ts';
import { hourMs, stream } from './contract.ts';

const streams = ['a', 'b', 'c', 'd'].map((point) => stream(point));

type Action =
  | { readonly kind: 'append'; readonly streams: readonly number[] }
  | { readonly kind: 'front'; readonly limit: number; readonly outcome: Outcome }
  | { readonly kind: 'ahead' | 'fall behind'; readonly stream: number }
  | { readonly kind: 'rear' | 'drain'; readonly stream: number; readonly limit: number }
  | { readonly kind: 'jump' | 'pass backlog'; readonly limit: number }
  | { readonly kind: 'newest of backlog'; readonly stream: number }
  | { readonly kind: 'repeat' | 'settle late' | 'age' | 'crash' | 'restart' | 'fail before' | 'fail after' };

const anyStream = fc.integer({ min: 0, max: streams.length - 1 });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(anyStream, { minLength: 1, maxLength: 8 })
      .map((of) => ({ kind: 'append' as const, streams: of })),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('front' as const),
      limit: fc.integer({ min: 1, max: 10 }),
      outcome: fc.constantFrom<Outcome>('delivered', 'superseded', 'unused'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('ahead' as const, 'fall behind' as const),
      stream: anyStream,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('rear' as const),
      stream: anyStream,
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('drain' as const, 'rear' as const),
      stream: anyStream,
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('jump' as const, 'pass backlog' as const),
      limit: fc.integer({ min: 1, max: 10 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('newest of backlog' as const), stream: anyStream }),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(
        'repeat' as const,
        'settle late' as const,
        'age' as const,
        'crash' as const,
        'restart' as const,
        'fail before' as const,
        'fail after' as const,
      )
      .map((kind) => ({ kind })),
  },
);

/** The real store, spoken to like a buffer. */
class Real {
  readonly folder = mkdtempSync(join(tmpdir(), 'kopru-model-'));
  readonly #sqlite = failingSqlite();
  readonly #clock: FakeClock;
  readonly #segment: Segment;
  readonly #catalogue = new Catalogue([]);
  #database: Database | undefined;
  #steward: Steward;
  #nextId = 1;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    const wallStart = clock.wallMs();
    const monoStart = clock.monotonicMs();
    this.#segment = {
      id: 1,
      boot: clock.boot,
      monoStart,
      wallStart,
      offset: wallStart,
      source: 'trusted',
      firstSeq: 0,
    };
    this.#steward = this.#open();
  }

  append(of: readonly number[], values: readonly number[]): number {
    const rows = new Float64Array(of.length * rowWidth);
    const t = this.#clock.monotonicMs() - this.#segment.monoStart;
    for (const [row, index] of of.entries()) {
      const id = this.#catalogue.id(streams[index] ?? stream('x'));
      rows.set([id, 1, t, values[row] ?? 0, Number.NaN], row * rowWidth);
    }
    return this.#commit({ rows, count: of.length }).lastSeq;
  }

  settle(settlement: Settlement): SettleAnswer {
    const [answer] = this.#commit({ settlements: [settlement] }).answers;
    if (!answer || answer.kind === 'refused') throw new Error(answer?.failure.message);
    return answer;
  }

  lease(request: LeaseRequest): Chunk {
    return this.#steward.lease(request);
  }

  get store() {
    return this.#steward.store;
  }

  get state() {
    const [state] = this.#steward.store.opened().destinations;
    return {
      position: state?.position,
      streams: inOrder(state?.streams ?? []),
      backlog: backlogInOrder(state?.backlog),
    };
  }

  failNext(place: 'commit' | 'after commit'): void {
    this.#sqlite.fail(place, 'SQLITE_IOERR_FSYNC');
  }

  crash(): void {
    this.#sqlite.heal();
    this.#database?.close();
    this.#steward = this.#open();
  }

  restart(): void {
    this.#sqlite.heal();
    this.#steward.close();
    this.#steward = this.#open();
  }

  end(): void {
    this.#sqlite.heal();
    this.#steward.close();
    rmSync(this.folder, { recursive: true });
  }

  #open(): Steward {
    const request = {
      folder: this.folder,
      limitBytes: 256e6,
      limitAgeMs: hourMs,
      destinations: ['city'],
      boot: this.#clock.boot,
      now: this.#now(),
    };
    const open = (path: string) => {
      this.#database = this.#sqlite.open(path);
      return this.#database;
    };
    const steward = new Steward({ request, note: () => {}, open });
    steward.open();
    return steward;
  }

  #commit(part: Partial<Group>) {
    const id = this.#nextId++;
    const group: Group = {
      rows: new Float64Array(),
      count: 0,
      texts: [],
      streams: this.#catalogue.unwritten(),
      segments: [this.#segment],
      settlements: [],
      anchor: undefined,
      now: this.#now(),
      ...part,
    };
    // As the main thread does: the same group again until the disk takes it.
    for (;;) {
      try {
        return this.#steward.commit(id, group);
      } catch (error) {
        if (!mayMend(error)) throw error;
      }
    }
  }

  #now() {
    return { wallMs: this.#clock.wallMs(), monotonicMs: this.#clock.monotonicMs(), trusted: true };
  }
}

/** Does an action to both and checks that they agree. */
class Life {
  readonly clock = fakeClock();
  readonly real = new Real(this.clock);
  readonly model = new MemoryBuffer({ clock: this.clock, destinations: ['city'], limitAgeMs: hourMs });
  readonly fates = new Map<number, Outcome>();
  #value = 0;
  /** Both count retention steps from their last open; a settlement is made under the number of each. */
  #last:
    | { settlement: Omit<Settlement, 'generation'>; seqs: readonly number[]; real: number; model: number }
    | undefined;

  async step(action: Action): Promise<void> {
    if (action.kind === 'append') await this.#append(action.streams);
    else if (action.kind === 'front') await this.#front(action.limit, action.outcome);
    else if (action.kind === 'ahead') await this.#ahead(action.stream);
    else if (action.kind === 'fall behind') await this.#fallBehind(action.stream);
    else if (action.kind === 'rear') await this.#rear(action.stream, action.limit);
    else if (action.kind === 'jump') await this.#jump(action.limit);
    else if (action.kind === 'drain') await this.#drain(action.stream, action.limit);
    else if (action.kind === 'pass backlog') await this.#passBacklog(action.limit);
    else if (action.kind === 'newest of backlog') await this.#newestOfBacklog(action.stream);
    else if (action.kind === 'crash') this.real.crash();
    else if (action.kind === 'restart') this.real.restart();
    else if (action.kind === 'age') await this.#age();
    else if (action.kind === 'repeat') await this.#repeat();
    else if (action.kind === 'settle late') await this.#settleLate();
    else this.real.failNext(action.kind === 'fail before' ? 'commit' : 'after commit');
    if (action.kind === 'crash' || action.kind === 'restart') this.#last = undefined;
    await this.#agree();
  }

  async #append(of: readonly number[]): Promise<void> {
    const values = of.map(() => this.#value++);
    const before = this.model.status().lastSeq;
    const monotonicMs = this.clock.monotonicMs();
    const readings = of.map((index, row) => ({
      stream: streams[index] ?? stream('x'),
      value: values[row] ?? 0,
    }));
    const expected = await this.model.accept({ device: 'meter', readings, monotonicMs, awaited: false });
    const lastSeq = this.real.append(of, values);
    expect(lastSeq).toBe(expected);
    expect(lastSeq).toBe(before + of.length);
  }

  async #front(limit: number, outcome: Outcome): Promise<void> {
    const { position, streams: rows } = this.model.destination('city');
    const chunk = this.real.lease({ destination: 'city', after: position, limit });
    const behind = new Set(rows.filter((row) => row.behind).map((row) => row.stream));
    const seqs = [...chunk.seq].filter((_, index) => !behind.has(chunk.stream[index] ?? 0));
    await this.#settle({ position: chunk.upto }, seqs, outcome);
  }

  async #ahead(index: number): Promise<void> {
    const id = this.#idOf(index);
    const { position, streams: rows } = this.model.destination('city');
    const had = rows.find((row) => row.stream === id);
    if (id === undefined || had?.behind) return;
    const chunk = this.real.lease({ destination: 'city', after: position, limit: 3, streams: [id] });
    await this.#settle(
      { streams: [{ stream: id, done: chunk.upto, sent: chunk.upto, behind: false }] },
      [...chunk.seq],
      'delivered',
    );
  }

  async #fallBehind(index: number): Promise<void> {
    const id = this.#idOf(index);
    const { position, streams: rows } = this.model.destination('city');
    if (id === undefined || rows.some((row) => row.stream === id)) return;
    await this.#settle(
      { streams: [{ stream: id, done: position, sent: position, behind: true }] },
      [],
      'delivered',
    );
  }

  async #rear(index: number, limit: number): Promise<void> {
    const id = this.#idOf(index);
    const { position, streams: rows } = this.model.destination('city');
    const row = rows.find(({ stream: other, behind }) => other === id && behind);
    if (!row || row.done > position) return;
    const chunk = this.real.lease({
      destination: 'city',
      after: row.done,
      upto: position,
      limit,
      streams: [row.stream],
    });
    const next = { stream: row.stream, done: chunk.upto, sent: chunk.upto, behind: !chunk.end };
    await this.#settle({ streams: [next] }, [...chunk.seq], 'delivered');
  }

  /** The position jumps to the end of the log; of the stretch before it the first rows go out at once. */
  async #jump(limit: number): Promise<void> {
    const { position, streams: rows, backlog } = this.model.destination('city');
    const upto = this.model.status().lastSeq;
    if (backlog || upto <= position) return;
    const chunk = this.real.lease({ destination: 'city', after: position, limit: 100 });
    const behind = new Set(rows.filter((row) => row.behind).map((row) => row.stream));
    const first = chunk.stream.find((stream) => !behind.has(stream));
    const mine = [...chunk.seq].filter((_, index) => chunk.stream[index] === first).slice(0, limit);
    const jumping = first === undefined ? [] : [{ stream: first, done: mine.at(-1) ?? 0, sent: 0 }];
    const staying = this.#idOf(limit % streams.length);
    const stays = staying !== undefined && staying !== first && !behind.has(staying);
    const had = rows.find(({ stream }) => stream === staying)?.done ?? position;
    const row = { stream: staying ?? 0, done: had, sent: had, behind: true };
    await this.#settle(
      {
        position: upto,
        streams: stays ? [row] : [],
        backlog: {
          from: position,
          upto,
          streams: stays ? [...jumping, { stream: row.stream, done: upto, sent: 0 }] : jumping,
        },
      },
      mine,
      'delivered',
    );
  }

  async #drain(index: number, limit: number): Promise<void> {
    const id = this.#idOf(index);
    const { backlog } = this.model.destination('city');
    if (id === undefined || !backlog) return;
    const chunk = this.real.lease({ ...this.#inBacklog(backlog), limit, streams: [id] });
    const streams = [{ stream: id, done: chunk.upto, sent: 0 }];
    await this.#settle({ backlog: { from: backlog.from, streams } }, [...chunk.seq], 'delivered');
  }

  async #newestOfBacklog(index: number): Promise<void> {
    const id = this.#idOf(index);
    const { backlog } = this.model.destination('city');
    if (id === undefined || !backlog || backlog.streams.some((row) => row.stream === id && row.sent > 0))
      return;
    const chunk = this.real.lease({ ...this.#inBacklog(backlog), limit: 1_000, streams: [id] });
    const sent = chunk.seq.at(-1);
    if (sent === undefined) return;
    const streams = [{ stream: id, done: 0, sent }];
    await this.#settle({ backlog: { from: backlog.from, streams } }, [sent], 'delivered');
  }

  async #passBacklog(limit: number): Promise<void> {
    const { backlog } = this.model.destination('city');
    if (!backlog) return;
    const chunk = this.real.lease({ ...this.#inBacklog(backlog), limit });
    await this.#settle({ backlog: { from: chunk.upto, streams: [] } }, [...chunk.seq], 'delivered');
  }

  #inBacklog({ from, upto }: { readonly from: number; readonly upto: number }) {
    return { destination: 'city', lane: 'backlog' as const, after: from, upto };
  }

  async #age(): Promise<void> {
    await this.clock.advance(hourMs + 1);
    await this.#append([0]);
    for (let seq = 1; seq < this.model.status().lastSeq; seq++) {
      if (!this.fates.has(seq)) this.fates.set(seq, 'dropped');
    }
  }

  /** As a forwarder does that lost the answer. */
  async #repeat(): Promise<void> {
    if (!this.#last) return;
    const { settlement, real, model } = this.#last;
    if (real !== this.real.store.generation) return;
    expect(this.real.settle({ ...settlement, generation: real })).toEqual({ kind: 'settled' });
    expect(await this.model.settle({ ...settlement, generation: model })).toEqual({ kind: 'settled' });
  }

  async #settleLate(): Promise<void> {
    await this.#append([1]);
    const { position } = this.model.destination('city');
    const generations = { real: this.real.store.generation, model: this.model.status().generation };
    const chunk = this.real.lease({ destination: 'city', after: position, limit: 5 });
    await this.#age();
    const late = {
      ...this.#settlement({ position: chunk.upto }, [...chunk.seq], 'delivered'),
      durable: true,
    };
    expect(this.real.settle({ ...late, generation: generations.real }).kind).toBe('stale');
    expect((await this.model.settle({ ...late, generation: generations.model })).kind).toBe('stale');
  }

  async #settle(part: Partial<Settlement>, seqs: readonly number[], outcome: Outcome): Promise<void> {
    const settlement = this.#settlement(part, seqs, outcome);
    const generations = { real: this.real.store.generation, model: this.model.status().generation };
    expect(this.real.settle({ ...settlement, generation: generations.real })).toEqual({ kind: 'settled' });
    await this.model.settle({ ...settlement, generation: generations.model });
    for (const seq of seqs) {
      expect(this.fates.get(seq)).toBeUndefined();
      this.fates.set(seq, outcome);
    }
    this.#last = { settlement, seqs, ...generations };
  }

  #settlement(
    part: Partial<Settlement>,
    seqs: readonly number[],
    outcome: Outcome,
  ): Omit<Settlement, 'generation'> {
    const tallies = seqs.length > 0 ? [{ outcome, reason: '', count: seqs.length }] : [];
    return { destination: 'city', streams: [], tallies, newest: [], quarantine: [], durable: true, ...part };
  }

  async #agree(): Promise<void> {
    let waiting = 0;
    for (const lane of ['front', 'backlog'] as const) {
      const everything = { destination: 'city', after: 0, limit: 10_000, lane };
      const [real, model] = [this.real.lease(everything), await this.model.lease(everything)];
      expect([...real.seq]).toEqual([...model.seq]);
      expect([...real.number]).toEqual([...model.number]);
      waiting += real.seq.length;
    }
    const { position, streams: rows, backlog } = this.model.destination('city');
    expect(this.real.state).toEqual({ position, streams: inOrder(rows), backlog: backlogInOrder(backlog) });
    const [ledger] = this.real.store.ledgers();
    const [modelled] = await this.model.ledgers();
    expect(ledger && balances(ledger)).toBe(true);
    expect(counts(ledger?.tallies)).toEqual(counts(modelled?.tallies));
    expect(counts(ledger?.tallies)).toEqual(
      counts(Array.from(this.fates.values(), (outcome) => ({ outcome, count: 1 }))),
    );
    expect(ledger?.waiting).toBe(waiting);
    const [check] = new Count(this.real.store).step(this.real.store) ?? [];
    expect(check).toMatchObject({ waiting, counted: waiting });
    expect(this.real.store.gauges().rows).toBe(this.model.status().rows);
  }

  #idOf(index: number): number | undefined {
    const id = this.model.disk.streams.findIndex(({ point }) => point === streams[index]?.point) + 1;
    return id === 0 ? undefined : id;
  }
}

function inOrder<Row extends { readonly stream: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.stream - b.stream);
}

function backlogInOrder(backlog: Backlog | undefined): Backlog | undefined {
  return backlog && { ...backlog, streams: inOrder(backlog.streams) };
}

function counts(tallies: readonly { outcome: Outcome; count: number }[] = []): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { outcome, count } of tallies) sums[outcome] = (sums[outcome] ?? 0) + count;
  return sums;
}

describe('the buffer beside its model', () => {
  it('agrees after every step of any life', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
        const life = new Life();
        try {
          for (const each of actions) await life.step(each);
        } finally {
          life.real.end();
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});
