import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { packageFor } from '../../src/buffer/open-sqlite.ts';
import { type NativeDatabase, withPlainRows } from '../../src/buffer/sqlite-rows.ts';

const Sqlite = createRequire(import.meta.url)(packageFor(process.versions)) as new (
  path: string,
) => NativeDatabase;

const filled = (): NativeDatabase => {
  const native = new Sqlite(':memory:');
  native.exec(`CREATE TABLE point (id INTEGER, name TEXT, value REAL, raw BLOB);
    INSERT INTO point VALUES (1, 'voltage', 230.5, x'4366'), (2, 'current', NULL, NULL)`);
  return native;
};

describe('plain rows', () => {
  it.each([
    'SELECT * FROM point',
    'SELECT id, id AS again, value FROM point WHERE id = 2',
    'SELECT count(*) FROM point',
    "SELECT name AS '' FROM point",
    'SELECT * FROM point WHERE id = 3',
  ])('are what better-sqlite3 makes: %s', (sql) => {
    const native = filled();
    const plain = withPlainRows(native);

    expect(plain.prepare(sql).all()).toEqual(native.prepare(sql).all());
    expect(plain.prepare(sql).get()).toEqual(native.prepare(sql).get());
    expect(plain.prepare(sql).pluck().all()).toEqual(native.prepare(sql).pluck().all());
    expect(plain.prepare(sql).raw().all()).toEqual(native.prepare(sql).raw().all());
  });

  it('bind values and count changes', () => {
    const plain = withPlainRows(filled());

    expect(plain.prepare('UPDATE point SET value = ? WHERE id = ?').run(5, 2)).toMatchObject({ changes: 1 });
    expect(plain.prepare('SELECT value FROM point WHERE id = ?').get(2)).toEqual({ value: 5 });
    expect(plain.prepare('DELETE FROM point WHERE id = ? RETURNING name').all(1)).toEqual([
      { name: 'voltage' },
    ]);
  });

  it.each(['cache_size', 'cache_size = 7', 'table_info(point)', 'user_version', 'user_version = 3'])(
    'come from pragmas too: %s',
    (text) => {
      const native = filled();
      const plain = withPlainRows(filled());

      expect(plain.pragma(text)).toEqual(native.pragma(text));
      expect(plain.pragma(text, { simple: true })).toEqual(native.pragma(text, { simple: true }));
    },
  );

  it('tell whether a transaction is open', () => {
    const plain = withPlainRows(filled());

    plain.exec('BEGIN');

    expect(plain.inTransaction).toBe(true);
  });
});
