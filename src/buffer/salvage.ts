/**
 * What can still be read of a damaged database that was set aside, for a person. Never put back by itself: it would
 * take entities back in time. Reads in stretches; one that cannot be read is halved until the unreadable rows stand
 * alone. A row whose checksum does not hold is counted and left out.
 */
import type { Stream } from '../core/reading.ts';
import { observedAt, type Segment } from '../core/timeline.ts';
import { withCopy } from './copied.ts';
import { openSqlite } from './open-sqlite.ts';
import { readingCrc } from './row-crc.ts';
import { loadSegments } from './segments.ts';
import type { Database, Statement } from './sqlite.ts';
import { loadStreams } from './streams.ts';

export interface SalvagedReading {
  readonly seq: number;
  readonly device: string;
  readonly point: string;
  readonly quantity: string;
  /** UN/CEFACT code. */
  readonly unit: string | undefined;
  readonly value: number | string;
  /** ISO 8601; undefined where the clock was never known to be right, or its record is lost. */
  readonly observedAt: string | undefined;
}

export interface Salvaged {
  readonly readings: number;
  /** Rows whose checksum does not hold, and sequence numbers that cannot be read at all. */
  readonly damaged: number;
  readonly unreadable: number;
}

const stretchRows = 2_000;

/** Works on a copy, so the files stay as they are. Throws what SQLite says when nothing can be opened. */
export function salvageFolder(folder: string, take: (reading: SalvagedReading) => void): Salvaged {
  return withCopy(folder, openSqlite, (database) => salvage(database, take));
}

export function salvage(database: Database, take: (reading: SalvagedReading) => void): Salvaged {
  const names = new Names(database);
  const rows = database
    .prepare(
      'SELECT seq, stream, segment, t, number, text, device_time, crc FROM reading WHERE seq BETWEEN ? AND ? ORDER BY seq',
    )
    .raw();
  const [first, last] = boundsOf(database);
  const found = { readings: 0, damaged: 0, unreadable: 0 };
  const read = (from: number, to: number): void => {
    const page = rowsOf(rows, from, to);
    if (page === undefined) {
      if (from === to) found.unreadable++;
      else {
        const middle = Math.floor((from + to) / 2);
        read(from, middle);
        read(middle + 1, to);
      }
      return;
    }
    for (const [seq, stream, segment, t, number, text, deviceTime, crc] of page) {
      if (readingCrc(seq, stream, segment, t, number, text, deviceTime) !== crc) found.damaged++;
      else {
        found.readings++;
        take(names.reading(seq, stream, segment, t, number ?? text ?? '', deviceTime ?? undefined));
      }
    }
  };
  for (let from = first; from <= last; from += stretchRows)
    read(from, Math.min(last, from + stretchRows - 1));
  return found;
}

type Row = [number, number, number, number, number | null, string | null, number | null, number];

function rowsOf(rows: Statement, from: number, to: number): Row[] | undefined {
  return tried(() => rows.all(from, to) as Row[]);
}

/** Lowest and highest sequence number that may be there. */
function boundsOf(database: Database): readonly [number, number] {
  const asked = (sql: string) => {
    const value = tried(() => database.prepare(sql).pluck().get());
    return typeof value === 'number' ? value : undefined;
  };
  const last = asked('SELECT max(seq) FROM reading') ?? asked('SELECT last_seq FROM meta') ?? 0;
  const first = asked('SELECT min(seq) FROM reading') ?? asked('SELECT min(position) FROM destination') ?? 1;
  return [first, last];
}

/** What is left of the tables that rows refer to. */
class Names {
  readonly #streams: ReadonlyMap<number, Stream>;
  readonly #segments: ReadonlyMap<number, Segment>;

  constructor(database: Database) {
    this.#streams = new Map(tried(() => loadStreams(database)) ?? []);
    this.#segments = new Map(
      (tried(() => loadSegments(database)) ?? []).map((segment) => [segment.id, segment]),
    );
  }

  reading(
    seq: number,
    streamId: number,
    segmentId: number,
    t: number,
    value: number | string,
    deviceTimeMs: number | undefined,
  ): SalvagedReading {
    const stream = this.#streams.get(streamId);
    const segment = this.#segments.get(segmentId);
    const at = segment ? observedAt(segment, t, deviceTimeMs) : deviceTimeMs;
    return {
      seq,
      device: stream?.device ?? '?',
      point: stream?.point ?? `stream ${streamId}`,
      quantity: stream?.quantity ?? '?',
      unit: stream?.unit,
      value,
      observedAt: at === undefined ? undefined : new Date(at).toISOString(),
    };
  }
}

/** Undefined where the file is damaged. */
function tried<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
