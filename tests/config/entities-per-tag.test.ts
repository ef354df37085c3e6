import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { isError } from '../../src/config/problems.ts';

const root = join(import.meta.dirname, '..', '..');

/** A traffic counter and a people counter at a quay. */
function load(entities: string) {
  const gateway = `schema: 1
gateway: { id: izmir-kordon-3, location: [27.1287, 38.4192], timezone: Europe/Istanbul }
mqtt: { brokers: { local: { url: "mqtt://127.0.0.1" } } }
devices:
  - { id: radar, driver: generic/traffic-json, mqtt: local, params: { topic: traffic/kordon } }
  - { id: pier, driver: generic/people-json, mqtt: local, params: { topic: count/pier }, tags: { inbound: forward } }
entities:
${entities}
`;
  return loadSite({
    file: '/site/gateway.yaml',
    driverFolders: [join(root, 'drivers')],
    mappingFolders: [join(root, 'mappings')],
    files: {
      read: (path) =>
        path === '/site/gateway.yaml' ? new TextEncoder().encode(gateway) : nodeFiles.read(path),
      list: (folder) => nodeFiles.list(folder),
    },
  });
}

const problemsOf = (entities: string) =>
  load(entities)
    .problems.filter(isError)
    .map(({ code, line, column }) => `${code} ${line}:${column}`);

describe('entities for each class and direction', () => {
  it('carry the words of their tags in the id', () => {
    const { site, problems } = load(
      '  - { mapping: Transportation/ItemFlowObserved, from: pier, params: { laneId: 1 } }',
    );

    expect(problems.filter(isError)).toEqual([]);
    expect(site?.entities.map(({ id }) => id)).toEqual([
      'urn:ngsi-ld:ItemFlowObserved:izmir-kordon-3-pier-forward',
      'urn:ngsi-ld:ItemFlowObserved:izmir-kordon-3-pier-outbound',
    ]);
  });

  it('are as many as the counter tells apart, each with what is known of it alone', () => {
    const { site } = load('  - { mapping: Transportation/TrafficFlowObserved, from: radar }');
    const cars = site?.entities.find(({ id }) => id.endsWith('-radar-car-backward'));

    expect(site?.entities).toHaveLength(14);
    expect(cars?.statics).toMatchObject({ laneId: { value: 2 }, vehicleType: { value: 'car' } });
  });

  it('tell what is wrong with all of them once', () => {
    const lanes = 'params: { lanes: { forward: one, backward: two } }';
    const twice = '  - { mapping: Transportation/TrafficFlowObserved, from: radar }';

    expect(problemsOf(`  - { mapping: Transportation/TrafficFlowObserved, from: radar, ${lanes} }`)).toEqual([
      'MODEL_VALUE 8:75',
    ]);
    expect(problemsOf('  - { mapping: Transportation/ItemFlowObserved, from: pier }')).toEqual([
      'MISSING_PARAM 8:16',
    ]);
    expect(problemsOf(`${twice}\n${twice}`)).toEqual(['ENTITY_TWICE 9:16']);
  });
});
