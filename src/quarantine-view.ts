/** Entries of the quarantine with what a person knows them by: point, value, unit and time of each reading. */
import type { Buffer } from './core/buffer.ts';
import { KopruError } from './core/errors.ts';
import type { Quarantined, QuarantineQuery } from './core/quarantine.ts';
import type { Stream } from './core/reading.ts';
import { observedAt } from './core/timeline.ts';

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

export async function shownQuarantine(buffer: Buffer, query: QuarantineQuery): Promise<ShownEntry[]> {
  const entries = await buffer.quarantine.list(query);
  return entries.map(({ readings, firstAt, lastAt, ...entry }) => ({
    ...entry,
    firstAt: new Date(firstAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
    readings: readings.map(({ seq, stream, segment, t, deviceTime, value }) => {
      const { device, point, quantity, unit } = known(() => buffer.stream(stream)) ?? forgotten;
      const part = known(() => buffer.segment(segment));
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
function known<Value>(find: () => Value): Value | undefined {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof KopruError) return undefined;
    throw thrown;
  }
}
