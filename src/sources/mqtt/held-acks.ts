/**
 * Holds the acknowledgement, not the packet.
 *
 * A PUBACK tells the MQTT broker to forget a message, so it may leave only when every reading of that message
 * is on disk. mqtt.js hands packets over one at a time and acknowledges each when its handler calls back; to
 * wait there would cost one commit per message (20 messages/s at 50 ms a commit, 15,000 when held here). So
 * the handler calls back at once, the acknowledgements that mqtt.js then makes are swallowed, and ours leave
 * when their append has resolved, in order of arrival (MQTT 3.1.1, 4.6).
 *
 *   - At most `most` acknowledgements are held: beyond, the handler keeps its callback until half of them have
 *     left. MQTT brokers do not bound this for us (mosquitto sent 4,580 in spite of a window of 20).
 *   - The callback is also kept while too many readings wait for the disk: that alone slows QoS 0 down.
 *   - That callback is kept for a quarter of the keepalive at most, because mqtt.js reads no PINGRESP meanwhile.
 *   - An append that failed ends the connection; the MQTT broker repeats what was not acknowledged.
 *   - Whatever resolves after the end is forgotten: message ids are used again on the next connection, and an
 *     old acknowledgement there would erase a message that nobody kept.
 *
 * `_sendPacket` is private to mqtt.js. Should an update send acknowledgements by another way, `packetsend`
 * shows it before a byte has left, and the connection ends with MQTT_ACKNOWLEDGED_EARLY: nothing is lost.
 */
import type { Clock } from '../../core/environment.ts';
import { wordsOf } from '../../core/errors.ts';
import type { JsPacket, JsPublish, MqttJs } from './mqtt-js.ts';

export interface HeldAcksOptions {
  readonly clock: Clock;
  /** Takes a message in. What it returns resolves when the message may be acknowledged; undefined: at once. Never throws. */
  readonly take: (packet: JsPublish) => Promise<void> | undefined;
  /** Resolves when more readings may come; undefined: now. QoS 0 knows no other bound. */
  readonly room?: () => Promise<void> | undefined;
  /** Told once, when the connection must end. Nothing is acknowledged after it. */
  readonly fail: (code: FailCode, words: string) => void;
  /** Most acknowledgements held; default 500. */
  readonly most?: number;
  /** Longest time to keep mqtt.js waiting, in milliseconds. */
  readonly patienceMs: number;
}

export type FailCode = 'MQTT_NOT_KEPT' | 'MQTT_TOO_SLOW' | 'MQTT_ACKNOWLEDGED_EARLY';

export interface HeldAcks {
  /** Acknowledgements that wait for their append. */
  readonly held: number;
  /** Acknowledgements that have left. */
  readonly sent: number;
  /** Takes in no further packet. Resolves when what is held has left, or the connection has ended. */
  finish(): Promise<void>;
  /** Sends nothing any more. */
  end(): void;
}

interface Held {
  readonly messageId: number;
  kept: boolean;
}

/** Puts itself between mqtt.js and its connection; call it before the first packet can arrive. */
export function holdAcknowledgements(client: MqttJs, options: HeldAcksOptions): HeldAcks {
  const { clock, take, patienceMs, most = 500 } = options;
  const queue: Held[] = [];
  const send = client._sendPacket.bind(client);
  let sent = 0;
  let ended = false;
  let finishing = false;
  let finished = () => {};
  let sending = false;
  let cancelRoom = () => {};
  let kept: { readonly callback: () => void; readonly cancel: () => void } | undefined;

  const end = () => {
    ended = true;
    kept?.cancel();
    kept = undefined;
    cancelRoom();
    queue.length = 0;
    finished();
  };
  const fail = (code: FailCode, words: string) => {
    if (ended) return;
    end();
    options.fail(code, words);
  };

  const release = () => {
    let count = 0;
    sending = true;
    for (let entry = queue[0]; entry?.kept; entry = queue[count]) {
      send({ cmd: 'puback', messageId: entry.messageId });
      count += 1;
    }
    sending = false;
    queue.splice(0, count);
    sent += count;
    if (queue.length === 0) finished();
    if (kept && queue.length <= most / 2) {
      const { callback, cancel } = kept;
      kept = undefined;
      cancel();
      callback();
    }
  };

  /** What does not fit in time is for the buffer to refuse. */
  const callWhenRoom = (callback: () => void) => {
    const room = options.room?.();
    if (!room) {
      callback();
      return;
    }
    let called = false;
    const call = () => {
      if (called) return;
      called = true;
      cancelRoom();
      if (!ended) callback();
    };
    cancelRoom = clock.after(patienceMs, call);
    void room.then(call);
  };

  client.handleMessage = (packet, callback) => {
    if (ended || finishing) return;
    const append = take(packet);
    if (packet.qos === 0 || packet.messageId === undefined) {
      callWhenRoom(callback);
      return;
    }
    const entry: Held = { messageId: packet.messageId, kept: append === undefined };
    queue.push(entry);
    if (append === undefined) release();
    else {
      append.then(
        () => {
          entry.kept = true;
          if (!ended && queue[0] === entry) release();
        },
        (thrown: unknown) => fail('MQTT_NOT_KEPT', wordsOf(thrown)),
      );
    }
    if (ended) return;
    if (queue.length < most) {
      callWhenRoom(callback);
      return;
    }
    const tooSlow = () =>
      fail('MQTT_TOO_SLOW', `${queue.length} messages wait for the disk since ${patienceMs} ms`);
    kept = { callback, cancel: clock.after(patienceMs, tooSlow) };
  };

  client._sendPacket = (packet: JsPacket, callback, ...rest) => {
    if (packet.cmd === 'puback') callback?.();
    else send(packet, callback, ...rest);
  };

  client.on('packetsend', (packet) => {
    if (packet.cmd === 'puback' && !sending)
      fail('MQTT_ACKNOWLEDGED_EARLY', 'mqtt.js acknowledged a message by a way unknown to us');
  });

  return {
    get held() {
      return queue.length;
    },
    get sent() {
      return sent;
    },
    finish: () => {
      finishing = true;
      return new Promise((resolve) => {
        finished = resolve;
        if (ended || queue.length === 0) resolve();
      });
    },
    end,
  };
}
