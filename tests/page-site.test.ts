import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSite } from '../src/config/load.ts';
import { pageSiteOf } from '../src/page-site.ts';

const gatewayYaml = `schema: 1
gateway: { id: page-1, location: [-28.97081, 41.0785] }
buses: { line: { tcp: "127.0.0.1:9" } }
devices:
  - { id: meter, driver: eastron/sdm630, bus: line, unitId: 7 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
`;

function site() {
  const file = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'gateway.yaml');
  writeFileSync(file, gatewayYaml);
  const loaded = loadSite({ file, driverFolders: ['drivers'], mappingFolders: ['mappings'] }).site;
  if (!loaded) throw new Error('It has errors.');
  return loaded;
}

describe('what the page says of a site', () => {
  const loaded = site();
  const page = pageSiteOf(() => loaded);
  const mapping = 'Energy/ThreePhaseAcMeasurement';
  const entity = loaded.entities[0]?.id ?? '';

  it('is made once for a configuration', () => {
    expect(page()).toBe(page());
  });

  it('is its place, its connections and the units of its devices', () => {
    expect(page()).toMatchObject({
      place: '41.0785° N, 28.9708° W',
      connections: [{ name: 'line', kind: 'modbus', words: '127.0.0.1:9' }],
    });
    expect([...page().unitIds]).toEqual([['meter', 7]]);
  });

  it('names the line of the attribute that a broker speaks of', () => {
    const { placeOf } = page();

    expect(placeOf({ entity }, '“activePower” must be a number')).toMatch(/AcMeasurement\.yaml:23:3$/);
    expect(placeOf({ mapping }, 'totalActivePower: bad unit')).toMatch(/AcMeasurement\.yaml:11:3$/);
  });

  it('names the file where a broker speaks of no attribute, and nothing for what it does not know', () => {
    const { placeOf } = page();

    expect(placeOf({ entity }, 'no')).toMatch(/ThreePhaseAcMeasurement\.yaml$/);
    expect(placeOf({ entity: 'urn:ngsi-ld:Other:1' }, 'no')).toBeUndefined();
  });
});
