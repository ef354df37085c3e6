/** The gateway's own machine read for a person: what it does not tell is shown as such. */
import type { Site } from '../config/site.ts';
import { systemClock } from '../sources/host/clock.ts';
import type { HostDevice } from '../sources/host/settings.ts';
import { decodeTold, type Told, toldBy } from '../sources/host/told.ts';
import { createVitals } from '../sources/host/vitals.ts';
import type { DeviceReading } from './shown-point.ts';

/** The same whether the gateway runs or not: this is its machine. */
export function readHost(site: Site, device: HostDevice): DeviceReading {
  return shownHost(device, toldBy(createVitals({ folder: site.buffer.folder, clock: systemClock() })()));
}

export function shownHost({ points }: HostDevice, told: Told): DeviceReading {
  const values = decodeTold(points, told);
  return {
    line: 'this machine',
    borrowed: false,
    problem: undefined,
    points: points
      .filter(({ hidden }) => !hidden)
      .map((point) => ({
        point,
        value: values.get(point.stream.point) ?? { refusal: 'missing' },
        where: point.value,
        raw: told[point.value] === undefined ? 'this machine does not tell' : String(told[point.value]),
        how: '',
      })),
  };
}
