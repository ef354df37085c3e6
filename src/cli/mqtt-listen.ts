/**
 * Waits for one message of an MQTT device, for a person: with a session of its own that the MQTT broker forgets
 * again, so that nothing is taken from the gateway's.
 */
import type { Site } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { PointValue } from '../core/point-value.ts';
import type { Secrets } from '../settings.ts';
import { readMessage } from '../sources/mqtt/decode.ts';
import { type DeviceMessage, isLorawan, type MqttDevice } from '../sources/mqtt/device.ts';
import { listenerName } from '../sources/mqtt/listener/settings.ts';
import type { Where as Place } from '../sources/mqtt/lorawan/message.ts';
import { contentOf } from '../sources/mqtt/payload.ts';
import type { MqttBroker, Where } from '../sources/mqtt/settings.ts';
import { topicMatches } from '../sources/mqtt/topic.ts';
import { subscribeForPerson } from './mqtt-session.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';

type Heard = Pick<DeviceReading, 'problem' | 'points'> & { readonly retained?: true };

export async function listen(
  site: Site,
  device: MqttDevice,
  secrets: Secrets,
  waitMs: number,
): Promise<DeviceReading> {
  if (device.mqtt === listenerName) {
    const problem = {
      code: 'NOT_RUNNING',
      reason: 'It publishes to the gateway itself, which does not run.',
    };
    return { line: listenerName, borrowed: false, ...none(problem) };
  }
  const broker = site.mqttBrokers.find(({ name }) => name === device.mqtt);
  if (!broker)
    throw new KopruError(`There is no MQTT broker ${device.mqtt}.`, {
      kind: 'bug',
      code: 'UNKNOWN_MQTT_BROKER',
    });
  const heard = await hear({ broker, devices: [device], secrets, waitMs });
  return heard(device);
}

interface Hearing {
  readonly broker: MqttBroker;
  /** Those that publish to it. */
  readonly devices: readonly MqttDevice[];
  readonly secrets: Secrets;
  /** Time for their messages, from the connection on. */
  readonly waitMs: number;
}

/** For the connection and its subscriptions to stand. */
const connectWithinMs = 15_000;

/**
 * Until each of them has spoken or time is up. A retained message may be of any age: it is shown, and said to be so,
 * only if no other comes in time.
 */
export async function hear({
  broker,
  devices,
  secrets,
  waitMs,
}: Hearing): Promise<(device: MqttDevice) => DeviceReading> {
  const heard = new Map<MqttDevice, Heard>();
  const open = new Set(devices);
  const rest = await new Promise<Heard>((resolve) => {
    const end = (result: Heard) => {
      clearTimeout(timer);
      session.end();
      resolve(result);
    };
    const unreachable = (words: string) =>
      end(none({ code: 'MQTT_UNREACHABLE', reason: `The MQTT broker ${broker.url}: ${words}.` }));
    const session = subscribeForPerson({
      broker,
      secrets,
      topics: [...new Set(devices.flatMap(topicsOf))],
      ready: () => {
        clearTimeout(timer);
        timer = setTimeout(() => end(none(noMessage(waitMs))), waitMs);
      },
      message: (topic, payload, { retain }) => {
        for (const device of open) {
          const result = shown(device, topic, payload);
          if (!result) continue;
          heard.set(device, retain ? { ...result, retained: true } : result);
          if (!retain) open.delete(device);
        }
        if (open.size === 0) end(none(noMessage(waitMs)));
      },
      trouble: ({ message }) => unreachable(message || 'no connection'),
    });
    let timer = setTimeout(() => unreachable('no answer'), connectWithinMs);
  });
  return (device) => {
    const { problem, points, retained } = heard.get(device) ?? rest;
    const age = retained ? ', a retained message of unknown age' : '';
    return { line: `${device.mqtt}, ${topicsOf(device).join(', ')}${age}`, borrowed: false, problem, points };
  };
}

const topicsOf = ({ messages }: MqttDevice) => messages.map(({ topic }) => topic);

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
  const content = contentOf(topic, payload);
  for (const message of messages) {
    const decoded = readMessage(message, content);
    if (decoded.kind === 'unreadable') {
      const start = Buffer.from(payload.subarray(0, 60)).toString('utf8');
      return none({
        code: 'PAYLOAD_UNREADABLE',
        reason: `A message came, but it is ${decoded.reason}: ${start}`,
      });
    }
    if (decoded.kind === 'unmatched') continue;
    const whole = decoded.refused.find(({ point }) => point === undefined);
    if (whole && decoded.readings.length === 0) {
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
  message: DeviceMessage,
  values: ReadonlyMap<string, { readonly value: PointValue; readonly raw: string }>,
): ShownPoint[] {
  const shownPoints = isLorawan(message)
    ? message.points.map((point) => ({ point, where: placeText(point.where) }))
    : message.points.map((point) => ({ point, where: whereText(point) }));
  return shownPoints
    .filter(({ point }) => !point.hidden)
    .map(({ point, where }) => ({
      point,
      where,
      how: '',
      ...(values.get(point.stream.point) ?? { value: { refusal: 'missing' as const }, raw: '' }),
    }));
}

const whereText = ({ path, field, level }: Where): string =>
  path ?? (field === undefined ? (level === undefined ? '' : `topic level ${level}`) : `field ${field}`);

/** Where a value of a LoRaWAN payload stands. */
function placeText(where: Place | undefined): string {
  if (where === undefined) return '';
  if (where.kind === 'radio') return 'radio';
  if (where.kind === 'decoded') return where.path;
  const { region, byte, bit, bits, type, endian } = where;
  const entry =
    region.kind === 'tlv' ? `entry ${region.key} ` : region.kind === 'flag' ? `group ${region.flag} ` : '';
  const picked = bit === undefined ? (bits ? ` bits ${bits[0]}-${bits[1]}` : '') : ` bit ${bit}`;
  return `${entry}byte ${byte} ${type} ${endian}${picked}`;
}
