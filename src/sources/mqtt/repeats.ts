/**
 * Recognises a message that comes a second time: the MQTT broker repeats what it has no acknowledgement for,
 * and a device what it believes lost.
 *
 *   - What the MQTT broker repeats has the same message id and is marked as repeated (DUP). Ids are remembered
 *     also for a while after our acknowledgement has left, because in a cut it may not have arrived.
 *   - With a time of its own, a message that is the same byte for byte is the same measurement. Without one,
 *     equal bytes may well be two measurements.
 *
 * A repeat may be acknowledged when the first is on disk, not earlier; a message that could not be kept is
 * forgotten, so that its repeat is taken in. All is in memory: after a restart a repeat is one reading more.
 */
import { hash } from 'node:crypto';
import type { JsPublish } from './mqtt-js.ts';

/** Of each kind; about 300 bytes each. Four times as many as may be unacknowledged. */
const remembered = 2_048;

export interface Repeats {
  /** The append of the same message, if it came before and was not refused by the disk. */
  find(packet: JsPublish, deviceTimeMs: number | undefined): Promise<void> | undefined;
  remember(packet: JsPublish, deviceTimeMs: number | undefined, append: Promise<void>): void;
  /** The MQTT broker has begun a new session: message ids start afresh. */
  forgetIds(): void;
}

interface Seen {
  readonly key: string;
  readonly append: Promise<void>;
}

/** For the messages of one MQTT broker. */
export function createRepeats(): Repeats {
  const byId = new Map<number, Seen>();
  const timed = new Map<string, Promise<void>>();

  return {
    find(packet, deviceTimeMs) {
      if (packet.dup && packet.messageId !== undefined) {
        const seen = byId.get(packet.messageId);
        if (seen && seen.key === keyOf(packet)) return seen.append;
      }
      return deviceTimeMs === undefined ? undefined : timed.get(keyOf(packet));
    },
    remember(packet, deviceTimeMs, append) {
      const { messageId } = packet;
      const repeatable = packet.qos > 0 && messageId !== undefined;
      if (!repeatable && deviceTimeMs === undefined) return;
      const key = keyOf(packet);
      if (repeatable) put(byId, messageId, { key, append });
      if (deviceTimeMs !== undefined) put(timed, key, append);
      append.catch(() => {
        if (repeatable && byId.get(messageId)?.append === append) byId.delete(messageId);
        if (timed.get(key) === append) timed.delete(key);
      });
    },
    forgetIds: () => byId.clear(),
  };
}

/** A device's own time is in its payload, so equal bytes have equal times. A topic can have 64 KiB. */
function keyOf({ payload, topic }: JsPublish): string {
  return `${hash('sha1', payload, 'base64')} ${topic.length > 256 ? hash('sha1', topic, 'base64') : topic}`;
}

/** Puts an entry last and lets go of the first ones beyond the bound. */
function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= remembered) break;
    map.delete(oldest);
  }
}
