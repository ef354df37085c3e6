/** The gateway's own machine from the kernel's files to an entity at the broker. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Daemon } from '../src/daemon.ts';
import { type RunningBroker, startBroker } from '../src/simulator/broker/broker.ts';
import { freePort } from '../src/simulator/device/tcp-server.ts';
import { systemClock } from '../src/sources/host/clock.ts';
import { startDaemonOf } from './fakes/started-daemon.ts';

const yaml = (broker: number, api: number) => `schema: 1
gateway: { id: test-1, location: [28.97, 41.08], clock: trusted }
devices:
  - { id: machine, driver: kopru/host, every: 5s }
entities:
  - { mapping: Device/DeviceMeasurement-memory, from: machine }
forward:
  - { name: city, broker: "http://127.0.0.1:${broker}/ngsi-ld/v1", history: ordered }
api: { listen: "127.0.0.1:${api}" }
`;

const context = 'https://raw.githubusercontent.com/smart-data-models/dataModel.Device/master/context.jsonld';
const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

const mapping = `mapping: Device/DeviceMeasurement-memory
model: DeviceMeasurement 0.1.0
context: ${context}
needs: [memoryFree]
attributes:
  dateObserved: { time: observed }
  refDevice:    { ref: device }
  numValue:     { from: memoryFree, unit: P1 }
samples:
  - { readings: { machine: { memoryFree: 63.4 } }, expect: { numValue: 63.4 } }
`;

describe("the gateway's own machine as a device", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  const clock = systemClock();
  let broker: RunningBroker;
  let daemon: Daemon;

  beforeAll(async () => {
    broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
    writeFileSync(file, yaml(broker.port, await freePort('127.0.0.1')));
    mkdirSync(join(folder, 'mappings/Device'), { recursive: true });
    writeFileSync(join(folder, 'mappings/Device/DeviceMeasurement-memory.yaml'), mapping);
    daemon = await startDaemonOf(file, { clock, mappingFolders: [join(folder, 'mappings'), 'mappings'] });
  });

  afterAll(async () => {
    await daemon.stop();
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('becomes an entity with the share of memory that is free', async () => {
    const id = daemon.gateway.site.entities[0]?.id;
    const entity = await vi.waitFor(async () => {
      const answer = await fetch(`${broker.url}/entities/${id}`, { headers: { link } });
      expect(answer.status).toBe(200);
      return (await answer.json()) as { numValue: { value: number; unitCode: string; observedAt: string } };
    }, 30_000);

    expect(entity.numValue).toMatchObject({ unitCode: 'P1', observedAt: expect.any(String) });
    expect(entity.numValue.value).toBeGreaterThan(0);
    expect(entity.numValue.value).toBeLessThanOrEqual(100);
  });

  it('answers, with the values that every machine tells', async () => {
    const { devices } = await daemon.gateway.snapshot();

    expect(devices).toMatchObject([{ id: 'machine', connection: 'host', link: { state: 'answers' } }]);
    expect(devices[0]?.values.map(({ point }) => point)).toEqual(
      expect.arrayContaining(['diskFree', 'memoryFree', 'uptime']),
    );
    expect(devices[0]?.refusals).toEqual([]);
  });
});
