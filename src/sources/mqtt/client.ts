/**
 * Keeps one MQTT broker connected for as long as the gateway runs: attempt after attempt with a back-off that
 * jitters, each with the secrets and certificates as they are then. The session at the MQTT broker outlives
 * our connections (fixed client id, no clean session), so it keeps what was published meanwhile.
 */
import type { Clock, Logger, Random } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { type Backoff, backoffMs } from '../../core/retry.ts';
import { lostText, stoppedText } from '../../core/short-status.ts';
import type { MqttClientStatus, MqttTraffic } from '../../core/status.ts';
import type { Secrets } from '../../settings.ts';
import { type Connection, connect, type Note, type Topic } from './connection.ts';
import type { JsOptions, JsPublish, OpenMqttJs } from './mqtt-js.ts';
import type { MqttBroker } from './settings.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export interface ClientOptions {
  readonly broker: MqttBroker;
  readonly topics: readonly Topic[];
  readonly secrets: Secrets;
  /** Reads a certificate; asked at each attempt, so that a renewed one takes effect. */
  readonly readFile: (path: string) => string;
  readonly open: OpenMqttJs;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly backoff: Backoff;
  readonly keepaliveMs: number;
  readonly take: (packet: JsPublish) => Promise<void> | undefined;
  /** Resolves when more readings may come; undefined: now. */
  readonly room: () => Promise<void> | undefined;
  readonly up: (sessionPresent: boolean) => void;
  /** An attempt to connect failed for another reason than the one before. A cut that the next attempt mends is not told. */
  readonly down: (trouble: Trouble) => void;
}

export type ClientStatus = Omit<MqttClientStatus, 'kind' | 'name' | 'url' | keyof MqttTraffic>;

const connectTimeoutMs = 30_000;

/** Connections that were closed so soon, so often within so long: another client has our id. */
const thrownOff = { withinMs: 60_000, times: 3, overMs: 600_000 } as const;

export class MqttClient {
  private readonly options: ClientOptions;
  private connection: Connection | undefined;
  private connected = false;
  private stopped = false;
  private upMs = 0;
  private failures = 0;
  private connections = 0;
  private gaps = 0;
  private trouble: Trouble | undefined;
  private told: string | undefined;
  private readonly refusedTopics = new Set<string>();
  private unanswered = 0;
  private closedMs: readonly number[] = [];
  private cancelRetry = () => {};

  constructor(options: ClientOptions) {
    this.options = options;
  }

  start(): void {
    this.attempt();
  }

  /** Publishes a text that the MQTT broker keeps; false if there is no connection now. */
  publish(note: Note): boolean {
    return this.connection?.publish(note) ?? false;
  }

  /** Resolves within 2 s. */
  async stop(): Promise<void> {
    const { announce } = this.options.broker;
    this.stopped = true;
    this.cancelRetry();
    await this.connection?.close(
      1_500,
      announce === undefined ? undefined : { topic: announce, text: stoppedText },
    );
    this.connected = false;
  }

  status(): ClientStatus {
    const { connected, connections, gaps } = this;
    return {
      connected,
      subscribed: connected && this.unanswered === 0,
      connections,
      gaps,
      trouble: connected ? undefined : this.trouble,
      held: this.connection?.held ?? 0,
      refusedTopics: [...this.refusedTopics],
    };
  }

  private attempt(): void {
    const { open, topics, clock, take, room } = this.options;
    try {
      this.connection = connect({
        open,
        topics,
        clock,
        take,
        room,
        options: this.loginNow(),
        up: (sessionPresent) => this.onUp(sessionPresent),
        subscribed: (topic, granted) => this.onSubscribed(topic, granted),
        down: (what, words) => this.onDown(what, words),
      });
    } catch (thrown) {
      this.onDown(thrown, '');
    }
  }

  private loginNow(): JsOptions {
    const { broker, secrets, readFile, keepaliveMs } = this.options;
    const url = new URL(broker.url);
    const secure = url.protocol === 'mqtts:';
    const { username, password, ca, certificate, key, announce } = broker;
    return {
      protocol: secure ? 'mqtts' : 'mqtt',
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 8883 : 1883) : Number(url.port),
      clientId: broker.clientId,
      version: broker.version ?? '3.1.1',
      keepalive: Math.round(keepaliveMs / 1000),
      connectTimeout: connectTimeoutMs,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: secrets(password) }),
      ...(ca === undefined ? {} : { ca: pem(ca, readFile) }),
      ...(certificate === undefined ? {} : { cert: pem(certificate, readFile) }),
      ...(key === undefined ? {} : { key: secrets(key) }),
      ...(announce === undefined
        ? {}
        : { will: { topic: announce, payload: lostText, qos: 0, retain: true } }),
    };
  }

  private onUp(sessionPresent: boolean): void {
    const { logger, broker, up } = this.options;
    this.connected = true;
    this.upMs = this.options.clock.monotonicMs();
    this.connections += 1;
    this.unanswered = this.options.topics.length;
    this.told = undefined;
    logger.info({ mqtt: broker.name, url: broker.url, sessionPresent }, 'MQTT broker connected.');
    if (!sessionPresent && this.connections > 1) {
      this.gaps += 1;
      logger.warn(
        { mqtt: broker.name, code: 'MQTT_GAP' },
        'MQTT broker has forgotten our session, messages sent meanwhile may be missing.',
      );
    }
    up(sessionPresent);
  }

  private onSubscribed({ filter, qos }: Topic, granted: 0 | 1 | undefined): void {
    const { logger, broker } = this.options;
    const known = this.refusedTopics.has(filter);
    this.unanswered -= 1;
    if (granted === undefined) {
      this.refusedTopics.add(filter);
      if (known) return;
      logger.error(
        { mqtt: broker.name, topic: filter, code: 'MQTT_REFUSED_TOPIC' },
        'MQTT broker refuses the subscription; ask for the right to read this topic.',
      );
      return;
    }
    this.refusedTopics.delete(filter);
    if (granted < qos) {
      logger.warn(
        { mqtt: broker.name, topic: filter, code: 'MQTT_QOS_LOWERED' },
        'MQTT broker grants QoS 0 only, messages can get lost on the way to us.',
      );
    }
  }

  private onDown(what: unknown, words: string): void {
    const { logger, broker, clock, random, backoff, down } = this.options;
    const wasConnected = this.connected;
    // A connection that brought something in, or held long, was a good one, however it ended.
    const lastedMs = clock.monotonicMs() - this.upMs;
    const good = wasConnected && ((this.connection?.acknowledged ?? 0) > 0 || lastedMs >= backoff.capMs);
    this.connected = false;
    this.connection = undefined;
    if (this.stopped) return;
    this.failures = good ? 1 : this.failures + 1;
    const rival = wasConnected && what === 'MQTT_CLOSED' && lastedMs < thrownOff.withinMs;
    const trouble = troubleOf(broker, rival && this.isThrownOff() ? 'MQTT_THROWN_OFF' : what, words);
    const { code, reason, hint } = trouble;
    const retryInMs = backoffMs(this.failures, backoff, random);
    const facts = { mqtt: broker.name, code, reason, hint, retryInMs };
    if (code === 'MQTT_THROWN_OFF') logger.error(facts, 'Somebody else has our MQTT client id.');
    else if (wasConnected) logger.warn(facts, 'MQTT connection ended, connecting again.');
    else if (this.told !== code) {
      logger.warn(facts, 'MQTT broker not reached, trying on.');
      this.told = code;
      down(trouble);
    } else logger.debug(facts, 'MQTT broker still not reached.');
    this.trouble = trouble;
    this.cancelRetry = clock.after(retryInMs, () => this.attempt());
  }

  /** Notes that the MQTT broker closed a young connection; true when that is no accident any more. */
  private isThrownOff(): boolean {
    const nowMs = this.options.clock.monotonicMs();
    this.closedMs = [...this.closedMs.filter((atMs) => nowMs - atMs < thrownOff.overMs), nowMs];
    return this.closedMs.length >= thrownOff.times;
  }
}

function pem(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new KopruError(`cannot read ${path}: ${wordsOf(cause)}`, {
      kind: 'config',
      code: 'MQTT_CERTIFICATE_FILE',
      hint: 'Check the path and who may read the file.',
      cause,
    });
  }
}
