/**
 * The promises of `core/buffer.ts`, one suite for every implementation. The clock is fake: a commit that lingers is
 * brought on by moving it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Buffer, Chunk, Settlement, StreamPosition } from '../../src/core/buffer.ts';
import { balances } from '../../src/core/ledger.ts';
import type { Message, Stream, Value } from '../../src/core/reading.ts';
import { observedAt } from '../../src/core/timeline.ts';
import { type FakeClock, fakeClock } from '../fakes/clock.ts';

export interface OpenOptions {
  readonly clock: FakeClock;
  readonly destinations: readonly string[];
  readonly clockTrusted: boolean;
  readonly limitAgeMs: number;
}

/** One disk, and buffers opened on it one after another. */
export interface BufferBench {
  open(options: OpenOptions): Promise<Buffer>;
  /** Ends the buffer as a crash of its process would. */
  crash(buffer: Buffer): Promise<void>;
  dispose(): Promise<void>;
}

export const hourMs = 3_600_000;

export function stream(point: string, device = 'meter'): Stream {
  return { device, point, quantity: point, unit: 'VLT', kind: 'gauge' };
}

export const voltage = stream('voltage');
export const current = stream('current');

export function message(clock: FakeClock, ...values: readonly (readonly [Stream, Value])[]): Message {
  return {
    device: 'meter',
    readings: values.map(([of, value]) => ({ stream: of, value })),
    monotonicMs: clock.monotonicMs(),
    awaited: false,
  };
}

export function settlement(buffer: Buffer, part: Partial<Settlement>): Settlement {
  return {
    destination: 'city',
    generation: buffer.status().generation,
    streams: [],
    tallies: [],
    newest: [],
    quarantine: [],
    durable: true,
    ...part,
  };
}

export const delivered = (count: number) => [{ outcome: 'delivered', reason: '', count }] as const;

export function valuesOf(chunk: Chunk): (number | string)[] {
  return Array.from(chunk.number, (number, index) => chunk.texts.get(index) ?? number);
}

export function describeBuffer(name: string, bench: () => BufferBench): void {
  describe(name, () => {
    let clock: FakeClock;
    let disk: BufferBench;
    let buffer: Buffer;
    const options = () => ({ clock, destinations: ['city'], clockTrusted: true, limitAgeMs: hourMs });
    /** Accepts and brings the commit on. */
    const accept = async (...values: readonly (readonly [Stream, Value])[]) => {
      const accepted = buffer.accept(message(clock, ...values));
      await clock.advance(5_000);
      return accepted;
    };
    const acceptMany = async (count: number, of = voltage) => {
      for (let value = 1; value <= count; value++) await accept([of, value]);
    };
    const lease = (after = 0, limit = 1_000, more: { upto?: number; streams?: number[] } = {}) =>
      buffer.lease({ destination: 'city', after, limit, ...more });
    const streamId = async (point: string) => {
      const chunk = await lease();
      return [...chunk.stream].find((id) => buffer.stream(id).point === point) ?? 0;
    };
    const expectBalance = async () => {
      const [ledger] = await buffer.ledgers();
      const [check] = await buffer.checkLedger();
      expect(ledger && balances(ledger)).toBe(true);
      expect(check?.counted).toBe(check?.waiting);
      return ledger;
    };

    beforeEach(async () => {
      clock = fakeClock();
      disk = bench();
      buffer = await disk.open(options());
    });
    afterEach(async () => {
      await buffer.close();
      await disk.dispose();
    });

    it('A1: keeps what was accepted through a crash', async () => {
      await accept([voltage, 230.5], [stream('alarm'), true], [stream('text'), '0012 ü\u{1F600}']);
      await disk.crash(buffer);
      buffer = await disk.open(options());

      const chunk = await lease();

      expect(valuesOf(chunk).slice(0, 3)).toEqual([230.5, 1, '0012 ü\u{1F600}']);
      expect(chunk.damaged).toEqual([]);
      expect(buffer.stream(chunk.stream[0] ?? 0)).toEqual(voltage);
    });

    it('A1: keeps the device time, and -0 as 0, also a time just before the segment', async () => {
      const monotonicMs = clock.monotonicMs() - 0.25;
      const accepted = buffer.accept({ ...message(clock, [current, -0]), monotonicMs, deviceTimeMs: 1e12 });
      await clock.advance(5_000);
      await accepted;

      const chunk = await lease();

      expect(valuesOf(chunk)).toEqual([0]);
      expect(chunk.deviceTimes.get(0)).toBe(1e12);
      expect(chunk.damaged).toEqual([]);
    });

    it('A2: numbers rise without gaps, through a crash and an emptied log', async () => {
      expect(await accept([voltage, 1], [current, 2])).toBe(2);
      expect(await accept([voltage, 3])).toBe(3);
      await buffer.settle(settlement(buffer, { position: 3, tallies: delivered(3) }));
      await disk.crash(buffer);
      buffer = await disk.open(options());

      expect(await accept([voltage, 4])).toBe(4);
      expect([...(await lease()).seq]).toEqual([4]);
    });

    it('A2: messages that come together resolve each with the number of its own last reading', async () => {
      const first = buffer.accept(message(clock, [voltage, 1], [current, 2]));
      const second = buffer.accept(message(clock, [voltage, 3]));
      await clock.advance(5_000);

      expect(await Promise.all([first, second])).toEqual(expect.arrayContaining([2, 3]));
      expect(valuesOf(await lease())).toEqual([1, 2, 3]);
    });

    it('A3: a rejected message left nothing, not even its sound readings', async () => {
      await expect(buffer.accept(message(clock, [voltage, 1], [current, Number.NaN]))).rejects.toMatchObject({
        code: 'READING_WITHOUT_VALUE',
      });

      expect(await accept([voltage, 2])).toBe(1);
      expect(valuesOf(await lease())).toEqual([2]);
    });

    it('accepts a message without readings and keeps nothing', async () => {
      await accept([voltage, 1]);

      expect(await buffer.accept(message(clock))).toBe(1);
    });

    it('tells listeners of commits until they leave', async () => {
      const told: number[] = [];
      const leave = buffer.onCommit((lastSeq) => told.push(lastSeq));
      await accept([voltage, 1]);
      leave();
      await accept([voltage, 2]);

      expect(told).toEqual([1]);
    });

    it('L1: reads in order, piece by piece, and says where the log ends', async () => {
      await acceptMany(5);

      const first = await lease(0, 2);
      const second = await lease(first.upto, 3);
      const past = await lease(second.upto, 3);

      expect([valuesOf(first), first.upto, first.end]).toEqual([[1, 2], 2, false]);
      expect([valuesOf(second), second.upto, second.end]).toEqual([[3, 4, 5], 5, true]);
      expect([valuesOf(past), past.upto, past.end]).toEqual([[], 5, true]);
    });

    it('L1: stops at the asked end', async () => {
      await acceptMany(4);

      const chunk = await lease(1, 10, { upto: 3 });

      expect([valuesOf(chunk), chunk.upto, chunk.end]).toEqual([[2, 3], 3, true]);
    });

    it('L1: leaves out what a stream ahead of the position has settled', async () => {
      await accept([voltage, 1], [current, 10]);
      await accept([voltage, 2], [current, 20]);
      const ahead: StreamPosition = { stream: await streamId('current'), done: 4, sent: 4, behind: false };
      await buffer.settle(settlement(buffer, { streams: [ahead], tallies: delivered(2) }));

      expect(valuesOf(await lease())).toEqual([1, 2]);
      expect((await expectBalance())?.waiting).toBe(2);
    });

    it('L1: returns what a stream behind the position still waits for, for the rear reader alone', async () => {
      await accept([voltage, 1], [current, 10]);
      await accept([voltage, 2], [current, 20]);
      const id = await streamId('current');
      const behind: StreamPosition = { stream: id, done: 2, sent: 2, behind: true };
      await buffer.settle(settlement(buffer, { position: 4, streams: [behind], tallies: delivered(3) }));

      expect(valuesOf(await lease(0, 10, { streams: [id] }))).toEqual([20]);
      expect(buffer.destination('city')).toMatchObject({ position: 4, streams: [behind] });
      expect((await expectBalance())?.waiting).toBe(1);
    });

    it('L1: a stream that caught up loses its exception', async () => {
      await accept([voltage, 1], [current, 10]);
      const id = await streamId('current');
      const row = { stream: id, done: 0, sent: 0, behind: true };
      await buffer.settle(settlement(buffer, { position: 2, streams: [row], tallies: delivered(1) }));
      const caughtUp = { stream: id, done: 2, sent: 2, behind: false };
      await buffer.settle(settlement(buffer, { streams: [caughtUp], tallies: delivered(1) }));

      expect(buffer.destination('city').streams).toEqual([]);
      expect((await expectBalance())?.waiting).toBe(0);
    });

    it('refuses to let a stream rejoin the position with readings between', async () => {
      await accept([voltage, 1], [current, 10]);
      const row = { stream: await streamId('current'), done: 0, sent: 0, behind: true };
      await buffer.settle(settlement(buffer, { position: 2, streams: [row], tallies: delivered(1) }));

      const gap = settlement(buffer, { streams: [{ ...row, behind: false }], tallies: delivered(1) });

      await expect(buffer.settle(gap)).rejects.toMatchObject({ code: 'SETTLE_LEAVES_GAP' });
      expect((await expectBalance())?.waiting).toBe(1);
    });

    it('L2: a lease changes nothing and ends with the process', async () => {
      await acceptMany(3);
      const first = await lease();
      await disk.crash(buffer);
      buffer = await disk.open(options());

      const again = await lease();

      expect(valuesOf(again)).toEqual(valuesOf(first));
      expect(buffer.destination('city').position).toBe(0);
    });

    it('S1: position and stream positions never fall', async () => {
      await accept([voltage, 1], [current, 10]);
      await accept([voltage, 2], [current, 20]);
      await accept([voltage, 3], [current, 30]);
      const row = { stream: await streamId('current'), done: 4, sent: 5, behind: true };
      await buffer.settle(settlement(buffer, { position: 5, streams: [row], tallies: delivered(5) }));
      await buffer.settle(settlement(buffer, { position: 2, streams: [{ ...row, done: 2, sent: 2 }] }));

      expect(buffer.destination('city')).toMatchObject({ position: 5, streams: [row] });
      await expectBalance();
    });

    it('S2: what was settled together is there together after a crash', async () => {
      await accept([voltage, 1], [current, 10]);
      const id = await streamId('voltage');
      const newest = [{ stream: id, entity: 'urn:meter', at: 1_000 }];
      const readings = [{ seq: 2, stream: id, segment: 1, t: 0, value: 10 }];
      const quarantine = [{ entity: 'urn:meter', code: 'BadRequestData', words: 'no', count: 1, readings }];
      const tallies = [
        ...delivered(1),
        { outcome: 'quarantined', reason: 'BadRequestData', count: 1 },
      ] as const;
      await buffer.settle(settlement(buffer, { position: 2, tallies, newest, quarantine }));
      await disk.crash(buffer);
      buffer = await disk.open(options());

      expect(buffer.destination('city')).toEqual({ name: 'city', position: 2, streams: [], newest });
      const ledger = await expectBalance();
      expect(ledger?.tallies).toEqual(expect.arrayContaining([...tallies]));
    });

    it('S3: refuses whole what was settled before a retention step, which is counted once', async () => {
      await acceptMany(2);
      const early = settlement(buffer, { position: 2, tallies: delivered(2) });
      await clock.advance(2 * hourMs);
      await accept([voltage, 3]);

      const answer = await buffer.settle(early);

      expect(answer).toMatchObject({ kind: 'stale', floor: 2 });
      const ledger = await expectBalance();
      expect(ledger?.tallies).toEqual([{ outcome: 'dropped', reason: 'age', count: 2 }]);
      expect(ledger?.waiting).toBe(1);
      const generation = answer.kind === 'stale' ? answer.generation : 0;
      const again = settlement(buffer, { position: 3, tallies: delivered(1), generation });
      expect(await buffer.settle(again)).toEqual({ kind: 'settled' });
      expect((await expectBalance())?.waiting).toBe(0);
    });

    it('S4: a settlement repeated changes nothing', async () => {
      await accept([voltage, 1], [current, 10]);
      await accept([voltage, 2], [current, 20]);
      const row = { stream: await streamId('current'), done: 0, sent: 0, behind: true };
      const once = settlement(buffer, { position: 2, streams: [row], tallies: delivered(1) });
      await buffer.settle(once);
      const before = await buffer.ledgers();

      expect(await buffer.settle(once)).toEqual({ kind: 'settled' });
      expect(await buffer.ledgers()).toEqual(before);
      await buffer.settle(
        settlement(buffer, { position: 4, streams: [{ ...row, done: 2 }], tallies: delivered(2) }),
      );
      await buffer.settle(once);
      expect(buffer.destination('city')).toMatchObject({
        position: 4,
        streams: [{ ...row, done: 2, sent: 2 }],
      });
      await expectBalance();
    });

    it('keeps the newest time per entity, which never falls', async () => {
      await accept([voltage, 1]);
      const id = await streamId('voltage');
      const guard = (entity: string, at: number) => ({ stream: id, entity, at });
      await buffer.settle(settlement(buffer, { position: 1, newest: [guard('a', 5), guard('b', 7)] }));
      await buffer.settle(settlement(buffer, { newest: [guard('a', 4), guard('b', 8)] }));
      await disk.crash(buffer);
      buffer = await disk.open(options());

      expect(buffer.destination('city').newest).toEqual([guard('a', 5), guard('b', 8)]);
    });

    it('owes a new destination what is accepted from then on, and each destination its own', async () => {
      await acceptMany(2);
      await buffer.close();
      buffer = await disk.open({ ...options(), destinations: ['city', 'region'] });
      await accept([voltage, 3]);
      await buffer.settle(settlement(buffer, { destination: 'city', position: 3, tallies: delivered(3) }));

      const region = await buffer.lease({ destination: 'region', after: 0, limit: 10 });
      const city = await lease();

      expect(valuesOf(region)).toEqual([3]);
      expect(valuesOf(city)).toEqual([]);
      const ledgers = await buffer.ledgers();
      expect(ledgers.map(({ accepted, waiting }) => [accepted, waiting])).toEqual([
        [3, 0],
        [1, 1],
      ]);
    });

    it('takes on another configuration: a new destination is owed what comes, one that is back what it was', async () => {
      const limits = { limitBytes: 64e6, limitAgeMs: 24 * hourMs };
      await accept([voltage, 1]);
      await buffer.configure({ destinations: ['second'], ...limits });
      await accept([voltage, 2]);
      await buffer.configure({ destinations: ['second', 'city'], ...limits });

      const waiting = async (destination: string) =>
        valuesOf(await buffer.lease({ destination, after: 0, limit: 10 }));

      expect(await waiting('second')).toEqual([2]);
      expect(await waiting('city')).toEqual([1, 2]);
      expect(buffer.destination('second').position).toBe(1);
    });

    it('gives readings their time once the clock is right, also those of an earlier boot', async () => {
      await buffer.close();
      const day = 86_400_000;
      clock = fakeClock({ wallMs: day, boot: 'first' });
      buffer = await disk.open({ ...options(), clockTrusted: false });
      await accept([voltage, 1]);
      await buffer.close();
      clock = fakeClock({ wallMs: 2 * day, monotonicMs: 400, boot: 'second' });
      buffer = await disk.open({ ...options(), clockTrusted: false, limitAgeMs: 1e14 });
      await accept([voltage, 2]);
      const unknown = await lease();
      const times = (chunk: Chunk) =>
        Array.from(chunk.segment, (id, index) => observedAt(buffer.segment(id), chunk.t[index] ?? 0));
      expect(times(unknown)).toEqual([undefined, undefined]);

      await buffer.synchronised(100 * day, clock.monotonicMs(), 'timesyncd');

      const right = await lease();
      expect(times(right)).toEqual([day, 100 * day - 5_000]);
      expect(buffer.segment(right.segment[0] ?? 0).source).toBe('estimated');
      expect(buffer.segment(right.segment[1] ?? 0).source).toBe('timesyncd');
    });

    it('gives readings an estimated time where they shall not wait, and keeps it', async () => {
      await buffer.close();
      clock = fakeClock({ boot: 'never synchronised' });
      buffer = await disk.open({ ...options(), clockTrusted: false });
      const startMs = clock.wallMs();
      await accept([voltage, 1]);
      await buffer.estimate();
      const first = buffer.segment((await lease()).segment[0] ?? 0);

      clock.stepWall(-3_600_000);
      await buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
      await accept([voltage, 2]);
      const { segment } = await lease();
      const [before, after] = [buffer.segment(segment[0] ?? 0), buffer.segment(segment[1] ?? 0)];

      expect(first).toMatchObject({ offset: startMs, source: 'estimated' });
      expect(before).toEqual(first);
      expect(after.source).toBe('timesyncd');
    });

    it('estimates nothing by a clock that does not know the year, until somebody sets it', async () => {
      await buffer.close();
      clock = fakeClock({ wallMs: 86_400_000, boot: 'never synchronised' });
      buffer = await disk.open({ ...options(), clockTrusted: false });
      await accept([voltage, 1]);

      await buffer.estimate();
      expect(buffer.segment((await lease()).segment[0] ?? 0).offset).toBeNull();

      clock.stepWall(60 * 365 * 86_400_000);
      await buffer.estimate();
      expect(buffer.segment((await lease()).segment[0] ?? 0).offset).toBe(86_400_000 * (60 * 365 + 1));
    });

    it('estimates on by monotonic time after a right clock has jumped', async () => {
      const startMs = clock.wallMs();
      await accept([voltage, 1]);
      clock.stepWall(50 * 365 * 24 * hourMs);
      buffer.unsynchronised();
      await accept([voltage, 2]);
      await buffer.estimate();

      const { segment } = await lease();
      const jumped = buffer.segment(segment[1] ?? 0);

      expect(jumped.source).toBe('estimated');
      expect(Math.abs(Number(jumped.offset) - startMs)).toBeLessThan(hourMs);
    });

    it('begins a new segment when a right clock steps, and leaves the old one as it was', async () => {
      await accept([voltage, 1]);
      clock.stepWall(10_000);
      await buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
      await accept([voltage, 2]);
      await buffer.synchronised(clock.wallMs() + 400, clock.monotonicMs(), 'timesyncd');
      await accept([voltage, 3]);

      const { segment } = await lease();

      expect(segment[1]).toBe((segment[0] ?? 0) + 1);
      expect(segment[2]).toBe(segment[1]);
      const [before, after] = [buffer.segment(segment[0] ?? 0), buffer.segment(segment[1] ?? 0)];
      expect((after.offset ?? 0) - (before.offset ?? 0)).toBe(10_000 + after.monoStart - before.monoStart);
    });

    it('keeps all when a right clock jumps 50 years ahead, before anybody has noticed', async () => {
      await accept([voltage, 1]);
      clock.stepWall(50 * 365 * 24 * hourMs);
      await accept([voltage, 2]);
      buffer.unsynchronised();
      await accept([voltage, 3]);

      expect(valuesOf(await lease())).toEqual([1, 2, 3]);
    });

    it('gives what came while the clock was in doubt the time at which it was read', async () => {
      const startMs = clock.wallMs();
      await accept([voltage, 1]);
      clock.stepWall(50 * 365 * 24 * hourMs);
      buffer.unsynchronised();
      await clock.advance(1_000);
      await accept([voltage, 2]);

      const inDoubt = await lease();
      const before = [...inDoubt.segment].map((id, row) =>
        observedAt(buffer.segment(id), inDoubt.t[row] ?? 0),
      );
      clock.stepWall(-50 * 365 * 24 * hourMs);
      await buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'timesyncd');
      const after = [...inDoubt.segment].map((id, row) =>
        observedAt(buffer.segment(id), inDoubt.t[row] ?? 0),
      );

      expect(before[1]).toBeUndefined();
      expect(after[0]).toBe(before[0]);
      expect(Number(after[1]) - startMs).toBeGreaterThanOrEqual(1_000);
      expect(Number(after[1]) - startMs).toBeLessThan(hourMs);
    });

    it('shows what is in the quarantine, and keeps the ledger when it leaves it', async () => {
      await accept([voltage, 1], [current, 2]);
      const id = await streamId('voltage');
      const reading = (seq: number) => ({ seq, stream: id, segment: 1, t: 0, value: seq });
      const entry = { entity: 'urn:a', code: 'BadRequestData', words: 'no', count: 1 };
      await buffer.settle(
        settlement(buffer, {
          position: 2,
          tallies: [{ outcome: 'quarantined', reason: '', count: 2 }],
          quarantine: [
            { ...entry, readings: [reading(1)] },
            { ...entry, entity: 'urn:b', readings: [reading(2)] },
          ],
        }),
      );
      const { quarantine } = buffer;
      const [first, second] = await quarantine.list({ limit: 10 });

      expect(await quarantine.retry({ ids: [first?.id ?? 0] })).toBe(1);
      const marked = await quarantine.list({ retry: true, limit: 10 });
      await quarantine.ended({ id: first?.id ?? 0, tallies: delivered(1), newest: [] });
      expect(await quarantine.drop({ ids: 'all', destination: 'elsewhere' })).toBe(0);
      expect(await quarantine.drop({ ids: 'all', destination: 'city' })).toBe(1);

      expect(first).toMatchObject({ destination: 'city', entity: 'urn:a', words: 'no', retry: false });
      expect(second).toMatchObject({ entity: 'urn:b', readings: [{ seq: 2 }] });
      expect(marked.map(({ entity }) => entity)).toEqual(['urn:a']);
      expect(await quarantine.list({ limit: 10 })).toEqual([]);
      const ledger = await expectBalance();
      expect(ledger?.tallies.filter(({ count }) => count > 0)).toEqual([
        { outcome: 'delivered', reason: '', count: 1 },
        { outcome: 'dropped', reason: 'purged', count: 1 },
      ]);
    });

    it('refuses an unknown destination', async () => {
      await expect(buffer.lease({ destination: 'nobody', after: 0, limit: 1 })).rejects.toMatchObject({
        code: 'UNKNOWN_DESTINATION',
      });
    });

    it('takes nothing any more once closed, and may be closed again', async () => {
      await buffer.close();
      await buffer.close();

      await expect(buffer.accept(message(clock, [voltage, 1]))).rejects.toMatchObject({
        code: 'BUFFER_CLOSED',
      });
    });
  });
}
