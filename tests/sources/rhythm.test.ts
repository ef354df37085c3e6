import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rhythm } from '../../src/sources/rhythm.ts';

const minute = 60_000;
const hour = 60 * minute;
const staleMs = 30 * minute;

const spokenAt = (...atMs: number[]) => {
  const rhythm = new Rhythm();
  for (const at of atMs) rhythm.heard(at);
  return rhythm;
};

describe('the rhythm of a point', () => {
  it('allows twice the longest of its last gaps', () => {
    expect(spokenAt(0, 6 * hour, 12 * hour).dueMs(staleMs)).toBe(12 * hour);
  });

  it('never asks for more than the device owes', () => {
    expect(spokenAt(0, minute, 2 * minute).dueMs(staleMs)).toBe(staleMs);
  });

  it('allows a day to a point that spoke once', () => {
    expect(spokenAt(0).dueMs(staleMs)).toBe(24 * hour);
  });

  it('forgets a long silence', () => {
    expect(spokenAt(0, 100 * hour, 101 * hour, 102 * hour, 103 * hour).dueMs(staleMs)).toBe(2 * hour);
  });

  it('has no grace while what comes is refused', () => {
    const rhythm = spokenAt(0, 6 * hour);
    rhythm.refused();
    expect(rhythm.dueMs(staleMs)).toBe(staleMs);

    rhythm.heard(12 * hour);
    expect(rhythm.dueMs(staleMs)).toBe(12 * hour);
  });

  it('never calls a value old before the next one of a steady rhythm is due', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 48 * hour }),
        fc.integer({ min: 2, max: 9 }),
        (everyMs, count) => {
          const rhythm = spokenAt(...Array.from({ length: count }, (_, index) => index * everyMs));

          return rhythm.dueMs(staleMs) >= everyMs;
        },
      ),
    );
  });
});
