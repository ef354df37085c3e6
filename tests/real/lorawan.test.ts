import { writeFileSync } from 'node:fs';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { uplinkTopic } from '../../src/sources/mqtt/lorawan/envelope.ts';
import { chirpstackUplink, ttsUplink } from '../fakes/lorawan.ts';
import { type Mosquitto, mosquittoInstalled, startMosquitto } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';

const absent = !mosquittoInstalled && !process.env.CI;
if (absent) process.stderr.write('Skipped: mosquitto is not installed (Debian: apt install mosquitto).\n');

const euiOf = { chirpstack: '24e124b000000001', tts: '24e124b000000002' } as const;
const topicOf = {
  chirpstack: uplinkTopic('chirpstack', euiOf.chirpstack).replace('+', 'city'),
  tts: 'v3/city@tenant/devices/level-2/up',
} as const;
type Network = keyof typeof euiOf;

/** The uplink with this number, which is also its distance in millimetres. */
function uplink(network: Network, number: number): string {
  const hex = `0382${Buffer.from(Uint16Array.of(number).buffer).toString('hex')}`;
  const time = new Date(Date.now() - 60_000 + number).toISOString();
  const json =
    network === 'chirpstack'
      ? chirpstackUplink(hex, { fPort: 85, fCnt: number, time, deviceInfo: { devEui: euiOf.chirpstack } })
      : {
          ...ttsUplink(hex, { f_port: 85, f_cnt: number, received_at: time }),
          end_device_ids: { dev_eui: euiOf.tts.toUpperCase(), dev_addr: '00189440' },
        };
  return JSON.stringify(json);
}

describe.skipIf(absent)('LoRaWAN uplinks through mosquitto into the buffer of the gateway', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function start(): Promise<{ mosquitto: Mosquitto; cabinet: Cabinet; publisher: MqttClient }> {
    const mosquitto = await startMosquitto();
    ends.push(() => mosquitto.stop());
    const url = `mqtt://127.0.0.1:${mosquitto.port}`;
    const cabinet = new Cabinet({ mqtt: [], broker: '', devices: 0 });
    ends.push(() => cabinet.remove());
    writeFileSync(cabinet.file, gatewayYaml(url));
    await cabinet.start();
    await isUp(cabinet);
    const publisher = await connectAsync(url);
    ends.push(() => publisher.endAsync(true));
    return { mosquitto, cabinet, publisher };
  }
  const isUp = (cabinet: Cabinet) =>
    cabinet.until(
      ({ mqtt }) => mqtt.length === 2 && mqtt.every((each) => each.kind === 'client' && each.subscribed),
      'both subscriptions',
    );
  const heard = (cabinet: Cabinet, least: number) =>
    cabinet.until(
      ({ devices, buffer }) =>
        devices.reduce((sum, { accepted }) => sum + accepted, 0) >= least && buffer.queued === 0,
      `${least} readings`,
    );

  it('keeps every uplink of both network servers, and says which never came and which came twice', {
    timeout: 60_000,
  }, async () => {
    const { cabinet, publisher } = await start();
    for (const network of ['chirpstack', 'tts'] as const) {
      for (const number of [101, 102, 102, 105])
        await publisher.publishAsync(topicOf[network], uplink(network, number), { qos: 1 });
    }
    await publisher.publishAsync(topicOf.tts, '{"uplink_message":', { qos: 1 });
    const { devices } = await heard(cabinet, 6);
    await cabinet.stop();

    for (const { refusals, values } of devices) {
      expect(values.map(({ point }) => point).toSorted()).toEqual(['distance', 'rssi', 'snr']);
      expect(refusals).toContainEqual(expect.objectContaining({ reason: 'not received', count: 2 }));
      expect(refusals).toContainEqual(expect.objectContaining({ reason: 'duplicate', count: 1 }));
    }
  });

  it('loses no acknowledged uplink when it is killed', { timeout: 60_000 }, async () => {
    const { cabinet, publisher } = await start();
    const numbers = Array.from({ length: 1_000 }, (_, index) => index + 1);
    const half = numbers.length / 2;
    const publish = (some: readonly number[]) =>
      Promise.all(
        some.map((number) =>
          publisher.publishAsync(topicOf.chirpstack, uplink('chirpstack', number), { qos: 1 }),
        ),
      );
    await publish(numbers.slice(0, half));
    await cabinet.kill();
    await publish(numbers.slice(half));
    await cabinet.start();
    await cabinet.until(
      ({ devices: [level] }) =>
        level?.values.some(({ point, value }) => point === 'distance' && value === numbers.length) ?? false,
      'the last uplink',
    );
    await cabinet.stop();
    const kept = cabinet.kept();

    expect(numbers.filter((number) => !kept.has(number))).toEqual([]);
  });
});

const gatewayYaml = (url: string) => `schema: 1
gateway: { id: lora, location: [29, 41], clock: trusted }
mqtt:
  brokers:
    chirpstack: { url: "${url}", network: chirpstack, clientId: gateway-1 }
    tts: { url: "${url}", network: tts, clientId: gateway-2 }
devices:
  - { id: level-1, driver: milesight/em500-udl, mqtt: chirpstack, devEui: "${euiOf.chirpstack}" }
  - { id: level-2, driver: milesight/em500-udl, mqtt: tts, devEui: "${euiOf.tts}" }
entities:
  - { mapping: Environment/FloodMonitoring, from: level-1, params: { referenceLevel: 4 } }
  - { mapping: Environment/FloodMonitoring, from: level-2, params: { referenceLevel: 4 } }
forward:
  - { name: city, broker: "http://127.0.0.1:9/ngsi-ld/v1" }
api: { listen: "127.0.0.1:0" }
`;
