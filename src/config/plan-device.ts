/** A device as the planning of entities sees it: what it offers, how often, and where its counters come round. */
import type { PlanDevice } from '../core/mapping-plan.ts';
import { tidy } from '../core/unit.ts';
import { filterText } from './device-filter.ts';
import { pointsOf } from './device-points.ts';
import type { InstalledDevice } from './read-devices.ts';
import { stalenessOf } from './staleness.ts';

export function planDevice(installed: InstalledDevice, gatewayLocation: PlanDevice['location']): PlanDevice {
  const { id, text, driver, compiled, location } = installed;
  const points = compiled ? pointsOf(compiled).filter(({ hidden }) => !hidden) : [];
  const everyMs = text?.every ?? driver?.head.every;
  const filter = filterText(text?.filter, driver?.head.filter);
  return {
    id: id ?? '',
    streams: points.map(({ stream }) => stream),
    name: text?.name,
    location: location ?? gatewayLocation,
    serialNumber: text?.serialNumber,
    facts: text?.facts ?? {},
    rhythm: {
      everyMs,
      staleMs: stalenessOf(installed),
      heartbeatMs: filter?.heartbeat,
      sampled: filter?.interval !== undefined,
    },
    wraps: new Map(
      points.flatMap(({ stream, wraps, meaning: { scale = 1 } }) =>
        wraps === undefined ? [] : [[stream.quantity, tidy(wraps * scale)]],
      ),
    ),
  };
}
