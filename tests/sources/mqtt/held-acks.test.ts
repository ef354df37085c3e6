import { describe, expect, it } from 'vitest';
import { type HeldAcksOptions, holdAcknowledgements } from '../../../src/sources/mqtt/held-acks.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { fakeMqttJs, json } from '../../fakes/mqtt.ts';

interface Append {
  resolve(): void;
  reject(error: Error): void;
}

function held(change: Partial<HeldAcksOptions> = {}) {
  const clock = fakeClock();
  const client = fakeMqttJs({
    protocol: 'mqtt',
    host: 'x',
    port: 1,
    clientId: 'c',
    version: '3.1.1',
    keepalive: 60,
    connectTimeout: 1,
  });
  const appends: Append[] = [];
  const failures: string[] = [];
  const acks = holdAcknowledgements(client, {
    clock,
    patienceMs: 15_000,
    take: () => new Promise((resolve, reject) => appends.push({ resolve, reject })),
    fail: (code) => {
      failures.push(code);
      client.stream.destroy();
    },
    ...change,
  });
  const deliver = (...ids: number[]) => {
    for (const messageId of ids) client.deliver({ messageId, payload: json(messageId) });
  };
  return { clock, client, appends, failures, acks, deliver };
}

describe('holdAcknowledgements', () => {
  it('takes in the next packet while an acknowledgement is held', () => {
    const { client, appends, acks, deliver } = held();

    deliver(1, 2, 3);

    expect(appends).toHaveLength(3);
    expect(client.acknowledged).toEqual([]);
    expect(acks.held).toBe(3);
  });

  it('acknowledges when the append has resolved, in order of arrival', async () => {
    const { clock, client, appends, deliver } = held();
    deliver(1, 2, 3);

    appends[1]?.resolve();
    await clock.settle();
    expect(client.acknowledged).toEqual([]);

    appends[0]?.resolve();
    await clock.settle();
    expect(client.acknowledged).toEqual([1, 2]);

    appends[2]?.resolve();
    await clock.settle();
    expect(client.acknowledged).toEqual([1, 2, 3]);
  });

  it('reads no further, at QoS 0 too, while too many readings wait for the disk', async () => {
    let makeRoom = () => {};
    const full = new Promise<void>((resolve) => {
      makeRoom = resolve;
    });
    const { clock, client, appends } = held({ room: () => (appends.length >= 2 ? full : undefined) });
    for (let n = 0; n < 4; n += 1) client.deliver({ qos: 0, payload: json(n) });

    expect(appends).toHaveLength(2);
    makeRoom();
    await clock.settle();
    expect(appends.length).toBeGreaterThan(2);
  });

  it('goes on when there is no room for a quarter of the keepalive, and leaves no timer', async () => {
    const { clock, client, appends, acks } = held({ room: () => new Promise(() => {}) });
    for (let n = 0; n < 2; n += 1) client.deliver({ qos: 0, payload: json(n) });
    await clock.advance(14_999);
    expect(appends).toHaveLength(1);
    await clock.advance(1);
    expect(appends).toHaveLength(2);

    acks.end();
    expect(clock.timers).toBe(0);
  });

  it('acknowledges at once what holds no reading', () => {
    const { client, deliver } = held({ take: () => undefined });

    deliver(1, 2);

    expect(client.acknowledged).toEqual([1, 2]);
  });

  it('acknowledges no QoS 0 packet', async () => {
    const { clock, client, appends, acks } = held();

    client.deliver({ qos: 0, payload: json(1) });
    appends[0]?.resolve();
    await clock.settle();

    expect(client.acknowledged).toEqual([]);
    expect(acks.held).toBe(0);
    expect(client.ready).toBe(true);
  });

  it('ends the connection when an append fails, and acknowledges nothing after it', async () => {
    const { clock, client, appends, failures, deliver } = held();
    deliver(1, 2, 3);
    appends[0]?.resolve();
    await clock.settle();

    appends[1]?.reject(new Error('disk full'));
    await clock.settle();
    appends[2]?.resolve();
    await clock.settle();
    deliver(4);

    expect(failures).toEqual(['MQTT_NOT_KEPT']);
    expect(client.acknowledged).toEqual([1]);
    expect(appends).toHaveLength(3);
  });

  it('sends nothing for an old connection', async () => {
    const { clock, client, appends, acks, deliver } = held();
    deliver(1);

    acks.end();
    appends[0]?.resolve();
    await clock.settle();

    expect(client.acknowledged).toEqual([]);
  });

  it('keeps mqtt.js waiting at the bound and lets it go on at half of it', async () => {
    const { clock, client, appends, failures, deliver } = held({ most: 4 });

    deliver(1, 2, 3, 4, 5);
    expect(appends).toHaveLength(4);

    appends[0]?.resolve();
    await clock.settle();
    expect(appends).toHaveLength(4);

    appends[1]?.resolve();
    await clock.settle();
    expect(client.acknowledged).toEqual([1, 2]);
    expect(appends).toHaveLength(5);

    await clock.advance(60_000);
    expect(failures).toEqual([]);
  });

  it('ends the connection when mqtt.js had to wait for longer than the patience', async () => {
    const { clock, appends, failures, deliver } = held({ most: 2 });
    deliver(1, 2, 3);

    await clock.advance(14_999);
    expect(failures).toEqual([]);
    await clock.advance(1);

    expect(failures).toEqual(['MQTT_TOO_SLOW']);
    expect(appends).toHaveLength(2);
  });

  it('finishes what is held and takes in nothing more', async () => {
    const { clock, client, appends, acks, deliver } = held();
    deliver(1);
    let finished = false;

    void acks.finish().then(() => {
      finished = true;
    });
    deliver(2);
    await clock.settle();
    expect(finished).toBe(false);

    appends[0]?.resolve();
    await clock.settle();
    expect(finished).toBe(true);
    expect(client.acknowledged).toEqual([1]);
    expect(appends).toHaveLength(1);
  });

  it('ends the connection before an acknowledgement leaves by a way unknown to it', () => {
    const { client, failures, deliver } = held();
    deliver(1);

    client.acknowledgeBehindTheBack(1);

    expect(failures).toEqual(['MQTT_ACKNOWLEDGED_EARLY']);
    expect(client.acknowledged).toEqual([]);
  });
});
