/**
 * The gateway and its devices as entities of the Smart Data Model Device 0.0.9, so that a city sees its cabinets in the
 * platform that it already runs. Made from a snapshot; pure. What the model has no name for goes by names of our own,
 * which no context defines: a broker keeps them under NGSI-LD's default vocabulary.
 */
import type { Geometry } from './device.ts';
import type { Attribute } from './entity.ts';
import type { Finding } from './finding.ts';
import { parseQuantity } from './quantity.ts';
import { type DestinationStatus, type DeviceStatus, isSilent, type Snapshot } from './status.ts';
import { deviceUrn } from './urn.ts';
import { verdict } from './verdict.ts';

/** What no snapshot says of the site. */
export interface AnnouncedSite {
  /** Undefined: not known yet. */
  readonly location: Geometry | undefined;
  /** Of each device; default: that of the gateway. */
  readonly locations: ReadonlyMap<string, Geometry | undefined>;
  /** Changes with the configuration. */
  readonly mark: string;
}

export interface Announcement {
  /** URN. */
  readonly id: string;
  readonly json: string;
  /** What is worth saying at once when it changes. */
  readonly key: string;
}

/** The last time when the destination did not take anything, in milliseconds since 1970. */
export interface Outage {
  readonly startAt: number;
  readonly endAt: number | undefined;
}

/** Local name of the gateway's own entity. */
export const selfId = 'self';

export const deviceContext =
  'https://raw.githubusercontent.com/smart-data-models/dataModel.Device/master/context.jsonld';

export function gatewayAnnouncement(
  snapshot: Snapshot,
  destination: DestinationStatus,
  site: AnnouncedSite,
  outage: Outage | undefined,
): Announcement {
  const { gateway, clock, devices, buses, buffer, host } = snapshot;
  const at = clock.synchronised ? snapshot.at : undefined;
  const state = stateOf[verdict(snapshot).situation];
  const silent = devices.filter(isSilent).length;
  const id = deviceUrn(gateway.id, selfId);
  const measured = (value: unknown, unitCode?: string): Attribute => ({
    type: 'Property',
    value,
    ...(unitCode === undefined ? {} : { unitCode }),
    ...(at === undefined ? {} : { observedAt: at }),
  });
  const attributes: Record<string, Attribute | undefined> = {
    deviceState: measured(state),
    backlogReadings: measured(destination.ledger.waiting),
    oldestReadingAge: measured(Math.round(destination.oldestWaitingMs / 1_000), 'SEC'),
    quarantinedReadings: measured(destination.quarantined),
    droppedReadings: measured(dropped(destination)),
    roomLeft: buffer.roomMs === undefined ? undefined : measured(Math.round(buffer.roomMs / 1_000), 'SEC'),
    devicesSilent: measured(silent),
    busUtilisation:
      buses.length === 0
        ? undefined
        : measured(Number(Math.max(...buses.map(({ busyShare }) => busyShare)).toFixed(3)), 'C62'),
    clockSynchronized: measured(clock.synchronised),
    processorTemperature:
      host.processorCelsius === undefined ? undefined : measured(host.processorCelsius, 'CEL'),
    underVoltage: host.underVoltage === undefined ? undefined : measured(host.underVoltage),
    diskFree: host.disk && measured(Number((host.disk.freeBytes / host.disk.bytes).toFixed(3)), 'C62'),
    outageStart: outage && moment(outage.startAt),
    outageEnd: outage?.endAt === undefined ? undefined : moment(outage.endAt),
    dateLastValueReported: reportedAt(snapshot, destination),
    name: gateway.name === undefined ? undefined : fixed(gateway.name),
    category: fixed(['network']),
    controlledProperty: fixed(controlled(devices)),
    softwareVersion: fixed(gateway.version),
    osVersion: fixed(`Node ${gateway.runtime.node} ${gateway.runtime.arch}`),
    configuration: fixed([{ parameter: 'mark', value: site.mark }]),
    location: standing(site.location),
  };
  const key = [
    state,
    clock.synchronised,
    host.underVoltage,
    silent,
    destination.quarantined > 0,
    outage?.startAt,
    outage?.endAt,
  ];
  return { id, json: entityText(id, attributes), key: JSON.stringify([...key, site.mark]) };
}

/** One for each device that is not switched off. */
export function deviceAnnouncements(snapshot: Snapshot, site: AnnouncedSite): Announcement[] {
  const { gateway, clock } = snapshot;
  return snapshot.devices
    .filter(({ running }) => running !== 'off')
    .map((device) => {
      const id = deviceUrn(gateway.id, device.id);
      const state = isSilent(device) ? 'silent' : device.lastReadingMs === undefined ? 'starting' : 'online';
      const attributes: Record<string, Attribute | undefined> = {
        deviceState: {
          type: 'Property',
          value: state,
          ...(clock.synchronised ? { observedAt: snapshot.at } : {}),
        },
        dateLastValueReported:
          device.lastReadingAt === undefined ? undefined : moment(Date.parse(device.lastReadingAt)),
        name: device.name === undefined ? undefined : fixed(device.name),
        category: fixed(['sensor']),
        controlledProperty: fixed(controlled([device])),
        location: standing(site.locations.get(device.id) ?? site.location),
      };
      return { id, json: entityText(id, attributes), key: state };
    });
}

/** What a platform shows of a gateway in one word. */
export const stateOf: Readonly<
  Record<Finding['situation'], 'ok' | 'starting' | 'degraded' | 'backlog' | 'blocked'>
> = {
  dropping: 'blocked',
  losing: 'blocked',
  'not storing': 'blocked',
  'little room': 'blocked',
  stopping: 'starting',
  starting: 'starting',
  'fresh buffer': 'degraded',
  denied: 'backlog',
  unreachable: 'backlog',
  unwilling: 'backlog',
  draining: 'backlog',
  clock: 'degraded',
  held: 'degraded',
  adapter: 'degraded',
  silent: 'degraded',
  refused: 'degraded',
  'no destination': 'ok',
  well: 'ok',
  'also silent': 'degraded',
  'also refused': 'degraded',
};

/** What the model knows of what devices measure; a quantity that it has no word for is left out. */
const properties: Readonly<Record<string, string>> = {
  activePower: 'power',
  reactivePower: 'power',
  apparentPower: 'power',
  voltage: 'electricityConsumption',
  current: 'electricityConsumption',
  activeEnergy: 'energy',
  activeEnergyImport: 'energy',
  activeEnergyExport: 'energy',
  airTemperature: 'temperature',
  waterTemperature: 'temperature',
  deviceTemperature: 'temperature',
  relativeHumidity: 'humidity',
  airPressure: 'atmosphericPressure',
  rainfall: 'precipitation',
  illuminance: 'light',
  solarRadiation: 'solarRadiation',
  windSpeed: 'windSpeed',
  windDirection: 'windDirection',
  soundLevel: 'noiseLevel',
  pm1: 'airPollution',
  pm25: 'airPollution',
  pm10: 'airPollution',
  co: 'airPollution',
  co2: 'airPollution',
  no2: 'airPollution',
  o3: 'airPollution',
  so2: 'airPollution',
  occupied: 'occupancy',
  vehicleCount: 'trafficFlow',
  waterLevel: 'waterLevel',
  fillLevel: 'fillingLevel',
  distance: 'depth',
  batteryLevel: 'batteryLife',
  batteryVoltage: 'batterySupply',
  doorOpen: 'gateOpening',
  smoke: 'smoke',
};

/** The model wants at least one word: what has none of its own is `location`, where it stands. */
function controlled(devices: readonly DeviceStatus[]): string[] {
  const names = devices.flatMap(({ values }) =>
    values.flatMap(({ quantity }) => {
      const parsed = parseQuantity(quantity);
      const word = 'quantity' in parsed ? properties[parsed.quantity.name] : undefined;
      return word === undefined ? [] : [word];
    }),
  );
  return names.length === 0 ? ['location'] : [...new Set(names)].sort();
}

/** When the destination last took something, if the wall clock can be believed. */
function reportedAt({ at, clock }: Snapshot, { lastSuccessMs }: DestinationStatus): Attribute | undefined {
  if (!clock.synchronised || lastSuccessMs === undefined) return undefined;
  return moment(Date.parse(at) - lastSuccessMs);
}

function dropped({ ledger }: DestinationStatus): number {
  return ledger.tallies.reduce((sum, { outcome, count }) => sum + (outcome === 'dropped' ? count : 0), 0);
}

const fixed = (value: unknown): Attribute => ({ type: 'Property', value });

const standing = (value: Geometry | undefined): Attribute | undefined =>
  value && { type: 'GeoProperty', value };

const moment = (at: number): Attribute => ({
  type: 'Property',
  value: { '@type': 'DateTime', '@value': new Date(at).toISOString() },
});

const entityText = (id: string, attributes: Readonly<Record<string, Attribute | undefined>>) =>
  JSON.stringify({ id, type: 'Device', ...attributes });
