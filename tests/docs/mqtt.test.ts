import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { renderProblems } from '../../src/config/problems.ts';

const root = resolve(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'mqtt.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const driver = blocks.find((text) => text.startsWith('driver:')) ?? '';
const [listener = '', client = ''] = blocks.filter((text) => text.startsWith('mqtt:'));

const head = 'schema: 1\ngateway: { id: test, location: [29, 41], timezone: Europe/Istanbul }\n';
const own = 'devices:\n  - { id: roof, driver: own/esp-climate, mqtt: city, params: { name: roof } }\n';

function problemsOf(gateway: string): string {
  const written = new Map([
    [join(root, 'gateway.yaml'), Buffer.from(gateway)],
    [join(root, 'own/own/esp-climate.yaml'), Buffer.from(driver)],
  ]);
  const { problems, sources } = loadSite({
    file: join(root, 'gateway.yaml'),
    driverFolders: [join(root, 'own'), join(root, 'drivers')],
    mappingFolders: [join(root, 'mappings')],
    files: { ...nodeFiles, read: (path) => written.get(path) ?? nodeFiles.read(path) },
  });
  return renderProblems(
    problems.filter(({ severity }) => severity !== 'warning'),
    sources,
    { color: false },
  );
}

describe('docs/mqtt.md', () => {
  it.each([
    ['the gateway as MQTT broker', head + listener],
    ['the gateway as a client, and a driver of its own', head + client + own],
  ])('shows files without a mistake: %s', (_name, gateway) => {
    expect(gateway.length).toBeGreaterThan(200);
    expect(problemsOf(gateway)).toBe('');
  });
});
