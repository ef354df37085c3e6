/** What the machine tells of itself, value by value, and the points of a driver decoded from it. */
import { type HostStatus, wear } from '../../core/host.ts';
import { type PointValue, pointValue, type Raw } from '../../core/point-value.ts';
import type { HostPoint, HostValueName } from './settings.ts';

/** Without the values that the machine does not tell. */
export type Told = { readonly [name in HostValueName]?: Exclude<Raw, bigint> | undefined };

/** In the units that settings.ts promises: °C, percent, bytes, days, seconds. */
export function toldBy(host: HostStatus): Told {
  const worn = wear(host);
  return {
    processorTemperature: host.processorCelsius,
    underVoltage: host.underVoltage,
    diskFree: host.disk && percentFree(host.disk),
    diskWritten: host.writtenBytes,
    diskLife: worn && Math.floor(worn.lifeDays),
    memoryFree: percentFree(host.memory),
    uptime: Math.floor(host.upMs / 1_000),
  };
}

/** By the name of the point; `missing` for what the machine does not tell. */
export function decodeTold(points: readonly HostPoint[], told: Told): Map<string, PointValue> {
  return new Map(
    points.map((point) => {
      const raw = told[point.value];
      return [point.stream.point, raw === undefined ? { refusal: 'missing' } : pointValue(point, raw)];
    }),
  );
}

/** With one decimal; undefined for a disk or memory of unknown size. */
function percentFree({ freeBytes, bytes }: { freeBytes: number; bytes: number }): number | undefined {
  return bytes > 0 ? Math.round((freeBytes / bytes) * 1_000) / 10 : undefined;
}
