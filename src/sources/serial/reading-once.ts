/** What a device says, gathered for a person: until every kind of message came, its question ended, or time is up. */
import { type Clock, pause } from '../../core/environment.ts';
import type { PointResult } from './decode.ts';
import type { Listening } from './listening.ts';

export interface Gathering {
  readonly clock: Clock;
  readonly waitMs: number;
  /** Asks the device; left out: it talks by itself. */
  readonly question?: () => Promise<unknown>;
}

/** Every point of the messages that came, each as it came last, in the driver's order. Empty if none came. */
export async function gather(
  listening: Listening,
  { clock, waitMs, question }: Gathering,
): Promise<PointResult[]> {
  const latest = new Map<string, PointResult>();
  const open = new Set(listening.device.messages.map(({ name }) => name));
  const done = new AbortController();
  const end = listening.messages(({ message, results }) => {
    for (const result of results) latest.set(result.point.stream.point, result);
    open.delete(message.name);
    if (open.size === 0) done.abort();
  });
  if (question) await Promise.race([question(), pause(clock, waitMs, done.signal)]);
  else await pause(clock, waitMs, done.signal);
  done.abort();
  end();
  return [...latest.values()].filter(({ point }) => !point.hidden);
}
