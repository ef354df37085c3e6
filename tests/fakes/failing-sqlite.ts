/** SQLite on a disk that fails when a test says so: the real library, with faults at the places where a disk shows them. */
import { openSqlite } from '../../src/buffer/open-sqlite.ts';
import type { Database, OpenDatabase, Statement } from '../../src/buffer/sqlite.ts';

/** `commit`: nothing of it reaches the disk. `after commit`: all of it does, and the error is seen all the same. */
export type FaultPlace = 'commit' | 'after commit' | 'select' | 'open';

export interface FailingSqlite {
  readonly open: OpenDatabase;
  /** The next `times` visits to the place fail with the code. */
  fail(place: FaultPlace, code: string, times?: number): void;
  /** Takes back every fault that has not struck yet. */
  heal(): void;
  /** Pragmas and transactions that were run, in order. */
  readonly seen: string[];
}

export function failingSqlite(): FailingSqlite {
  const faults: { place: FaultPlace; code: string; times: number }[] = [];
  const seen: string[] = [];
  const visit = (place: FaultPlace) => {
    const fault = faults.find((each) => each.place === place && each.times > 0);
    if (!fault) return;
    fault.times--;
    throw Object.assign(new Error(`failed at ${place}`), { code: fault.code });
  };
  const statement = (real: Statement): Statement => ({
    run: (...values) => real.run(...values),
    get: (...values) => real.get(...values),
    all: (...values) => {
      visit('select');
      return real.all(...values);
    },
    pluck: () => statement(real.pluck()),
    raw: () => statement(real.raw()),
  });
  const open: OpenDatabase = (path) => {
    visit('open');
    const real = openSqlite(path);
    const database: Database = {
      prepare: (sql) =>
        sql.includes('FROM reading WHERE seq > ?') ? statement(real.prepare(sql)) : real.prepare(sql),
      exec: (sql) => {
        seen.push(sql);
        if (sql !== 'COMMIT') return real.exec(sql);
        visit('commit');
        real.exec(sql);
        visit('after commit');
        return undefined;
      },
      pragma: (text, options) => {
        seen.push(text);
        return real.pragma(text, options);
      },
      close: () => real.close(),
      get inTransaction() {
        return real.inTransaction;
      },
    };
    return database;
  };
  return {
    open,
    fail: (place, code, times = 1) => void faults.push({ place, code, times }),
    heal: () => void faults.splice(0),
    seen,
  };
}
