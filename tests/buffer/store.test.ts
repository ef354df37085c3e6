import { describe, expect, it } from 'vitest';
import { databaseFile, pageBytes } from '../../src/buffer/database.ts';
import { openSqlite } from '../../src/buffer/open-sqlite.ts';
import { balances } from '../../src/core/ledger.ts';
import { segment, stewardBench, valuesIn } from './bench.ts';

const dayMs = 86_400_000;
const delivered = (count: number) => [{ outcome: 'delivered', reason: '', count }] as const;

/** Does something to the closed file that the buffer itself never would. */
function tamper(bench: ReturnType<typeof stewardBench>, sql: string): void {
  bench.steward.close();
  const database = openSqlite(databaseFile(bench.folder));
  database.exec(sql);
  database.close();
  bench.reopen();
}

describe('rows', () => {
  it('go with the settlement that ends them, as far as every destination is done', () => {
    const bench = stewardBench({ destinations: ['city', 'region'] });
    bench.commit(10, { position: 4, tallies: delivered(4) });
    expect(bench.steward.store.gauges().rows).toBe(10);

    bench.commit(0, { destination: 'region', position: 3, tallies: delivered(3) });

    expect(bench.steward.store.gauges().rows).toBe(7);
    expect(bench.check().map(({ waiting, counted }) => [waiting, counted])).toEqual([
      [6, 6],
      [7, 7],
    ]);
  });

  it('are kept for a stream behind until it is done', () => {
    const bench = stewardBench();
    const behind = { stream: 1, done: 2, sent: 2, behind: true };
    bench.commit(10, { position: 10, streams: [behind], tallies: delivered(2) });
    expect(bench.steward.store.oldest).toBe(3);

    bench.commit(0, { streams: [{ ...behind, done: 10, behind: false }], tallies: delivered(8) });

    expect(bench.steward.store.gauges().rows).toBe(0);
    expect(bench.check()).toEqual([{ destination: 'city', waiting: 0, counted: 0 }]);
  });

  it('do not wait for anybody when there is no destination', () => {
    const bench = stewardBench({ destinations: [] });
    bench.commit(10);

    expect(bench.steward.store.gauges().rows).toBe(0);
  });

  it('with a flipped bit are reported as damaged and never returned as a value', () => {
    const bench = stewardBench();
    bench.commit(5);
    tamper(bench, 'UPDATE reading SET number = number + 8 WHERE seq = 3');

    const chunk = bench.steward.lease({ destination: 'city', after: 0, limit: 10 });

    expect([...chunk.seq]).toEqual([1, 2, 4, 5]);
    expect(chunk.damaged).toEqual([{ seq: 3, stream: 1 }]);
  });

  it('are looked at 50 000 at a time by the rear reader', () => {
    const bench = stewardBench();
    for (let i = 0; i < 12; i++) bench.commit(5_000);

    const first = bench.steward.lease({ destination: 'city', after: 0, limit: 100, streams: [77] });
    const second = bench.steward.lease({ destination: 'city', after: first.upto, limit: 100, streams: [77] });

    expect([first.seq.length, first.upto, first.end]).toEqual([0, 50_000, false]);
    expect([second.seq.length, second.upto, second.end]).toEqual([0, 60_000, true]);
  });
});

describe('retention', () => {
  it('drops the oldest 10 000 when the file is over its limit, counted for each destination', () => {
    const bench = stewardBench({ limitBytes: 1_000_000, destinations: ['city', 'region'] });
    bench.commit(5_000, { destination: 'region', position: 0 });
    bench.commit(0, { destination: 'region', position: 4_000, tallies: delivered(4_000) });
    for (let i = 0; i < 10; i++) bench.commit(5_000);

    const { bytes, generation } = bench.steward.store.gauges();
    const [city, region] = bench.steward.ledgers();

    expect(bytes).toBeLessThan(1_000_000);
    expect(generation).toBeGreaterThan(1);
    expect(city?.tallies).toEqual([{ outcome: 'dropped', reason: 'bytes', count: generation * 10_000 }]);
    expect(region?.tallies).toContainEqual({
      outcome: 'dropped',
      reason: 'bytes',
      count: generation * 10_000 - 4_000,
    });
    for (const { waiting, counted } of bench.check()) expect(counted).toBe(waiting);
    expect(valuesIn(bench)[0]).toBe(generation * 10_000);
    expect(bench.notes.map(({ level, facts }) => [level, facts])).toEqual([
      ['warn', { filledPercent: 90, fullInMinutesAtThisRate: 0 }],
      ['error', { reason: 'bytes', city: 10_000, region: 6_000 }],
    ]);
  });

  it('drops by age only what is old by a clock that is right', () => {
    const bench = stewardBench({ limitAgeMs: 1_000 });
    bench.wallMs = 500;
    bench.commit(100);
    bench.wallMs = 1_050;
    bench.commit(1);

    expect(valuesIn(bench)[0]).toBe(50);
    expect(bench.steward.ledgers()[0]?.tallies).toEqual([{ outcome: 'dropped', reason: 'age', count: 50 }]);
  });

  it('leaves alone what has no time yet', () => {
    const bench = stewardBench({ limitAgeMs: 1_000 });
    bench.commitAs(1, { ...bench.group(10), segments: [{ ...segment, offset: null, source: null }] });
    bench.wallMs = 10 * dayMs;
    bench.commit(1);

    expect(valuesIn(bench)).toHaveLength(11);
  });
});

describe('room that a drained backlog leaves', () => {
  const drained = (freeBytes: () => number) => {
    const bench = stewardBench({}, undefined, freeBytes);
    for (let batch = 0; batch < 100; batch++) bench.commit(5_000);
    const fullBytes = fileBytes(bench);
    for (let position = 20_000; position <= 500_000; position += 20_000) {
      bench.commit(0, { position, tallies: delivered(20_000) });
    }
    return { bench, fullBytes };
  };
  const fileBytes = (bench: ReturnType<typeof stewardBench>) => {
    bench.steward.close();
    const database = openSqlite(databaseFile(bench.folder));
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.close();
    bench.reopen();
    return pages * pageBytes;
  };
  const idle = (bench: ReturnType<typeof stewardBench>, commits: number) => {
    for (let commit = 0; commit < commits; commit++) {
      bench.monotonicMs += 2_000;
      bench.commit(1);
    }
  };

  it('goes back to the disk little by little, until what is left is worth keeping for the next one', () => {
    const { bench, fullBytes } = drained(() => 1e9);

    idle(bench, 1);
    expect(fileBytes(bench)).toBeGreaterThan(fullBytes - 1_000_000);
    idle(bench, 60);

    expect(fileBytes(bench)).toBeLessThan(9.5e6);
    expect(fileBytes(bench)).toBeGreaterThan(8e6);
  });

  it('stays in the file while the disk is short: nobody else may take it', () => {
    const { bench, fullBytes } = drained(() => 0);

    idle(bench, 60);

    expect(fileBytes(bench)).toBe(fullBytes);
  });
});

describe('the quarantine', () => {
  const entry = (words: string) => ({
    entity: 'urn:ngsi-ld:Device:1',
    code: 'BadRequestData',
    words,
    count: 1,
    readings: [{ seq: 1, stream: 1, segment: 1, t: 0, value: 1 }],
  });
  const refusedOne = { outcome: 'quarantined', reason: 'BadRequestData', count: 1 } as const;

  it('evicts its oldest when it takes more than a twentieth of the buffer, counted as dropped', () => {
    const bench = stewardBench({ limitBytes: 1_000_000 });
    bench.commit(30);
    for (let position = 1; position <= 30; position++) {
      bench.commit(0, { position, tallies: [refusedOne], quarantine: [entry('x'.repeat(10_000))] });
    }

    const [ledger] = bench.steward.ledgers();
    const counts = Object.fromEntries(ledger?.tallies.map(({ outcome, count }) => [outcome, count]) ?? []);

    expect(counts.quarantined).toBe(11);
    expect(counts.dropped).toBe(19);
    expect(ledger && balances(ledger)).toBe(true);
  });
});

describe('destinations', () => {
  it('removed for less than a day go on where they were', () => {
    const bench = stewardBench({ destinations: ['city', 'region'] });
    bench.commit(3);
    bench.reopen({ destinations: ['city'] });
    bench.commit(2, { position: 5, tallies: delivered(5) });
    bench.wallMs += dayMs - 2_000;
    bench.commit(1);
    bench.reopen({ destinations: ['city', 'region'] });

    const chunk = bench.steward.lease({ destination: 'region', after: 0, limit: 10 });

    expect([...chunk.seq]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('removed for a day are forgotten, their readings with them', () => {
    const bench = stewardBench({ destinations: ['city', 'region'] });
    bench.commit(3, { position: 3, tallies: delivered(3) });
    bench.reopen({ destinations: ['city'] });
    bench.wallMs += dayMs + 1;
    bench.commit(1);
    bench.commit(1);

    expect(bench.steward.ledgers().map(({ destination }) => destination)).toEqual(['city']);
    expect(bench.steward.store.gauges().rows).toBe(2);
    expect(bench.notes.at(-1)).toMatchObject({
      level: 'error',
      facts: { destination: 'region', dropped: 4, reason: 'destination removed' },
    });
  });
});

describe('the count of rows', () => {
  it('shows what the arithmetic cannot explain', () => {
    const bench = stewardBench();
    bench.commit(5);
    tamper(bench, 'DELETE FROM reading WHERE seq = 3');

    expect(bench.check()).toEqual([{ destination: 'city', waiting: 5, counted: 4 }]);

    bench.steward.store.addUnexplained('city', 1);
    expect(bench.steward.ledgers()[0]).toMatchObject({ waiting: 4, unexplained: 1 });
  });

  it('knows the backlog lane', () => {
    const bench = stewardBench();
    bench.commit(10);
    tamper(
      bench,
      `UPDATE destination SET position = 8, backlog_from = 2, backlog_upto = 8;
       INSERT INTO stream_position VALUES (1, 'backlog', 1, 5, 5, 1);
       INSERT INTO tally VALUES (1, 'delivered', '', 5)`,
    );

    expect(bench.check()).toEqual([{ destination: 'city', waiting: 5, counted: 5 }]);
    const { store } = bench.steward;
    const owed = (lane: 'front' | 'backlog') => [
      ...store.lease({ destination: 'city', after: 0, limit: 100, lane }).seq,
    ];
    expect(owed('backlog')).toEqual([6, 7, 8]);
    expect(owed('front')).toEqual([9, 10]);
  });
});

describe('guards', () => {
  it('further ahead than 5 minutes of a right clock give way', () => {
    const bench = stewardBench();
    const newest = (at: number) => [{ stream: 1, entity: 'a', at }];
    bench.wallMs = dayMs;
    bench.commit(3, { position: 1, newest: newest(dayMs + 6 * 60_000) });
    bench.commit(0, { position: 2, newest: newest(dayMs) });
    expect(bench.steward.store.opened().destinations[0]?.newest).toEqual(newest(dayMs));

    bench.commit(0, { position: 3, newest: newest(dayMs - 1) });

    expect(bench.steward.store.opened().destinations[0]?.newest).toEqual(newest(dayMs));
  });
});

describe('clock segments', () => {
  const open = (id: number, boot: string, wallStart: number) => ({
    ...segment,
    id,
    boot,
    wallStart,
    offset: null,
    source: null,
  });

  it('that ended unsynchronised are put one after the other, never before the end of the one before', () => {
    const bench = stewardBench();
    const inSegment = (id: number, t: number) => {
      const group = bench.group(1);
      group.rows.set([1, id, t]);
      return group;
    };
    bench.commitAs(1, { ...inSegment(1, 5_000), segments: [open(1, 'first', 1_000)] });
    bench.commitAs(2, { ...inSegment(2, 7_000), segments: [open(2, 'second', 3_000)] });
    const running = { ...open(3, 'third', 0), offset: 1_000_000, source: 'timesyncd', monoStart: 50 };
    bench.commitAs(3, { ...inSegment(3, 1), segments: [running], anchor: running });

    expect(bench.steward.store.opened().segments.map(({ offset, source }) => [offset, source])).toEqual([
      [1_000, 'estimated'],
      [6_000, 'estimated'],
      [1_000_000, 'timesyncd'],
    ]);
  });

  it('of the same boot are exact', () => {
    const bench = stewardBench();
    bench.commitAs(1, { ...bench.group(1), segments: [{ ...open(1, 'boot', 5), monoStart: 2_000 }] });
    const anchor = { ...open(2, 'boot', 0), monoStart: 9_000, offset: 1_009_000, source: 'chrony' };
    bench.commitAs(2, { ...bench.group(0), anchor });

    expect(bench.steward.store.opened().segments[0]).toMatchObject({ offset: 1_002_000, source: 'chrony' });
  });

  it('go when no reading and no quarantined reading needs them', () => {
    const bench = stewardBench();
    const inSegment = (id: number) => {
      const group = bench.group(1);
      group.rows[1] = id;
      return { ...group, segments: [{ ...segment, id }] };
    };
    for (const id of [1, 2, 3]) bench.commitAs(id, inSegment(id));
    const readings = [{ seq: 1, stream: 1, segment: 1, t: 0, value: 1 }];
    const quarantine = [{ entity: 'a', code: 'c', words: 'w', count: 1, readings }];
    bench.commit(0, { position: 2, quarantine });
    bench.reopen();

    expect(bench.opened.segments.map(({ id }) => id)).toEqual([1, 3]);
  });
});
