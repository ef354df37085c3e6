import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import type { ModbusDevice } from '../../src/sources/modbus/settings.ts';

const root = join(import.meta.dirname, '..', '..');

/** Files of a site in memory; the shipped drivers and mappings come from the disk. */
function files(texts: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => (path in texts ? new TextEncoder().encode(texts[path]) : nodeFiles.read(path)),
    list: (folder) => nodeFiles.list(folder),
  };
}

const head = `schema: 1
gateway: { id: izmir-kordon-3, location: [27.1287, 38.4192], timezone: Europe/Istanbul }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
`;

function load(gateway: string, more: Readonly<Record<string, string>> = {}) {
  return loadSite({
    file: '/site/gateway.yaml',
    driverFolders: ['/site/drivers', join(root, 'drivers')],
    mappingFolders: ['/site/mappings', join(root, 'mappings')],
    files: files({ '/site/gateway.yaml': gateway, ...more }),
  });
}

function pointsOf(device: unknown): ModbusDevice['points'] {
  return (device as ModbusDevice).points;
}

const named = (device: unknown, point: string) =>
  pointsOf(device).find(({ stream }) => stream.point === point);

describe('loading a site', () => {
  const meter = '  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }\n';
  const entity = 'entities:\n  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }\n';

  it('fills in what nobody wrote', () => {
    const { site, problems } = load(`${head}devices:\n${meter}${entity}`);

    expect(problems).toEqual([]);
    expect(site?.buffer).toMatchObject({ limitMegabytes: 256, folder: '/site/state' });
    expect(site?.api.listen).toBe('127.0.0.1:8080');
    expect(site?.devices[0]).toMatchObject({ everyMs: 10_000, staleMs: 30_000, facts: {} });
    expect(site?.devices[0]?.location).toBeUndefined();
  });

  it('marks the points that some entity uses', () => {
    const { site } = load(`${head}devices:\n${meter}${entity}`);

    expect(named(site?.devices[0], 'voltage.L1')?.used).toBe(true);
    expect(pointsOf(site?.devices[0]).some(({ used }) => !used)).toBe(true);
  });

  it('lets a driver of the site stand in for the shipped one', () => {
    const own = `driver: eastron/sdm630
maker: Eastron
model: ours
every: 1m
modbus: { table: holding, type: u16 }
points:
  voltage.L1: { address: 5, scale: 0.1, unit: VLT }
samples:
  - { raw: { holding: { 5: "08FC" } }, expect: { voltage.L1: 230 } }
`;
    const { site } = load(`${head}devices:\n${meter}`, { '/site/drivers/eastron/sdm630.yaml': own });

    expect(site?.devices[0]).toMatchObject({ everyMs: 60_000, staleMs: 180_000 });
    expect(named(site?.devices[0], 'voltage.L1')).toMatchObject({ address: 5, table: 'holding' });
  });

  it('applies what the site changes at points, then its words for tags', () => {
    const own = `driver: test/counter
maker: Test
model: Counter
every: 1m
modbus: { table: input, type: u32, addressing: reference }
points:
  vehicleCount.1.left: { address: 30001 }
  vehicleCount.left.1: { address: 30001, wraps: 65536 }
  vehicleCount.left.2: { address: 30003 }
  digitalInput.1: { address: "10001" }
  digitalInput.2: { address: "10002" }
samples:
  - { raw: { input: { 30001: "0000 0005" } }, expect: { vehicleCount.left.1: 5 } }
`.replace('  vehicleCount.1.left: { address: 30001 }\n', '');
    const { site, problems } = load(
      `${head}devices:
  - id: road
    driver: test/counter
    bus: rs485
    unitId: 9
    tags: { left: forward, "1": bicycle, "2": car }
    points:
      digitalInput.1: { as: doorOpen, invert: true }
      digitalInput.2: false
      peoplePresent: { address: 30011, type: u16 }
`,
      { '/site/drivers/test/counter.yaml': own },
    );

    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(
      pointsOf(site?.devices[0]).map(({ stream, address, table }) => [stream.quantity, address, table]),
    ).toEqual([
      ['vehicleCount.bicycle.forward', 0, 'input'],
      ['vehicleCount.car.forward', 2, 'input'],
      ['doorOpen', 0, 'discrete'],
      ['peoplePresent', 10, 'input'],
    ]);
    expect(named(site?.devices[0], 'digitalInput.1')).toMatchObject({ meaning: { invert: true } });
    expect(named(site?.devices[0], 'vehicleCount.left.1')?.stream.kind).toBe('counter');
  });

  it('makes one device of each row, with its own place, params and facts', () => {
    const csv = 'id;unitId;lon;lat;facts.floor;name\nroom-1;11;28,97;41,07;2;Ölçüm 1\nroom-2;12;;;;\n';
    const { site } = load(
      `${head}devices:\n  - { group: rooms, driver: generic/xy-md02, bus: rs485, every: 30s, table: rooms.csv }\n`,
      { '/site/rooms.csv': csv },
    );

    expect(site?.devices.map(({ id }) => id)).toEqual(['room-1', 'room-2']);
    expect(site?.devices[0]).toMatchObject({
      unitId: 11,
      everyMs: 30_000,
      name: 'Ölçüm 1',
      location: { type: 'Point', coordinates: [28.97, 41.07] },
      facts: { floor: 2 },
    });
    expect(site?.devices[1]?.location).toBeUndefined();
  });

  it('leaves out a disabled device, also where it is named', () => {
    const { site, problems } = load(
      `${head}devices:\n  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1, disabled: true }\n${entity}`,
    );

    expect(problems).toEqual([]);
    expect(site?.devices).toEqual([]);
    expect(site?.entities).toEqual([]);
  });

  it('says so when gateway.yaml is not there, is no UTF-8 or may not be read', () => {
    const at = (read: Files['read']) =>
      loadSite({
        file: 'gateway.yaml',
        driverFolders: [],
        mappingFolders: [],
        files: { read, list: () => [] },
      }).problems[0]?.code;

    expect(at(() => undefined)).toBe('FILE_MISSING');
    expect(at(() => Uint8Array.from([0x6e, 0xfd, 0x6e]))).toBe('FILE_ENCODING');
    expect(
      at(() => {
        throw new Error('EACCES');
      }),
    ).toBe('FILE_UNREADABLE');
  });

  it('never looks for a driver outside its folders', () => {
    const asked: string[] = [];
    const gateway = `${head}devices:\n  - { id: a, driver: ../../etc/passwd, bus: rs485, unitId: 1 }\n`;
    const { problems } = loadSite({
      file: 'gateway.yaml',
      driverFolders: ['drivers'],
      mappingFolders: [],
      files: {
        read: (path) => {
          asked.push(path);
          return path === 'gateway.yaml' ? new TextEncoder().encode(gateway) : undefined;
        },
        list: () => [],
      },
    });

    expect(asked.filter((path) => path.includes('passwd'))).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain('UNKNOWN_DRIVER');
  });
});
