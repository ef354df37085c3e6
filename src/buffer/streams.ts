/** Streams as stored. Their numbers are given by the main thread, which sends a new stream with its first reading. */
import type { Kind, Stream } from '../core/reading.ts';
import { holds, rowCrc } from './row-crc.ts';
import type { Database } from './sqlite.ts';

interface StreamRow {
  readonly id: number;
  readonly device: string;
  readonly point: string;
  readonly quantity: string;
  /** Empty for none: NULL would not be unique. */
  readonly unit: string;
  readonly kind: Kind;
  /** Undefined in a file of the first schema, which only a salvage meets. */
  readonly crc: number | undefined;
}

/** A damaged one keeps its number, so that no other is given it, and goes by a name that no device has. */
export function loadStreams(database: Database): (readonly [number, Stream])[] {
  const rows = database.prepare('SELECT * FROM stream ORDER BY id').all() as StreamRow[];
  return rows.map(({ id, device, point, quantity, unit, kind, crc }) => {
    if (!holds(crc, [id, device, point, quantity, unit, kind])) return [id, damagedStream(id)];
    return [id, { device, point, quantity, unit: unit === '' ? undefined : unit, kind }];
  });
}

/** Nobody can tell any more what the readings of this stream mean. */
export const isDamagedStream = ({ device }: Stream): boolean => device === '';

const damagedStream = (id: number): Stream => ({
  device: '',
  point: `damaged ${id}`,
  quantity: 'damaged',
  unit: undefined,
  kind: 'state',
});

/** A repeat changes nothing. */
export function insertStreams(database: Database, streams: readonly (readonly [number, Stream])[]): void {
  if (streams.length === 0) return;
  const insert = database.prepare('INSERT OR IGNORE INTO stream VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const [id, { device, point, quantity, unit = '', kind }] of streams) {
    const columns = [id, device, point, quantity, unit, kind];
    insert.run(...columns, rowCrc(columns));
  }
}
