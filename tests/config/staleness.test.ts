import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSite } from '../../src/config/load.ts';

const minute = 60_000;

/** What a device with these keys owes. */
function staleMs(keys: string): number | undefined {
  const file = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'gateway.yaml');
  writeFileSync(
    file,
    `schema: 1
gateway: { id: test-1, location: [28.97, 41.08] }
buses: { line: { tcp: "127.0.0.1:9" } }
mqtt: { brokers: { lora: { url: "mqtt://127.0.0.1", network: chirpstack } } }
devices: [ { id: one, ${keys} } ]
`,
  );
  const { site, problems } = loadSite({ file, driverFolders: ['drivers'], mappingFolders: ['mappings'] });
  expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([]);
  return site?.devices[0]?.staleMs;
}

const level = 'driver: dragino/dds75, mqtt: lora, devEui: "A84041B2C3D4E5F6"';
const meter = 'driver: eastron/sdm630, bus: line, unitId: 1';
const dust = 'driver: nova/sds011, port: /dev/ttyS1';

describe('a device is silent', () => {
  it.each([
    ['after what its driver says', level, 65 * minute],
    ['no sooner because one message a minute is kept', `${level}, every: 1m`, 65 * minute],
    ['later where one message an hour is kept', `${level}, every: 1h`, 180 * minute],
    ['after what the site says', `${level}, every: 1m, stale: 10m`, 10 * minute],
    ['after three intervals of a driver that talks by itself', dust, 3 * minute],
    ['no sooner there, either', `${dust}, every: 10s`, 3 * minute],
    ['after three intervals where it is asked', `${meter}, every: 5s`, 15_000],
  ])('%s: %s', (_, keys, expected) => {
    expect(staleMs(keys)).toBe(expected);
  });
});
