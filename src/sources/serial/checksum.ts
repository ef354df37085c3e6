/** Checksums of serial frames, by the names that driver files use. Pure. */
import type { ChecksumKind } from './settings.ts';

/** Of the bytes `from` up to and without `to`. */
export function checksum(kind: ChecksumKind, bytes: Uint8Array, from: number, to: number): number {
  return sums[kind](bytes, from, to);
}

/** Bytes that the checksum takes in a frame; a text has two digits for each. */
export const checksumBytes: Readonly<Record<ChecksumKind, 1 | 2 | 4>> = {
  sum8: 1,
  'sum8-not': 1,
  'sum8-neg': 1,
  sum16: 2,
  xor8: 1,
  crc8: 1,
  'crc16-modbus': 2,
  'crc16-xmodem': 2,
  'crc16-ccitt': 2,
  crc32: 4,
};

/** A checksum as a frame says it and as its content gives it, in hexadecimal digits. */
export interface Sums {
  readonly said: string;
  readonly computed: string;
}

type Sum = (bytes: Uint8Array, from: number, to: number) => number;

const sum: Sum = (bytes, from, to) => {
  let total = 0;
  for (let i = from; i < to; i++) total += bytes[i] ?? 0;
  return total;
};

const xor8: Sum = (bytes, from, to) => {
  let total = 0;
  for (let i = from; i < to; i++) total ^= bytes[i] ?? 0;
  return total;
};

/** Most significant bit first, as the catalogue of parametrised CRCs (Cook, Greg) calls it: not reflected. */
function straight(width: 8 | 16, polynomial: number, initial: number): Sum {
  const mask = 2 ** width - 1;
  const table = Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) {
      value = value & (1 << (width - 1)) ? (value << 1) ^ polynomial : value << 1;
    }
    return value & mask;
  });
  return (bytes, from, to) => {
    let crc = initial;
    for (let i = from; i < to; i++) {
      crc = ((crc << 8) & mask) ^ (table[(crc >> (width - 8)) ^ (bytes[i] ?? 0)] ?? 0);
    }
    return crc;
  };
}

/** Least significant bit first; the polynomial is written reflected. */
function reflected(polynomial: number, initial: number, final: number): Sum {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
  return (bytes, from, to) => {
    let crc = initial;
    for (let i = from; i < to; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
    return (crc ^ final) >>> 0;
  };
}

const sums: Readonly<Record<ChecksumKind, Sum>> = {
  sum8: (bytes, from, to) => sum(bytes, from, to) & 0xff,
  'sum8-not': (bytes, from, to) => ~sum(bytes, from, to) & 0xff,
  'sum8-neg': (bytes, from, to) => -sum(bytes, from, to) & 0xff,
  sum16: (bytes, from, to) => sum(bytes, from, to) & 0xffff,
  xor8,
  crc8: straight(8, 0x07, 0),
  'crc16-modbus': reflected(0xa001, 0xffff, 0),
  'crc16-xmodem': straight(16, 0x1021, 0),
  'crc16-ccitt': straight(16, 0x1021, 0xffff),
  crc32: reflected(0xedb88320, 0xffffffff, 0xffffffff),
};
