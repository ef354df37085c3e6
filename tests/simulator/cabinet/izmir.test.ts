import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/config/files.ts';
import { loadSite } from '../../../src/config/load.ts';
import { izmirFile, izmirValues } from '../../../src/simulator/cabinet/izmir.ts';

const ports = { modbus: 1502, mqtt: 1883, broker: 1026, api: 8090, serial: 4001 };
const texts: Readonly<Record<string, string>> = {
  '/demo/gateway.yaml': izmirFile(ports),
};

describe('the Izmir demo', () => {
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

  it('is a whole site', () => {
    expect(problems).toEqual([]);
    expect(site?.devices.map(({ protocol }) => protocol)).toEqual(
      expect.arrayContaining(['modbus', 'serial', 'mqtt']),
    );
    expect(site?.entities.map(({ type }) => type)).toEqual([
      'ThreePhaseAcMeasurement',
      'WeatherObserved',
      'FloodMonitoring',
      'FloodMonitoring',
      ...Array.from({ length: 4 }, () => 'ParkingSpot'),
    ]);
  });

  it('plays values for devices and points that exist', () => {
    for (const [id, values] of izmirValues()) {
      const device = site?.devices.find((each) => each.id === id);
      const messages = device?.protocol === 'mqtt' ? device.messages : [];
      const names = messages.flatMap(({ points }) => points.map(({ stream }) => stream.quantity));
      expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
    }
  });
});
