/**
 * What of a device's messages is worth a disk write, decided before the buffer and for whole messages: were
 * points decided one by one, an entity with several of them would be sent with parts that never were true
 * together.
 *
 * Two rules, each optional. Report on change: a message passes when a point moved by its deadband (in its unit, or in
 * percent) or more since the last message that passed, when it holds a point not seen before, or when the heartbeat is due. One per
 * interval, for devices that talk by themselves or are read oftener than kept: the first message after a quiet interval passes at once; of
 * those that follow within it the newest is handed in when the interval ends, so that the last word of a device
 * (door open, door closed) is never the one that is left out.
 *
 * The one that waits for its interval waits in memory and is already acknowledged: a sender that must not lose
 * single messages needs a device without `every`.
 */
import type { Deadband, Device } from '../core/device.ts';
import type { Clock } from '../core/environment.ts';
import type { Message, Value } from '../core/reading.ts';

export interface FilterOptions {
  readonly filter: Device['filter'];
  /** At most one message in this many milliseconds; undefined keeps every one. */
  readonly everyMs: number | undefined;
  readonly clock: Clock;
  /** Handed a message that had to wait for the end of its interval, to be accepted now. */
  readonly later: (message: Message) => void;
}

export interface MessageFilter {
  /**
   * True: accept it now. False: it is filtered, or waits and comes through `later`. Hand in only readings that
   * some entity uses, else a point that nobody uses would make messages pass.
   */
  passes(message: Message): boolean;
  /** Call when a message that passed was not accepted: what comes next passes whatever it says. */
  forget(): void;
  /** Hands in at once what waits; for the stop. */
  flush(): void;
  /** Readings that were filtered. */
  filtered(): number;
}

export function createFilter({ filter, everyMs, clock, later }: FilterOptions): MessageFilter {
  const last = new Map<string, Value>();
  let passedMs: number | undefined;
  let waiting: Message | undefined;
  let cancel = () => {};
  let filtered = 0;

  const drop = (message: Message) => {
    filtered += message.readings.length;
  };
  const pass = (message: Message) => {
    passedMs = clock.monotonicMs();
    for (const { stream, value } of message.readings) last.set(stream.point, value);
  };
  const due = (afterMs: number) => passedMs === undefined || clock.monotonicMs() - passedMs >= afterMs;

  const isNews = (message: Message): boolean =>
    filter?.heartbeatMs === undefined ||
    due(filter.heartbeatMs) ||
    message.readings.some((reading) => {
      const before = last.get(reading.stream.point);
      return before === undefined || differs(before, reading.value, filter.deadband[reading.stream.quantity]);
    });

  const handIn = () => {
    cancel();
    const message = waiting;
    waiting = undefined;
    if (!message) return;
    pass(message);
    // Its sender has its acknowledgement, so the commit may linger.
    later({ ...message, awaited: false });
  };

  return {
    passes(message) {
      // While one waits the newest takes its place, also when it says the old value again: the last word counts.
      if (!isNews(message) && !waiting) {
        drop(message);
        return false;
      }
      if (everyMs === undefined || (due(everyMs) && !waiting)) {
        pass(message);
        return true;
      }
      if (waiting) drop(waiting);
      else cancel = clock.after(everyMs - (clock.monotonicMs() - (passedMs ?? 0)), handIn);
      waiting = message;
      return false;
    },
    forget() {
      last.clear();
      passedMs = undefined;
    },
    flush: handIn,
    filtered: () => filtered,
  };
}

/** True if a value moved enough: by the deadband or more, or, without one, at all. */
function differs(before: Value, now: Value, deadband: Deadband | undefined): boolean {
  if (deadband === undefined || typeof before !== 'number' || typeof now !== 'number') return before !== now;
  const width = typeof deadband === 'number' ? deadband : (Math.abs(before) * deadband.percent) / 100;
  return Math.abs(now - before) >= width && now !== before;
}
