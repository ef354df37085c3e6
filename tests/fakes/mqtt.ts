/** Hand-made MQTT devices, and a stand-in for mqtt.js that delivers packets and records what is sent. */
import type { Kind } from '../../src/core/reading.ts';
import type { MqttDevice } from '../../src/sources/mqtt/device.ts';
import type { JsOptions, JsPacket, JsPublish, MqttJs } from '../../src/sources/mqtt/mqtt-js.ts';
import type { MqttMessage, MqttPoint } from '../../src/sources/mqtt/settings.ts';

export interface PointSketch extends Partial<Omit<MqttPoint, 'stream'>> {
  readonly unit?: string;
  readonly kind?: Kind;
}

export function mqttPoint(name: string, sketch: PointSketch = {}, device = 'sensor'): MqttPoint {
  const { unit, kind = 'gauge', ...rest } = sketch;
  return {
    stream: { device, point: name, quantity: name, unit, kind },
    meaning: {},
    hidden: false,
    used: true,
    guard: [],
    ...(rest.path === undefined && rest.field === undefined ? { path: `/${name}` } : {}),
    ...rest,
  };
}

export function mqttMessage(
  points: Readonly<Record<string, PointSketch>>,
  change: Partial<MqttMessage> = {},
  device = 'sensor',
): MqttMessage {
  return {
    name: 'main',
    topic: 'city/sensor',
    guard: [],
    points: Object.entries(points).map(([name, sketch]) => mqttPoint(name, sketch, device)),
    ...change,
  };
}

export function mqttDevice(
  id: string,
  messages: readonly MqttMessage[],
  change: Partial<MqttDevice> = {},
): MqttDevice {
  return {
    id,
    driver: 'test/sensor',
    protocol: 'mqtt',
    mqtt: 'city',
    qos: 1,
    messages,
    everyMs: undefined,
    staleMs: 60_000,
    name: undefined,
    location: { type: 'Point', coordinates: [29, 41] },
    serialNumber: undefined,
    facts: {},
    filter: undefined,
    ...change,
  };
}

export interface FakeMqttJs extends MqttJs {
  readonly options: JsOptions;
  /** Topics subscribed to, in order. */
  readonly topics: string[];
  /** What was published, in order. */
  readonly published: { readonly topic: string; readonly text: string; readonly retain: boolean }[];
  /** Message ids of the acknowledgements that left, in order. */
  readonly acknowledged: number[];
  readonly destroyed: boolean;
  /** The handler has called back for every packet. */
  readonly ready: boolean;
  connect(sessionPresent?: boolean): void;
  deliver(packet: Partial<JsPublish> & { readonly payload: Uint8Array }): void;
  fail(error: Error & { code?: unknown }): void;
  close(): void;
  /** Sends an acknowledgement by a way that the wrapper does not see. */
  acknowledgeBehindTheBack(messageId: number): void;
}

/** Behaves as mqtt.js does for what the source uses: one packet at a time, an acknowledgement after each callback. */
export function fakeMqttJs(options: JsOptions): FakeMqttJs {
  const listeners = new Map<string, ((argument: never) => void)[]>();
  const emit = (event: string, argument: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(argument as never);
  };
  const acknowledged: number[] = [];
  const topics: string[] = [];
  const published: { topic: string; text: string; retain: boolean }[] = [];
  const inbox: JsPublish[] = [];
  let busy = false;
  let destroyed = false;

  const write = (packet: JsPacket) => {
    emit('packetsend', packet);
    if (!destroyed && packet.cmd === 'puback') acknowledged.push(packet.messageId ?? -1);
  };
  const work = () => {
    const packet = busy ? undefined : inbox.shift();
    if (!packet) return;
    busy = true;
    const next = () => {
      busy = false;
      work();
    };
    fake.handleMessage(packet, () => {
      if (packet.qos === 0) next();
      else fake._sendPacket({ cmd: 'puback', messageId: packet.messageId }, next);
    });
  };

  const fake: FakeMqttJs = {
    options,
    topics,
    published,
    acknowledged,
    get destroyed() {
      return destroyed;
    },
    get ready() {
      return !busy && inbox.length === 0;
    },
    stream: {
      destroy() {
        if (destroyed) return;
        destroyed = true;
        queueMicrotask(() => emit('close', undefined));
      },
    },
    handleMessage: (_packet, callback) => callback(),
    _sendPacket(packet, callback) {
      write(packet);
      callback?.();
    },
    subscribe(filters, { qos }, callback) {
      topics.push(...filters);
      callback(null, filters, {
        granted: filters.map((filter) => (filter.startsWith('secret') ? 128 : qos)),
      });
    },
    publish: (topic, text, { retain }) => published.push({ topic, text, retain }),
    end(_force, callback) {
      this.stream.destroy();
      callback();
    },
    on(event: string, listener: (argument: never) => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    connect: (sessionPresent = false) => emit('connect', { sessionPresent }),
    deliver(packet) {
      emit('packetreceive', { cmd: 'publish' });
      inbox.push({ cmd: 'publish', topic: 'city/sensor', qos: 1, dup: false, retain: false, ...packet });
      work();
    },
    fail: (error) => emit('error', error),
    close: () => fake.stream.destroy(),
    acknowledgeBehindTheBack: (messageId) => write({ cmd: 'puback', messageId }),
  };
  return fake;
}

export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
