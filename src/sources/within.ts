/** Waiting that ends: for closes and stops, which must not hang on the other side. */
import { type Clock, pause } from '../core/environment.ts';

/** Resolves when the work is done, however it ended, or after `limitMs`; leaves no timer behind. */
export async function within(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const finish = () => done.abort();
  work.then(finish, finish);
  await pause(clock, limitMs, done.signal);
}
