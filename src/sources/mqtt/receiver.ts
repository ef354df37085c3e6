/**
 * Takes the messages that came over MQTT to their devices, decodes them, and answers for their acknowledgement. A
 * message that holds readings is acknowledged when all of them are on disk; one that holds none at once, and it
 * is counted: never to acknowledge it would make its sender repeat it for ever. QoS 0 has no acknowledgement;
 * what cannot be kept of it is lost and counted.
 *
 * How a message came, as a subscriber of an MQTT broker or at our own, is the caller's.
 */
import type { Clock, Logger } from '../../core/environment.ts';
import { wordsOf } from '../../core/errors.ts';
import type { Message } from '../../core/reading.ts';
import type { Intake, Link, Refusal } from '../../core/source.ts';
import type { MqttTraffic } from '../../core/status.ts';
import { readMessage } from './decode.ts';
import type { MqttDevice } from './device.ts';
import { jsonAt, parseJson } from './json.ts';
import { createFrameCounters } from './lorawan/frame-counters.ts';
import { contentOf, type Decoded, type RecognisedUplink } from './payload.ts';
import type { Publication } from './publication.ts';
import { createRepeats } from './repeats.ts';
import { type Candidate, createRoutes, type Route } from './routes.ts';

export interface ReceiverOptions {
  /** Of the MQTT broker, as in gateway.yaml. */
  readonly name: string;
  readonly devices: readonly MqttDevice[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intake: Intake;
}

export interface Receiver {
  /** What it returns resolves when the message may be acknowledged; undefined: at once. Rejects when it was not kept. */
  take(publication: Publication, connection: string): Promise<void> | undefined;
  counts(): MqttTraffic;
  /** Message ids start afresh on every connection. */
  forgetIds(): void;
  /** The way to the devices has changed: all of them are starting again, or silent. */
  linkAll(link: Link): void;
}

/** At most one line per device in this time about messages that gave nothing. */
const logEveryMs = 60_000;

export function createReceiver({ name, devices, clock, logger, intake }: ReceiverOptions): Receiver {
  const routeOf = createRoutes(devices);
  const repeats = createRepeats();
  const frames = createFrameCounters();
  const loggedMs = new Map<string, number>();
  const counts = { received: 0, repeated: 0, unmatched: 0, stale: 0, lost: 0 };

  /** Devices that said goodbye, or whose last will did. */
  const offline = new Set<string>();

  function take(publication: Publication, connection: string): Promise<void> | undefined {
    counts.received += 1;
    const route = routeOf(publication.topic);
    for (const device of route.presence) takePresence(device, publication);
    if (route.candidates.length > 0) return takeMessage(route, publication, connection);
    if (route.presence.length === 0) refuseUnmatched(undefined, publication);
    return undefined;
  }

  function takeMessage(
    route: Route,
    publication: Publication,
    connection: string,
  ): Promise<void> | undefined {
    const content = contentOf(publication.topic, publication.payload);
    let unreadable: Refusal | undefined;
    let recognised: { readonly device: MqttDevice; readonly uplink: RecognisedUplink } | undefined;
    for (const candidate of route.candidates) {
      const decoded = readMessage(candidate.message, content);
      if (decoded.kind === 'message') return takeDecoded(candidate, decoded, publication, connection);
      if (decoded.kind === 'unreadable') unreadable ??= decoded.reason;
      else if (decoded.recognised) recognised ??= { device: candidate.device, uplink: decoded.recognised };
    }
    if (recognised) {
      const { device, uplink } = recognised;
      countFrames(device, uplink);
      counts.unmatched += 1;
      refuse(device, undefined, 'unmatched', uplink.shown);
      return undefined;
    }
    if (route.owner && unreadable) {
      refuse(route.owner, undefined, unreadable, textOf(publication));
      return undefined;
    }
    refuseUnmatched(route.owner, publication);
    return undefined;
  }

  function takeDecoded(
    { device }: Candidate,
    { readings, refused, deviceTimeMs, uplink }: Extract<Decoded, { kind: 'message' }>,
    publication: Publication,
    connection: string,
  ): Promise<void> | undefined {
    // It may be a year old, and arriving is not measuring.
    if (publication.retain && deviceTimeMs === undefined && readings.length > 0) {
      counts.stale += 1;
      refuse(device, undefined, 'clock', textOf(publication));
      return undefined;
    }
    const moment = { deviceTimeMs, transmission: uplink?.transmission };
    const first = repeats.find(publication, connection, moment);
    if (first) {
      counts.repeated += 1;
      intake.refuse(device.id, undefined, 'duplicate', uplink?.shown ?? textOf(publication));
      return first;
    }
    if (uplink) countFrames(device, uplink);
    for (const { point, reason, raw } of refused) refuse(device, point, reason, raw);
    if (readings.length === 0) return undefined;

    offline.delete(device.id);
    intake.link(device.id, { state: 'answers' });
    const append = accept({
      device: device.id,
      readings,
      monotonicMs: clock.monotonicMs(),
      ...(deviceTimeMs === undefined ? {} : { deviceTimeMs }),
      awaited: publication.qos > 0,
      connection,
    });
    repeats.remember(publication, connection, moment, append);
    if (publication.qos > 0) return append;
    append.catch((thrown: unknown) => {
      counts.lost += 1;
      logSometimes(device.id, { reason: 'not kept', raw: wordsOf(thrown) });
    });
    return undefined;
  }

  async function accept(message: Message): Promise<void> {
    await intake.accept(message);
  }

  function takePresence(device: MqttDevice, publication: Publication): void {
    const { online } = device;
    if (!online) return;
    const word = presenceWord(publication, online.path);
    if (word === undefined) refuse(device, undefined, 'unreadable', textOf(publication));
    else if (word !== online.is) {
      offline.add(device.id);
      const reason = `The device is not connected to its MQTT broker (${publication.topic} says "${word}").`;
      intake.link(device.id, { state: 'silent', code: 'MQTT_DEVICE_OFFLINE', reason });
    } else if (offline.delete(device.id)) intake.link(device.id, { state: 'starting' });
  }

  function countFrames(device: MqttDevice, uplink: RecognisedUplink): void {
    const missed = frames.missedBefore(device.id, uplink);
    if (missed > 0)
      intake.refuse(device.id, undefined, 'not received', `before uplink ${uplink.fCnt}`, missed);
  }

  function refuse(device: MqttDevice, point: string | undefined, reason: Refusal, raw: string): void {
    intake.refuse(device.id, point, reason, raw);
    if (point === undefined) logSometimes(device.id, { reason, raw });
  }

  function refuseUnmatched(device: MqttDevice | undefined, publication: Publication): void {
    counts.unmatched += 1;
    if (device) refuse(device, undefined, 'unmatched', textOf(publication));
    else {
      const topic = publication.topic.slice(0, 200);
      logSometimes('', { topic, reason: 'unmatched', raw: textOf(publication) });
    }
  }

  function logSometimes(device: string, facts: object): void {
    const now = clock.monotonicMs();
    if (now - (loggedMs.get(device) ?? -Infinity) < logEveryMs) return;
    loggedMs.set(device, now);
    logger.warn({ mqtt: name, ...(device && { device }), ...facts }, 'MQTT message gave no reading.');
  }

  return {
    take,
    counts: () => ({ ...counts }),
    forgetIds: () => repeats.forgetIds(),
    linkAll(link) {
      if (link.state === 'silent') offline.clear();
      for (const device of devices) intake.link(device.id, link);
    },
  };
}

function presenceWord(publication: Publication, path: string | undefined): string | undefined {
  if (path === undefined) return textOf(publication).trim();
  const parsed = parseJson(publication.payload);
  const word = 'json' in parsed ? jsonAt(parsed.json, path) : undefined;
  return word === undefined || typeof word === 'object' ? undefined : String(word);
}

/** The beginning of a payload, for people. */
function textOf({ payload }: Publication): string {
  const text = Buffer.from(payload.subarray(0, 320)).toString('utf8');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
