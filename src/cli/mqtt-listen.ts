/**
 * Waits for one message of an MQTT device, for a person: with a session of its own that the MQTT broker forgets
 * again, so that nothing is taken from the gateway's.
 */
import { readFileSync } from 'node:fs';
import { connect, type IClientOptions } from 'mqtt';
import type { Site } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { PointValue } from '../core/point-value.ts';
import type { Secrets } from '../settings.ts';
import { parseJson } from '../sources/mqtt/json.ts';
import { decodeMessage } from '../sources/mqtt/payload.ts';
import type { MqttBroker, MqttDevice, MqttMessage } from '../sources/mqtt/settings.ts';
import { topicMatches } from '../sources/mqtt/topic.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';

type Heard = Pick<DeviceReading, 'problem' | 'points'>;

/** A retained message may be of any age: it is shown, and said to be so, only if no other comes in time. */
export async function listen(
  site: Site,
  device: MqttDevice,
  secrets: Secrets,
  waitMs: number,
): Promise<DeviceReading> {
  const broker = site.mqttBrokers.find(({ name }) => name === device.mqtt);
  if (!broker)
    throw new KopruError(`There is no MQTT broker ${device.mqtt}.`, {
      kind: 'bug',
      code: 'UNKNOWN_MQTT_BROKER',
    });
  const topics = device.messages.map(({ topic }) => topic);
  const client = connect(broker.url, optionsFor(broker, secrets));
  let retained: Heard | undefined;
  const heard = await new Promise<Heard & { readonly old?: boolean }>((resolve) => {
    const timer = setTimeout(
      () => resolve(retained ? { ...retained, old: true } : none(noMessage(waitMs))),
      waitMs,
    );
    const settle = (result: Heard) => {
      clearTimeout(timer);
      resolve(result);
    };
    client.on('error', ({ message }) =>
      settle(
        none({
          code: 'MQTT_UNREACHABLE',
          reason: `The MQTT broker ${broker.url}: ${message || 'no connection'}.`,
        }),
      ),
    );
    client.on('connect', () => client.subscribe(topics));
    client.on('message', (topic, payload, { retain }) => {
      const result = shown(device, topic, payload);
      if (!result) return;
      if (retain) retained = result;
      else settle(result);
    });
  });
  client.end(true);
  const line = `${device.mqtt}, ${topics.join(', ')}${heard.old ? ', a retained message of unknown age' : ''}`;
  return { line, borrowed: false, problem: heard.problem, points: heard.points };
}

function optionsFor(broker: MqttBroker, secrets: Secrets): IClientOptions {
  const { username, password, ca, certificate, key } = broker;
  return {
    clean: true,
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username }),
    ...(password ? { password: secrets(password) } : {}),
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(certificate === undefined ? {} : { cert: readFileSync(certificate) }),
    ...(key ? { key: secrets(key) } : {}),
  };
}

const none = (problem: { readonly code: string; readonly reason: string }): Heard => ({
  problem,
  points: [],
});

const noMessage = (waitMs: number) => ({
  code: 'NO_MESSAGE',
  reason: `No message came within ${Math.round(waitMs / 1000)} s.`,
});

/** Undefined for a message of another device. Every point of the driver's message is in it, also those not sent. */
function shown(device: MqttDevice, topic: string, payload: Uint8Array): Heard | undefined {
  const messages = device.messages.filter((message) => topicMatches(message.topic, topic));
  if (messages.length === 0) return undefined;
  const parsed = parseJson(payload);
  if ('refusal' in parsed) {
    const start = Buffer.from(payload.subarray(0, 60)).toString('utf8');
    return none({
      code: 'PAYLOAD_UNREADABLE',
      reason: `A message came, but it is ${parsed.refusal}: ${start}`,
    });
  }
  for (const message of messages) {
    const decoded = decodeMessage(message, parsed.json);
    if (decoded.kind === 'unmatched') continue;
    const whole = decoded.refused.find(({ point }) => point === undefined);
    if (whole) {
      return none({
        code: 'PAYLOAD_REFUSED',
        reason: `A message came, but it was refused whole (${whole.reason}): ${whole.raw}`,
      });
    }
    const values = new Map<string, { value: PointValue; raw: string }>();
    for (const { stream, value } of decoded.readings) values.set(stream.point, { value: { value }, raw: '' });
    for (const { point, reason, raw } of decoded.refused)
      values.set(point ?? '', { value: { refusal: reason }, raw });
    return { problem: undefined, points: pointsOf(message, values) };
  }
  return undefined;
}

function pointsOf(
  message: MqttMessage,
  values: ReadonlyMap<string, { readonly value: PointValue; readonly raw: string }>,
): ShownPoint[] {
  return message.points
    .filter(({ hidden }) => !hidden)
    .map((point) => ({
      point,
      where: point.path ?? point.field ?? '',
      how: '',
      ...(values.get(point.stream.point) ?? { value: { refusal: 'missing' as const }, raw: '' }),
    }));
}
