/**
 * Watches how much room the disk has left, and keeps a ballast: a file of random bytes beside the database that is
 * given back when the disk is full, so that the WAL can be written and old readings deleted. It must be larger than
 * what the WAL needs to work in, and really written: a sparse file holds no room.
 */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Note, Now } from './protocol.ts';

export interface DiskSpaceParts {
  readonly folder: string;
  readonly note: (note: Note) => void;
  readonly diskBytes?: (folder: string) => DiskBytes;
}

export interface DiskBytes {
  readonly total: number;
  /** Bytes that this process may still write. */
  readonly free: number;
}

const mebibyte = 1024 * 1024;
export const ballastBytes = 8 * mebibyte;
/** With less than this free, or a quarter of a small disk, the database grows no more: others need the disk too. */
export const reserveBytes = 64 * 1_000_000;
const reserveShare = 0.25;
/** The ballast is made again only when twice the reserve was free for so long. */
const ampleForMs = 10 * 60_000;
const lookMs = 10_000;

export const ballastFile = (folder: string) => join(folder, 'ballast');

export class DiskSpace {
  readonly #folder: string;
  readonly #note: (note: Note) => void;
  readonly #diskBytes: (folder: string) => DiskBytes;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #scarceMs = Number.NEGATIVE_INFINITY;
  #room = Number.POSITIVE_INFINITY;

  constructor({ folder, note, diskBytes = diskBytesOf }: DiskSpaceParts) {
    this.#folder = folder;
    this.#note = note;
    this.#diskBytes = diskBytes;
  }

  /** Bytes that the database may still grow by; infinite as long as the disk was not looked at. */
  get roomBytes(): number {
    return this.#room;
  }

  /** Looks again every 10 s; otherwise costs nothing. The ballast grows by 1 MiB a look, so that nobody waits for it. */
  look({ monotonicMs }: Now): void {
    if (monotonicMs - this.#lookedMs < lookMs) return;
    this.#lookedMs = monotonicMs;
    let disk: DiskBytes;
    try {
      disk = this.#diskBytes(this.#folder);
    } catch {
      // The disk fails; what was known last still holds.
      return;
    }
    const { free, total } = disk;
    const reserve = Math.min(reserveBytes, total * reserveShare);
    const short = free <= reserve;
    this.#say(short, free);
    this.#room = short ? 0 : free - reserve;
    if (free <= 2 * reserve) this.#scarceMs = monotonicMs;
    else if (monotonicMs - this.#scarceMs >= ampleForMs) this.#growBallast();
  }

  /** Called when SQLite found the disk full: no growth from here on. True when the ballast could be given back. */
  release({ monotonicMs }: Now): boolean {
    this.#say(true, 0);
    this.#room = 0;
    this.#scarceMs = monotonicMs;
    const path = ballastFile(this.#folder);
    if (!existsSync(path)) return false;
    rmSync(path);
    return true;
  }

  #say(short: boolean, free: number): void {
    if (short === (this.#room === 0)) return;
    this.#note(
      short
        ? {
            level: 'warn',
            sentence: 'The disk is nearly full; the buffer grows no more and keeps the newest readings.',
            facts: { freeMegabytes: Math.floor(free / 1e6), folder: this.#folder },
          }
        : {
            level: 'info',
            sentence: 'The disk has room again.',
            facts: { freeMegabytes: Math.floor(free / 1e6), folder: this.#folder },
          },
    );
  }

  #growBallast(): void {
    const path = ballastFile(this.#folder);
    try {
      if (existsSync(path) && statSync(path).size >= ballastBytes) return;
      const handle = openSync(path, 'a', 0o600);
      try {
        writeSync(handle, randomBytes(mebibyte));
        fdatasyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch {
      // Tried again at the next look; without ballast a full disk is merely left later.
    }
  }
}

function diskBytesOf(folder: string): DiskBytes {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { total: blocks * bsize, free: bavail * bsize };
}
