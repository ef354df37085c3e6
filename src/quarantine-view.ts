/** Entries of the quarantine with what a person knows them by: point, value, unit and time of each reading. */
import { KopruError } from './core/errors.ts';
import type { Quarantined } from './core/quarantine.ts';
import type { Stream } from './core/reading.ts';
import { observedAt, type Segment } from './core/timeline.ts';

export interface ShownReading {
  readonly seq: number;
  readonly device: string;
  readonly point: string;
  readonly quantity: string;
  readonly value: number | string;
  /** UN/CEFACT code. */
  readonly unit: string | undefined;
  /** ISO 8601; undefined while its time is not known. */
  readonly observedAt: string | undefined;
}

export interface ShownEntry extends Omit<Quarantined, 'readings' | 'firstAt' | 'lastAt'> {
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly readings: readonly ShownReading[];
}

/** What entries refer to by number; throws for a number that it does not know, or gives undefined. */
export interface EntryNames {
  stream(id: number): Stream | undefined;
  segment(id: number): Segment | undefined;
}

export function shownQuarantine(entries: readonly Quarantined[], names: EntryNames): ShownEntry[] {
  return entries.map(({ readings, firstAt, lastAt, ...entry }) => ({
    ...entry,
    firstAt: new Date(firstAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
    readings: readings.map(({ seq, stream, segment, t, deviceTime, value }) => {
      const { device, point, quantity, unit } = known(() => names.stream(stream)) ?? forgotten;
      const part = known(() => names.segment(segment));
      const at = part && observedAt(part, t, deviceTime);
      return {
        seq,
        device,
        point,
        quantity,
        value,
        unit,
        observedAt: at === undefined ? undefined : new Date(at).toISOString(),
      };
    }),
  }));
}

const forgotten: Pick<Stream, 'device' | 'point' | 'quantity' | 'unit'> = {
  device: '?',
  point: '?',
  quantity: '?',
  unit: undefined,
};

/** A ledger that was begun anew may know less than the entry. */
function known<Value>(find: () => Value | undefined): Value | undefined {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof KopruError) return undefined;
    throw thrown;
  }
}
