/** What the page says of a site that no snapshot carries: its place, and what its connections are. */
import type { Site } from './config/site.ts';
import { lineText } from './core/line.ts';
import type { WrittenAttribute } from './core/mapper.ts';
import type { PageSite } from './page/observer.ts';
import { hostConnection } from './sources/host/settings.ts';

/** Made once for each configuration. */
export function pageSiteOf(current: () => Site): () => PageSite {
  let made: { readonly of: Site; readonly site: PageSite } | undefined;
  return () => {
    const site = current();
    if (made?.of !== site) made = { of: site, site: pageSite(site) };
    return made.site;
  };
}

function pageSite(site: Site): PageSite {
  const { gateway, buses, serialPorts, mqttBrokers, mqttListener, devices } = site;
  return {
    unitIds: new Map(
      devices.flatMap((device) => (device.protocol === 'modbus' ? [[device.id, device.unitId]] : [])),
    ),
    placeOf: (of, words) => {
      const entity = site.entities.find((each) =>
        'entity' in of ? each.id === of.entity : each.mapping === of.mapping,
      );
      return entity && placeIn(entity.attributes, words);
    },
    timezone: gateway.timezone,
    place: placeText(gateway.place),
    connections: [
      ...buses.map((bus) => ({ name: bus.name, kind: 'modbus' as const, words: addressText(bus) })),
      ...serialPorts.map(({ name, address }) => ({
        name,
        kind: 'serial' as const,
        words: addressText(address),
      })),
      ...mqttBrokers.map(({ name, url }) => ({ name, kind: 'mqtt' as const, words: url })),
      ...(mqttListener ? [{ name: 'listen', kind: 'mqtt' as const, words: '' }] : []),
      ...(devices.some(({ protocol }) => protocol === 'host')
        ? [{ name: hostConnection, kind: 'host' as const, words: '' }]
        : []),
    ],
  };
}

type Address = Site['buses'][number] | Site['serialPorts'][number]['address'];

const addressText = (address: Address) =>
  address.kind === 'serial' ? lineText(address.line) : `${address.host}:${address.port}`;

/** `41.0785° N, 28.9708° E`, with the receiver that found it; undefined for anything but a point. */
function placeText({ location, receiver, found }: Site['gateway']['place']): string | undefined {
  const [longitude, latitude] = location?.coordinates ?? [];
  if (location?.type !== 'Point' || typeof longitude !== 'number' || typeof latitude !== 'number')
    return undefined;
  const degrees = (value: number, letters: string) =>
    `${Math.abs(value).toFixed(4)}° ${letters[value < 0 ? 1 : 0]}`;
  const by = receiver !== undefined && found ? ` (${receiver})` : '';
  return `${degrees(latitude, 'NS')}, ${degrees(longitude, 'EW')}${by}`;
}

/** Of the first attribute that the words name; else the file alone. */
function placeIn(attributes: readonly WrittenAttribute[], words: string): string | undefined {
  const said = new Set(words.split(/\W+/));
  const named = attributes.find(({ name }) => said.has(name));
  if (!named) return attributes[0]?.origin.file;
  const { file, line, column } = named.origin;
  return `${file}:${line}:${column}`;
}
