/**
 * A simulated device at work: publishes what it measures every so often, with QoS 1, and says by its last will
 * when it is gone. While the MQTT broker is away it publishes nothing, as a device without memory would.
 */
import { connect } from 'mqtt';
import type { Clock } from '../../core/environment.ts';
import type { MqttDevice } from '../../sources/mqtt/device.ts';
import { pointerTokens } from '../../sources/mqtt/json.ts';
import { topicWithin } from './encode.ts';
import type { SimulatedMqttDevice } from './play-device.ts';

export interface PublisherOptions {
  readonly device: Pick<MqttDevice, 'id' | 'online'>;
  readonly simulated: SimulatedMqttDevice;
  /** For example mqtt://127.0.0.1:1883. */
  readonly url: string;
  readonly everyMs: number;
  readonly clock: Clock;
}

export interface Publisher {
  /** Publications that the MQTT broker has acknowledged. */
  readonly acknowledged: number;
  /** Says goodbye and disconnects. */
  stop(): Promise<void>;
}

export function publishDevice({ device, simulated, url, everyMs, clock }: PublisherOptions): Publisher {
  const { hostname, port, protocol } = new URL(url);
  const { online } = device;
  const topic = online && topicWithin(online.topic);
  const presence = (there: boolean) => presencePayload(there ? (online?.is ?? '') : 'Offline', online?.path);
  const client = connect({
    protocol: protocol === 'mqtts:' ? 'mqtts' : 'mqtt',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'mqtts:' ? 8883 : 1883),
    clientId: `simulated-${device.id}`,
    reconnectPeriod: 1_000,
    ...(topic && { will: { topic, payload: Buffer.from(presence(false)), qos: 1, retain: true } }),
  });
  let acknowledged = 0;
  let cancel = () => {};

  const publish = () => {
    cancel = clock.after(everyMs, publish);
    // mqtt.js would queue in memory without bound.
    if (!client.connected) return;
    for (const publication of simulated.publications()) {
      const { topic: subject, payload } = publication;
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      client.publish(subject, text, { qos: 1 }, (error) => {
        if (!error) acknowledged += 1;
      });
    }
  };

  // It tries again by itself.
  client.on('error', () => {});
  client.on('connect', () => {
    cancel();
    if (topic) client.publish(topic, presence(true), { qos: 1, retain: true });
    publish();
  });

  return {
    get acknowledged() {
      return acknowledged;
    },
    async stop() {
      cancel();
      if (topic && client.connected) client.publish(topic, presence(false), { qos: 1, retain: true });
      await client.endAsync(!client.connected);
    },
  };
}

function presencePayload(word: string, path: string | undefined): string {
  if (path === undefined) return word;
  return JSON.stringify(
    pointerTokens(path).reduceRight<unknown>((inside, token) => ({ [token]: inside }), word),
  );
}
