/**
 * Recognises a message that comes a second time: the MQTT broker repeats what it has no acknowledgement for,
 * and a device what it believes lost.
 *
 *   - What is repeated over MQTT has the same message id, which counts for one connection, and is marked as
 *     repeated (DUP). Ids are remembered also for a while after our acknowledgement has left, because in a cut it
 *     may not have arrived.
 *   - With a time of its own, a message that is the same byte for byte is the same measurement. Without one,
 *     equal bytes may well be two measurements.
 *   - An uplink of a LoRaWAN device is known by its counter and bytes, whatever its network server wraps it in the
 *     second time. A counter that has started afresh comes by the same number later.
 *
 * A repeat may be acknowledged when the first is on disk, not earlier; a message that could not be kept is
 * forgotten, so that its repeat is taken in. All is in memory: after a restart a repeat is one reading more.
 */
import { hash } from 'node:crypto';
import type { Publication } from './publication.ts';

/** Of each kind; about 300 bytes each. Four times as many as may be unacknowledged. */
const remembered = 2_048;

/** A device sends a confirmed uplink again for some minutes at most; equal bytes have equal times. */
const repeatsWithinMs = 600_000;

/** By what a message is known again. */
export interface Moment {
  readonly deviceTimeMs: number | undefined;
  /** Of a LoRaWAN uplink; undefined: the message's bytes. */
  readonly transmission?: string | undefined;
}

export interface Repeats {
  /** The append of the same message, if it came before and was not refused by the disk. */
  find(publication: Publication, connection: string, moment: Moment): Promise<void> | undefined;
  remember(publication: Publication, connection: string, moment: Moment, append: Promise<void>): void;
  /** The MQTT broker has begun a new session: message ids start afresh. */
  forgetIds(): void;
}

interface Seen {
  readonly key: string;
  readonly append: Promise<void>;
}

/** For the messages of one MQTT broker. */
export function createRepeats(): Repeats {
  const byId = new Map<string, Seen>();
  const timed = new Map<string, { readonly ms: number; readonly append: Promise<void> }>();

  return {
    find(publication, connection, { deviceTimeMs, transmission }) {
      const { dup, messageId } = publication;
      if (dup && messageId !== undefined) {
        const seen = byId.get(idOf(messageId, connection));
        if (seen && seen.key === keyOf(publication)) return seen.append;
      }
      if (deviceTimeMs === undefined) return undefined;
      const seen = timed.get(transmission ?? keyOf(publication));
      return seen && Math.abs(seen.ms - deviceTimeMs) <= repeatsWithinMs ? seen.append : undefined;
    },
    remember(publication, connection, { deviceTimeMs, transmission }, append) {
      const { messageId, qos } = publication;
      const id = qos > 0 && messageId !== undefined ? idOf(messageId, connection) : undefined;
      if (id === undefined && deviceTimeMs === undefined) return;
      const key = keyOf(publication);
      if (id !== undefined) put(byId, id, { key, append });
      const known = transmission ?? key;
      if (deviceTimeMs !== undefined) put(timed, known, { ms: deviceTimeMs, append });
      append.catch(() => {
        if (id !== undefined && byId.get(id)?.append === append) byId.delete(id);
        if (timed.get(known)?.append === append) timed.delete(known);
      });
    },
    forgetIds: () => byId.clear(),
  };
}

const idOf = (messageId: number, connection: string) => `${messageId} ${connection}`;

/** A device's own time is in its payload, so equal bytes have equal times. A topic can have 64 KiB. */
function keyOf({ payload, topic }: Publication): string {
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
