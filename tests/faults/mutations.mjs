/**
 * Ways in which the buffer's files get damaged on a bad card, each with a seeded random. Most meet the
 * file as bytes; `row-bits` and `record-bits` change columns behind SQLite's back, so that every page stays sound.
 */
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from './product.mjs';

const { openSqlite } = await dist('buffer/open-sqlite.js');
const { pageBytes } = await dist('buffer/database.js');

const database = (folder) => join(folder, 'buffer.db');
const wal = (folder) => join(folder, 'buffer.db-wal');

/** Each takes the buffer's folder and a random; damages nothing where its file is not there. */
export const mutations = {
  'row-bits': rowBits,
  'record-bits': recordBits,
  'table-text': tableText,
  'random-page': on(database, writePage(noise)),
  'zero-page': on(
    database,
    writePage(() => Buffer.alloc(pageBytes)),
  ),
  'bit-flip': on(database, flipBit),
  header: on(database, (bytes, random) =>
    bytes.fill(Math.floor(random() * 256), 0, 1 + Math.floor(random() * 100)),
  ),
  truncated: truncated(database),
  empty: (folder) => truncateSync(database(folder), 0),
  'wal-bit-flip': on(wal, flipBit),
  'wal-random-page': on(wal, writePage(noise)),
  'wal-zeros': on(
    wal,
    writePage(() => Buffer.alloc(pageBytes)),
  ),
  'wal-truncated': truncated(wal),
  'wal-gone': (folder) => rmSync(wal(folder), { force: true }),
  'ledger-copy': (folder) => writeFileSync(join(folder, 'ledger.json'), '{"lastSeq":'),
};

/** What is checked: a changed number, time, stream or segment under the old checksum. */
function rowBits(folder, random) {
  const file = openSqlite(database(folder));
  try {
    const { low, high } = file.prepare('SELECT min(seq) AS low, max(seq) AS high FROM reading').get();
    if (low === null) return;
    for (let count = 1 + Math.floor(random() * 20); count > 0; count--) {
      const seq = low + Math.floor(random() * (high - low + 1));
      const column = ['number', 't', 'stream', 'segment'][Math.floor(random() * 4)];
      const bit = 2 ** Math.floor(random() * (column === 'number' || column === 't' ? 20 : 3));
      const had = file.prepare(`SELECT ${column} FROM reading WHERE seq = ?`).pluck().get(seq);
      const flipped = Math.floor(had / bit) % 2 === 0 ? had + bit : had - bit;
      file.prepare(`UPDATE reading SET ${column} = ? WHERE seq = ?`).run(flipped, seq);
    }
    file.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    file.close();
  }
}

/** What is checked at the opening: a changed text or time under the old checksum, as a flipped bit leaves it. */
function recordBits(folder, random) {
  const file = openSqlite(database(folder));
  try {
    const change = [
      "UPDATE stream SET unit = 'VLU' WHERE id = (SELECT min(id) FROM stream)",
      "UPDATE stream SET device = device || '1' WHERE id = (SELECT max(id) FROM stream)",
      'UPDATE segment SET offset = offset + 1048576',
      'UPDATE segment SET mono_start = mono_start + 4096, wall_start = wall_start + 4096',
    ];
    file.exec(change[Math.floor(random() * change.length)]);
    file.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    file.close();
  }
}

/** One letter of what SQLite keeps of how the tables were made. */
function tableText(folder, random) {
  const path = database(folder);
  const bytes = readFileSync(path);
  const at = bytes.indexOf('CREATE TABLE');
  if (at < 0) return;
  bytes[at + Math.floor(random() * 400)] ^= 1 << Math.floor(random() * 7);
  writeFileSync(path, bytes);
}

function on(path, change) {
  return (folder, random) => {
    if (!existsSync(path(folder))) return;
    const bytes = readFileSync(path(folder));
    if (bytes.length === 0) return;
    change(bytes, random);
    writeFileSync(path(folder), bytes);
  };
}

function flipBit(bytes, random) {
  const at = Math.floor(random() * bytes.length);
  bytes[at] ^= 1 << Math.floor(random() * 8);
}

function writePage(content) {
  return (bytes, random) => {
    const page = Math.floor(random() * Math.ceil(bytes.length / pageBytes));
    bytes.set(content(random).subarray(0, bytes.length - page * pageBytes), page * pageBytes);
  };
}

function noise(random) {
  return Uint8Array.from({ length: pageBytes }, () => random() * 256);
}

function truncated(path) {
  return (folder, random) => {
    if (existsSync(path(folder)))
      truncateSync(path(folder), Math.floor(random() * statSync(path(folder)).size));
  };
}
