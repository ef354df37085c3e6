/**
 * The ledger as last known, in a small file beside the database: should the database be lost, it says how much
 * was waiting at most, and above which sequence number a new log must begin.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DestinationLedger } from '../core/ledger.ts';
import { fsyncPath } from './database.ts';
import type { Note } from './protocol.ts';

export interface Snapshot {
  readonly lastSeq: number;
  readonly ledgers: readonly DestinationLedger[];
}

const file = (folder: string) => join(folder, 'ledger.json');

/** Replaces the file in one step, so that a power cut leaves the old one or the new one. */
export function writeSnapshot(folder: string, snapshot: Snapshot): void {
  const path = file(folder);
  const handle = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify(snapshot));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.new`, path);
  fsyncPath(folder);
}

/** Undefined when there is none, or none that can be read. */
export function readSnapshot(folder: string): Snapshot | undefined {
  try {
    const parsed = JSON.parse(readFileSync(file(folder), 'utf8')) as Partial<Snapshot>;
    if (!Number.isSafeInteger(parsed.lastSeq) || !Array.isArray(parsed.ledgers)) return undefined;
    return parsed as Snapshot;
  } catch {
    return undefined;
  }
}

/** What to say when a new log was begun: what waited when the ledger was last noted down bounds the loss. */
export function lossOf(ledgers: readonly DestinationLedger[]): Note {
  return {
    level: 'error',
    sentence:
      'A new ledger was begun; what waited in the old one is lost, and what came after it was last noted down.',
    facts: {
      ...Object.fromEntries(ledgers.map((ledger) => [ledger.destination, ledger.waiting])),
      code: 'LEDGER_BEGUN_ANEW',
    },
    lasting: true,
  };
}
