/**
 * One direction of one connection through the toxics: takes pieces as they come, gives them on in the same order when
 * and how the toxics say. Reading stops while much waits, so a slow line holds its sender back as a real one would.
 */
import type { Socket } from 'node:net';
import { type Clock, pause, type Random } from '../../core/environment.ts';
import type { Effect } from './toxic.ts';

export interface StreamParts {
  readonly from: Socket;
  readonly to: Socket;
  /** In force now. */
  readonly effects: () => readonly Effect[];
  readonly clock: Clock;
  readonly random: Random;
  /** Ends when the connection is over. */
  readonly signal: AbortSignal;
}

const waitingAtMost = 65_536;

export function pump({ from, to, effects, clock, random, signal }: StreamParts): void {
  const queue: { readonly piece: Buffer; readonly dueMs: number }[] = [];
  let waiting = 0;
  let passed = 0;
  let lastDueMs = 0;
  let ended = false;
  let running = false;

  const find = <Kind extends Effect['kind']>(kind: Kind) =>
    effects().find((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);

  const write = async (piece: Buffer) => {
    const slicer = find('slicer');
    const size = slicer?.bytes ?? piece.length;
    for (let start = 0; start < piece.length && !signal.aborted; start += size) {
      const slice = piece.subarray(start, start + size);
      const limit = find('limit');
      const room = limit ? Math.max(0, limit.bytes - passed) : slice.length;
      if (room < slice.length) {
        to.write(slice.subarray(0, room));
        from.end();
        to.end();
        return;
      }
      passed += slice.length;
      if (!to.write(slice)) await drained(to, signal);
      const bandwidth = find('bandwidth');
      if (bandwidth) await pause(clock, (slice.length / bandwidth.bytesPerSecond) * 1_000, signal);
      if (slicer && slicer.ms > 0) await pause(clock, slicer.ms, signal);
    }
  };

  const run = async () => {
    if (running) return;
    running = true;
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const restMs = next.dueMs - clock.monotonicMs();
      if (restMs > 0) await pause(clock, restMs, signal);
      await write(next.piece);
      waiting -= next.piece.length;
      if (waiting < waitingAtMost) from.resume();
    }
    running = false;
    if (!ended || signal.aborted) return;
    const slow = find('slow-close');
    if (slow) await pause(clock, slow.ms, signal);
    to.end();
  };

  from.on('data', (piece: Buffer) => {
    if (find('timeout')) return;
    const latency = find('latency');
    const delayMs = latency ? Math.max(0, latency.ms + (random() * 2 - 1) * latency.jitterMs) : 0;
    lastDueMs = Math.max(lastDueMs, clock.monotonicMs() + delayMs);
    queue.push({ piece, dueMs: lastDueMs });
    waiting += piece.length;
    if (waiting >= waitingAtMost) from.pause();
    void run();
  });
  from.on('end', () => {
    if (find('timeout')) return;
    ended = true;
    void run();
  });
}

function drained(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      socket.off('drain', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    socket.on('drain', finish);
    signal.addEventListener('abort', finish);
  });
}
