/**
 * Destinations that come and go with the configuration. A new one is owed what is accepted from now on. A removed
 * one keeps its place for a day, so that a line commented out and put back loses nothing; then what still waits
 * for it is dropped, and it is forgotten.
 */
import type { Places } from './places.ts';
import type { Note, Now } from './protocol.ts';
import type { Tallies } from './tallies.ts';

export const keepRemovedMs = 24 * 3_600_000;

export function reconcile(
  names: readonly string[],
  lastSeq: number,
  now: Now,
  places: Places,
  note: (note: Note) => void,
): void {
  for (const name of names) {
    const known = places.find(name);
    if (!known) places.add(name, lastSeq);
    else if (known.retiredAt !== null) {
      places.setRetired(name, null);
      note({
        level: 'info',
        sentence: 'A destination is back and goes on where it was.',
        facts: { destination: name },
      });
    }
  }
  for (const { name, retiredAt } of [...places.all()]) {
    if (names.includes(name) || retiredAt !== null) continue;
    places.setRetired(name, stampOf(now));
    note({
      level: 'warn',
      sentence: 'A destination was removed; what waits for it is kept for a day.',
      facts: { destination: name },
    });
  }
}

/** 0 when the clock cannot be trusted: the day begins once it can. */
function stampOf(now: Now): number {
  return now.trusted ? Math.round(now.wallMs) : 0;
}

export const retire = {
  isDue(places: Places, now: Now): boolean {
    if (!now.trusted) return false;
    for (const { retiredAt } of places.all()) {
      if (retiredAt !== null && (retiredAt === 0 || now.wallMs - retiredAt > keepRemovedMs)) return true;
    }
    return false;
  },

  run(places: Places, tallies: Tallies, lastSeq: number, now: Now, note: (note: Note) => void): void {
    for (const destination of [...places.all()]) {
      const { name, retiredAt } = destination;
      if (retiredAt === null) continue;
      if (retiredAt === 0) places.setRetired(name, stampOf(now));
      else if (now.wallMs - retiredAt > keepRemovedMs) {
        const { waiting } = tallies.ledger(destination, lastSeq);
        places.remove(destination);
        note({
          level: waiting > 0 ? 'error' : 'info',
          sentence: 'A destination removed a day ago was forgotten; what waited for it is dropped.',
          facts: { destination: name, dropped: waiting, reason: 'destination removed' },
        });
      }
    }
  },
};
