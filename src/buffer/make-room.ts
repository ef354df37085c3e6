/**
 * What helps a transaction that a full disk refused, mildest first: restarting the WAL makes room in place, the ballast
 * is given back (disk-space.ts), the oldest readings are dropped.
 */
import type { DiskSpace } from './disk-space.ts';
import type { Now } from './protocol.ts';
import type { Database } from './sqlite.ts';
import type { Store } from './store.ts';

export interface FullDisk {
  readonly database: Database | undefined;
  readonly store: Store | undefined;
  readonly disk: DiskSpace;
  readonly now: Now;
}

/** Tries the remedies from the `first` on; true at the first that could be done. */
export function makeRoom(first: number, { database, store, disk, now }: FullDisk): boolean {
  const remedies = [
    () => {
      database?.pragma('wal_checkpoint(RESTART)');
      return database !== undefined;
    },
    () => {
      const released = disk.release(now);
      if (store) store.roomBytes = 0;
      return released;
    },
    () => store?.dropOldest(now) ?? false,
  ];
  return remedies.slice(first).some((remedy) => {
    try {
      return remedy();
    } catch {
      return false;
    }
  });
}
