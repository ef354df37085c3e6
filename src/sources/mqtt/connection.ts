/**
 * One connection to an MQTT broker, from the first packet to the last. It never connects again: mqtt.js
 * clients that reconnect by themselves are known to get stuck (#2052, #1903), and an acknowledgement that was
 * held for one connection must not leave on the next. A new attempt is a new connection.
 *
 * It ends when the peer closes it, a message could not be kept, the MQTT broker answers nothing for twice the
 * keepalive, or `close` is called; then it says so once and is silent for ever.
 */
import type { Clock } from '../../core/environment.ts';
import { pause } from '../../core/environment.ts';
import { holdAcknowledgements } from './held-acks.ts';
import type { JsOptions, JsPublish, OpenMqttJs } from './mqtt-js.ts';

export interface Topic {
  readonly filter: string;
  readonly qos: 0 | 1;
}

/** A text that the MQTT broker keeps for whoever subscribes later. */
export interface Note {
  readonly topic: string;
  readonly text: string;
}

export interface ConnectionOptions {
  readonly open: OpenMqttJs;
  readonly options: JsOptions;
  readonly topics: readonly Topic[];
  readonly clock: Clock;
  readonly take: (packet: JsPublish) => Promise<void> | undefined;
  readonly room: () => Promise<void> | undefined;
  readonly up: (sessionPresent: boolean) => void;
  /** `granted` is undefined where the MQTT broker refused the topic. */
  readonly subscribed: (topic: Topic, granted: 0 | 1 | undefined) => void;
  /** Told once. `what` is an error or one of our own codes, `words` say more. */
  readonly down: (what: unknown, words: string) => void;
}

export interface Connection {
  readonly held: number;
  /** Acknowledgements sent. */
  readonly acknowledged: number;
  /** At QoS 0: false if there is no connection now. */
  publish(note: Note): boolean;
  /** Takes in nothing more, lets held acknowledgements leave for `graceMs`, says goodbye. Resolves when closed. */
  close(graceMs: number, lastWords?: Note): Promise<void>;
}

/** Topics in one SUBSCRIBE: far below any MQTT broker's packet limit. */
const topicsAtOnce = 100;

/** Time for the goodbye and the last bytes. */
const goodbyeMs = 300;

export function connect(wanted: ConnectionOptions): Connection {
  const { clock, options, topics } = wanted;
  const keepaliveMs = options.keepalive * 1000;
  const client = wanted.open(options);
  let over = false;
  let connected = false;
  let closing = false;
  let lastError: unknown;
  let heardMs = clock.monotonicMs();
  let cancelWatch = () => {};

  const down = (what: unknown, words = '') => {
    if (over) return;
    over = true;
    acks.end();
    cancelWatch();
    client.stream.destroy();
    client.end(true, () => {});
    if (!closing) wanted.down(what, words);
  };

  const acks = holdAcknowledgements(client, {
    clock,
    patienceMs: keepaliveMs / 4,
    take: wanted.take,
    room: wanted.room,
    fail: down,
  });

  /** mqtt.js has timers of its own for both; this one also sees a client whose timers are stuck. */
  const watch = (limitMs: number, code: string) => {
    cancelWatch();
    const check = () => {
      const silentMs = clock.monotonicMs() - heardMs;
      if (silentMs >= limitMs) down(code);
      else cancelWatch = clock.after(limitMs - silentMs, check);
    };
    cancelWatch = clock.after(limitMs, check);
  };

  const subscribe = (qos: 0 | 1) => {
    const wantedTopics = topics.filter((topic) => topic.qos === qos);
    for (let i = 0; i < wantedTopics.length; i += topicsAtOnce) {
      const chunk = wantedTopics.slice(i, i + topicsAtOnce);
      const filters = chunk.map(({ filter }) => filter);
      client.subscribe(filters, { qos }, (_error, _subscriptions, answer) => {
        if (over || !answer?.granted) return;
        for (const [at, topic] of chunk.entries()) wanted.subscribed(topic, granted(answer.granted[at]));
      });
    }
  };

  client.on('packetreceive', () => {
    heardMs = clock.monotonicMs();
  });
  client.on('error', (error) => {
    lastError = error;
  });
  client.on('connect', ({ sessionPresent }) => {
    if (over) return;
    connected = true;
    watch(2 * keepaliveMs, 'MQTT_SILENT');
    wanted.up(sessionPresent);
    // Also when the session is still there: only a new subscription brings the retained last wills again.
    subscribe(1);
    subscribe(0);
  });
  client.on('close', () => down(lastError ?? 'MQTT_CLOSED'));
  watch(options.connectTimeout + 5_000, 'MQTT_NO_ANSWER');

  const publish = ({ topic, text }: Note): boolean => {
    if (over || !connected) return false;
    client.publish(topic, text, { qos: 0, retain: true });
    return true;
  };

  return {
    publish,
    get held() {
      return acks.held;
    },
    get acknowledged() {
      return acks.sent;
    },
    async close(graceMs, lastWords) {
      if (over) return;
      closing = true;
      await within(clock, graceMs, acks.finish());
      if (lastWords) publish(lastWords);
      const gone = new Promise<void>((resolve) => client.end(false, resolve));
      await within(clock, goodbyeMs, gone);
      down('MQTT_CLOSED');
    },
  };
}

/** Resolves with the promise, or when the time is up. */
async function within(clock: Clock, limitMs: number, promise: Promise<void>): Promise<void> {
  const settled = new AbortController();
  await Promise.race([promise, pause(clock, limitMs, settled.signal)]);
  settled.abort();
}

function granted(code: number | undefined): 0 | 1 | undefined {
  return code === 0 || code === 1 ? code : code === 2 ? 1 : undefined;
}
