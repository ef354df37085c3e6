import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { balances, total } from '../../src/core/ledger.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { FaultScript } from '../../src/simulator/broker/faults.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';
import { freePort } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';

describe('kopru quarantine beside a running gateway', () => {
  const clock = systemClock();
  let script: FaultScript;
  let broker: RunningBroker;
  let cabinet: Cabinet;
  let port: number;

  const kopru = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: cabinet.socket }, cabinet.folder);
    const exit = await main(['quarantine', ...args], world);
    return { exit, text: world.written.out + world.written.err };
  };
  const traced = async (named: string) => {
    const world = recordingWorld({ KOPRU_SOCKET: cabinet.socket }, cabinet.folder);
    const exit = await main(['trace', 'reading', named], world);
    return { exit, text: world.written.out + world.written.err };
  };
  const publish = async (n: number) => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
    await client.publishAsync('load/0', JSON.stringify({ n }), { qos: 1 });
    await client.endAsync();
  };
  const untilTallied = (outcome: 'quarantined' | 'delivered' | 'dropped', count: number) =>
    cabinet.until(
      ({ destinations: [city] }) => city !== undefined && total(city.ledger, outcome) === count,
      `${count} ${outcome}`,
    );

  beforeEach(async () => {
    script = new FaultScript({ clock, random: Math.random });
    broker = await startBroker({ clock, host: '127.0.0.1', port: 0, middleware: [script.middleware] });
    port = await freePort();
    cabinet = new Cabinet({
      broker: 'listen',
      devices: 1,
      mqtt: ['listen:', `  plain: { address: "127.0.0.1:${port}", anonymous: true }`],
      destination: broker.url,
    });
    await cabinet.start();
    script.play([{ name: '207-all-refused' }]);
    await publish(41);
    await untilTallied('quarantined', 1);
  });
  afterEach(async () => {
    await cabinet.remove();
    await broker.close();
  });

  it('shows what was refused and why, and delivers it once the broker takes it', {
    timeout: 60_000,
  }, async () => {
    const listed = await kopru();
    const [{ id, entity }] = JSON.parse((await kopru('list', '--json')).text).entries;
    const shown = await kopru('show', `${id}`);
    script.stop();
    const retried = await kopru('retry', `${id}`);
    const { destinations } = await untilTallied('delivered', 1);

    expect(listed.exit).toBe(2);
    expect(listed.text).toContain('BadRequestData');
    expect(listed.text).toContain(`Next: kopru quarantine show ${id}`);
    expect(shown.text).toContain(`${entity}  refused by city`);
    expect(shown.text).toMatch(/load-0 activePower\s+41 WTT/);
    expect(retried).toMatchObject({ exit: 0, text: expect.stringContaining('1 entry will be sent again') });
    expect(destinations.every(({ ledger }) => balances(ledger))).toBe(true);
    expect(await kopru()).toMatchObject({ exit: 0, text: expect.stringContaining('empty') });
    expect(broker.store.tenant('').histories.has(entity)).toBe(true);
  });

  it('follows one reading to the answer of the broker', { timeout: 60_000 }, async () => {
    const refused = await traced('1');
    script.stop();
    await publish(42);
    await untilTallied('delivered', 1);
    const taken = await traced('load-0.activePower');
    const unknown = await traced('999');

    expect(refused.exit).toBe(2);
    expect(refused.text).toMatch(/reading 1 {2}load-0\.activePower {2}41 WTT/);
    expect(refused.text).toContain('BadRequestData');
    expect(taken.exit).toBe(0);
    expect(taken.text).toMatch(/reading 2 {2}load-0\.activePower {2}42 WTT/);
    expect(taken.text).toMatch(/by .*\.yaml:\d+:\d+/);
    expect(taken.text).toMatch(/status 20\d at /);
    expect(unknown.text).toContain('UNKNOWN_READING');
  });

  it('exports and drops what nobody wants any more', { timeout: 60_000 }, async () => {
    const exported = await kopru('export', '--out', 'refused.ndjson');
    const careless = await kopru('drop', '--all');
    const dropped = await kopru('drop', '--all', '--yes');
    const { destinations } = await untilTallied('dropped', 1);

    expect(exported.exit).toBe(0);
    const [line = ''] = readFileSync(join(cabinet.folder, 'refused.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({ readings: [{ device: 'load-0', value: 41 }] });
    expect(careless).toMatchObject({ exit: 64, text: expect.stringContaining('--yes') });
    expect(dropped.exit).toBe(0);
    expect(destinations[0]?.ledger.tallies).toContainEqual({
      outcome: 'dropped',
      reason: 'purged',
      count: 1,
    });
  });

  it('says what it does not understand', async () => {
    expect(await kopru('mend')).toMatchObject({ exit: 64, text: expect.stringContaining('list, show') });
    expect(await kopru('show', 'x')).toMatchObject({ exit: 64 });
    expect(await kopru('show', '999')).toMatchObject({
      exit: 64,
      text: expect.stringContaining('no entry 999'),
    });
    expect(await kopru('retry')).toMatchObject({ exit: 64, text: expect.stringContaining('--all') });
  });
});
