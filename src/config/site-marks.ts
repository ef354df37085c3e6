/**
 * A mark for each part of a site: two configurations give a part the same mark only if it would work the same. Devices
 * and entities hold compiled functions, which cannot be compared; their mark is made of what they were compiled from.
 */
import { createHash } from 'node:crypto';
import type { Part, PartKind, Site } from './site.ts';

/** Where the compiled parts came from. */
export interface Sources {
  readonly driver: (name: string) => string | undefined;
  readonly mapping: (name: string) => string | undefined;
  /** `gateway` and `entities` as written; a place that a receiver found stands in the site alone. */
  readonly gateway: unknown;
  readonly entities: unknown;
}

/** One mark of a whole site, short enough to be compared by eye. */
export const siteMark = (parts: readonly Part[]): string =>
  createHash('sha256')
    .update(parts.map(({ mark }) => mark).join('\n'))
    .digest('hex')
    .slice(0, 12);

/** Looks up the mark of a part; empty if there is none. */
export function marksIn(parts: readonly Part[]): (kind: PartKind, id: string) => string {
  const marks = new Map(parts.map(({ kind, id, mark }) => [`${kind}\n${id}`, mark]));
  return (kind, id) => marks.get(`${kind}\n${id}`) ?? '';
}

/** Connections, devices, entities, destinations, settings; each kind in the order of the configuration. */
export function partsOf(site: Omit<Site, 'parts'>, sources: Sources): Part[] {
  const part = (kind: PartKind, id: string, ...facts: readonly unknown[]): Part => ({
    kind,
    id,
    mark: digest(facts),
  });
  const driver = once((name) => digest([sources.driver(name)]));
  // Entries that make entities by one mapping: one of them made the entity, and none is long.
  const mapping = once((name) =>
    digest([
      sources.mapping(name),
      entriesOf(sources.entities, name),
      sources.gateway,
      site.gateway.place.location,
    ]),
  );
  const devices = site.devices.map((device) => part('device', device.id, device, driver(device.driver)));
  const deviceMarks = new Map(devices.map(({ id, mark }) => [id, mark]));
  const { gateway, buffer, api } = site;
  return [
    ...site.buses.map((bus) => part('bus', bus.name, bus)),
    ...site.serialPorts.map((port) => part('serial port', port.name, port)),
    ...site.mqttBrokers.map((broker) => part('MQTT broker', broker.name, broker)),
    ...(site.mqttListener ? [part('MQTT listener', 'listen', site.mqttListener)] : []),
    ...devices,
    ...site.entities.map((plan) =>
      part(
        'entity',
        plan.id,
        mapping(plan.mapping),
        plan.devices.map((id) => deviceMarks.get(id)),
      ),
    ),
    ...site.destinations.map((destination) => part('destination', destination.name, destination)),
    part('setting', 'gateway', gateway),
    part('setting', 'buffer', { ...buffer, folder: undefined }),
    part('setting', 'buffer folder', buffer.folder),
    part('setting', 'api', api),
    part('setting', 'clock', gateway.clock),
  ];
}

/** Remembers what was made for a name. */
function once(make: (name: string) => string): (name: string) => string {
  const made = new Map<string, string>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

function entriesOf(entities: unknown, mapping: string): unknown[] {
  if (!Array.isArray(entities)) return [];
  return entities.filter((entry: unknown) => {
    return typeof entry === 'object' && entry !== null && 'mapping' in entry && entry.mapping === mapping;
  });
}

function digest(facts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(facts, plain) ?? '')
    .digest('base64');
}

/** Maps, sets and patterns as what they hold; functions fall out. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value];
  if (value instanceof RegExp) return String(value);
  if (typeof value === 'bigint') return String(value);
  return value;
}
