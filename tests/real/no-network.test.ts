/** A cabinet without any network, not even one to itself: a serial sensor, a file system and nothing else. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { kopruArguments } from './program.ts';
import { type Running, socatInstalled, startTerminals } from './pymodbus.ts';

const unshared = ['--net', process.execPath];
const absent =
  !(socatInstalled && spawnSync('unshare', [...unshared, '--version']).status === 0) && !process.env.CI;

const yaml = (folder: string) => `schema: 1
gateway: { id: alone-1, location: [28.97, 41.08], clock: trusted }
buses: { rs485: { port: ${folder}/ours, line: 9600 8N1 } }
mqtt: { brokers: { district: { url: "mqtt://mqtt.city.example" } } }
devices: [ { id: climate, driver: generic/xy-md02, bus: rs485, unitId: 1, every: 2s } ]
entities: [ { mapping: Environment/IndoorEnvironmentObserved, from: climate } ]
forward: [ { name: city, broker: "https://broker.city.example/ngsi-ld/v1", history: ordered } ]
buffer: { folder: ${folder}/state }
`;

describe.skipIf(absent)('a gateway without a network (skipped without root, unshare or socat)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const socket = join(folder, 'kopru.sock');
  const running: ChildProcess[] = [];
  let cable: Running;

  const start = (command: string, args: readonly string[]) => {
    const env = { ...process.env, NODE_OPTIONS: '', KOPRU_SOCKET: socket };
    const child = spawn(command, args, { stdio: 'ignore', env });
    running.push(child);
  };
  const status = (): Snapshot | undefined => {
    const args = [...kopruArguments(), 'status', '--json'];
    const { stdout } = spawnSync(process.execPath, args, {
      env: { ...process.env, NODE_OPTIONS: '', KOPRU_SOCKET: socket },
      encoding: 'utf8',
    });
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    cable = await startTerminals(join(folder, 'ours'), join(folder, 'theirs'));
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, yaml(folder));
    start(process.execPath, [
      ...kopruArguments(),
      'simulate',
      'generic/xy-md02',
      '--pty',
      join(folder, 'theirs'),
    ]);
    start('unshare', [...unshared, ...kopruArguments(), 'run', file]);
  });

  afterAll(async () => {
    for (const child of running) {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
    await cable.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts, reads and keeps, and says what is missing', { timeout: 60_000 }, async () => {
    await expect
      .poll(() => status()?.destinations[0]?.ledger.waiting, { timeout: 50_000 })
      .toBeGreaterThan(2);

    const { devices, mqtt, destinations } = status() ?? {};
    expect(devices).toMatchObject([{ id: 'climate', link: { state: 'answers' } }]);
    expect(mqtt).toMatchObject([{ name: 'district', connected: false }]);
    expect(destinations).toMatchObject([{ name: 'city', ledger: { tallies: [] } }]);
  });
});
