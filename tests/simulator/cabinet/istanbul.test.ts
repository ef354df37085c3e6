import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/config/files.ts';
import { loadSite } from '../../../src/config/load.ts';
import { istanbulFile, istanbulSpots, istanbulValues } from '../../../src/simulator/cabinet/istanbul.ts';

const ports = { modbus: 1502, mqtt: 1883, broker: 1026, api: 8090, dust: 4001 };
const texts: Readonly<Record<string, string>> = {
  '/demo/gateway.yaml': istanbulFile(ports),
  '/demo/spots.csv': istanbulSpots(),
};

describe('the Istanbul demo', () => {
  const { site, problems } = loadSite({
    file: '/demo/gateway.yaml',
    driverFolders: ['drivers'],
    mappingFolders: ['mappings'],
    stateFolder: '/demo/state',
    files: {
      read: (path) => {
        const text = texts[path];
        return text === undefined ? nodeFiles.read(path) : new TextEncoder().encode(text);
      },
      list: nodeFiles.list,
    },
  });

  it('is a whole site, of which every device makes an entity', () => {
    expect(problems).toEqual([]);
    expect(site?.devices).toHaveLength(25);
  });

  it('has a spot for each row of the table, each at a place and on a topic of its own', () => {
    const spots = (site?.devices ?? []).filter(({ driver }) => driver === 'generic/parking-json');

    expect(spots).toHaveLength(20);
    expect(spots[0]).toMatchObject({
      name: 'Abide-i Hürriyet Cad. 5, 1',
      location: { type: 'Point', coordinates: [28.9876, 41.0619] },
    });
    expect(new Set(spots.map(({ location }) => JSON.stringify(location))).size).toBe(20);
    expect((site?.entities ?? []).filter(({ id }) => id.includes(':ParkingSpot:'))).toHaveLength(20);
  });

  it('plays values for devices and points that exist', () => {
    for (const [id, values] of istanbulValues()) {
      const device = site?.devices.find((each) => each.id === id);
      const messages = device?.protocol === 'mqtt' ? device.messages : [];
      const names = messages.flatMap(({ points }) => points.map(({ stream }) => stream.quantity));
      expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
    }
  });
});
