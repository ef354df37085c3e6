/** A connection to simulated units that exists in memory only and lives by the fake clock. RTU framing. */

import { LineResponder } from '../../src/simulator/device/line-responder.ts';
import type { SimulatedUnit } from '../../src/simulator/device/play-driver.ts';
import type { Connect, Problem, TransportEvents } from '../../src/sources/transport.ts';
import type { FakeClock } from './clock.ts';

export interface MemoryLine {
  readonly connect: Connect;
  /** Why connecting fails from now on; undefined: it works. */
  refuse(problem: Problem | undefined): void;
  /** Ends the open connection, as pulling the plug does. */
  unplug(problem: Problem): void;
  /** Nothing sent arrives any more until the next connection, as with an adapter gone deaf. */
  deafen(): void;
  /** How often a connection was tried, and is open now. */
  readonly tries: number;
  readonly open: number;
  /** Every request that reached the units, as hex. */
  readonly asked: string[];
}

const replyMs = 15;

export function memoryLine(units: ReadonlyMap<number, SimulatedUnit>, clock: FakeClock): MemoryLine {
  let refusal: Problem | undefined;
  let current: { events: TransportEvents; deaf: boolean } | undefined;
  let tries = 0;
  const asked: string[] = [];
  const connect: Connect = async (_bus, events) => {
    tries++;
    if (refusal) return { kind: 'failed', ...refusal };
    const responder = new LineResponder(units);
    const mine = { events, deaf: false };
    current = mine;
    const close = async () => {
      if (current === mine) current = undefined;
    };
    const write = (bytes: Buffer) => {
      if (mine.deaf) return;
      asked.push(bytes.toString('hex'));
      for (const { frame, delayMs } of responder.receive(bytes)) {
        clock.after(replyMs + delayMs, () => current === mine && events.data(frame));
      }
    };
    return { kind: 'connected', transport: { write, flush: () => {}, close } };
  };
  return {
    connect,
    refuse: (problem) => {
      refusal = problem;
    },
    unplug: (problem) => {
      const gone = current;
      current = undefined;
      gone?.events.closed(problem);
    },
    deafen: () => {
      if (current) current.deaf = true;
    },
    get tries() {
      return tries;
    },
    get open() {
      return current ? 1 : 0;
    },
    asked,
  };
}
