/**
 * Bounds the readings that wait for the disk. Beyond the bound nothing more is read from who sends them, and TCP holds
 * it: so a burst is slowed down where it comes from and the queue of the buffer
 * keeps room for polled devices.
 */
import type { Intake } from '../../core/source.ts';

/** Half of what the buffer queues: polled devices and other MQTT brokers have the rest. */
export const readingsInFlight = 2_500;

/** The intake, with each of its readings counted until it is on disk. */
export function flowing(intake: Intake, flow: Flow): Intake {
  return {
    accept: (message) => flow.hold(message.readings.length, intake.accept(message)),
    refuse: (...refusal) => intake.refuse(...refusal),
    link: (...link) => intake.link(...link),
  };
}

export interface Flow {
  /** Calls `action` at once, or when there is room again; in order. */
  enter(action: () => void): void;
  /** Resolves when there is room; undefined: there is. */
  room(): Promise<void> | undefined;
  /** Counts readings until the promise is settled. */
  hold<T>(readings: number, work: Promise<T>): Promise<T>;
  /** Resolves when no reading waits for the disk. */
  idle(): Promise<void>;
  /** Forgets those that wait. */
  end(): void;
  readonly waiting: number;
}

export function createFlow(mostReadings: number): Flow {
  let inFlight = 0;
  let waiting: (() => void)[] = [];
  let idle = () => {};

  const release = (readings: number) => {
    inFlight -= readings;
    if (inFlight === 0) idle();
    if (waiting.length === 0 || inFlight >= mostReadings) return;
    let taken = 0;
    while (taken < waiting.length && inFlight < mostReadings) {
      waiting[taken]?.();
      taken += 1;
    }
    waiting = waiting.slice(taken);
  };

  return {
    enter(action) {
      if (waiting.length === 0 && inFlight < mostReadings) action();
      else waiting.push(action);
    },
    room() {
      if (waiting.length === 0 && inFlight < mostReadings) return undefined;
      return new Promise((resolve) => waiting.push(resolve));
    },
    hold(readings, work) {
      inFlight += readings;
      const done = () => release(readings);
      work.then(done, done);
      return work;
    },
    idle: () =>
      new Promise((resolve) => {
        if (inFlight === 0) resolve();
        else idle = resolve;
      }),
    end() {
      waiting = [];
    },
    get waiting() {
      return waiting.length;
    },
  };
}
