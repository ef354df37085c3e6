/**
 * Recognises a message that comes a second time: the MQTT broker repeats what it has no acknowledgement for.
 *
 * With a time of its own, a message that is the same byte for byte is the same measurement. Without one, equal
 * bytes may well be two measurements, so only a packet marked as repeated (DUP) under the same message id
 * counts. Sixteen messages per device are remembered, in memory: after a restart a repeat is one reading more,
 * with a later time.
 *
 * A repeat may be acknowledged when the first is on disk, not earlier; a message that could not be kept is
 * forgotten, so that its repeat is taken in.
 */
import { hash } from 'node:crypto';
import type { JsPublish } from './mqtt-js.ts';

const remembered = 16;

export interface Repeats {
  /** The append of the same message, if it came before and was not refused by the disk. */
  find(packet: JsPublish, deviceTimeMs: number | undefined): Promise<void> | undefined;
  remember(packet: JsPublish, deviceTimeMs: number | undefined, append: Promise<void>): void;
}

/** For one device. */
export function createRepeats(): Repeats {
  const appends = new Map<string, Promise<void>>();

  return {
    find(packet, deviceTimeMs) {
      if (deviceTimeMs === undefined && !packet.dup) return undefined;
      return appends.get(keyOf(packet, deviceTimeMs));
    },
    remember(packet, deviceTimeMs, append) {
      if (deviceTimeMs === undefined && packet.qos === 0) return;
      const key = keyOf(packet, deviceTimeMs);
      appends.delete(key);
      appends.set(key, append);
      append.catch(() => {
        if (appends.get(key) === append) appends.delete(key);
      });
      for (const oldest of appends.keys()) {
        if (appends.size <= remembered) break;
        appends.delete(oldest);
      }
    },
  };
}

function keyOf(packet: JsPublish, deviceTimeMs: number | undefined): string {
  const id = deviceTimeMs ?? `id ${packet.messageId}`;
  return `${id} ${hash('sha1', packet.payload, 'base64')} ${packet.topic}`;
}
