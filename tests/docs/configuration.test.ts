/** docs/configuration.md: its tables are made from the schema of gateway.yaml, and its example has no mistake. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSite } from '../../src/config/load.ts';
import { jsonSchemaOf } from '../../src/config/reference.ts';
import { below, fieldTable } from './field-table.ts';
import { expectGenerated } from './generated.ts';

const file = 'docs/configuration.md';
const root = join(import.meta.dirname, '..', '..');
const schema = jsonSchemaOf('gateway');

describe(file, () => {
  it.each([
    ['keys of file', []],
    ['keys of gateway', ['gateway']],
    ['keys of serial bus', ['buses', '*', '|0']],
    ['keys of bus over TCP', ['buses', '*', '|1']],
    ['keys of MQTT broker', ['mqtt', 'brokers', '*']],
    ['keys of own MQTT broker', ['mqtt', 'listen']],
    ['keys of tls of the own MQTT broker', ['mqtt', 'listen', 'tls']],
    ['keys of plain of the own MQTT broker', ['mqtt', 'listen', 'plain']],
    ['keys of limits of the own MQTT broker', ['mqtt', 'listen', 'limits']],
    ['keys of device', ['devices', '[]', '|0']],
    ['keys of group of devices', ['devices', '[]', '|1']],
    ['keys of filter of a device', ['devices', '[]', '|0', 'filter', '|0']],
    ['keys of entity', ['entities', '[]']],
    ['keys of destination', ['forward', '[]']],
    ['keys of basic auth', ['forward', '[]', 'auth', '|0']],
    ['keys of oauth2 auth', ['forward', '[]', 'auth', '|1']],
    ['keys of proxy of a destination', ['forward', '[]', 'proxy', '|2']],
    ['keys of batch of a destination', ['forward', '[]', 'batch']],
    ['keys of buffer', ['buffer']],
    ['keys of api', ['api']],
    ['keys of api for others', ['api', 'network']],
  ])('explains the %s as the schema does', (part, path) => {
    const table = fieldTable(below(schema, path));

    expect(table.split('\n').length, 'the path leads to no map').toBeGreaterThan(2);
    expectGenerated(file, part, table);
  });

  it('begins with a file that has no mistake', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, file), 'utf8')) ?? [];
    const { problems } = loadSite({
      file: 'gateway.yaml',
      driverFolders: [join(root, 'drivers')],
      mappingFolders: [join(root, 'mappings')],
      files: {
        read: (path) => (path === 'gateway.yaml' ? Buffer.from(example) : readFileSync(path)),
        list: () => [],
      },
    });

    expect(problems).toEqual([]);
  });
});
