import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { siteChanges } from '../../src/config/site-changes.ts';

const root = join(import.meta.dirname, '..', '..');

const base = `schema: 1
gateway: { id: izmir-kordon-3, location: [27.1287, 38.4192], timezone: Europe/Istanbul }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }
  - { id: spare, driver: eastron/sdm120, bus: rs485, unitId: 2 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
forward:
  - { name: city, broker: "http://127.0.0.1:1026/ngsi-ld/v1" }
`;
const driver = nodeFiles.read(join(root, 'drivers/eastron/sdm630.yaml')) ?? new Uint8Array();
const driverText = new TextDecoder().decode(driver);

function site(gateway: string, more: Readonly<Record<string, string>> = {}) {
  const texts: Readonly<Record<string, string>> = { '/site/gateway.yaml': gateway, ...more };
  const files: Files = {
    read: (path) => (path in texts ? new TextEncoder().encode(texts[path]) : nodeFiles.read(path)),
    list: (folder) => nodeFiles.list(folder),
  };
  const loaded = loadSite({
    file: '/site/gateway.yaml',
    driverFolders: ['/site/drivers', join(root, 'drivers')],
    mappingFolders: [join(root, 'mappings')],
    files,
  });
  if (!loaded.site) throw new Error(JSON.stringify(loaded.problems));
  return loaded.site;
}

describe('the changes between two configurations', () => {
  const before = site(base);

  it.each<{ name: string; from: string; to: string; changes: string[]; restart?: string[] }>([
    { name: 'a comment', from: 'schema: 1', to: '# The cabinet at the quay\nschema: 1', changes: [] },
    {
      name: 'an interval',
      from: 'unitId: 2 }',
      to: 'unitId: 2, every: 1m }',
      changes: ['changed device spare'],
    },
    {
      name: 'a line setting',
      from: '9600 8N1',
      to: '19200 8E1',
      changes: ['changed bus rs485'],
    },
    {
      name: 'a device fewer',
      from: '  - { id: spare, driver: eastron/sdm120, bus: rs485, unitId: 2 }\n',
      to: '',
      changes: ['removed device spare'],
    },
    {
      name: 'a destination more',
      from: 'forward:\n',
      to: 'forward:\n  - { name: test, broker: "http://127.0.0.1:1027/ngsi-ld/v1" }\n',
      changes: ['added destination test'],
    },
    {
      name: 'a smaller buffer',
      from: 'forward:\n',
      to: 'buffer: { limitMegabytes: 64 }\nforward:\n',
      changes: ['changed setting buffer'],
    },
    {
      name: 'another port for health and metrics',
      from: 'forward:\n',
      to: 'api: { listen: "127.0.0.1:9090" }\nforward:\n',
      changes: ['changed setting api'],
      restart: ['api'],
    },
  ])('$name: $changes', ({ from, to, changes, restart = [] }) => {
    const found = siteChanges(before, site(base.replace(from, to)));

    expect(found.changes.map(({ what, kind, id }) => `${what} ${kind} ${id}`)).toEqual(changes);
    expect(found.renamed).toEqual([]);
    expect(found.needsRestart).toEqual(restart);
  });

  it('sees that a driver changed, though gateway.yaml did not', () => {
    const own = (text: string) => site(base, { '/site/drivers/eastron/sdm630.yaml': text });

    const { changes } = siteChanges(own(driverText), own(`${driverText}# checked\n`));

    expect(changes.map(({ what, kind }) => `${what} ${kind}`)).toEqual(['changed device', 'changed entity']);
  });

  it('says which entity gets another name', () => {
    const after = site(base.replace('from: meter }', 'from: meter, id: substation }'));

    const { renamed, changes } = siteChanges(before, after);

    expect(renamed).toHaveLength(1);
    expect(renamed[0]?.from).toMatch(/meter$/);
    expect(renamed[0]?.to).toMatch(/substation$/);
    expect(changes.map(({ what, kind }) => `${what} ${kind}`)).toEqual(['removed entity', 'added entity']);
  });
});
