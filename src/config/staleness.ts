/**
 * After what time a device counts as silent, in milliseconds. `every` of a device that is asked says how often it
 * speaks. One that talks by itself speaks when it likes: there `every` only says how much of it is kept, so a shorter
 * one at the site never makes it silent sooner than its driver says.
 */
import type { InstalledDevice } from './read-devices.ts';

/** Undefined where neither driver nor site says anything of it. */
export function stalenessOf({
  text,
  driver,
  compiled,
}: Pick<InstalledDevice, 'text' | 'driver' | 'compiled'>): number | undefined {
  const { every, stale } = driver?.head ?? {};
  const ofDriver = stale ?? threefold(every);
  if (text?.stale !== undefined || text?.every === undefined) return text?.stale ?? ofDriver;
  const ofSite = threefold(text.every);
  if (!talksByItself(compiled) || ofDriver === undefined || ofSite === undefined) return ofSite;
  return Math.max(ofDriver, ofSite);
}

const threefold = (everyMs: number | undefined) => (everyMs === undefined ? undefined : 3 * everyMs);

function talksByItself(compiled: InstalledDevice['compiled']): boolean {
  if (compiled?.protocol === 'serial') return compiled.ask.length === 0;
  return compiled?.protocol === 'mqtt' || compiled?.protocol === 'lorawan';
}
