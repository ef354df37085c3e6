/**
 * The memory buffer as a forwarder sees it through the lives of the process: settlements reach the disk late and
 * in order, and a crash loses those under way. After `crash` it answers nothing any more.
 */
import type { Buffer, SettleAnswer, Settlement } from '../../src/core/buffer.ts';
import { type Clock, pause } from '../../src/core/environment.ts';
import type { MemoryBuffer } from './memory-buffer.ts';

export interface MortalBufferParts {
  readonly buffer: MemoryBuffer;
  readonly clock: Clock;
  /** How late the next settlement is, in milliseconds. */
  readonly settleMs: () => number;
  /** A buffer that lies: a settlement resolves before it is applied. Default false. */
  readonly hasty?: boolean;
}

export interface MortalBuffer extends Buffer {
  crash(): void;
}

export function mortalBuffer({ buffer, clock, settleMs, hasty = false }: MortalBufferParts): MortalBuffer {
  let dead = false;
  let last: Promise<unknown> = Promise.resolve();
  const alive = <Value>(value: Value): Value | Promise<never> =>
    dead ? new Promise<never>(() => {}) : value;
  const applyLate = (settlement: Settlement): Promise<SettleAnswer> => {
    const delay = settleMs();
    const applied = last.then(async () => {
      if (delay > 0) await pause(clock, delay);
      return alive(dead ? undefined : await buffer.settle(settlement)) as Promise<SettleAnswer>;
    });
    last = applied;
    return applied;
  };
  return {
    crash: () => {
      dead = true;
    },
    accept: (message) => buffer.accept(message),
    lease: async (request) => alive(await buffer.lease(request)),
    settle: (settlement) => {
      const applied = applyLate(settlement);
      return hasty ? Promise.resolve({ kind: 'settled' }) : applied;
    },
    stream: (id) => buffer.stream(id),
    segment: (id) => buffer.segment(id),
    destination: (name) => buffer.destination(name),
    onCommit: (listener) => buffer.onCommit((seq) => !dead && listener(seq)),
    synchronised: (...args) => buffer.synchronised(...args),
    quarantine: buffer.quarantine,
    estimate: () => buffer.estimate(),
    unsynchronised: () => buffer.unsynchronised(),
    configure: (configuration) => buffer.configure(configuration),
    ledgers: () => buffer.ledgers(),
    checkLedger: () => buffer.checkLedger(),
    status: () => buffer.status(),
    close: () => buffer.close(),
  };
}
