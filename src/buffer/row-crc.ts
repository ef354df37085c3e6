/**
 * The 16-bit check of one stored row. SQLite has no page checksums and most single flipped bits pass
 * `quick_check`, so each row that could turn into a wrong value carries a CRC over its other columns: a reading is
 * verified at lease, a stream and a segment at the opening, an entry of the quarantine whenever it is read.
 */

/** CRC-16/CCITT-FALSE, polynomial 0x1021. */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
});

const numbers = new Float64Array(6);
const bytes = new Uint8Array(numbers.buffer);

/**
 * The check over a row as it will be read back: exactly one of `number` and `text` is not null. Integers must
 * be below 2^53. -0 counts as 0, because SQLite forgets the sign.
 */
export function readingCrc(
  seq: number,
  stream: number,
  segment: number,
  t: number,
  number: number | null,
  text: string | null,
  deviceTime: number | null,
): number {
  numbers[0] = seq;
  numbers[1] = stream;
  numbers[2] = segment;
  numbers[3] = t + 0;
  numbers[4] = (number ?? 0) + 0;
  numbers[5] = deviceTime ?? 0;
  let crc = (number === null ? 1 : 0) | (deviceTime === null ? 2 : 0);
  crc = over(bytes, crc);
  return text === null ? crc : over(Buffer.from(text), crc);
}

/** The check over the columns of any other row, in their order. Integers must be below 2^53. */
export function rowCrc(columns: readonly (string | number | null)[]): number {
  return over(Buffer.from(JSON.stringify(columns)), 0);
}

/** True for columns that are as they were written, and where none was written beside them. */
export function holds(crc: number | undefined, columns: readonly (string | number | null)[]): boolean {
  return crc === undefined || rowCrc(columns) === crc;
}

function over(data: Uint8Array, start: number): number {
  let crc = start;
  for (let i = 0; i < data.length; i++) {
    crc = ((crc << 8) & 0xffff) ^ (table[(crc >>> 8) ^ (data[i] ?? 0)] ?? 0);
  }
  return crc;
}
