/** Readings of one device as the message that a mapping takes, for verbs that map without a gateway. */
import type { SiteDevice } from '../config/site.ts';
import type { InputMessage } from '../core/entity.ts';
import type { Reading } from '../core/reading.ts';

export function messageOf(
  device: SiteDevice,
  readings: readonly Reading[],
  observedAtMs: number,
): InputMessage {
  return {
    device: device.id,
    readings: readings.map(({ stream, value }) => ({
      stream,
      value: typeof value === 'boolean' ? Number(value) : value,
    })),
    observedAtMs,
  };
}
