/** What the page says of a site that no snapshot carries: its place, and what its connections are. */
import type { Site } from './config/site.ts';
import { lineText } from './core/line.ts';
import type { PageSite } from './page/observer.ts';

export function pageSite(site: Site): PageSite {
  const { gateway, buses, serialPorts, mqttBrokers, mqttListener } = site;
  return {
    timezone: gateway.timezone,
    place: placeText(gateway.location),
    connections: [
      ...buses.map((bus) => ({ name: bus.name, kind: 'modbus' as const, words: addressText(bus) })),
      ...serialPorts.map(({ name, address }) => ({
        name,
        kind: 'serial' as const,
        words: addressText(address),
      })),
      ...mqttBrokers.map(({ name, url }) => ({ name, kind: 'mqtt' as const, words: url })),
      ...(mqttListener ? [{ name: 'listen', kind: 'mqtt' as const, words: '' }] : []),
    ],
  };
}

type Address = Site['buses'][number] | Site['serialPorts'][number]['address'];

const addressText = (address: Address) =>
  address.kind === 'serial' ? lineText(address.line) : `${address.host}:${address.port}`;

/** `41.0785° N, 28.9708° E`; undefined for anything but a point. */
function placeText({ type, coordinates }: Site['gateway']['location']): string | undefined {
  const [longitude, latitude] = coordinates;
  if (type !== 'Point' || typeof longitude !== 'number' || typeof latitude !== 'number') return undefined;
  const degrees = (value: number, letters: string) =>
    `${Math.abs(value).toFixed(4)}° ${letters[value < 0 ? 1 : 0]}`;
  return `${degrees(latitude, 'NS')}, ${degrees(longitude, 'EW')}`;
}
