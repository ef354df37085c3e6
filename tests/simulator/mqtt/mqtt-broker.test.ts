import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/environment.ts';
import type { Message } from '../../../src/core/reading.ts';
import { type SimulatedMqttBroker, startMqttBroker } from '../../../src/simulator/mqtt/mqtt-broker.ts';
import { playMqttDevice } from '../../../src/simulator/mqtt/play-device.ts';
import { publishDevice } from '../../../src/simulator/mqtt/publisher.ts';
import { createMqttSource } from '../../../src/sources/mqtt/source.ts';
import { silentLogger } from '../../fakes/logger.ts';
import { mqttDevice, mqttMessage } from '../../fakes/mqtt.ts';

const clock: Clock = {
  boot: 'boot',
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

const device = mqttDevice(
  'plug',
  [
    mqttMessage(
      { activePower: { path: '/ENERGY/Power', unit: 'WTT' } },
      { topic: 'tele/plug/SENSOR' },
      'plug',
    ),
  ],
  { online: { topic: 'tele/plug/LWT', is: 'Online' } },
);

/** Resolves when `found` says so; `poke` is called by whatever may have changed. */
function waiter(found: () => boolean): { poke: () => void; done: Promise<void> } {
  let resolve = () => {};
  const done = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { poke: () => void (found() && resolve()), done };
}

describe('the simulated MQTT broker', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  async function start(): Promise<SimulatedMqttBroker> {
    const broker = await startMqttBroker();
    stops.push(() => broker.stop());
    return broker;
  }

  it('carries what a simulated device publishes to the source, also after a cut', async () => {
    const broker = await start();
    const accepted: Message[] = [];
    const links: string[] = [];
    const three = waiter(() => accepted.length >= 3);
    const more = waiter(() => accepted.length >= 8);
    const source = createMqttSource({
      broker: { name: 'demo', url: broker.url, clientId: 'kopru-demo' },
      devices: [device],
      secrets: () => '',
      clock,
      random: () => 0.01,
      logger: silentLogger,
      intake: {
        accept: async (message) => {
          accepted.push(message);
          three.poke();
          more.poke();
        },
        refuse: () => {},
        link: (_device, { state }) => links.push(state),
      },
    });
    source.start();
    stops.push(() => source.stop());
    const simulated = playMqttDevice(device, { clock, values: { activePower: 1_234 } });
    const publisher = publishDevice({ device, simulated, url: broker.url, everyMs: 20, clock });
    stops.push(() => publisher.stop());

    await three.done;
    broker.cut();
    await more.done;

    expect(new Set(accepted.map(({ readings }) => readings[0]?.value))).toEqual(new Set([1_234]));
    expect(accepted.every(({ awaited }) => awaited)).toBe(true);
    expect(links).toContain('answers');
    expect(publisher.acknowledged).toBeGreaterThan(2);
    expect(source.status().connections).toBe(2);
  });

  it('tells by the last will that the device is gone', async () => {
    const broker = await start();
    const states: string[] = [];
    const gone = waiter(() => states.includes('silent'));
    const source = createMqttSource({
      broker: { name: 'demo', url: broker.url, clientId: 'kopru-demo' },
      devices: [device],
      secrets: () => '',
      clock,
      random: () => 0.01,
      logger: silentLogger,
      intake: {
        accept: async () => {},
        refuse: () => {},
        link: (_device, link) => {
          states.push(link.state);
          gone.poke();
        },
      },
    });
    source.start();
    stops.push(() => source.stop());
    const simulated = playMqttDevice(device, { clock, values: { activePower: 1 } });
    const publisher = publishDevice({ device, simulated, url: broker.url, everyMs: 20, clock });
    const working = waiter(() => publisher.acknowledged > 0);
    const watch = setInterval(working.poke, 5);
    await working.done;
    clearInterval(watch);

    await publisher.stop();

    await gone.done;
    expect(states.at(-1)).toBe('silent');
  });

  it('says that its port is in use', async () => {
    const { port } = await start();

    await expect(startMqttBroker({ port })).rejects.toMatchObject({ code: 'PORT_BUSY' });
  });
});
