import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

let broker: RunningBroker;
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-send-'));
  broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
  const destination = (name: string) => `  - { name: ${name}, broker: "${broker.url}" }\n`;
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `schema: 1
gateway: { id: istanbul-kagithane-017, location: [28.97, 41.08] }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
buffer: { folder: ${folder} }
forward:
${destination('city')}${destination('region')}`,
  );
});
afterEach(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

async function send(...args: string[]) {
  const world = recordingWorld({}, folder);
  const exit = await main(['send', ...args, '--file', join(folder, 'gateway.yaml')], world);
  return { exit, ...world.written };
}

const room = (id: string, value: unknown) => ({
  id: `urn:ngsi-ld:Room:${id}`,
  type: 'Room',
  temperature: { type: 'Property', value },
});

function fileWith(entities: unknown): string {
  writeFileSync(join(folder, 'rooms.json'), JSON.stringify(entities));
  return 'rooms.json';
}

describe('kopru send', () => {
  it('says of each entity what the broker said', async () => {
    const file = fileWith([room('1', 20), room('2', null)]);

    const { exit, out } = await send(file, '--to', 'city');

    expect(exit).toBe(2);
    expect(out).toContain('✓ urn:ngsi-ld:Room:1: accepted, status 207');
    expect(out).toContain('✗ urn:ngsi-ld:Room:2: refused, status 207 (BadRequestData)');
    expect(out).toContain('! 1 of 2 entities accepted by city.');
  });

  it('tells the same as JSON', async () => {
    const { exit, out } = await send(fileWith(room('1', 20)), '--to', 'city', '--json');

    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({
      destination: 'city',
      accepted: 1,
      entities: [{ entity: 'urn:ngsi-ld:Room:1', status: 201, kind: 'delivered' }],
    });
  });

  it('shows the entities of a sample and sends nothing with --dry-run', async () => {
    const { exit, out } = await send('meter', '--to', 'city', '--dry-run', '--json');

    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      batches: [{ entities: [{ type: 'ThreePhaseAcMeasurement' }] }],
    });
    const found = await fetch(`${broker.url}/entities?type=ThreePhaseAcMeasurement`);
    expect(await found.json()).toEqual([]);
  });

  it('ends with 1 when the broker is away', async () => {
    await broker.pause();

    const { exit, out } = await send(fileWith(room('1', 20)), '--to', 'city');

    expect(exit).toBe(1);
    expect(out).toContain('Nothing listens at the address of the broker.');
  });

  it.each<[string, string[]]>([
    ['several destinations and none named', ['rooms.json']],
    ['an unknown destination', ['rooms.json', '--to', 'town']],
    ['a file that is not there', ['nowhere.json', '--to', 'city']],
    ['a device that is not there', ['pump', '--to', 'city']],
  ])('ends with 64 for %s', async (_, args) => {
    fileWith(room('1', 20));

    expect((await send(...args)).exit).toBe(64);
  });
});
