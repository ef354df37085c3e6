import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/cli/diagnosis.ts';
import { checkNode } from '../../src/cli/doctor-checks.ts';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

describe('kopru doctor', () => {
  let folder: string;
  let server: Server;
  let port: number;

  const configuration = (broker: number, bus = broker) => `schema: 1
gateway: { id: test, location: [29, 41], timezone: Europe/Istanbul, clock: trusted }
buses:
  plant: { tcp: "127.0.0.1:${bus}" }
devices:
  - { id: meter, driver: eastron/sdm630, bus: plant, unitId: 1 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
forward:
  - { name: city, broker: "http://127.0.0.1:${broker}/ngsi-ld/v1", headers: { X-Api-Key: { secret: city-key } } }
buffer: { limitMegabytes: 16 }
`;
  const doctor = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
    const exit = await main(['doctor', join(folder, 'gateway.yaml'), ...args], world);
    return { exit, ...world.written };
  };
  const checks = async () => {
    const { exit, out } = await doctor('--json');
    const found: Diagnosis[] = JSON.parse(out).checks;
    return { exit, states: Object.fromEntries(found.map(({ name, state }) => [name, state])) };
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-doctor-'));
    server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('finds nothing to mend where all is there, but for the gateway that does not run', async () => {
    writeFileSync(join(folder, 'gateway.yaml'), configuration(port));
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', 'city-key'), 'abc\n', { mode: 0o600 });

    expect(await checks()).toEqual({
      exit: 2,
      states: {
        node: 'fine',
        configuration: 'fine',
        disk: 'fine',
        secrets: 'fine',
        clock: 'fine',
        'bus plant': 'fine',
        'broker city': 'fine',
        gateway: 'look',
      },
    });
  });

  it('says what is missing, with the mend, and never a secret', async () => {
    writeFileSync(join(folder, 'gateway.yaml'), configuration(1));

    const { exit, out } = await doctor();

    expect(exit).toBe(1);
    expect(out).toMatch(/✗ secrets +The secret city-key is nowhere to be found\./);
    expect(out).toContain('LoadCredential=city-key');
    expect(out).toMatch(/✗ broker city +127\.0\.0\.1:1: .*ECONNREFUSED/);
    expect(out).toMatch(/8 checks: 3 failed, 1 to look at\./);
  });

  it('goes no further than a configuration with errors', async () => {
    writeFileSync(join(folder, 'gateway.yaml'), 'schema: 1\ngateway: {}\n');

    const { exit, out } = await doctor();

    expect(exit).toBe(1);
    expect(out).toMatch(/✗ configuration +\d+ errors in .*\n +kopru check/);
    expect(out).not.toContain('broker');
  });

  it('knows a gateway that is up and waits for a sound configuration', async () => {
    const sentence = 'Not running: the configuration has 1 error.';
    const gateway = createHttpServer((_, answer) => {
      answer.end(JSON.stringify({ phase: 'refused', verdict: { sentence }, text: '' }));
    });
    await new Promise<void>((resolve) => gateway.listen(join(folder, 'none.sock'), resolve));

    const { exit, out } = await doctor();
    await new Promise((resolve) => gateway.close(resolve));

    expect(exit).toBe(1);
    expect(out).toMatch(/✗ gateway +Not running: the configuration has 1 error\.\n +.*kopru reload/);
  });

  it('counts one error as one', async () => {
    const { out } = await doctor();

    expect(out).toMatch(/✗ configuration +1 error in /);
  });

  it.each([
    ['18.20.0', 'stopped'],
    ['20.18.3', 'stopped'],
    ['20.19.0', 'fine'],
    ['24.1.0', 'fine'],
  ])('Node %s: %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });
});
