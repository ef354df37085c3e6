import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ballastBytes, ballastFile, reserveBytes } from '../../src/buffer/disk-space.ts';
import { balances } from '../../src/core/ledger.ts';
import { failingSqlite } from '../fakes/failing-sqlite.ts';
import { type StewardBench, stewardBench, valuesIn } from './bench.ts';

const lookMs = 10_000;

describe('the ballast', () => {
  it('is written piece by piece while the disk has room, and then left as it is', () => {
    const bench = stewardBench();

    later(bench, 4);
    expect(statSync(ballastFile(bench.folder)).size).toBeLessThan(ballastBytes);
    later(bench, 20);

    expect(statSync(ballastFile(bench.folder)).size).toBe(ballastBytes);
  });

  it('is not written on a disk that is short', () => {
    const bench = stewardBench({}, undefined, () => 100e6);

    later(bench, 20);

    expect(existsSync(ballastFile(bench.folder))).toBe(false);
  });

  it('is given back when the disk is full, before any reading is dropped', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    later(bench, 20);
    bench.commit(3);
    sqlite.fail('commit', 'SQLITE_FULL', 2);

    bench.commit(3);

    expect(existsSync(ballastFile(bench.folder))).toBe(false);
    expect(bench.steward.ledgers()).toMatchObject([{ accepted: 26, waiting: 26, tallies: [] }]);
    expect(bench.notes).toMatchObject([{ level: 'warn', sentence: expect.stringContaining('nearly full') }]);
  });

  it('is made again only after the disk had room for ten minutes', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    later(bench, 20);
    sqlite.fail('commit', 'SQLITE_FULL', 2);
    bench.commit(1);

    later(bench, 59);
    expect(existsSync(ballastFile(bench.folder))).toBe(false);
    later(bench, 10);

    expect(statSync(ballastFile(bench.folder)).size).toBe(ballastBytes);
    expect(bench.notes.at(-1)).toMatchObject({ level: 'info', sentence: 'The disk has room again.' });
  });
});

describe('a disk that stays full', () => {
  it('has the oldest readings dropped and counted for a new one to fit', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(12_000);
    sqlite.fail('commit', 'SQLITE_FULL', 3);

    bench.commit(3);

    expect(bench.steward.ledgers()).toMatchObject([
      { accepted: 12_003, waiting: 2_003, tallies: [{ outcome: 'dropped', reason: 'disk', count: 10_000 }] },
    ]);
    expect(valuesIn(bench)[0]).toBe(10_000);
  });

  it('stops the file from growing: as much is dropped as comes', () => {
    let free = 1e9;
    const bench = stewardBench({}, undefined, () => free);
    for (let batch = 0; batch < 20; batch++) bench.commit(10_000);
    free = reserveBytes;
    later(bench, 1);
    const before = bench.steward.store.gauges().bytes;

    for (let batch = 0; batch < 40; batch++) bench.commit(5_000);

    expect(bench.steward.store.gauges().bytes).toBeLessThan(before * 1.05);
    const [ledger] = bench.steward.ledgers();
    expect(ledger && balances(ledger)).toBe(true);
    expect(ledger?.tallies).toMatchObject([{ outcome: 'dropped', reason: 'disk' }]);
    expect(bench.check()).toMatchObject([{ waiting: ledger?.waiting, counted: ledger?.waiting }]);
  });

  it('does not hinder a start: what is stored is read, and the next commit that fits begins', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(3);
    bench.steward.close();
    sqlite.fail('commit', 'SQLITE_FULL', 9);

    bench.reopen();
    expect(valuesIn(bench)).toEqual([0, 1, 2]);
    expect(() => bench.commit(1)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    sqlite.heal();

    expect(bench.commit(2).lastSeq).toBe(5);
    expect(bench.notes.map(({ sentence }) => sentence)).toContain(
      'The disk is full: readings wait in memory until there is room.',
    );
  });

  it('lets a destination wait for its first commit that has just been configured', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(3);
    bench.steward.close();
    sqlite.fail('commit', 'SQLITE_FULL', 9);

    bench.reopen({ destinations: ['city', 'region'] });
    const region = { destination: 'region', after: 0, limit: 10 };
    expect(bench.opened.destinations).toMatchObject([{ name: 'city' }, { name: 'region', position: 3 }]);
    expect(bench.steward.lease(region).seq).toHaveLength(0);
    sqlite.heal();
    bench.commit(2);

    expect([...bench.steward.lease(region).seq]).toEqual([4, 5]);
    expect(bench.steward.ledgers()).toMatchObject([{ waiting: 5 }, { destination: 'region', waiting: 2 }]);
  });

  it('leaves a small log alone, however little the disk has', () => {
    const bench = stewardBench({}, undefined, () => 0);

    for (let batch = 0; batch < 20; batch++) bench.commit(1_000);

    expect(bench.steward.ledgers()).toMatchObject([{ waiting: 20_000, tallies: [] }]);
  });

  it('says how much may be held now, for the hours one can stay offline', () => {
    let free = 1e9;
    const bench = stewardBench({}, undefined, () => free);
    expect(bench.steward.store.gauges().limitBytes).toBe(256e6);

    free = reserveBytes + 50e6;
    later(bench, 1);

    const { limitBytes } = bench.steward.store.gauges();
    expect(limitBytes).toBeGreaterThan(45e6);
    expect(limitBytes).toBeLessThan(51e6);
  });
});

/** So many looks at the disk later, with a reading each. */
function later(bench: StewardBench, looks: number): void {
  for (let look = 0; look < looks; look++) {
    bench.monotonicMs += lookMs;
    bench.commit(1);
  }
}
