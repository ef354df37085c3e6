/**
 * What came over MQTT lately, for `kopru mqtt tail`. Keeps only while somebody asks: the first question begins it, and
 * some seconds after the last one it ends by itself.
 */
import type { Clock } from '../../core/environment.ts';
import type { Publication } from './publication.ts';

export interface Tapped {
  readonly number: number;
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** Who sent it, where that is known. */
  readonly client: string | undefined;
  /** Its user has no right to the topic: nobody else gets to see it. */
  readonly withheld: boolean;
  readonly bytes: number;
  /** The beginning of the payload, in base64. */
  readonly payload: string;
}

export interface TappedMessages {
  readonly messages: readonly Tapped[];
  /** The number to ask from next time. */
  readonly next: number;
  /** Messages since the number asked from that were already forgotten. */
  readonly missed: number;
}

export interface Tap {
  /** Called for every message; costs nothing while nobody asks. */
  note(publication: Publication, sender?: Pick<Tapped, 'client' | 'withheld'>): void;
  /** Messages from this number on; 0 at first. The first question finds nothing. */
  since(number: number): TappedMessages;
}

const unknown = { client: undefined, withheld: false };
const mostMessages = 500;
const mostPayloadBytes = 8_192;
const endsAfterMs = 10_000;

export function createTap(clock: Clock): Tap {
  let kept: Tapped[] | undefined;
  let count = 0;
  let cancelEnd = () => {};

  return {
    note({ topic, payload, qos, retain }, { client, withheld } = unknown) {
      if (!kept) return;
      kept.push({
        number: count,
        atMs: clock.monotonicMs(),
        topic,
        qos,
        retain,
        client,
        withheld,
        bytes: payload.length,
        payload: Buffer.from(payload.subarray(0, mostPayloadBytes)).toString('base64'),
      });
      count += 1;
      if (kept.length > mostMessages) kept.splice(0, mostMessages / 4);
    },
    since(number) {
      kept ??= [];
      cancelEnd();
      cancelEnd = clock.after(endsAfterMs, () => {
        kept = undefined;
      });
      const first = kept[0]?.number ?? count;
      return {
        messages: kept.filter((message) => message.number >= number),
        next: count,
        missed: number === 0 ? 0 : Math.max(0, first - number),
      };
    },
  };
}
