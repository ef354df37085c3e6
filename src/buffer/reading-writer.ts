/** Writes a group's rows into the log, each with its check, and deletes the log's oldest stretch. */
import { KopruError } from '../core/errors.ts';
import { type Group, type Now, rowWidth } from './protocol.ts';
import { readingCrc } from './row-crc.ts';
import type { Database, Statement } from './sqlite.ts';

export class ReadingWriter {
  readonly #insert: Statement;
  readonly #delete: Statement;
  readonly #lastSeq: Statement;

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM reading WHERE seq <= ?');
    this.#lastSeq = database.prepare('UPDATE meta SET last_seq = ?, wall_high = max(wall_high, ?)');
  }

  /** The rows get `firstSeq` and the numbers after it. */
  write(group: Group, firstSeq: number): void {
    const { rows, count } = group;
    const texts = group.texts.length > 0 ? new Map(group.texts) : undefined;
    for (let index = 0; index < count; index++) {
      const at = index * rowWidth;
      const [stream, segment, t] = [rows[at] ?? 0, rows[at + 1] ?? 0, rows[at + 2] ?? 0];
      const text = texts?.get(index) ?? null;
      const number = text === null ? (rows[at + 3] ?? Number.NaN) : null;
      if (Number.isNaN(number)) throw noValue(stream);
      const time = rows[at + 4] ?? Number.NaN;
      const deviceTime = Number.isNaN(time) ? null : time;
      const seq = firstSeq + index;
      const crc = readingCrc(seq, stream, segment, t, number, text, deviceTime);
      this.#insert.run(seq, stream, segment, t, number, text, deviceTime, crc);
    }
  }

  saveLastSeq(lastSeq: number, now: Now): void {
    this.#lastSeq.run(lastSeq, now.trusted ? Math.round(now.wallMs) : 0);
  }

  deleteUpto(seq: number): void {
    this.#delete.run(seq);
  }
}

function noValue(stream: number): KopruError {
  return new KopruError(`A reading of stream ${stream} has no value.`, {
    kind: 'bug',
    code: 'READING_WITHOUT_VALUE',
  });
}
