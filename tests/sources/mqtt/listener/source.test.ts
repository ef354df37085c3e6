import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/core/reading.ts';
import { hashPassword } from '../../../../src/password.ts';
import type { MqttDevice } from '../../../../src/sources/mqtt/device.ts';
import type { MqttListener } from '../../../../src/sources/mqtt/listener/settings.ts';
import { createMqttListener, type MqttListenerSource } from '../../../../src/sources/mqtt/listener/source.ts';
import { type MqttUser, writeUsers } from '../../../../src/sources/mqtt/listener/user-file.ts';
import { recordingLogger } from '../../../fakes/logger.ts';
import { mqttDevice, mqttMessage } from '../../../fakes/mqtt.ts';
import { realClock, until } from '../../../fakes/real-time.ts';

const meter = mqttDevice(
  'meter',
  [mqttMessage({ count: { path: '/n' } }, { topic: 'tele/meter' }, 'meter')],
  { mqtt: 'listen', online: { topic: 'tele/meter/LWT', is: 'Online' } },
);

let hash: string;
beforeAll(async () => {
  hash = await hashPassword('right');
});

let folder: string;
let source: MqttListenerSource;
const opened: (MqttClient | Socket)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-listener-'));
});
afterEach(async () => {
  for (const each of opened.splice(0)) 'endAsync' in each ? await each.endAsync(true) : each.destroy();
  await source.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Arranged {
  readonly accept?: (message: Message) => Promise<void>;
  readonly devices?: readonly MqttDevice[];
  readonly anonymous?: boolean;
  readonly users?: Readonly<Record<string, Partial<MqttUser>>>;
  readonly limits?: Partial<MqttListener['limits']>;
  readonly announce?: string;
}

async function arrange({
  accept = async () => {},
  devices = [meter],
  anonymous = true,
  users = {},
  limits = {},
  announce = '',
}: Arranged = {}) {
  const file = join(folder, 'users.json');
  const full = (user: Partial<MqttUser>): MqttUser => ({
    publish: [],
    subscribe: [],
    password: hash,
    ...user,
  });
  writeUsers(file, new Map(Object.entries(users).map(([name, user]) => [name, full(user)])));
  const { logger, lines } = recordingLogger();
  const seen: { value: unknown; deviceTimeMs: number | undefined; connection: string | undefined }[] = [];
  const refused: string[] = [];
  const links: string[] = [];
  source = await createMqttListener({
    listener: {
      plain: { host: '127.0.0.1', port: 0, anonymous },
      users: file,
      ...(announce === '' ? {} : { announce }),
      limits: {
        connections: 500,
        connectionsPerAddress: 100,
        packetBytes: 65_536,
        messagesPerSecond: 1_000,
        ...limits,
      },
    },
    devices,
    secrets: () => '',
    random: () => 0.5,
    clock: realClock,
    logger,
    intake: {
      accept(message) {
        const { deviceTimeMs, connection } = message;
        seen.push({ value: message.readings[0]?.value, deviceTimeMs, connection });
        return accept(message);
      },
      refuse: (_device, _point, reason) => refused.push(reason),
      link: (device, link) => links.push(`${device}: ${link.state === 'silent' ? link.code : link.state}`),
    },
  });
  source.start();
  await until(() => (source.ports()[0] ?? 0) > 0, 'an open port');
  const port = source.ports()[0] ?? 0;
  const join_ = async (options: IClientOptions = {}) => {
    const client = await connectAsync({ host: '127.0.0.1', port, reconnectPeriod: 0, ...options });
    client.on('error', () => {});
    opened.push(client);
    return client;
  };
  const dial = () => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('error', () => {});
    opened.push(socket);
    return socket;
  };
  const refusals = () =>
    Object.fromEntries(source.status().refused.map(({ reason, count }) => [reason, count]));
  return { file, join: join_, dial, seen, refused, links, lines, refusals };
}

const say = (n: number) => JSON.stringify({ n });

describe('the embedded MQTT broker: messages', () => {
  it('acknowledges a message when its readings are kept, not before', async () => {
    let keep = () => {};
    const kept = new Promise<void>((resolve) => {
      keep = resolve;
    });
    const { join, seen } = await arrange({ accept: () => kept });
    const client = await join({ clientId: 'm1' });
    let acknowledged = false;
    const sent = client.publishAsync('tele/meter', say(1), { qos: 1 }).then(() => {
      acknowledged = true;
    });
    await until(() => seen.length === 1, 'the message');

    expect(acknowledged).toBe(false);
    keep();
    await sent;
    expect(seen).toEqual([{ value: 1, deviceTimeMs: undefined, connection: 'listen m1' }]);
  });

  it('takes QoS 2 in once, and QoS 0 without an answer', async () => {
    const { join, seen } = await arrange();
    const client = await join();
    await client.publishAsync('tele/meter', say(1), { qos: 2 });
    await client.publishAsync('tele/meter', say(2), { qos: 0 });
    await until(() => seen.length === 2, 'both messages');

    expect(seen.map(({ value }) => value)).toEqual([1, 2]);
  });

  it('acknowledges in the order of arrival, also what holds no reading', async () => {
    const waiting: (() => void)[] = [];
    const { join, seen } = await arrange({ accept: () => new Promise((resolve) => waiting.push(resolve)) });
    const client = await join();
    const order: string[] = [];
    const sent = [
      client.publishAsync('tele/meter', say(1), { qos: 1 }).then(() => order.push('reading')),
      client.publishAsync('tele/meter', 'no JSON', { qos: 1 }).then(() => order.push('nothing')),
    ];
    await until(() => seen.length === 1, 'the reading');
    waiting[0]?.();
    await Promise.all(sent);

    expect(order).toEqual(['reading', 'nothing']);
  });

  it('ends the connection without an acknowledgement when a message could not be kept, and holds the client off', async () => {
    const { join, seen } = await arrange({ accept: () => Promise.reject(new Error('disk full')) });
    const client = await join({ clientId: 'm1' });
    let acknowledged = false;
    client.publish('tele/meter', say(1), { qos: 1 }, (error) => {
      acknowledged = !error;
    });
    await until(() => !client.connected, 'the end of the connection');

    expect(acknowledged).toBe(false);
    expect(seen).toHaveLength(1);
    await expect(join({ clientId: 'm1' })).rejects.toThrow('Server unavailable');
    await join({ clientId: 'm2' });
  });

  it('takes a message that is to be retained as fresh, and gives it to who subscribes later as old', async () => {
    const { join, seen, refused } = await arrange({
      users: { view: { subscribe: ['tele/#'] }, meter: { publish: ['tele/#'] } },
    });
    const client = await join({ username: 'meter', password: 'right' });
    await client.publishAsync('tele/meter', say(1), { qos: 1, retain: true });

    expect(seen).toHaveLength(1);
    expect(refused).toEqual([]);
    const view = await join({ username: 'view', password: 'right' });
    const heard: boolean[] = [];
    view.on('message', (_topic, _payload, { retain }) => heard.push(retain));
    await view.subscribeAsync('tele/#');
    await until(() => heard.length === 1, 'the retained message');
    expect(heard).toEqual([true]);
  });

  it('gives the state of the gateway to who subscribes later, and lets nobody else write it', async () => {
    const { join } = await arrange({
      announce: 'kopru/kordon-3',
      users: { view: { publish: ['#'], subscribe: ['kopru/#'] } },
    });
    source.announce({ key: 'ok', text: '{"state":"ok"}' });
    const view = await join({ username: 'view', password: 'right' });
    await view.publishAsync('kopru/kordon-3', '{"state":"blocked"}', { qos: 1, retain: true });
    const heard: string[] = [];
    view.on('message', (_topic, payload, { retain }) => heard.push(`${retain} ${payload}`));
    await view.subscribeAsync('kopru/#');
    await until(() => heard.length > 0, 'the state');

    expect(heard).toEqual(['true {"state":"ok"}']);
  });

  it('knows by the last will that a device is gone', async () => {
    const { join, links } = await arrange();
    const client = await join({
      will: { topic: 'tele/meter/LWT', payload: Buffer.from('Offline'), qos: 1, retain: true },
    });
    await client.publishAsync('tele/meter/LWT', 'Online', { qos: 1 });
    client.stream.destroy();
    await until(() => links.includes('meter: MQTT_DEVICE_OFFLINE'), 'the last will');
  });

  it('slows a client beyond its rate down, loses nothing, and leaves others alone', async () => {
    const { join, seen } = await arrange({ limits: { messagesPerSecond: 50 } });
    const [greedy, modest] = [await join(), await join()];
    const sent: Promise<unknown>[] = [];
    for (let n = 0; n < 75; n += 1) sent.push(greedy.publishAsync('tele/meter', say(n), { qos: 1 }));
    const startMs = performance.now();
    await modest.publishAsync('tele/meter', say(1_000), { qos: 1 });

    expect(performance.now() - startMs).toBeLessThan(300);
    await Promise.all(sent);
    expect(performance.now() - startMs).toBeGreaterThan(400);
    expect(seen).toHaveLength(76);
  });

  it('acknowledges at a stop what is still being kept', async () => {
    let keep = () => {};
    const { join, seen } = await arrange({
      accept: () =>
        new Promise((resolve) => {
          keep = resolve;
        }),
    });
    const client = await join();
    const sent = client.publishAsync('tele/meter', say(1), { qos: 1 });
    await until(() => seen.length === 1, 'the message');
    const stopped = source.stop();
    keep();

    await Promise.all([sent, stopped]);
  });
});

describe('the embedded MQTT broker: who may do what', () => {
  it.each([
    ['nobody', {}],
    ['a wrong password', { username: 'meter', password: 'wrong' }],
    ['a user that does not exist', { username: 'other', password: 'right' }],
    ['a user without a password', { username: 'meter' }],
  ])('lets nobody in without a user: %s', async (_name, options) => {
    const { join, refusals } = await arrange({ anonymous: false, users: { meter: {} } });

    await expect(join(options)).rejects.toThrow(/Bad username or password/);
    expect(refusals()).toMatchObject({ login: 1 });
  });

  it('acknowledges what its user has no right to publish, keeps it from everybody, and counts it', async () => {
    const { join, seen, refusals } = await arrange({
      users: { plug: { publish: ['tele/plug/#'] }, view: { subscribe: ['#'] } },
    });
    const view = await join({ username: 'view', password: 'right' });
    const heard: string[] = [];
    view.on('message', (topic) => heard.push(topic));
    await view.subscribeAsync('tele/#');
    const plug = await join({ username: 'plug', password: 'right' });
    await plug.publishAsync('tele/meter', say(1), { qos: 1, retain: true });
    await plug.publishAsync('$SYS/x', say(1), { qos: 1 });
    await plug.publishAsync('tele/plug/x', 'mine', { qos: 1 });
    await until(() => heard.length === 1, 'the message that was allowed');

    expect(heard).toEqual(['tele/plug/x']);
    expect(seen).toEqual([]);
    expect(refusals()).toEqual({ 'no right to topic': 2 });
    expect(source.status().clients.find(({ user }) => user === 'plug')).toMatchObject({
      messages: 3,
      withheld: 2,
    });
  });

  it('lets nobody subscribe without the right to', async () => {
    const { join } = await arrange({ users: { view: { subscribe: ['tele/meter'] } } });
    const view = await join({ username: 'view', password: 'right' });
    const sensor = await join();

    expect((await view.subscribeAsync('tele/meter')).map(({ qos }) => qos)).toEqual([0]);
    for (const filter of ['#', 'tele/+', '$SYS/#'])
      await expect(view.subscribeAsync(filter)).rejects.toThrow();
    await expect(sensor.subscribeAsync('tele/meter')).rejects.toThrow();
  });

  it('gives a client id to one user only, and to the one it is reserved for', async () => {
    const { join, refusals } = await arrange({
      users: { meter: { publish: ['#'] }, plug: { publish: ['#'] }, door: { clientId: 'door-1' } },
    });
    const first = await join({ clientId: 'm1', username: 'meter', password: 'right' });

    await expect(join({ clientId: 'm1', username: 'plug', password: 'right' })).rejects.toThrow(
      /Identifier rejected/,
    );
    await expect(join({ clientId: 'm2', username: 'door', password: 'right' })).rejects.toThrow(
      /Identifier rejected/,
    );
    expect(first.connected).toBe(true);
    expect(refusals()).toEqual({ 'client id': 2 });
    await join({ clientId: 'm1', username: 'meter', password: 'right' });
    await until(() => !first.connected, 'the first connection to give way');
  });

  it('cuts a user off who was removed from the file', async () => {
    const { join, file } = await arrange({ users: { meter: { publish: ['#'] }, plug: { publish: ['#'] } } });
    const meterClient = await join({ username: 'meter', password: 'right' });
    const plug = await join({ username: 'plug', password: 'right' });
    writeUsers(file, new Map([['plug', { password: hash, publish: ['#'], subscribe: [] }]]));

    await until(() => !meterClient.connected, 'the user to be cut off');
    expect(plug.connected).toBe(true);
  });

  it('says that it speaks MQTT 3.1.1 to a client that wants MQTT 5', async () => {
    const { join, refusals } = await arrange();

    await expect(join({ protocolVersion: 5 })).rejects.toThrow(/Unsupported Protocol|Unacceptable protocol/i);
    await until(() => refusals().protocol === 1, 'the refusal to be counted');
  });
});

describe('the embedded MQTT broker: what it does not let happen', () => {
  const bytesOf = (length: number) => Buffer.from([0x10, ...varint(length)]);
  function varint(length: number): number[] {
    return length < 128 ? [length] : [(length % 128) | 0x80, ...varint(Math.floor(length / 128))];
  }

  it.each([
    ['announces a CONNECT of 256 MB', bytesOf(268_435_455), 'packet too large'],
    ['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'not MQTT'],
  ])('closes a connection that %s', async (_name, bytes, reason) => {
    const { dial, refusals } = await arrange();
    const socket = dial();
    socket.write(bytes);
    await until(() => socket.destroyed || socket.readableEnded, 'the end');

    expect(refusals()).toEqual({ [reason]: 1 });
  });

  it('closes a client that announces a large message, before it has come', async () => {
    const { join, refusals } = await arrange({ limits: { packetBytes: 1_000 } });
    const client = await join();
    client.publish('tele/meter', Buffer.alloc(2_000), { qos: 1 }, () => {});
    await until(() => !client.connected, 'the end');

    expect(refusals()).toEqual({ 'packet too large': 1 });
  });

  it('keeps room for a sensor in a crowd of silent sockets', async () => {
    const { join, dial, refusals, seen } = await arrange();
    for (let i = 0; i < 200; i += 1) dial();
    await until(() => (refusals()['too many connections'] ?? 0) >= 170, 'the oldest to be sent away');
    const client = await join();
    await client.publishAsync('tele/meter', say(1), { qos: 1 });

    expect(seen).toHaveLength(1);
    expect(source.status().clients).toHaveLength(1);
  });

  it('lets only so many clients in from one address', async () => {
    const { join, refusals } = await arrange({ limits: { connectionsPerAddress: 2 } });
    await join();
    await join();

    await expect(join()).rejects.toThrow();
    expect(refusals()).toEqual({ 'too many connections': 1 });
  });

  it('lets a client in again that has a connection still, also where no other may come', async () => {
    const { join } = await arrange({ limits: { connectionsPerAddress: 1 } });
    const first = await join({ clientId: 'm1' });
    const again = await join({ clientId: 'm1' });
    await until(() => !first.connected, 'the first connection to give way');

    expect(again.connected).toBe(true);
    await expect(join({ clientId: 'm2' })).rejects.toThrow('Server unavailable');
  });

  it('may be stopped twice', async () => {
    const { join } = await arrange();
    await join();
    await source.stop();
    await source.stop();
  });
});
