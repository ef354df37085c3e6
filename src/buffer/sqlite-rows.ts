/**
 * Rows as objects without generated code. better-sqlite3 13 builds them by `Function`, which a gateway that runs with
 * `--disallow-code-generation-from-strings` refuses; here they are put together from the arrays of `raw()`.
 */
import type { Database, Statement } from './sqlite.ts';

/** A statement as better-sqlite3 makes it. */
export interface NativeStatement extends Statement {
  /** It answers with rows. */
  readonly reader: boolean;
  columns(): readonly { readonly name: string }[];
}

export interface NativeDatabase extends Omit<Database, 'prepare'> {
  prepare(sql: string): NativeStatement;
}

/** The same database, for which no code is generated. */
export function withPlainRows(native: NativeDatabase): Database {
  return {
    prepare: (sql) => {
      const statement = native.prepare(sql);
      return statement.reader ? withObjects(statement) : statement;
    },
    exec: (sql) => native.exec(sql),
    pragma: (text, options) => {
      const sql = `PRAGMA ${text}`;
      const statement = native.prepare(sql);
      if (!statement.reader) {
        // One without an answer; `exec` takes every step of it, which `incremental_vacuum` needs.
        native.exec(sql);
        return options?.simple ? undefined : [];
      }
      return options?.simple ? statement.pluck().get() : withObjects(statement).all();
    },
    close: () => native.close(),
    get inTransaction() {
      return native.inTransaction;
    },
  };
}

function withObjects(statement: NativeStatement): Statement {
  const names = statement.columns().map(({ name }) => name);
  const rows = statement.raw();
  const toObject = (row: unknown) => {
    const values = row as readonly unknown[];
    const object: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) object[names[index] ?? ''] = values[index];
    return object;
  };
  return {
    run: (...values) => statement.run(...values),
    get: (...values) => {
      const row = rows.get(...values);
      return row === undefined ? undefined : toObject(row);
    },
    all: (...values) => rows.all(...values).map(toObject),
    pluck: () => statement.pluck(),
    raw: () => rows,
  };
}
