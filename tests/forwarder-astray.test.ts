/** A forwarder whose memory does not fit to the disk any more: for whatever reason, nobody needs to come for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { KopruError } from '../src/core/errors.ts';
import { total } from '../src/core/ledger.ts';
import { startBroker } from '../src/simulator/broker/broker.ts';
import { freePort } from '../src/simulator/device/tcp-server.ts';
import { leapingClock } from './fakes/leaping-clock.ts';
import { silentLogger } from './fakes/logger.ts';
import { openRealBuffer, startDaemonOf } from './fakes/started-daemon.ts';
import { startTcpLine } from './fakes/tcp-line.ts';

const yaml = (ports: Record<'air' | 'broker' | 'api', number>) => `schema: 1
gateway: { id: test-1, location: [28.97, 41.08], clock: trusted }
devices:
  - { id: air, driver: nova/sds011, port: "tcp://127.0.0.1:${ports.air}", every: 1s }
entities:
  - { mapping: Environment/AirQualityObserved, from: air }
forward:
  - { name: city, broker: "http://127.0.0.1:${ports.broker}/ngsi-ld/v1", history: ordered }
api: { listen: "127.0.0.1:${ports.api}" }
`;
const frame = Buffer.from('AAC00900090058D943AB', 'hex');

describe('a forwarder whose settlement the buffer refused', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('begins anew from what is on disk, and loses nothing', async () => {
    const { clock } = leapingClock(10);
    const broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
    const line = await startTcpLine();
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, yaml({ air: line.port, broker: broker.port, api: await freePort('127.0.0.1') }));
    const said: string[] = [];
    let refusals = 0;
    const daemon = await startDaemonOf(file, {
      clock,
      logger: { ...silentLogger, error: (_, words) => said.push(words) },
      openBuffer: async (parts) => {
        const buffer = await openRealBuffer(parts);
        const settle = buffer.settle.bind(buffer);
        buffer.settle = (settlement) => {
          if (refusals > 0) return settle(settlement);
          refusals++;
          return Promise.reject(
            new KopruError('The buffer refused.', { kind: 'bug', code: 'SETTLE_LEAVES_GAP' }),
          );
        };
        return buffer;
      },
    });
    const ledger = async () => (await daemon.gateway.snapshot()).destinations[0]?.ledger;

    await vi.waitFor(async () => {
      line.write(frame);
      const now = await ledger();
      expect(now && total(now, 'delivered')).toBeGreaterThan(3);
    }, patience);
    await vi.waitFor(async () => expect(await ledger()).toMatchObject({ waiting: 0 }), patience);

    expect(refusals).toBe(1);
    expect(said).toContain(
      'The buffer refused a settlement: the forwarder begins anew from what is on disk.',
    );
    await daemon.stop();
    await broker.close();
    await line.stop();
  });
});

const patience = { timeout: 30_000, interval: 100 };
