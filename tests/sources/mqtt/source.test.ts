import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/reading.ts';
import type { MqttDevice } from '../../../src/sources/mqtt/device.ts';
import type { JsPublish } from '../../../src/sources/mqtt/mqtt-js.ts';
import type { MqttBroker } from '../../../src/sources/mqtt/settings.ts';
import { createMqttSource } from '../../../src/sources/mqtt/source.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingLogger } from '../../fakes/logger.ts';
import { type FakeMqttJs, fakeMqttJs, json, mqttDevice, mqttMessage } from '../../fakes/mqtt.ts';

const plug = mqttDevice('plug', [
  mqttMessage(
    { power: { unit: 'WTT', path: '/P', meaning: { max: 3_000 } } },
    { topic: 'tele/plug', time: { path: '/T', form: 'unix' } },
    'plug',
  ),
]);
const door = mqttDevice(
  'door',
  [
    mqttMessage(
      { doorOpen: { kind: 'state', path: '/open' } },
      { topic: 'doors', guard: [{ path: '/id', is: [1] }] },
      'door',
    ),
  ],
  { online: { topic: 'doors/lwt', is: 'Online' } },
);
const gate = mqttDevice('gate', [
  mqttMessage(
    { doorOpen: { kind: 'state', path: '/open' } },
    { topic: 'doors', guard: [{ path: '/id', is: [2] }] },
    'gate',
  ),
]);

interface Arranged {
  readonly devices?: readonly MqttDevice[];
  readonly accept?: (message: Message) => Promise<void>;
  readonly broker?: Partial<MqttBroker>;
  readonly secrets?: () => string;
}

function arrange({
  devices = [plug, door, gate],
  accept = async () => {},
  broker,
  secrets = () => 'pw',
}: Arranged = {}) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const clients: FakeMqttJs[] = [];
  const accepted: Message[] = [];
  const refused: string[] = [];
  const links: string[] = [];
  const source = createMqttSource({
    broker: { name: 'city', url: 'mqtt://broker.example', clientId: 'kopru-test', ...broker },
    devices,
    secrets,
    clock,
    random: () => 0.5,
    logger,
    readFile: (path) => `PEM of ${path}`,
    intake: {
      accept: (message) => {
        accepted.push(message);
        return accept(message);
      },
      refuse: (device, point, reason) => refused.push(`${device}${point ? `.${point}` : ''}: ${reason}`),
      link: (device, link) => links.push(`${device}: ${link.state === 'silent' ? link.code : link.state}`),
    },
    open: (options) => {
      const client = fakeMqttJs(options);
      clients.push(client);
      return client;
    },
  });
  const latest = () => clients.at(-1) as FakeMqttJs;
  source.start();
  const up = (sessionPresent = false) => {
    latest().connect(sessionPresent);
    links.length = 0;
  };
  let nextId = 1;
  const deliver = (topic: string, value: unknown, change: Partial<JsPublish> = {}) => {
    latest().deliver({ topic, payload: json(value), messageId: nextId, ...change });
    nextId += 1;
  };
  return { clock, lines, clients, latest, accepted, refused, links, source, up, deliver };
}

describe('the MQTT source: messages', () => {
  it('hands in the readings of a message with one time', () => {
    const { clock, up, deliver, accepted, links } = arrange();
    up();

    deliver('tele/plug', { P: 12, T: 1_736_637_038 });

    expect(accepted).toEqual([
      {
        device: 'plug',
        readings: [{ stream: plug.messages[0]?.points[0]?.stream, value: 12 }],
        monotonicMs: clock.monotonicMs(),
        deviceTimeMs: 1_736_637_038_000,
        awaited: true,
        connection: 'city',
      },
    ]);
    expect(links).toEqual(['plug: answers']);
  });

  it('tells devices on one topic apart by their guards', () => {
    const { up, deliver, accepted, refused, source } = arrange();
    up();

    deliver('doors', { id: 2, open: true });
    deliver('doors', { id: 1, open: false });
    deliver('doors', { id: 3, open: false });

    expect(accepted.map(({ device }) => device)).toEqual(['gate', 'door']);
    expect(refused).toEqual([]);
    expect(source.status().unmatched).toBe(1);
  });

  it.each([
    ['no JSON', 'tele/plug', Buffer.from('{'), 'plug: unreadable'],
    ['65 KiB', 'tele/plug', Buffer.alloc(66_560, 0x20), 'plug: too large'],
    ['none of its points', 'tele/plug', json({ X: 1 }), 'plug: missing'],
    ['a time that cannot be', 'tele/plug', json({ P: 1, T: 5 }), 'plug: clock'],
    ['a value beyond its limit', 'tele/plug', json({ P: 3_001 }), 'plug.power: range'],
  ])('acknowledges and counts a message without a reading: %s', (_name, topic, payload, expected) => {
    const { up, latest, accepted, refused } = arrange();
    up();

    latest().deliver({ topic, payload, messageId: 7 });

    expect(accepted).toEqual([]);
    expect(refused).toEqual([expected]);
    expect(latest().acknowledged).toEqual([7]);
  });

  it('logs one line per device and minute about messages that gave nothing', async () => {
    const { clock, up, deliver, lines } = arrange();
    up();
    const said = () => lines.filter((line) => line.includes('gave no reading')).length;

    for (let i = 0; i < 50; i += 1) deliver('tele/plug', { X: i });
    expect(said()).toBe(1);

    await clock.advance(60_000);
    deliver('tele/plug', { X: 51 });
    expect(said()).toBe(2);
  });

  it('never takes a retained message of unknown age for a fresh one', () => {
    const { up, deliver, accepted, refused, source } = arrange();
    up();

    deliver('tele/plug', { P: 1 }, { retain: true });
    deliver('tele/plug', { P: 1, T: 1_736_637_038 }, { retain: true });

    expect(refused).toEqual(['plug: clock']);
    expect(source.status().stale).toBe(1);
    expect(accepted.map(({ deviceTimeMs }) => deviceTimeMs)).toEqual([1_736_637_038_000]);
  });

  it('counts a QoS 0 message that could not be kept, and stays connected', async () => {
    const { clock, up, deliver, accepted, lines, source, latest } = arrange({
      accept: () => Promise.reject(new Error('queue full')),
    });
    up();

    deliver('tele/plug', { P: 1 }, { qos: 0 });
    await clock.settle();

    expect(accepted.map(({ awaited }) => awaited)).toEqual([false]);
    expect(lines.at(-1)).toContain('queue full');
    expect(source.status()).toMatchObject({ lost: 1, connected: true });
    expect(latest().destroyed).toBe(false);
  });
});

describe('the MQTT source: repeats', () => {
  const again = { dup: true, messageId: 5 } as const;

  it('takes a message with its own time in once', async () => {
    const { clock, up, deliver, accepted, refused, latest, source } = arrange();
    up();

    deliver('tele/plug', { P: 1, T: 1_736_637_038 });
    deliver('tele/plug', { P: 1, T: 1_736_637_038 });
    deliver('tele/plug', { P: 2, T: 1_736_637_038 });
    await clock.settle();

    expect(accepted).toHaveLength(2);
    expect(refused).toEqual(['plug: duplicate']);
    expect(source.status().repeated).toBe(1);
    expect(latest().acknowledged).toEqual([1, 2, 3]);
  });

  it('takes equal messages without a time for two measurements, unless marked as repeated', async () => {
    const { up, deliver, accepted, refused } = arrange();
    up();

    deliver('tele/plug', { P: 1 });
    deliver('tele/plug', { P: 1 }, { messageId: 5 });
    deliver('tele/plug', { P: 1 }, again);

    expect(accepted).toHaveLength(2);
    expect(refused).toEqual(['plug: duplicate']);
  });

  it('acknowledges a repeat only when the first is on disk', async () => {
    let resolve = () => {};
    const { clock, up, deliver, latest } = arrange({
      accept: () =>
        new Promise((done) => {
          resolve = done;
        }),
    });
    up();
    deliver('tele/plug', { P: 1 }, { messageId: 5 });
    latest().close();
    await clock.advance(1_000);
    up(true);

    deliver('tele/plug', { P: 1 }, again);
    await clock.settle();
    expect(latest().acknowledged).toEqual([]);

    resolve();
    await clock.settle();
    expect(latest().acknowledged).toEqual([5]);
  });

  it('takes a message in again that could not be kept', async () => {
    let disk = 'full';
    const { clock, clients, up, deliver, accepted, refused, latest } = arrange({
      accept: () => (disk === 'full' ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    });
    up();

    deliver('tele/plug', { P: 1, T: 1_736_637_038 }, { messageId: 5 });
    await clock.settle();
    expect(latest().destroyed).toBe(true);
    expect(latest().acknowledged).toEqual([]);

    disk = 'free';
    await clock.advance(1_000);
    expect(clients).toHaveLength(2);
    up(true);
    deliver('tele/plug', { P: 1, T: 1_736_637_038 }, again);
    await clock.settle();

    expect(accepted).toHaveLength(2);
    expect(refused).toEqual([]);
    expect(latest().acknowledged).toEqual([5]);
  });
});

describe('the MQTT source: connection', () => {
  it('logs in with what the secrets say at that moment, and keeps its session', async () => {
    let password = 'first';
    const { clock, clients, latest } = arrange({
      broker: {
        url: 'mqtts://broker.example',
        username: 'cabinet',
        password: { secret: 'mqtt' },
        ca: '/etc/ca.pem',
      },
      secrets: () => password,
    });
    expect(latest().options).toMatchObject({
      protocol: 'mqtts',
      host: 'broker.example',
      port: 8883,
      clientId: 'kopru-test',
      username: 'cabinet',
      password: 'first',
      ca: 'PEM of /etc/ca.pem',
      keepalive: 60,
    });

    password = 'second';
    latest().close();
    await clock.advance(1_000);

    expect(clients).toHaveLength(2);
    expect(latest().options.password).toBe('second');
  });

  it('subscribes to each topic once, and again after each connection', async () => {
    const { clock, up, latest } = arrange();
    up();
    expect(latest().topics).toEqual(['tele/plug', 'doors', 'doors/lwt']);

    latest().close();
    await clock.advance(1_000);
    up(true);

    expect(latest().topics).toEqual(['tele/plug', 'doors', 'doors/lwt']);
  });

  it('tells the devices when an attempt fails, not when a cut is mended at once', async () => {
    const { clock, up, latest, links } = arrange({ devices: [plug] });
    up();
    latest().close();
    await clock.advance(1_000);
    latest().connect(true);
    latest().close();
    await clock.settle();
    expect(links).toEqual([]);

    await clock.advance(1_000);
    latest().fail(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    latest().close();
    await clock.settle();
    expect(links).toEqual(['plug: MQTT_UNREACHABLE']);

    await clock.advance(2_000);
    latest().connect();
    expect(links).toEqual(['plug: MQTT_UNREACHABLE', 'plug: starting']);
  });

  it.each([
    [
      'a wrong password',
      Object.assign(new Error('Connection refused: Not authorized'), { code: 5 }),
      'MQTT_REFUSED_LOGIN',
    ],
    [
      'a certificate of its own',
      Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'MQTT_TLS',
    ],
    ['a name nobody knows', Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'MQTT_UNREACHABLE'],
    ['no answer to the login', new Error('connack timeout'), 'MQTT_NO_ANSWER'],
  ])('names what is wrong: %s', async (_name, error, code) => {
    const { clock, latest, source, lines } = arrange();

    latest().fail(error);
    latest().close();
    await clock.settle();

    expect(source.status()).toMatchObject({ connected: false, trouble: { code } });
    expect(lines.at(-1)).toContain('MQTT broker not reached');
  });

  it('says the same trouble once in the log', async () => {
    const { clock, latest, lines } = arrange();

    for (let i = 0; i < 5; i += 1) {
      latest().close();
      await clock.advance(30_000);
    }

    expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('says what secret is missing, and tries on', async () => {
    const { clock, clients, source } = arrange({
      broker: { password: { secret: 'mqtt' } },
      secrets: () => {
        throw new Error('no secret named mqtt');
      },
    });

    await clock.advance(30_000);

    expect(clients).toHaveLength(0);
    expect(source.status().trouble?.reason).toContain('no secret named mqtt');
  });

  it('gives up on a connection that comes up and says nothing', async () => {
    const { clock, clients } = arrange();

    await clock.advance(36_000);

    expect(clients.length).toBeGreaterThan(1);
    expect(clients[0]?.destroyed).toBe(true);
  });

  it('gives up on a connection that has been silent for twice the keepalive', async () => {
    const { clock, clients, up, source } = arrange();
    up();

    await clock.advance(119_000);
    expect(source.status().connected).toBe(true);
    await clock.advance(1_000);

    expect(source.status()).toMatchObject({ connected: false, trouble: { code: 'MQTT_SILENT' } });
    expect(clients[0]?.destroyed).toBe(true);
  });

  it('warns of a gap when its session is gone', async () => {
    const { clock, up, latest, source, lines } = arrange();
    up(false);
    expect(source.status().gaps).toBe(0);

    latest().close();
    await clock.advance(1_000);
    up(false);

    expect(source.status().gaps).toBe(1);
    expect(lines.some((line) => line.includes('MQTT_GAP'))).toBe(true);
  });

  it('shows a topic that the MQTT broker refuses', () => {
    const hidden = mqttDevice('hidden', [mqttMessage({ v: {} }, { topic: 'secret/v' }, 'hidden')]);
    const { up, source, lines } = arrange({ devices: [plug, hidden] });

    up();

    expect(source.status().refusedTopics).toEqual(['secret/v']);
    expect(lines.some((line) => line.startsWith('error') && line.includes('secret/v'))).toBe(true);
  });

  it('says that somebody else has its client id when it is thrown off three times in a row', async () => {
    const { clock, latest, lines, source } = arrange();
    for (let times = 0; times < 3; times += 1) {
      latest().connect(times > 0);
      await clock.advance(5_000);
      latest().close();
      await clock.settle();
      expect(source.status().trouble?.code).toBe(times < 2 ? 'MQTT_CLOSED' : 'MQTT_THROWN_OFF');
      await clock.advance(30_000);
    }

    expect(lines.filter((line) => line.includes('Somebody else has our MQTT client id'))).toHaveLength(1);
  });

  it('shares messages with the other members of its group, but not what devices say of themselves', () => {
    const { up, latest } = arrange({ broker: { share: 'hub' } });
    up();

    expect(latest().topics).toEqual(['$share/hub/tele/plug', '$share/hub/doors', 'doors/lwt']);
  });

  it('follows the last will of a device', () => {
    const { up, deliver, latest, links } = arrange({ devices: [door] });
    up();

    latest().deliver({ topic: 'doors/lwt', payload: Buffer.from('Offline'), retain: true, messageId: 1 });
    latest().deliver({ topic: 'doors/lwt', payload: Buffer.from('Online'), messageId: 2 });
    deliver('doors', { id: 1, open: true });
    latest().deliver({ topic: 'doors/lwt', payload: Buffer.from('Online'), messageId: 3 });

    expect(links).toEqual(['door: MQTT_DEVICE_OFFLINE', 'door: starting', 'door: answers']);
  });

  it('stops: lets held acknowledgements leave, then says goodbye and leaves no timer', async () => {
    let resolve = () => {};
    const { clock, up, deliver, latest, source, accepted } = arrange({
      accept: () =>
        new Promise((done) => {
          resolve = done;
        }),
    });
    up();
    deliver('tele/plug', { P: 1 });

    const stopped = source.stop();
    deliver('tele/plug', { P: 2 });
    resolve();
    await clock.settle();
    await stopped;

    expect(latest().acknowledged).toEqual([1]);
    expect(accepted).toHaveLength(1);
    expect(latest().destroyed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('stops within 2 s when the disk does not answer', async () => {
    const { clock, up, deliver, latest, source } = arrange({ accept: () => new Promise(() => {}) });
    up();
    deliver('tele/plug', { P: 1 });
    let stopped = false;

    void source.stop().then(() => {
      stopped = true;
    });
    await clock.advance(2_000);

    expect(stopped).toBe(true);
    expect(latest().acknowledged).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('stops while it waits for the next attempt', async () => {
    const { clock, clients, latest, source } = arrange();
    latest().close();
    await clock.settle();

    await source.stop();
    await clock.advance(60_000);

    expect(clients).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });
});

describe('the MQTT source: the state of the gateway', () => {
  const status = { key: 'ok', text: '{"state":"ok"}' };
  const announced = { broker: { announce: 'kopru/kordon-3' } };

  it('is kept at the MQTT broker, with a last will for when the connection breaks', () => {
    const { latest, up, source } = arrange(announced);
    up();

    source.announce(status);

    const kept = { topic: 'kopru/kordon-3', retain: true };
    expect(latest().published).toEqual([{ ...kept, text: '{"state":"ok"}' }]);
    expect(latest().options.will).toEqual({ ...kept, payload: '{"state":"lost"}', qos: 0 });
  });

  it('is told again on the next connection, and that it stopped before the goodbye', async () => {
    const { clock, clients, latest, up, source } = arrange(announced);
    up();
    source.announce(status);
    latest().close();
    await clock.advance(30_000);
    up();
    await source.stop();

    expect(clients).toHaveLength(2);
    expect(latest().published.map(({ text }) => text)).toEqual(['{"state":"ok"}', '{"state":"stopped"}']);
  });

  it('is nobody’s business where the settings do not ask for it', () => {
    const { latest, up, source } = arrange();
    up();

    source.announce(status);

    expect(latest().published).toEqual([]);
    expect(latest().options.will).toBeUndefined();
  });
});
