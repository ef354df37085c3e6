import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MqttClientStatus, MqttStatus } from '../../src/core/status.ts';
import { until } from '../fakes/real-time.ts';
import { type Mosquitto, makeCertificate, mosquittoInstalled, startMosquitto } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';
import { type Senders, startSenders } from './mqtt/senders.ts';

const absent = !mosquittoInstalled && !process.env.CI;
if (absent) process.stderr.write('Skipped: mosquitto is not installed (Debian: apt install mosquitto).\n');

const kept = [
  'allow_anonymous true',
  'persistence true',
  'persistence_location {folder}/',
  'autosave_interval 1',
];

describe.skipIf(absent)('the MQTT client as a process, against mosquitto', () => {
  const cabinets: Cabinet[] = [];
  const running: Senders[] = [];
  const brokers: Mosquitto[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((senders) => senders.end()));
    await Promise.all(cabinets.splice(0).map((cabinet) => cabinet.remove()));
    await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
  });

  async function start(...args: Parameters<typeof startMosquitto>): Promise<Mosquitto> {
    const mosquitto = await startMosquitto(...args);
    brokers.push(mosquitto);
    return mosquitto;
  }
  function build(entry: string, further: Partial<ConstructorParameters<typeof Cabinet>[0]> = {}): Cabinet {
    const cabinet = new Cabinet({
      broker: 'city',
      devices: 5,
      mqtt: ['brokers:', `  city: { ${entry} }`],
      ...further,
    });
    cabinets.push(cabinet);
    return cabinet;
  }
  function send(options: Parameters<typeof startSenders>[0]): Senders {
    const senders = startSenders(options);
    running.push(senders);
    return senders;
  }
  const isUp = ({ mqtt: [city] }: { mqtt: readonly MqttStatus[] }) =>
    city?.kind === 'client' && city.subscribed;
  const client = async (cabinet: Cabinet) => (await cabinet.mqtt()) as MqttClientStatus;

  /** Nothing published after the gateway had subscribed is missing once it has taken in what waited. */
  async function settle(cabinet: Cabinet, senders: Senders) {
    await senders.finish();
    const all = senders.acknowledged;
    let before = -1;
    await cabinet.until(({ buffer: { lastSeq, queued } }) => {
      const quiet = lastSeq === before && lastSeq >= all.size && queued === 0;
      before = lastSeq;
      return quiet;
    }, `${all.size} readings`);
    await cabinet.stop();
    const found = cabinet.kept();
    return {
      sent: all.size,
      lost: [...all].filter((n) => !found.has(n)),
      twice: [...found.values()].filter((times) => times > 1).length,
    };
  }

  it.each(['3.1.1', '5'])(
    'loses nothing when it is killed three times under load (MQTT %s)',
    {
      timeout: 90_000,
    },
    async (version) => {
      const mosquitto = await start();
      const cabinet = build(`url: "mqtt://127.0.0.1:${mosquitto.port}", version: ${version}`);
      await cabinet.start();
      await cabinet.until(isUp, 'the subscription');
      const senders = send({ port: mosquitto.port, senders: 5, window: 10, pauseMs: 5 });
      for (let times = 0; times < 3; times += 1) {
        const before = senders.acknowledged.size;
        await until(() => senders.acknowledged.size > before + 1_000, 'a thousand messages');
        await cabinet.kill();
        await cabinet.start();
      }
      const { sent, lost, twice } = await settle(cabinet, senders);

      expect(lost).toEqual([]);
      expect(sent).toBeGreaterThan(3_000);
      // Kept but not acknowledged when it was killed: at most as many as it holds.
      expect(twice).toBeLessThanOrEqual(3 * 500);
    },
  );

  it('loses nothing when mosquitto is paused for 20 s under load, and reconnects by itself', {
    timeout: 90_000,
  }, async () => {
    const mosquitto = await start();
    const cabinet = build(`url: "mqtt://127.0.0.1:${mosquitto.port}"`);
    await cabinet.start();
    await cabinet.until(isUp, 'the subscription');
    const senders = send({ port: mosquitto.port, senders: 5, window: 10, pauseMs: 5 });
    await until(() => senders.acknowledged.size > 1_000, 'a thousand messages');
    mosquitto.signal('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    mosquitto.signal('SIGCONT');
    const before = senders.acknowledged.size;
    await until(() => senders.acknowledged.size > before + 1_000, 'a thousand more');
    const { lost } = await settle(cabinet, senders);

    expect(lost).toEqual([]);
  });

  it('loses nothing when mosquitto is restarted under load, and finds its session again', {
    timeout: 90_000,
  }, async () => {
    const mosquitto = await start(kept);
    const cabinet = build(`url: "mqtt://127.0.0.1:${mosquitto.port}"`);
    await cabinet.start();
    await cabinet.until(isUp, 'the subscription');
    const senders = send({ port: mosquitto.port, senders: 5, window: 10, pauseMs: 5 });
    for (let times = 0; times < 2; times += 1) {
      const before = senders.acknowledged.size;
      await until(() => senders.acknowledged.size > before + 1_000, 'a thousand messages');
      await mosquitto.restart('SIGTERM');
      await cabinet.until(isUp, 'the connection');
    }
    expect(await client(cabinet)).toMatchObject({ gaps: 0, connections: 3 });
    const { lost } = await settle(cabinet, senders);

    expect(lost).toEqual([]);
  });

  it('says that messages may be missing when mosquitto was killed and forgot the session, and goes on', {
    timeout: 60_000,
  }, async () => {
    const mosquitto = await start();
    const cabinet = build(`url: "mqtt://127.0.0.1:${mosquitto.port}"`);
    await cabinet.start();
    await cabinet.until(isUp, 'the subscription');
    const before = send({ port: mosquitto.port, senders: 5, window: 10 });
    await until(() => before.acknowledged.size > 1_000, 'a thousand messages');
    await mosquitto.restart('SIGKILL');
    await before.end();
    await cabinet.until(isUp, 'the connection');
    expect(await client(cabinet)).toMatchObject({ gaps: 1 });
    const after = send({ port: mosquitto.port, senders: 5, window: 10, first: 1_000_000 });
    await until(() => after.acknowledged.size > 1_000, 'a thousand messages');
    await after.finish();
    await cabinet.until(
      ({ mqtt: [city] }) =>
        city?.received === Number(city?.received) && (city?.received ?? 0) >= after.acknowledged.size,
      'them to arrive',
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await cabinet.stop();

    const found = cabinet.kept();
    expect([...after.acknowledged].filter((n) => !found.has(n))).toEqual([]);
  });

  it('shares the messages of a group with another gateway: each goes to one of them', {
    timeout: 60_000,
  }, async () => {
    const mosquitto = await start();
    const url = `url: "mqtt://127.0.0.1:${mosquitto.port}", share: hub`;
    const pair = [build(`${url}, clientId: one`), build(`${url}, clientId: two`)];
    for (const cabinet of pair) {
      await cabinet.start();
      await cabinet.until(isUp, 'the subscription');
    }
    const senders = send({ port: mosquitto.port, senders: 5, window: 1 });
    await until(() => senders.acknowledged.size > 1_000, 'a thousand messages');
    await senders.finish();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const cabinet of pair) await cabinet.stop();

    const [one, two] = pair.map((cabinet) => cabinet.kept());
    expect(one?.size).toBeGreaterThan(100);
    expect(two?.size).toBeGreaterThan(100);
    expect([...senders.acknowledged].filter((n) => !one?.has(n) && !two?.has(n))).toEqual([]);
    expect([...(one?.keys() ?? [])].filter((n) => two?.has(n))).toEqual([]);
  });

  it('shows its certificate, trusts one authority, and takes messages over TLS from two MQTT brokers', {
    timeout: 60_000,
  }, async () => {
    const tls = ['cafile', 'certfile'].map((key) => `${key} {folder}/cert.pem`);
    const secure = await start(
      [...tls, 'keyfile {folder}/key.pem', 'require_certificate true', 'allow_anonymous true'],
      makeCertificate,
    );
    const plain = await start();
    const cabinet = build('', {
      devices: 1,
      mqtt: [
        'brokers:',
        `  city: { url: "mqtts://localhost:${secure.port}", ca: cert.pem, certificate: cert.pem, key: { secret: city-key } }`,
        `  other: { url: "mqtt://127.0.0.1:${plain.port}" }`,
      ],
    });
    copyFileSync(join(secure.folder, 'cert.pem'), join(cabinet.folder, 'cert.pem'));
    execFileSync(
      'sh',
      [
        '-c',
        `mkdir -m 700 secrets && cp ${secure.folder}/key.pem secrets/city-key && chmod 600 secrets/city-key`,
      ],
      { cwd: cabinet.folder },
    );
    await cabinet.start();
    const { mqtt: both } = await cabinet.until(
      ({ mqtt: all }) => all.length === 2 && all.every((each) => each.kind === 'client' && each.connected),
      'both connections',
    );
    expect(both.map(({ name }) => name)).toEqual(['city', 'other']);
    execFileSync(
      'mosquitto_pub',
      [
        ...['-h', 'localhost', '-p', `${secure.port}`, '-q', '1', '-t', 'load/0', '-m', '{"n":7}'],
        ...['--cafile', 'cert.pem', '--cert', 'cert.pem', '--key', 'key.pem'],
      ],
      { cwd: secure.folder },
    );
    await cabinet.until(({ buffer }) => buffer.lastSeq === 1, 'the reading');
    await cabinet.stop();

    expect([...cabinet.kept().keys()]).toEqual([7]);
  });
});
