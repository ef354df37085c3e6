/**
 * The quarantine of a gateway that does not run. Looking works on a copy. A change takes the buffer's lock: it is
 * refused beside a running gateway, no gateway starts meanwhile, and the ledger counts it as if the gateway had made it.
 */
import type { QuarantineChoice, Quarantined, QuarantineQuery } from '../core/quarantine.ts';
import type { Stream } from '../core/reading.ts';
import type { Segment } from '../core/timeline.ts';
import { withCopy } from './copied.ts';
import { databaseFile, openDatabase } from './database.ts';
import { unopened } from './disk-errors.ts';
import { openSqlite } from './open-sqlite.ts';
import { Places } from './places.ts';
import { Quarantine } from './quarantine.ts';
import { loadSegments } from './segments.ts';
import { type Database, inTransaction } from './sqlite.ts';
import { loadStreams } from './streams.ts';
import { Tallies } from './tallies.ts';

export interface StoppedQuarantine {
  readonly entries: readonly Quarantined[];
  /** What the readings of the entries refer to. */
  readonly streams: ReadonlyMap<number, Stream>;
  readonly segments: ReadonlyMap<number, Segment>;
}

/** Rejects, as the change does, with the codes of a gateway that cannot open its buffer. */
export function stoppedQuarantine(folder: string, query: QuarantineQuery): StoppedQuarantine {
  return told(folder, () =>
    withCopy(folder, openOurs, (database) => ({
      entries: quarantineOf(database).list(query),
      streams: new Map(loadStreams(database)),
      segments: new Map(loadSegments(database).map((segment) => [segment.id, segment])),
    })),
  );
}

/** Returns how many entries were marked, or went; on disk by then. */
export function changeStoppedQuarantine(
  folder: string,
  action: 'retry' | 'drop',
  choice: QuarantineChoice,
): number {
  return told(folder, () => {
    const database = openOurs(databaseFile(folder));
    try {
      return inTransaction(database, () => quarantineOf(database)[action](choice));
    } finally {
      database.close();
    }
  });
}

const openOurs = (path: string): Database => openDatabase(path, 0, openSqlite).database;

/** Nothing is added here, so nothing is evicted. */
const noBounds = { rows: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

const quarantineOf = (database: Database) =>
  new Quarantine(database, noBounds, new Places(database), new Tallies(database));

function told<Result>(folder: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw unopened(error, folder);
  }
}
