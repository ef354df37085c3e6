/**
 * Reading the log for a destination: a plain scan by stretches of sequence numbers, rows that are settled left
 * out, each row's check verified. Changes nothing on disk.
 */
import type { Chunk, LeaseRequest } from '../core/buffer.ts';
import type { LostRecords } from './lost-records.ts';
import type { Place } from './positions.ts';
import { owedByBacklog, settledByFront } from './positions.ts';
import { readingCrc } from './row-crc.ts';
import type { Database, Statement } from './sqlite.ts';

/** Rows looked at for one call, so that the writer is soon free again. */
const scanMost = 50_000;
/** Rows fetched from SQLite at a time: so few that their objects are gone before the collector looks at them. */
const pageRows = 250;

type Row = [
  seq: number,
  stream: number,
  segment: number,
  t: number,
  number: number | null,
  text: string | null,
  deviceTime: number | null,
  crc: number,
];

const select = `SELECT seq, stream, segment, t, number, text, device_time, crc FROM reading WHERE seq > ? AND seq <= ?`;

export class Leaser {
  readonly #all: Statement;
  readonly #some: Statement;
  readonly #lost: LostRecords;

  constructor(database: Database, lost: LostRecords) {
    this.#lost = lost;
    this.#all = database.prepare(`${select} ORDER BY seq LIMIT ?`).raw();
    this.#some = database
      .prepare(`${select} AND stream IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`)
      .raw();
  }

  /** `oldest` is the first sequence number that may still be stored, `lastSeq` the last one committed. */
  lease(request: LeaseRequest, place: Place, oldest: number, lastSeq: number): Chunk {
    const asked = Math.min(request.upto ?? lastSeq, lastSeq);
    const from = Math.max(request.after, Math.min(oldest - 1, asked));
    const scanEnd = Math.min(asked, from + scanMost);
    const rows = new ChunkBuilder(Math.max(0, Math.min(request.limit, scanEnd - from)), this.#lost);
    const streams = request.streams && JSON.stringify(request.streams);
    const owed = (row: Row) =>
      request.lane === 'backlog'
        ? owedByBacklog(place, row[0], row[1])
        : !settledByFront(place, row[0], row[1]);
    let after = from;
    while (after < scanEnd && rows.count < request.limit) {
      const want = Math.min(pageRows, request.limit - rows.count);
      const page = this.#page(after, scanEnd, want, streams);
      for (const row of page) if (owed(row)) rows.add(row);
      after = page.length < want ? scanEnd : (page.at(-1)?.[0] ?? scanEnd);
    }
    const upto = Math.max(after, request.after);
    return rows.finish(upto, upto >= asked);
  }

  #page(after: number, upto: number, limit: number, streams: string | undefined): Row[] {
    const rows =
      streams === undefined ? this.#all.all(after, upto, limit) : this.#some.all(after, upto, streams, limit);
    return rows as Row[];
  }
}

class ChunkBuilder {
  /** Rows taken, the damaged ones too. */
  count = 0;
  readonly #columns: readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  readonly #texts = new Map<number, string>();
  readonly #deviceTimes = new Map<number, number>();
  readonly #damaged: { seq: number; stream: number }[] = [];

  readonly #lost: LostRecords;

  constructor(capacity: number, lost: LostRecords) {
    this.#lost = lost;
    const column = () => new Float64Array(capacity);
    this.#columns = [column(), column(), column(), column(), column()];
  }

  add(row: Row): void {
    const [seq, stream, segment, t, number, text, deviceTime, crc] = row;
    const index = this.count - this.#damaged.length;
    this.count++;
    if (
      readingCrc(seq, stream, segment, t, number, text, deviceTime) !== crc ||
      this.#isLost(stream, segment)
    ) {
      this.#damaged.push({ seq, stream });
      return;
    }
    const [seqs, streams, segments, ts, numbers] = this.#columns;
    seqs[index] = seq;
    streams[index] = stream;
    segments[index] = segment;
    ts[index] = t;
    numbers[index] = number ?? Number.NaN;
    if (text !== null) this.#texts.set(index, text);
    if (deviceTime !== null) this.#deviceTimes.set(index, deviceTime);
  }

  #isLost(stream: number, segment: number): boolean {
    const { streams, segments } = this.#lost;
    return streams.has(stream) || segments.has(segment);
  }

  finish(upto: number, end: boolean): Chunk {
    const length = this.count - this.#damaged.length;
    const [seq, stream, segment, t, number] = this.#columns.map((column) =>
      column.length === length ? column : column.slice(0, length),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    return {
      seq,
      stream,
      segment,
      t,
      number,
      texts: this.#texts,
      deviceTimes: this.#deviceTimes,
      damaged: this.#damaged,
      upto,
      end,
    };
  }
}
