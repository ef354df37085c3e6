/**
 * Clock segments as stored, and what an anchor, a segment whose offset is known to be right, says about older
 * ones that ended without. An offset is set once and never changed.
 */
import { earliestMs, estimated, type Segment } from '../core/timeline.ts';
import type { Now } from './protocol.ts';
import { holds, rowCrc } from './row-crc.ts';
import type { Database } from './sqlite.ts';

interface SegmentRow {
  readonly id: number;
  readonly boot: string;
  readonly mono_start: number;
  readonly wall_start: number;
  readonly offset: number | null;
  readonly source: string | null;
  readonly first_seq: number;
  /** Undefined in a file of the first schema, which only a salvage meets. */
  readonly crc: number | undefined;
}

export function loadSegments(database: Database): Segment[] {
  const rows = database.prepare('SELECT * FROM segment ORDER BY id').all() as SegmentRow[];
  return rows.map(({ crc, ...row }) => {
    const segment: Segment = {
      id: row.id,
      boot: row.boot,
      monoStart: row.mono_start,
      wallStart: row.wall_start,
      offset: row.offset,
      source: row.source,
      firstSeq: row.first_seq,
    };
    return holds(crc, columnsOf(segment)) ? segment : { ...segment, offset: null, source: damaged };
  });
}

/** Nobody can tell any more when the readings of this segment were taken. */
export const isDamagedSegment = ({ source }: Segment): boolean => source === damaged;

const damaged = 'damaged';

const columnsOf = ({ id, boot, monoStart, wallStart, offset, source, firstSeq }: Segment) => [
  id,
  boot,
  monoStart,
  wallStart,
  offset,
  source,
  firstSeq,
];

/** Writes a segment with its first append; a repeat changes nothing. */
export function insertSegment(database: Database, segment: Segment): void {
  database
    .prepare('INSERT OR IGNORE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(...columnsOf(segment), rowCrc(columnsOf(segment)));
}

/**
 * Gives every older segment without an offset one, and writes the anchor's own. Returns those that changed.
 *
 * The same boot: monotonic time runs through, so the offset is exact. Another boot: the wall clock as it was
 * seen, marked `estimated`; a saved clock runs behind, so nothing lies in the future. It never begins before the
 * end of the segment before it, nor before the last commit under a right clock (what that wrote may be delivered and
 * deleted), so that order in time follows order of acceptance.
 *
 * An anchor without an offset: nobody vouches, and its own boot is estimated too, from the segment before it where that
 * is of the same boot, else by the wall clock as it is now. A clock that does not know the year gives nothing.
 */
export function resolveOffsets(database: Database, anchor: Segment, now: Now): Segment[] {
  const update = database.prepare(
    'UPDATE segment SET offset = ?, source = ?, crc = ? WHERE id = ? AND offset IS NULL',
  );
  const seen = Number(database.prepare('SELECT wall_high FROM meta').pluck().get());
  const wallHigh = anchor.offset === null || seen <= anchor.offset ? seen : 0;
  const changed: Segment[] = [];
  let before: Segment | undefined;
  for (const segment of loadSegments(database)) {
    if (isDamagedSegment(segment)) continue;
    let resolved = segment;
    if (segment.offset === null && segment.id <= anchor.id) {
      const known = anchor.offset === null ? before : anchor;
      const exact = offsetBy(known, segment);
      const offset =
        exact ??
        Math.max(
          wallAt(segment, anchor, now),
          wallHigh,
          before ? endOf(database, before, segment.firstSeq) : 0,
        );
      const source = exact === undefined || anchor.offset === null ? estimated : anchor.source;
      if (anchor.offset !== null || offset >= earliestMs) resolved = { ...segment, offset, source };
    }
    if (resolved !== segment) {
      update.run(resolved.offset, resolved.source, rowCrc(columnsOf(resolved)), segment.id);
      changed.push(resolved);
    }
    before = resolved;
  }
  return changed;
}

/** When the segment began, by what the wall clock says of this boot, or said in another. */
function wallAt({ boot, monoStart, wallStart }: Segment, anchor: Segment, now: Now): number {
  return boot === anchor.boot ? Math.round(now.wallMs - now.monotonicMs + monoStart) : wallStart;
}

/** By monotonic time, which runs through a boot; undefined if the known one says nothing of the segment. */
function offsetBy(known: Segment | undefined, { boot, monoStart }: Segment): number | undefined {
  if (known?.boot !== boot || known.offset === null) return undefined;
  return known.offset - known.monoStart + monoStart;
}

/** True time of the segment's last stored reading, else of its start, in milliseconds since 1970. */
function endOf(database: Database, segment: Segment, nextFirstSeq: number): number {
  const last = database
    .prepare(
      'SELECT max(t) FROM (SELECT t, segment FROM reading WHERE seq < ? ORDER BY seq DESC LIMIT 100) WHERE segment = ?',
    )
    .pluck()
    .get(nextFirstSeq, segment.id);
  return (segment.offset ?? segment.wallStart) + Number(last ?? 0);
}

/** Deletes segments that no reading and no quarantined reading needs any more; the newest stays. */
export function forgetSegments(database: Database, firstSeq: number): void {
  const segments = loadSegments(database);
  const unneeded = segments.filter((_, index) => {
    const next = segments[index + 1];
    return next !== undefined && next.firstSeq <= firstSeq;
  });
  if (unneeded.length === 0) return;
  const quarantined = new Set(
    database
      .prepare(
        `SELECT DISTINCT json_extract(r.value, '$.segment') FROM quarantine, json_each(quarantine.readings) r
         UNION SELECT segment FROM latest`,
      )
      .pluck()
      .all(),
  );
  const remove = database.prepare('DELETE FROM segment WHERE id = ?');
  for (const { id } of unneeded) if (!quarantined.has(id)) remove.run(id);
}
