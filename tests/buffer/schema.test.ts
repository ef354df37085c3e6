import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseFile, openWithPragmas } from '../../src/buffer/database.ts';
import { readingCrc } from '../../src/buffer/row-crc.ts';
import { schemaVersion } from '../../src/buffer/schema.ts';
import type { Database } from '../../src/buffer/sqlite.ts';
import { Steward } from '../../src/buffer/steward.ts';
import { type StewardBench, stewardBench, valuesIn } from './bench.ts';

/** Changes the file while nobody has it. */
function meddled(bench: StewardBench, change: (database: Database) => unknown): void {
  bench.steward.close();
  const database = openWithPragmas(databaseFile(bench.folder));
  change(database);
  database.close();
  bench.reopen();
}

const sentences = (bench: StewardBench) => bench.notes.map(({ sentence }) => sentence);
const setAside = 'The buffer is corrupt; its files were set aside and an empty one was begun.';

describe('a file of the first schema', () => {
  it('is brought up to date with all that waits in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kopru-schema-'));
    const database = openWithPragmas(databaseFile(folder));
    database.exec(readFileSync(join(import.meta.dirname, 'schema-1.sql'), 'utf8'));
    const insert = database.prepare('INSERT INTO reading VALUES (?, 1, 1, ?, ?, NULL, NULL, ?)');
    for (const [seq, value] of [
      [1, 230.1],
      [2, 230.2],
    ] as const)
      insert.run(seq, seq, value, readingCrc(seq, 1, 1, seq, value, null, null));
    database.close();
    const notes: unknown[] = [];
    const now = { wallMs: 2_000, monotonicMs: 0, trusted: true };
    const request = {
      folder,
      limitBytes: 1e8,
      limitAgeMs: 1e13,
      destinations: ['city'],
      boot: 'boot-2',
      now,
    };

    const steward = new Steward({ request, note: (note) => notes.push(note) });
    const { streams } = steward.open();

    expect(streams).toEqual([
      [1, { device: 'meter', point: 'voltage.L1', quantity: 'voltage', unit: 'VLT', kind: 'gauge' }],
    ]);
    expect([...steward.lease({ destination: 'city', after: 0, limit: 10 }).number]).toEqual([230.1, 230.2]);
    expect(steward.quarantined({ limit: 10 })).toMatchObject([{ id: 7, code: 'TOO_LARGE', words: '413' }]);
    expect(notes).toEqual([]);
    steward.close();
  });
});

describe('the version in the header', () => {
  it.each([0, 99])('%i beside our tables is taken for a flipped bit and set right', (version) => {
    const bench = stewardBench();
    bench.commit(3);
    meddled(bench, (database) => database.pragma(`user_version = ${version}`));

    expect(valuesIn(bench)).toEqual([0, 1, 2]);
    expect(bench.notes).toEqual([]);
    bench.steward.close();
    const database = openWithPragmas(databaseFile(bench.folder));
    expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion);
    database.close();
  });
});

describe('a table that nobody made so', () => {
  it.each([
    ['a column under another name', 'ALTER TABLE tally RENAME COLUMN count TO coujt'],
    ['a table that is gone', 'DROP TABLE newest'],
    ['a table under another name', 'ALTER TABLE segment RENAME TO segmenu'],
  ])('is damage, and does not keep the gateway from starting: %s', (_, sql) => {
    const bench = stewardBench();
    bench.commit(3);
    meddled(bench, (database) => database.exec(sql));

    expect(sentences(bench)).toContain(setAside);
    expect(bench.commit(1).answers).toEqual([]);
    expect(valuesIn(bench)).toHaveLength(1);
  });
});

describe('a damaged record', () => {
  const damaged = 'Records of what readings are, or of when, are damaged; those readings are dropped.';

  it.each([
    ['what its readings are', "UPDATE stream SET unit = 'VLU'"],
    ['whose readings they are', "UPDATE stream SET device = 'neter'"],
    ['when they were taken', 'UPDATE segment SET offset = offset + 1048576'],
    ['the clock they were taken by', 'UPDATE segment SET mono_start = 4096'],
  ])('of %s lets none of them pass, and the next ones through', (_, sql) => {
    const bench = stewardBench();
    bench.commit(3);
    meddled(bench, (database) => database.exec(sql));
    const lease = () => bench.steward.lease({ destination: 'city', after: 0, limit: 10 });

    expect(sentences(bench)).toEqual([damaged]);
    expect(lease().number).toHaveLength(0);
    expect(lease().damaged.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('keeps its number from a new stream', () => {
    const bench = stewardBench();
    bench.commit(3);
    meddled(bench, (database) => database.exec("UPDATE stream SET point = 'x'"));

    expect(bench.opened.streams.map(([id]) => id)).toEqual([1]);
    expect(bench.opened.streams[0]?.[1].device).toBe('');
  });

  it('of a time does not make readings old: they are dropped as damaged, not by age', () => {
    const bench = stewardBench({ limitAgeMs: 86_400_000 });
    bench.commit(3);
    bench.wallMs = 1_900_000_000_000;
    meddled(bench, (database) => database.exec('UPDATE segment SET offset = 1'));
    bench.commit(0);

    expect(bench.steward.store.oldest).toBe(1);
  });

  it('of the quarantine shows no value, and can be dropped', () => {
    const bench = stewardBench();
    const entry = { entity: 'urn:x', code: 'TOO_LARGE', words: '413', readings: [], count: 1 };
    bench.commit(1, { position: 1, quarantine: [entry] });
    meddled(bench, (database) => database.exec(`UPDATE quarantine SET readings = '[{"stream":2}]'`));

    expect(bench.steward.quarantined({ limit: 10 })).toMatchObject([
      { code: 'ENTRY_DAMAGED', readings: [], count: 1 },
    ]);
  });
});

describe('rows that cannot be found', () => {
  it('have the file looked through, however it was closed', () => {
    const bench = stewardBench();
    bench.commit(3);

    expect(bench.steward.inspect(false)).toBe(false);
    expect(bench.steward.inspect(true)).toBe(false);
    expect(bench.notes).toEqual([]);
  });
});
