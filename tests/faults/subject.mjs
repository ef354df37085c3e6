/**
 * A gateway's middle in a process of its own (`site-process.mjs`), as a scenario sees it: what it acknowledged, what
 * it said, and its status. It may run below strace or faketime, and end at any moment. A bench is a broker and the
 * lives of one gateway, one after the other on the same folder.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dist } from './product.mjs';
import { compare, fastClock, historyAt } from './site.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');

const script = join(import.meta.dirname, 'site-process.mjs');

/** Values of one life lie so far from those of the next: some beyond the last acknowledged may be on disk. */
export const valuesPerLife = 10_000_000;

export async function startBench({ devices = 40, ...common }) {
  const broker = await startBroker({
    clock: fastClock(1),
    host: '127.0.0.1',
    port: 0,
    instancesPerAttribute: 1_000_000,
  });
  const accepted = new Accepted(devices);
  let lives = 0;
  const start = (options) =>
    startSubject({
      accepted,
      brokers: { city: broker.url },
      devices,
      from: lives++ * valuesPerLife,
      intake: 'honest',
      ...common,
      ...options,
    });
  return {
    broker,
    accepted,
    devices,
    start,
    /** A last life that takes nothing in; then what came and what did not, and whether the ledger balances. */
    async finish() {
      const last = start({ intake: 'none' });
      const up = await last.ready(10_000);
      const [ledger] = (await last.drain())?.ledgers ?? [];
      await last.stop();
      const { missing, reordered, ...counts } = compare(accepted.values, historyAt(broker.store));
      const { inversions } = broker.store.counters;
      await broker.close();
      return {
        found: {
          ...counts,
          // What was dropped while it was under way may have arrived all the same.
          lost: Math.max(0, missing - (ledger?.quarantined ?? 0) - (ledger?.dropped ?? 0)),
          missing,
          reordered: reordered + inversions,
        },
        ledger,
        notes: last.notes,
        balanced: up && ledger?.balances === true && ledger.waiting === 0,
        words: ledger?.balances ? 'ledger balances' : 'ledger does NOT balance',
      };
    },
  };
}

/** For each device the acknowledged values, with the monotonic time of their reading. */
export class Accepted {
  #byDevice;
  /** Monotonic milliseconds of each value. */
  times = new Map();
  count = 0;

  constructor(devices) {
    this.#byDevice = Array.from({ length: devices }, () => []);
  }

  add(index, value, monotonicMs) {
    this.#byDevice[index].push(value);
    this.times.set(value, monotonicMs);
    this.count++;
  }

  /** Of this life, all since the moment, which nobody heard; returns how many, and how long after it the last came. */
  withdrawSince(monotonicMs, { acks }) {
    const late = acks.filter(({ atMs }) => atMs >= monotonicMs);
    for (const { index, value } of late) {
      const values = this.#byDevice[index];
      values.splice(values.lastIndexOf(value), 1);
      this.times.delete(value);
    }
    this.count -= late.length;
    return { count: late.length, latestMs: Math.max(0, ...late.map(({ atMs }) => atMs - monotonicMs)) };
  }

  /** As `compare` wants it. */
  get values() {
    return new Map(this.#byDevice.map((values, index) => [`d${index}`, values.sort((a, b) => a - b)]));
  }
}

/**
 * Starts one life. `launcher` goes before the command, for example strace and its arguments; it must hand its place to
 * node, so that a signal meets the gateway.
 */
export function startSubject({ accepted, root, launcher = [], env = {}, ...options }) {
  const [command, ...rest] = [...launcher, process.execPath, '--expose-gc', script, JSON.stringify(options)];
  const child = spawn(command, rest, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env, ...(root ? { KOPRU_UNDER_TEST: root } : {}) },
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  const life = {
    pid: child.pid,
    acknowledged: 0,
    /** What was acknowledged in this life: the values, and each with its device and the monotonic time of that. */
    values: [],
    acks: [],
    /** How many of them went into a log that was found damaged afterwards. */
    valuesOfOldLog: 0,
    refused: 0,
    /** performance.now() of the last acknowledgement. */
    lastAckMs: 0,
    /** Milliseconds that the start took; undefined until it has. */
    readyMs: undefined,
    notes: [],
    exit: undefined,
  };
  const statuses = [];
  let begun = '';
  child.stdout.on('data', (data) => {
    // The last line may be cut by the end.
    const lines = (begun + data).split('\n');
    begun = lines.pop();
    for (const line of lines) hear(line);
  });
  void ended.then(([code, signal]) => {
    life.exit = { code, signal };
    for (const { resolve } of statuses.splice(0)) resolve(undefined);
  });

  function hear(line) {
    const [kind, first, second, third, fourth] = line.split(' ');
    if (kind === 'a') {
      accepted.add(Number(first), Number(second), Number(third));
      life.acknowledged++;
      life.values.push(Number(second));
      life.acks.push({ index: Number(first), value: Number(second), atMs: Number(fourth) });
      life.lastAckMs = performance.now();
    } else if (kind === 'x') life.refused++;
    else if (kind === 'n') {
      life.notes.push(line.slice(2));
      if (line.includes('new ledger was begun')) life.valuesOfOldLog = life.values.length;
    } else if (kind === 'r') life.readyMs = Number(second);
    else if (kind === 's') statuses.shift()?.resolve(JSON.parse(line.slice(2)));
  }

  const ask = (line) =>
    new Promise((resolve) => {
      if (life.exit) return resolve(undefined);
      statuses.push({ resolve });
      child.stdin.write(`${line}\n`);
    });
  /** Waits until the condition holds; false when it does not in time or the process ended. */
  const until = async (condition, withinMs) => {
    const endMs = performance.now() + withinMs;
    while (!condition() && !life.exit && performance.now() < endMs) await delay(10);
    return condition();
  };

  return Object.assign(life, {
    ended,
    until,
    ready: (withinMs = 30_000) => until(() => life.readyMs !== undefined, withinMs),
    /** Waits for so many more acknowledgements. */
    acknowledges(more, withinMs) {
      const goal = life.acknowledged + more;
      return until(() => life.acknowledged >= goal, withinMs);
    },
    status: () => ask('status'),
    /** Ends the intake. */
    async pause() {
      child.stdin.write('pause\n');
      await ask('status');
    },
    /** Ends the intake and waits until nothing waits; the status then. */
    drain: (withinMs = 60_000) => ask(`drain ${withinMs}`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.stdin.write('stop\n');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  });
}
