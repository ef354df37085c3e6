import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { balances } from '../../src/core/ledger.ts';
import { until } from '../fakes/real-time.ts';
import { recordingWorld } from '../fakes/terminal.ts';
import { freePort } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';
import { type Senders, startSenders } from './mqtt/senders.ts';

describe('kopru reload while sensors publish to the gateway', () => {
  let cabinet: Cabinet;
  let senders: Senders | undefined;
  let port: number;

  const configuration = (devices: number, further: readonly string[] = []) => ({
    broker: 'listen',
    devices,
    further,
    mqtt: ['listen:', `  plain: { address: "127.0.0.1:${port}", anonymous: true }`],
  });
  const reload = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: cabinet.socket }, cabinet.folder);
    const exit = await main(['reload', ...args], world);
    return { exit, text: world.written.out + world.written.err };
  };
  const more = (count: number) => {
    const before = senders?.acknowledged.size ?? 0;
    return until(() => (senders?.acknowledged.size ?? 0) > before + count, `${count} acknowledgements`);
  };

  beforeEach(async () => {
    port = await freePort();
    cabinet = new Cabinet(configuration(3));
    await cabinet.start();
  });
  afterEach(async () => {
    await senders?.end();
    await cabinet.remove();
  });

  it('loses nothing, applies all of a sound configuration and nothing of a wrong one', {
    timeout: 90_000,
  }, async () => {
    senders = startSenders({ port, senders: 3, window: 20 });
    await more(500);

    cabinet.configure(configuration(3, ['  - { name: test, broker: "http://127.0.0.1:9/ngsi-ld/v1" }']));
    const destination = await reload();
    await more(500);
    cabinet.configure(configuration(5));
    const devices = await reload();
    await more(500);
    cabinet.configure(configuration(4, ['buffer: { limitMegabytes: lots }']));
    const wrong = await reload();
    await more(500);
    const snapshot = await cabinet.snapshot();
    cabinet.configure(configuration(5));
    const same = await reload();
    await senders.finish();
    await cabinet.stop();

    expect(destination).toMatchObject({ exit: 0, text: expect.stringContaining('+ destination test') });
    expect(devices.exit).toBe(0);
    expect(devices.text).toContain('- destination test');
    expect(devices.text).toContain('+ device load-4');
    expect(devices.text).not.toContain('device load-0');
    expect(wrong).toMatchObject({ exit: 78, text: expect.stringContaining('the old configuration') });
    expect(wrong.text).toContain('gateway.yaml:');
    expect(snapshot.configuration).toMatchObject({
      devices: 5,
      destinations: 1,
      reload: { ok: false, errors: 1 },
    });
    expect(snapshot.destinations.every(({ ledger }) => balances(ledger))).toBe(true);
    expect(same).toMatchObject({ exit: 0, text: expect.stringContaining('Nothing changes') });
    const kept = cabinet.kept();
    expect([...senders.acknowledged].filter((n) => !kept.has(n))).toEqual([]);
  });

  it('shows what would change, and changes nothing, with --dry-run', async () => {
    cabinet.configure(configuration(4));

    const { exit, text } = await reload('--dry-run');
    const plan = recordingWorld({ KOPRU_SOCKET: cabinet.socket }, cabinet.folder);
    await main(['plan', cabinet.file], plan);

    expect(exit).toBe(2);
    expect(text).toContain('+ device load-3');
    expect(text).toContain('Nothing was applied.');
    expect(plan.written.out).toMatch(/would change:\n {2}\+ device load-3\n/);
    expect((await cabinet.snapshot()).configuration.devices).toBe(3);
  });

  it('reads its configuration again when it gets SIGHUP', async () => {
    cabinet.configure(configuration(4));
    cabinet.signal('SIGHUP');

    const { configuration: now } = await cabinet.until(
      ({ configuration: { devices } }) => devices === 4,
      'the fourth device',
    );

    expect(now.reload).toMatchObject({ ok: true });
  });

  it('keeps running with a gateway.yaml that is no YAML', async () => {
    writeFileSync(cabinet.file, 'schema: 1\n\tgateway: [');

    const { exit, text } = await reload('--json');

    expect(exit).toBe(78);
    expect(JSON.parse(text)).toMatchObject({ kind: 'refused' });
    expect((await cabinet.snapshot()).configuration.devices).toBe(3);
  });
});
