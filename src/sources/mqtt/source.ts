/**
 * The devices behind one MQTT broker: takes each message to its device, decodes it, and answers for its
 * acknowledgement. A message that holds readings is acknowledged when all of them are on disk; one that holds
 * none at once, and it is counted: never to acknowledge it would make the MQTT broker repeat it for ever.
 *
 * QoS 0 has no acknowledgement; what cannot be kept of it is lost and counted.
 */
import { readFileSync } from 'node:fs';
import type { Clock, Logger, Random } from '../../core/environment.ts';
import { wordsOf } from '../../core/errors.ts';
import type { Message } from '../../core/reading.ts';
import type { Backoff } from '../../core/retry.ts';
import type { Intake, Link, Refusal, Source } from '../../core/source.ts';
import type { Secrets } from '../../settings.ts';
import { type ClientStatus, MqttClient } from './client.ts';
import { jsonAt, parseJson } from './json.ts';
import type { JsPublish, OpenMqttJs } from './mqtt-js.ts';
import { openMqttJs } from './open-mqtt-js.ts';
import { type Decoded, decodeMessage } from './payload.ts';
import { createRepeats } from './repeats.ts';
import { type Candidate, createRoutes, type Route, topicsOf } from './routes.ts';
import type { MqttBroker, MqttDevice } from './settings.ts';
import type { Trouble } from './trouble.ts';

export interface MqttSourceOptions {
  readonly broker: MqttBroker;
  /** Those whose `mqtt` names this MQTT broker. */
  readonly devices: readonly MqttDevice[];
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  /** Between attempts to connect; default full jitter from 1 s to 30 s. */
  readonly backoff?: Backoff;
  /** At least 30 s, because nothing else is read while acknowledgements are held; default 60 s. */
  readonly keepaliveMs?: number;
  readonly readFile?: (path: string) => string;
  readonly open?: OpenMqttJs;
}

export interface MqttSourceStatus extends ClientStatus {
  readonly broker: string;
  readonly url: string;
  /** Messages since the start, and what became of them besides accepted ones. */
  readonly received: number;
  readonly repeated: number;
  /** Belongs to no device, or to one of several that share a topic and none recognises it. */
  readonly unmatched: number;
  /** Kept by the MQTT broker for new subscribers, of unknown age. */
  readonly stale: number;
  /** QoS 0 messages that could not be kept. */
  readonly lost: number;
}

export interface MqttSource extends Source {
  status(): MqttSourceStatus;
}

/** At most one line per device in this time about messages that gave nothing. */
const logEveryMs = 60_000;

export function createMqttSource(options: MqttSourceOptions): MqttSource {
  const { broker, devices, clock, logger, intake } = options;
  const routeOf = createRoutes(devices);
  const repeats = createRepeats();
  const loggedMs = new Map<string, number>();
  const counts = { received: 0, repeated: 0, unmatched: 0, stale: 0, lost: 0 };

  /** Devices that said goodbye, or whose last will did. */
  const offline = new Set<string>();

  /** The devices were told that their MQTT broker is out of reach. */
  let toldDown = false;

  const linkAll = (link: Link) => {
    for (const device of devices) intake.link(device.id, link);
  };

  const client = new MqttClient({
    ...options,
    topics: topicsOf(devices),
    backoff: options.backoff ?? { baseMs: 1_000, capMs: 30_000 },
    keepaliveMs: options.keepaliveMs ?? 60_000,
    readFile: options.readFile ?? ((path) => readFileSync(path, 'utf8')),
    open: options.open ?? openMqttJs,
    take,
    up: (sessionPresent) => {
      if (!sessionPresent) repeats.forgetIds();
      if (toldDown) linkAll({ state: 'starting' });
      toldDown = false;
    },
    down: ({ code, reason }: Trouble) => {
      toldDown = true;
      offline.clear();
      linkAll({ state: 'silent', code, reason });
    },
  });

  function take(packet: JsPublish): Promise<void> | undefined {
    counts.received += 1;
    const route = routeOf(packet.topic);
    for (const device of route.presence) takePresence(device, packet);
    if (route.candidates.length > 0) return takeMessage(route, packet);
    if (route.presence.length === 0) refuseUnmatched(undefined, packet);
    return undefined;
  }

  function takeMessage(route: Route, packet: JsPublish): Promise<void> | undefined {
    const parsed = parseJson(packet.payload);
    if ('refusal' in parsed) {
      if (route.owner) refuse(route.owner, undefined, parsed.refusal, textOf(packet));
      else refuseUnmatched(undefined, packet);
      return undefined;
    }
    for (const candidate of route.candidates) {
      const decoded = decodeMessage(candidate.message, parsed.json);
      if (decoded.kind === 'message') return takeDecoded(candidate, decoded, packet);
    }
    refuseUnmatched(route.owner, packet);
    return undefined;
  }

  function takeDecoded(
    { device }: Candidate,
    { readings, refused, deviceTimeMs }: Extract<Decoded, { kind: 'message' }>,
    packet: JsPublish,
  ): Promise<void> | undefined {
    // It may be a year old, and arriving is not measuring.
    if (packet.retain && deviceTimeMs === undefined && readings.length > 0) {
      counts.stale += 1;
      refuse(device, undefined, 'clock', textOf(packet));
      return undefined;
    }
    const first = repeats.find(packet, deviceTimeMs);
    if (first) {
      counts.repeated += 1;
      intake.refuse(device.id, undefined, 'duplicate', textOf(packet));
      return first;
    }
    for (const { point, reason, raw } of refused) refuse(device, point, reason, raw);
    if (readings.length === 0) return undefined;

    offline.delete(device.id);
    intake.link(device.id, { state: 'answers' });
    const append = accept({
      device: device.id,
      readings,
      monotonicMs: clock.monotonicMs(),
      ...(deviceTimeMs === undefined ? {} : { deviceTimeMs }),
      awaited: packet.qos > 0,
    });
    repeats.remember(packet, deviceTimeMs, append);
    if (packet.qos > 0) return append;
    append.catch((thrown: unknown) => {
      counts.lost += 1;
      logSometimes(device.id, { reason: 'not kept', raw: wordsOf(thrown) });
    });
    return undefined;
  }

  async function accept(message: Message): Promise<void> {
    await intake.accept(message);
  }

  function takePresence(device: MqttDevice, packet: JsPublish): void {
    const { online } = device;
    if (!online) return;
    const word = presenceWord(packet, online.path);
    if (word === undefined) refuse(device, undefined, 'unreadable', textOf(packet));
    else if (word !== online.is) {
      offline.add(device.id);
      const reason = `The device is not connected to its MQTT broker (${packet.topic} says "${word}").`;
      intake.link(device.id, { state: 'silent', code: 'MQTT_DEVICE_OFFLINE', reason });
    } else if (offline.delete(device.id)) intake.link(device.id, { state: 'starting' });
  }

  function refuse(device: MqttDevice, point: string | undefined, reason: Refusal, raw: string): void {
    intake.refuse(device.id, point, reason, raw);
    if (point === undefined) logSometimes(device.id, { reason, raw });
  }

  function refuseUnmatched(device: MqttDevice | undefined, packet: JsPublish): void {
    counts.unmatched += 1;
    if (device) refuse(device, undefined, 'unmatched', textOf(packet));
    else logSometimes('', { topic: packet.topic.slice(0, 200), reason: 'unmatched', raw: textOf(packet) });
  }

  function logSometimes(device: string, facts: object): void {
    const now = clock.monotonicMs();
    if (now - (loggedMs.get(device) ?? -Infinity) < logEveryMs) return;
    loggedMs.set(device, now);
    logger.warn({ mqtt: broker.name, ...(device && { device }), ...facts }, 'MQTT message gave no reading.');
  }

  return {
    start() {
      linkAll({ state: 'starting' });
      client.start();
    },
    stop: () => client.stop(),
    status: () => ({ broker: broker.name, url: broker.url, ...client.status(), ...counts }),
  };
}

function presenceWord(packet: JsPublish, path: string | undefined): string | undefined {
  if (path === undefined) return textOf(packet).trim();
  const parsed = parseJson(packet.payload);
  const word = 'json' in parsed ? jsonAt(parsed.json, path) : undefined;
  return word === undefined || typeof word === 'object' ? undefined : String(word);
}

/** The beginning of a payload, for people. */
function textOf(packet: JsPublish): string {
  const text = Buffer.from(packet.payload.subarray(0, 320)).toString('utf8');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
