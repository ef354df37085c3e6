/** A steward on a folder of its own, without the thread: what its tests need. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Count } from '../../src/buffer/count.ts';
import type { Committed, Group, Note, Opened, OpenRequest } from '../../src/buffer/protocol.ts';
import { rowWidth } from '../../src/buffer/protocol.ts';
import type { OpenDatabase } from '../../src/buffer/sqlite.ts';
import { Steward } from '../../src/buffer/steward.ts';
import type { Settlement } from '../../src/core/buffer.ts';
import type { LedgerCheck } from '../../src/core/ledger.ts';
import type { Segment } from '../../src/core/timeline.ts';
import { voltage } from './contract.ts';

export const segment: Segment = {
  id: 1,
  boot: 'boot-1',
  monoStart: 0,
  wallStart: 0,
  offset: 0,
  source: 'trusted',
  firstSeq: 0,
};

export interface StewardBench {
  readonly folder: string;
  readonly notes: Note[];
  readonly steward: Steward;
  readonly opened: Opened;
  wallMs: number;
  monotonicMs: number;
  /** A group of so many readings of one stream, value and t counting up, and these settlements. */
  commit(count: number, ...settlements: Partial<Settlement>[]): Committed;
  group(count: number, ...settlements: Partial<Settlement>[]): Group;
  commitAs(id: number, group: Group): Committed;
  settlement(part: Partial<Settlement>): Settlement;
  reopen(change?: Partial<OpenRequest>): void;
  check(): readonly LedgerCheck[];
}

export function stewardBench(
  request: Partial<OpenRequest> = {},
  open?: OpenDatabase,
  freeBytes = () => 1e9,
): StewardBench {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-steward-'));
  const notes: Note[] = [];
  const diskBytes = () => ({ total: 4e9, free: freeBytes() });
  let nextId = 1;
  let value = 0;
  const make = (change: Partial<OpenRequest>) => {
    const now = { wallMs: bench.wallMs, monotonicMs: 0, trusted: true };
    const asked: OpenRequest = {
      folder,
      limitBytes: 256e6,
      limitAgeMs: 1e13,
      destinations: ['city'],
      boot: 'boot-1',
      now,
      ...request,
      ...change,
    };
    const parts = { request: asked, note: (note: Note) => void notes.push(note), diskBytes };
    const steward = new Steward(open ? { ...parts, open } : parts);
    return { steward, opened: steward.open() };
  };
  const bench: StewardBench = {
    folder,
    notes,
    wallMs: 1_000,
    monotonicMs: 0,
    get steward() {
      return current.steward;
    },
    get opened() {
      return current.opened;
    },
    group(count, ...settlements) {
      const rows = new Float64Array(count * rowWidth);
      for (let row = 0; row < count; row++) rows.set([1, 1, value, value++, Number.NaN], row * rowWidth);
      return {
        rows,
        count,
        texts: [],
        streams: [[1, voltage]],
        segments: count > 0 ? [segment] : [],
        settlements: settlements.map((part) => bench.settlement(part)),
        anchor: undefined,
        now: { wallMs: bench.wallMs, monotonicMs: bench.monotonicMs, trusted: true },
      };
    },
    commitAs: (id, group) => bench.steward.commit(id, group),
    commit: (count, ...settlements) => bench.commitAs(nextId++, bench.group(count, ...settlements)),
    settlement: (part) => ({
      destination: 'city',
      generation: bench.steward.store.generation,
      streams: [],
      tallies: [],
      newest: [],
      quarantine: [],
      durable: true,
      ...part,
    }),
    reopen(change = {}) {
      bench.steward.close();
      current = make(change);
    },
    check() {
      const { store } = bench.steward;
      const count = new Count(store);
      for (;;) {
        const checks = count.step(store);
        if (checks) return checks;
      }
    },
  };
  let current = make({});
  onTestFinished(() => {
    bench.steward.close();
    rmSync(folder, { recursive: true });
  });
  return bench;
}

export function valuesIn(bench: StewardBench, after = 0, limit = 100_000): number[] {
  return [...bench.steward.lease({ destination: 'city', after, limit }).number];
}
