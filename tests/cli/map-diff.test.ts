import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const id = 'urn:ngsi-ld:WeatherObserved:istanbul-kagithane-017-air';
let broker: RunningBroker;
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-diff-'));
  broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `schema: 1
gateway: { id: istanbul-kagithane-017, location: [28.97, 41.08] }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
devices:
  - { id: air, driver: generic/xy-md02, bus: rs485, unitId: 1 }
entities:
  - { mapping: Weather/WeatherObserved, from: air }
buffer: { folder: ${folder} }
forward:
  - { name: city, broker: "${broker.url}" }
`,
  );
});
afterEach(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

async function kopru(...args: string[]) {
  const world = recordingWorld({}, folder);
  const exit = await main([...args, '--file', join(folder, 'gateway.yaml')], world);
  return { exit, ...world.written };
}

const patch = (attributes: object) =>
  fetch(`${broker.url}/entities/${id}/attrs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      link: '<https://raw.githubusercontent.com/smart-data-models/dataModel.Weather/master/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
    },
    body: JSON.stringify(attributes),
  });

const row = (out: string, name: string) =>
  out.split('\n').find((line) => new RegExp(`^ +\\S ${name} `).test(line)) ?? '';

describe('kopru map --diff', () => {
  it('says that the broker has no such entity yet', async () => {
    const { exit, out } = await kopru('map', 'air', '--diff');

    expect(exit).toBe(2);
    expect(out).toContain(`${id}\n  ! city has no such entity yet.\n`);
  });

  it('finds nothing where another value is all that differs', async () => {
    await kopru('send', 'air');
    const observedAt = '2026-11-23T20:00:00Z';
    await patch({ temperature: { type: 'Property', value: 12.5, unitCode: 'CEL', observedAt } });

    const { exit, out } = await kopru('map', 'air', '--diff');

    expect(exit).toBe(0);
    expect(row(out, 'temperature')).toMatch(/30\.5 CEL +12\.5 CEL +another value, of 2026-11-23T20:00:00Z$/);
    expect(row(out, 'relativeHumidity')).toMatch(/^ += relativeHumidity +0\.546 C62 +0\.546 C62$/);
  });

  it('finds another unit, and tells what the broker has besides', async () => {
    await kopru('send', 'air');
    await patch({
      temperature: { type: 'Property', value: 86.9, unitCode: 'FAH' },
      windSpeed: { type: 'Property', value: 3, unitCode: 'MTS' },
    });

    const { exit, out } = await kopru('map', 'air', '--diff');
    const { entities } = JSON.parse((await kopru('map', 'air', '--diff', '--json')).out);

    expect(exit).toBe(2);
    expect(row(out, 'temperature')).toMatch(/! temperature +30\.5 CEL +86\.9 FAH +another unit$/);
    expect(row(out, 'windSpeed')).toMatch(/– +3 MTS +of somebody else, or of an earlier mapping$/);
    expect(entities[0].attributes).toContainEqual(
      expect.objectContaining({ name: 'windSpeed', likeness: 'only there' }),
    );
  });

  it('says why it cannot tell when no broker answers', async () => {
    await broker.close();

    const { exit, out } = await kopru('map', 'air', '--diff');

    expect(exit).toBe(1);
    expect(out).toContain('✗ city does not tell (ECONNREFUSED)');
    expect(out).toContain('1 of 1 could not be compared. Nothing was sent.');
  });
});
