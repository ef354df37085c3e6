import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/environment.ts';
import type { Message } from '../../src/core/reading.ts';
import type { JsPublish } from '../../src/sources/mqtt/mqtt-js.ts';
import { openMqttJs } from '../../src/sources/mqtt/open-mqtt-js.ts';
import type { MqttBroker } from '../../src/sources/mqtt/settings.ts';
import { createMqttSource, type MqttSource } from '../../src/sources/mqtt/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { mqttDevice, mqttMessage } from '../fakes/mqtt.ts';
import {
  layWire,
  type Mosquitto,
  makeCertificate,
  mosquittoInstalled,
  startMosquitto,
  type Wire,
} from './mosquitto.ts';

const absent = !mosquittoInstalled && !process.env.CI;
if (absent) process.stderr.write('Skipped: mosquitto is not installed (Debian: apt install mosquitto).\n');

const clock: Clock = {
  boot: 'boot',
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

const device = mqttDevice('meter', [
  mqttMessage({ count: { path: '/n' } }, { topic: 'city/meter' }, 'meter'),
]);

/** Numbers below 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function until(what: () => boolean, name: string, limitMs = 15_000): Promise<void> {
  const startMs = performance.now();
  while (!what()) {
    if (performance.now() - startMs > limitMs) throw new Error(`Waited ${limitMs} ms for: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const numberOf = (message: Message) => Number(message.readings[0]?.value);

describe.skipIf(absent)('the MQTT source against mosquitto', () => {
  let mosquitto: Mosquitto;
  let wire: Wire;
  let session = 0;
  /** Bytes of the largest payload that mqtt.js has gathered. */
  let largest = 0;
  const sources: MqttSource[] = [];
  const refusals: string[] = [];

  beforeAll(async () => {
    mosquitto = await startMosquitto();
  });
  afterAll(() => mosquitto.stop());
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.stop()));
    await wire.close();
    refusals.length = 0;
  });

  async function listen(
    accept: (message: Message) => Promise<void>,
    broker: Partial<MqttBroker> = {},
  ): Promise<MqttSource> {
    wire = await layWire(mosquitto.port);
    session += 1;
    const source = createMqttSource({
      broker: { name: 'city', url: `mqtt://127.0.0.1:${wire.port}`, clientId: `kopru-${session}`, ...broker },
      devices: [device],
      secrets: () => 'wrong',
      clock,
      random: seeded(7),
      logger: silentLogger,
      backoff: { baseMs: 10, capMs: 50 },
      open: (options) => {
        const client = openMqttJs(options);
        client.on('packetreceive', (packet: Partial<JsPublish>) => {
          largest = Math.max(largest, packet.payload?.length ?? 0);
        });
        return client;
      },
      intake: { accept, refuse: (_device, _point, reason) => refusals.push(reason), link: () => {} },
    });
    sources.push(source);
    source.start();
    await until(() => source.status().subscribed, 'the subscription');
    return source;
  }

  async function publish(numbers: Iterable<number>): Promise<void> {
    const publisher = await connectAsync({ host: '127.0.0.1', port: mosquitto.port });
    const all: Promise<unknown>[] = [];
    for (const n of numbers)
      all.push(publisher.publishAsync('city/meter', JSON.stringify({ n }), { qos: 1 }));
    await Promise.all(all);
    await publisher.endAsync();
  }

  it('acknowledges when the readings are kept, not before (the contract with mqtt.js); mosquitto repeats until then', async () => {
    const seen: number[] = [];
    let keep = () => {};
    const source = await listen((message) => {
      seen.push(numberOf(message));
      return seen.length > 1
        ? Promise.resolve()
        : new Promise((resolve) => {
            keep = resolve;
          });
    });

    await publish([1, 2]);
    await until(() => seen.length === 2, 'both messages');
    expect(wire.acknowledged).toEqual([]);

    wire.cut();
    await until(() => refusals.length >= 2, 'mosquitto to repeat both');
    expect(wire.acknowledged).toEqual([]);

    keep();
    await until(() => wire.acknowledged.length === 2, 'the acknowledgements');
    wire.cut();
    await until(() => source.status().connections === 3, 'the third connection');
    await publish([3]);
    await until(() => seen.length === 3, 'the third message');
    expect(seen).toEqual([1, 2, 3]);
    expect(refusals).toEqual(['duplicate', 'duplicate']);
  });

  it('keeps the state of the gateway there, and says when it is lost, back and stopped', async () => {
    const announce = 'kopru/kordon-3';
    const source = await listen(async () => {}, { announce });
    const watcher = await connectAsync({ host: '127.0.0.1', port: mosquitto.port });
    const heard: string[] = [];
    watcher.on('message', (_topic, payload) => heard.push(JSON.parse(String(payload)).state));

    source.announce({ key: 'ok', text: '{"state":"ok"}' });
    await watcher.subscribeAsync(announce);
    await until(() => heard.length === 1, 'the state');
    wire.cut();
    await until(() => heard.length === 3, 'the last will and the state again');
    await source.stop();
    await until(() => heard.length === 4, 'the goodbye');
    await watcher.endAsync();

    expect(heard).toEqual(['ok', 'lost', 'ok', 'stopped']);
  });

  it('takes messages in while earlier ones are being kept', async () => {
    const batches: number[] = [];
    let waiting: (() => void)[] = [];
    await listen(() => new Promise((resolve) => waiting.push(resolve)));
    const commit = setInterval(() => {
      if (waiting.length > 0) batches.push(waiting.length);
      for (const resolve of waiting) resolve();
      waiting = [];
    }, 20);

    await publish(Array.from({ length: 1_000 }, (_, n) => n));
    await until(() => batches.reduce((sum, size) => sum + size, 0) === 1_000, 'all messages');
    clearInterval(commit);

    expect(Math.max(...batches)).toBeGreaterThan(10);
    await until(() => wire.acknowledged.length === 1_000, 'all acknowledgements');
  });

  it('refuses a message of 20 MB without gathering it, and goes on', async () => {
    const seen: number[] = [];
    const source = await listen(async (message) => void seen.push(numberOf(message)));
    const publisher = await connectAsync({ host: '127.0.0.1', port: mosquitto.port });

    await publisher.publishAsync('city/meter', Buffer.alloc(20_000_000, 0x20), { qos: 1 });
    await publisher.publishAsync('city/meter', '{"n":1}', { qos: 1 });
    await until(() => wire.acknowledged.length === 2, 'both acknowledgements');
    await publisher.endAsync();

    expect(refusals).toEqual(['too large']);
    expect(largest).toBe(65_537);
    expect(seen).toEqual([1]);
    expect(source.status().connections).toBe(1);
  });

  /**
   * A disk that commits twenty messages at a time; one commit in thirty fails. `lossy` answers before it knows, and
   * fails one in three, so that cut acknowledgements cannot make up for all of them by chance.
   */
  function disk(lossy: boolean) {
    const failing = lossy ? 1 / 3 : 1 / 30;
    const random = seeded(11);
    const kept = new Map<number, number>();
    let failed = 0;
    let healthy = false;
    let queue: { message: Message; resolve: () => void; reject: (error: Error) => void }[] = [];
    const commit = () => {
      const group = queue.slice(0, 20);
      queue = queue.slice(20);
      if (queue.length > 0) setTimeout(commit, 2);
      const fails = !healthy && random() < failing;
      if (fails) failed += 1;
      for (const { message, resolve, reject } of group) {
        if (fails) reject(new Error('disk full'));
        else {
          kept.set(numberOf(message), (kept.get(numberOf(message)) ?? 0) + 1);
          resolve();
        }
      }
    };
    const accept = (message: Message): Promise<void> => {
      const append = new Promise<void>((resolve, reject) => {
        if (queue.length === 0) setTimeout(commit, 2);
        queue.push({ message, resolve, reject });
      });
      if (!lossy) return append;
      append.catch(() => {});
      return Promise.resolve();
    };
    return {
      accept,
      kept,
      failures: () => failed,
      idle: () => queue.length === 0,
      heal: () => {
        healthy = true;
      },
    };
  }

  async function storm(lossy: boolean, count: number) {
    const { accept, ...rest } = disk(lossy);
    const source = await listen(accept);
    const random = seeded(13);
    let cuts = 0;
    let cutter: NodeJS.Timeout;
    const cutSometimes = () => {
      cutter = setTimeout(
        () => {
          cuts += 1;
          wire.cut();
          cutSometimes();
        },
        20 + random() * 80,
      );
    };
    cutSometimes();
    await publish(Array.from({ length: count }, (_, n) => n));
    return {
      ...rest,
      source,
      cuts: () => cuts,
      calm: () => clearTimeout(cutter),
    };
  }

  it('keeps each of 5,000 messages once through cut connections and failed commits', {
    timeout: 30_000,
  }, async () => {
    const { kept, failures, cuts, source, calm } = await storm(false, 5_000);
    await until(() => kept.size === 5_000, 'all 5,000 messages', 20_000).finally(calm);

    expect(failures()).toBeGreaterThan(3);
    expect(cuts()).toBeGreaterThan(3);
    expect(source.status().connections).toBeGreaterThan(6);
    expect(Math.max(...kept.values())).toBe(1);
  });

  it('control: loses some when it acknowledges before they are kept', { timeout: 30_000 }, async () => {
    const { kept, idle, heal, calm, source } = await storm(true, 5_000);
    await until(() => source.status().received >= 5_000 && idle(), 'the storm to pass').finally(calm);
    heal();
    await publish([5_000]);
    await until(() => kept.has(5_000), 'the last message');

    expect(kept.size).toBeLessThan(5_001);
  });
});

describe.skipIf(absent)('the MQTT source at the door of mosquitto', () => {
  const sources: MqttSource[] = [];
  let mosquitto: Mosquitto | undefined;

  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.stop()));
    await mosquitto?.stop();
  });

  function connect(broker: Partial<MqttBroker>): MqttSource {
    const source = createMqttSource({
      broker: { name: 'city', url: `mqtt://127.0.0.1:${mosquitto?.port}`, clientId: 'kopru-door', ...broker },
      devices: [device],
      secrets: ({ secret }) =>
        secret === 'key' ? readFileSync(join(mosquitto?.folder ?? '', 'key.pem'), 'utf8') : secret,
      clock,
      random: Math.random,
      logger: silentLogger,
      backoff: { baseMs: 10, capMs: 50 },
      intake: { accept: async () => {}, refuse: () => {}, link: () => {} },
    });
    sources.push(source);
    source.start();
    return source;
  }

  it('says that login was refused, and comes in with the right password', async () => {
    mosquitto = await startMosquitto(
      ['allow_anonymous false', 'password_file {folder}/passwords'],
      (folder) =>
        execFileSync('mosquitto_passwd', ['-b', '-c', join(folder, 'passwords'), 'cabinet', 'right']),
    );

    const wrong = connect({ username: 'cabinet', password: { secret: 'wrong' } });
    await until(() => wrong.status().trouble !== undefined, 'a refusal');
    expect(wrong.status().trouble?.code).toBe('MQTT_REFUSED_LOGIN');
    await wrong.stop();

    const right = connect({ username: 'cabinet', password: { secret: 'right' } });
    await until(() => right.status().connected, 'a connection');
  });

  it('trusts only the authority it was given, and shows its own certificate', async () => {
    const tls = ['cafile', 'certfile'].map((key) => `${key} {folder}/cert.pem`);
    mosquitto = await startMosquitto(
      [...tls, 'keyfile {folder}/key.pem', 'require_certificate true', 'allow_anonymous true'],
      makeCertificate,
    );
    const url = `mqtts://localhost:${mosquitto.port}`;
    const cert = join(mosquitto.folder, 'cert.pem');

    const stranger = connect({ url });
    await until(() => stranger.status().trouble !== undefined, 'a refusal');
    expect(stranger.status().trouble?.code).toBe('MQTT_TLS');
    await stranger.stop();

    const known = connect({ url, ca: cert, certificate: cert, key: { secret: 'key' } });
    await until(() => known.status().connected, 'a connection');
  });

  it('says that nothing listens there', async () => {
    mosquitto = await startMosquitto();
    const { port } = mosquitto;
    await mosquitto.stop();
    mosquitto = undefined;

    const source = connect({ url: `mqtt://127.0.0.1:${port}` });
    await until(() => source.status().trouble !== undefined, 'a refusal');

    expect(source.status().trouble?.reason).toBe(
      `MQTT broker city at mqtt://127.0.0.1:${port} cannot be reached: nothing listens on that port.`,
    );
  });
});
