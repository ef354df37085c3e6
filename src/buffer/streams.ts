/** Streams as stored. Their numbers are given by the main thread, which sends a new stream with its first reading. */
import type { Kind, Stream } from '../core/reading.ts';
import type { Database } from './sqlite.ts';

interface StreamRow {
  readonly id: number;
  readonly device: string;
  readonly point: string;
  readonly quantity: string;
  /** Empty for none: NULL would not be unique. */
  readonly unit: string;
  readonly kind: Kind;
}

export function loadStreams(database: Database): (readonly [number, Stream])[] {
  const rows = database.prepare('SELECT * FROM stream ORDER BY id').all() as StreamRow[];
  return rows.map(({ id, device, point, quantity, unit, kind }) => [
    id,
    { device, point, quantity, unit: unit === '' ? undefined : unit, kind },
  ]);
}

/** A repeat changes nothing. */
export function insertStreams(database: Database, streams: readonly (readonly [number, Stream])[]): void {
  if (streams.length === 0) return;
  const insert = database.prepare('INSERT OR IGNORE INTO stream VALUES (?, ?, ?, ?, ?, ?)');
  for (const [id, { device, point, quantity, unit, kind }] of streams) {
    insert.run(id, device, point, quantity, unit ?? '', kind);
  }
}
