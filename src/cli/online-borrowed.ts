/**
 * Tries the devices of a configuration while it runs: Modbus devices are read in turn with the polls of the gateway, and
 * of those that it listens to it says what it has heard. What the gateway has not taken on yet is not tried: it would
 * answer for the old one.
 */
import { resolve } from 'node:path';
import type { SiteDevice } from '../config/site.ts';
import type { Change } from '../config/site-changes.ts';
import { spanText } from '../core/duration.ts';
import { answers, type DeviceStatus } from '../core/status.ts';
import { hostConnection } from '../sources/host/settings.ts';
import { readThrough } from './device-reading.ts';
import type { RunningGateway } from './gateway-socket.ts';
import {
  diagnosisOf,
  faultOf,
  type OnlineCheck,
  type OnlineDiagnosis,
  thrownDiagnosis,
} from './online-diagnosis.ts';

export async function tryBorrowed(check: OnlineCheck, gateway: RunningGateway): Promise<void> {
  const { site, note } = check;
  const isOld = await oldOnes(check, gateway);
  const { devices } = await gateway.snapshot();
  for (const device of site.devices) {
    const status = devices.find(({ id }) => id === device.id);
    if (isOld(device) || !status) note(notYet(device));
    else note(await diagnosed(check, gateway, device, status));
  }
}

async function diagnosed(
  { waitMs }: OnlineCheck,
  gateway: RunningGateway,
  device: SiteDevice,
  status: DeviceStatus,
): Promise<OnlineDiagnosis> {
  if (device.protocol !== 'modbus') return heardBy(device, status);
  try {
    return diagnosisOf(device, await readThrough(gateway, device), waitMs);
  } catch (thrown) {
    return thrownDiagnosis('device', device.id, thrown);
  }
}

function heardBy(device: SiteDevice, status: DeviceStatus): OnlineDiagnosis {
  const { link, lastReadingMs, connection, values } = status;
  const about = { kind: 'device', name: device.id } as const;
  if (link.state === 'silent') return faultOf(device, link);
  if (lastReadingMs === undefined) {
    return {
      ...about,
      state: 'waiting',
      says: `${connection}: the gateway has not heard it since its start`,
    };
  }
  const says = `${connection}, heard ${spanText(lastReadingMs)} ago, ${values.length} points`;
  return { ...about, state: answers(status) ? 'fine' : 'look', says };
}

const notYet = ({ id }: SiteDevice): OnlineDiagnosis => ({
  kind: 'device',
  name: id,
  state: 'look',
  says: 'the running gateway has not taken this on yet',
  mend: 'kopru reload',
});

/** Whether the gateway runs with another version of the device, or of what it hangs on. */
async function oldOnes(
  { terminal, configuration }: OnlineCheck,
  gateway: RunningGateway,
): Promise<(device: SiteDevice) => boolean> {
  const answer = await gateway.reload({ dryRun: true, confirmed: false });
  const sameFile = answer.file === resolve(terminal.workingFolder, configuration.file);
  if (!sameFile) return () => true;
  if (answer.kind !== 'planned') return () => answer.kind !== 'unchanged';
  const { changes } = answer.changes;
  return (device) => changes.some((change) => concerns(change, device));
}

const connections: ReadonlySet<Change['kind']> = new Set([
  'bus',
  'serial port',
  'MQTT broker',
  'MQTT listener',
]);

function concerns({ kind, id }: Change, device: SiteDevice): boolean {
  if (kind === 'device') return id === device.id;
  return connections.has(kind) && id === connectionOf(device);
}

function connectionOf(device: SiteDevice): string {
  if (device.protocol === 'modbus') return device.bus;
  if (device.protocol === 'serial') return device.port;
  return device.protocol === 'host' ? hostConnection : device.mqtt;
}
