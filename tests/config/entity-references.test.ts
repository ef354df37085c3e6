import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';

const root = join(import.meta.dirname, '..', '..');

const lamp = `driver: test/lamp
maker: Test
model: Lamp
every: 10s
modbus: { line: 9600 8N1, unitId: 1, table: discrete }
points:
  lightOn: { address: 0 }
samples:
  - { raw: { discrete: { 0: 1 } }, expect: { lightOn: true } }
`;

/** Two lamps that are a group behind a meter, in one cabinet. */
const street = `schema: 1
gateway: { id: izmir-kordon-3, location: [27.1287, 38.4192], timezone: Europe/Istanbul }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }
  - { id: north, driver: test/lamp, bus: rs485, unitId: 2 }
  - { id: south, driver: test/lamp, bus: rs485, unitId: 3 }
entities:
  - { mapping: Streetlighting/Streetlight, each: [north, south], params: { status: ok, refStreetlightGroup: { entity: kordon } } }
  - { mapping: Streetlighting/Streetlight, from: meter, params: { status: ok } }
  - { mapping: Streetlighting/StreetlightGroup, from: [north, south], id: kordon, params: { refStreetlightControlCabinet: { entity: pano } } }
  - mapping: Streetlighting/StreetlightControlCabinet
    from: meter
    id: pano
    params: { workingMode: automatic, refStreetlightGroup: [ { entity: kordon } ] }
    set: { dateServiceStarted: "2024-05-01T00:00:00+03:00", cupboardMadeOf: metal }
`;

function load(gateway: string) {
  const texts: Record<string, string> = {
    '/site/gateway.yaml': gateway,
    '/site/drivers/test/lamp.yaml': lamp,
  };
  return loadSite({
    file: '/site/gateway.yaml',
    driverFolders: ['/site/drivers', join(root, 'drivers')],
    mappingFolders: [join(root, 'mappings')],
    files: {
      read: (path) => (path in texts ? new TextEncoder().encode(texts[path]) : nodeFiles.read(path)),
      list: (folder) => nodeFiles.list(folder),
    },
  });
}

describe('entities of a site that refer to each other', () => {
  const { site, problems } = load(street);
  const statics = (end: string) => site?.entities.find(({ id }) => id.endsWith(end))?.statics;

  it('are named by their local ids, one or in a list, whatever stands first', () => {
    expect(problems).toEqual([]);
    expect(statics('Streetlight:izmir-kordon-3-north')?.refStreetlightGroup).toEqual({
      type: 'Relationship',
      object: 'urn:ngsi-ld:StreetlightGroup:izmir-kordon-3-kordon',
    });
    expect(statics('-pano')?.refStreetlightGroup).toEqual({
      type: 'Relationship',
      object: ['urn:ngsi-ld:StreetlightGroup:izmir-kordon-3-kordon'],
    });
  });

  it('are found by their mapping, those of the same devices only', () => {
    expect(statics('-kordon')?.refStreetlight).toEqual({
      type: 'Relationship',
      object: [
        'urn:ngsi-ld:Streetlight:izmir-kordon-3-north',
        'urn:ngsi-ld:Streetlight:izmir-kordon-3-south',
      ],
    });
  });

  it('are left out where no other entity is made', () => {
    const alone = street.replace(/ {2}- \{ mapping: Streetlighting\/Streetlight,.*\n/g, '');

    const group = load(alone).site?.entities.find(({ id }) => id.endsWith('-kordon'));
    expect(group?.statics).not.toHaveProperty('refStreetlight');
  });

  it('take what is set in the form of the model', () => {
    expect(statics('-pano')).toMatchObject({
      dateServiceStarted: {
        type: 'Property',
        value: { '@type': 'DateTime', '@value': '2024-05-01T00:00:00+03:00' },
      },
      cupboardMadeOf: { type: 'Property', value: 'metal' },
    });
  });
});
