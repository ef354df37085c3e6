/** The device a person named on the command line. */
import type { Site, SiteDevice } from '../config/site.ts';
import { closest } from '../config/suggest.ts';
import { usageError } from './exit.ts';

/** Throws a usage error that names the nearest device. */
export function findDevice(site: Site, id: string | undefined): SiteDevice {
  const device = site.devices.find((candidate) => candidate.id === id);
  if (device) return device;
  const ids = site.devices.map((candidate) => candidate.id);
  const near = id === undefined ? undefined : closest(id, ids);
  const hint = near === undefined ? `Devices are: ${ids.join(', ')}.` : `Did you mean ${near}?`;
  throw usageError(id === undefined ? 'Name a device.' : `No device is called ${id}.`, hint);
}
