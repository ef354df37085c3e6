import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseFile, openWithPragmas, pageBytes } from '../../src/buffer/database.ts';
import { openSqlite } from '../../src/buffer/open-sqlite.ts';
import { leapSeqs, Steward } from '../../src/buffer/steward.ts';
import { balances } from '../../src/core/ledger.ts';
import { failingSqlite } from '../fakes/failing-sqlite.ts';
import { stewardBench, valuesIn } from './bench.ts';

describe('opening', () => {
  it('commits with an fsync each time, on a new file and on one opened again', () => {
    const bench = stewardBench();
    const path = databaseFile(bench.folder);
    bench.steward.close();

    for (const open of [() => openWithPragmas(path), () => openWithPragmas(path)]) {
      const database = open();
      const pragma = (name: string) => database.pragma(name, { simple: true });
      expect(pragma('synchronous')).toBe(2);
      expect(pragma('journal_mode')).toBe('wal');
      expect(pragma('locking_mode')).toBe('exclusive');
      expect(pragma('auto_vacuum')).toBe(2);
      expect(pragma('mmap_size')).toBe(0);
      database.close();
    }
  });

  it('would commit without one had the pragma been left out', () => {
    const bench = stewardBench();
    bench.steward.close();

    const database = openSqlite(databaseFile(bench.folder));
    database.prepare('SELECT count(*) FROM meta').get();

    expect(database.pragma('synchronous', { simple: true })).toBe(1);
    database.close();
  });

  it('has the file itself on disk before anything is written through the WAL', () => {
    const sqlite = failingSqlite();
    stewardBench({}, sqlite.open);

    const truncate = sqlite.seen.indexOf('wal_checkpoint(TRUNCATE)');
    expect(truncate).toBeGreaterThan(-1);
    expect(sqlite.seen.slice(truncate + 1)).toContain('synchronous = FULL');
  });

  it('refuses a folder that another process has', () => {
    const { folder } = stewardBench();
    const now = { wallMs: 0, monotonicMs: 0, trusted: true };
    const request = { folder, limitBytes: 1e6, limitAgeMs: 1e9, destinations: [], boot: 'b', now };

    expect(() => new Steward({ request, note: () => {} }).open()).toThrow(
      expect.objectContaining({ kind: 'fatal', code: 'BUFFER_IN_USE' }),
    );
  });

  it('refuses a file of a later version and leaves it alone', () => {
    const bench = stewardBench();
    bench.commit(3);
    bench.steward.close();
    const database = openWithPragmas(databaseFile(bench.folder));
    database.exec('CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT');
    database.pragma('user_version = 99');
    database.close();

    expect(() => bench.reopen()).toThrow(expect.objectContaining({ code: 'BUFFER_TOO_NEW' }));
    expect(readdirSync(bench.folder).filter((name) => name.startsWith('corrupt'))).toEqual([]);
  });
});

describe('a disk that fails', () => {
  it('appends a group again that a failed commit left out, with the same numbers', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(2);
    sqlite.fail('commit', 'SQLITE_IOERR_FSYNC');

    expect(bench.commit(3).lastSeq).toBe(5);
    expect(valuesIn(bench)).toEqual([0, 1, 2, 3, 4]);
  });

  it('does not append a group twice whose commit was done though it seemed to fail', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(2);
    sqlite.fail('after commit', 'SQLITE_IOERR_FSYNC');

    const tallies = [{ outcome: 'delivered', reason: '', count: 2 }] as const;
    const committed = bench.commit(3, { position: 2, tallies });

    expect(committed).toMatchObject({ lastSeq: 5, answers: [{ kind: 'settled' }] });
    expect(valuesIn(bench)).toEqual([2, 3, 4]);
    expect(bench.steward.ledgers()).toMatchObject([{ waiting: 3, tallies }]);
  });

  it('throws when the disk goes on failing, and finds out at the next try what was written', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    const group = bench.group(3);
    sqlite.fail('after commit', 'SQLITE_IOERR_FSYNC');
    sqlite.fail('open', 'SQLITE_CANTOPEN', 2);

    expect(() => bench.commitAs(7, group)).toThrow();
    expect(() => valuesIn(bench)).toThrow(expect.objectContaining({ code: 'BUFFER_UNAVAILABLE' }));
    expect(() => bench.commitAs(7, group)).toThrow(expect.objectContaining({ code: 'BUFFER_UNAVAILABLE' }));

    expect(bench.commitAs(7, group).lastSeq).toBe(3);
    expect(valuesIn(bench)).toEqual([0, 1, 2]);
  });

  it('makes room in the WAL when the disk is full, then writes the same again', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    sqlite.fail('commit', 'SQLITE_FULL');

    expect(bench.commit(3).lastSeq).toBe(3);
    expect(sqlite.seen).toContain('wal_checkpoint(RESTART)');
    expect(valuesIn(bench)).toEqual([0, 1, 2]);
  });

  it('throws when the disk stays full, and has written nothing', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(1);
    sqlite.fail('commit', 'SQLITE_FULL', 9);

    expect(() => bench.commit(3)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(valuesIn(bench)).toEqual([0]);
    expect(bench.steward.store.lastSeq).toBe(1);
  });

  it('does not take a sound file for corrupt because one read said so', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(3);
    sqlite.fail('select', 'SQLITE_CORRUPT');

    expect(valuesIn(bench)).toEqual([0, 1, 2]);
    expect(bench.notes).toEqual([]);
  });
});

describe('a corrupt file', () => {
  const damage: readonly (readonly [string, (path: string) => void])[] = [
    ['overwritten', (path) => writeFileSync(path, Buffer.alloc(40_000, 0x5a))],
    [
      'cut in the middle',
      (path) => truncateSync(path, Math.floor(statSync(path).size / pageBytes / 2) * pageBytes),
    ],
    ['emptied', (path) => truncateSync(path, 0)],
    ['gone', (path) => unlinkSync(path)],
  ];

  it.each(damage)('%s: begins an empty one with numbers far above, and says what is lost', (_, harm) => {
    const bench = stewardBench();
    bench.commit(20_000);
    bench.steward.close();
    const wal = `${databaseFile(bench.folder)}-wal`;
    if (existsSync(wal)) unlinkSync(wal);
    harm(databaseFile(bench.folder));
    bench.reopen();

    expect(bench.commit(2).lastSeq).toBe(20_000 + leapSeqs + 2);
    expect(bench.opened.destinations[0]?.position).toBe(20_000 + leapSeqs);
    expect(bench.notes.at(-1)).toMatchObject({ level: 'error', facts: { city: 20_000 } });
    expect(bench.steward.ledgers().every(balances)).toBe(true);
  });

  it.each(['stream', 'reading', 'tally', 'destination'])(
    'whose table %s alone is damaged is replaced at the start',
    (table) => {
      const bench = stewardBench();
      bench.commit(20_000);
      bench.steward.close();
      const path = databaseFile(bench.folder);
      const database = openWithPragmas(path);
      const root = Number(
        database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table),
      );
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0x5a, (root - 1) * pageBytes, root * pageBytes));

      bench.reopen();
      const committed = bench.commit(2);

      expect(bench.steward.lease({ destination: 'city', after: 0, limit: 10 }).seq.at(-1)).toBe(
        committed.lastSeq,
      );
      expect(bench.notes.map(({ sentence }) => sentence)).toContain(
        'The buffer is corrupt; its files were set aside and an empty one was begun.',
      );
    },
  );

  it('is found at the start after a stop that was not in order, also where nobody has read yet', () => {
    const bench = stewardBench();
    for (let batch = 0; batch < 10; batch++) bench.commit(5_000);
    bench.steward.close();
    const path = databaseFile(bench.folder);
    const database = openWithPragmas(path);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.prepare('UPDATE meta SET clean_stop = 0').run();
    database.close();
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / pageBytes / 2) * pageBytes;
    writeFileSync(path, bytes.fill(0x5a, middle, middle + pageBytes));

    bench.reopen();
    expect(bench.notes).toEqual([]);
    bench.steward.inspect(false);

    expect(bench.notes.map(({ sentence }) => sentence)).toContain(
      'The buffer is corrupt; its files were set aside and an empty one was begun.',
    );
    expect(bench.commit(1).lastSeq).toBe(50_000 + leapSeqs + 1);
  });

  it('is not what one damaged row makes of it', () => {
    const bench = stewardBench();
    bench.commit(3);
    bench.steward.close();
    const database = openWithPragmas(databaseFile(bench.folder));
    database.pragma('ignore_check_constraints = ON');
    database.exec("UPDATE reading SET text = 'x' WHERE seq = 2; UPDATE meta SET clean_stop = 0");
    database.close();

    bench.reopen();
    bench.steward.inspect(false);

    expect(valuesIn(bench)).toEqual([0, 2]);
    expect(bench.notes).toEqual([]);
  });

  it('says so too when it went before the ledger beside it knew of a reading', () => {
    const bench = stewardBench();
    bench.commit(3);
    bench.steward.close();
    writeFileSync(join(bench.folder, 'ledger.json'), '{"lastSeq":0,"ledgers":[]}');
    unlinkSync(databaseFile(bench.folder));

    bench.reopen();

    expect(bench.commit(1).lastSeq).toBe(leapSeqs + 1);
    expect(bench.notes).toMatchObject([{ level: 'error' }]);
  });

  it('found while running is set aside; the group under way goes into the new file and old settlements are stale', () => {
    const sqlite = failingSqlite();
    const bench = stewardBench({}, sqlite.open);
    bench.commit(20_000);
    const early = bench.settlement({ position: 20_000 });
    writeFileSync(databaseFile(bench.folder), Buffer.alloc(40_000, 0x5a));
    writeFileSync(`${databaseFile(bench.folder)}-wal`, '');
    sqlite.fail('commit', 'SQLITE_CORRUPT');

    const committed = bench.commitAs(99, { ...bench.group(1), settlements: [early] });

    const begin = 20_000 + leapSeqs;
    expect(committed).toMatchObject({ lastSeq: begin + 1, answers: [{ kind: 'stale', floor: begin }] });
    const chunk = bench.steward.lease({ destination: 'city', after: 20_000, limit: 10 });
    expect([...chunk.seq]).toEqual([begin + 1]);
    const aside = readdirSync(bench.folder).filter((name) => name.startsWith('corrupt-'));
    expect(aside).toEqual(['corrupt-boot-1-1']);
    expect(existsSync(join(bench.folder, aside[0] ?? '', 'buffer.db'))).toBe(true);
  });
});
