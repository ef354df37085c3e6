/** One MQTT message for a person: who sent what to which topic, and what the gateway makes of it. */
import type { Value } from '../core/reading.ts';
import { readMessage } from '../sources/mqtt/decode.ts';
import { contentOf } from '../sources/mqtt/payload.ts';
import type { Route } from '../sources/mqtt/routes.ts';
import { cleanText } from '../telemetry/facts.ts';

export interface ShownMessage {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** Client id, where it is known. */
  readonly client: string | undefined;
  /** Its user has no right to the topic. */
  readonly withheld: boolean;
  readonly bytes: number;
  /** Its beginning. */
  readonly payload: Buffer;
}

export interface MessageMeaning {
  /** The device it belongs to; undefined: to none. */
  readonly device: string | undefined;
  readonly values: readonly {
    readonly point: string;
    readonly value: Value;
    readonly unit: string | undefined;
  }[];
  /** Port and bytes of a LoRaWAN uplink. */
  readonly uplink?: string;
  /** Why the message, or a point of it, gave no value. */
  readonly refusals: readonly { readonly point: string | undefined; readonly reason: string }[];
}

const nothing: MessageMeaning = { device: undefined, values: [], refusals: [] };

export function messageMeaning(route: Route, { topic, payload, withheld }: ShownMessage): MessageMeaning {
  if (withheld) return nothing;
  const content = contentOf(topic, payload);
  let recognised: MessageMeaning | undefined;
  for (const { device, message } of route.candidates) {
    const decoded = readMessage(message, content);
    if (decoded.kind === 'message') {
      return {
        device: device.id,
        ...(decoded.uplink ? { uplink: decoded.uplink.shown } : {}),
        values: decoded.readings.map(({ stream, value }) => ({
          point: stream.point,
          value,
          unit: stream.unit,
        })),
        refusals: decoded.refused.map(({ point, reason }) => ({ point, reason })),
      };
    }
    if (decoded.kind === 'unmatched' && decoded.recognised)
      recognised ??= {
        device: device.id,
        uplink: decoded.recognised.shown,
        values: [],
        refusals: [{ point: undefined, reason: 'unmatched' }],
      };
    if (decoded.kind === 'unreadable' && route.owner)
      return { device: device.id, values: [], refusals: [{ point: undefined, reason: decoded.reason }] };
  }
  if (recognised) return recognised;
  const [present] = route.presence;
  return present ? { ...nothing, device: present.id } : nothing;
}

export function messageLines(
  { topic, qos, retain, client, withheld, bytes, payload }: ShownMessage,
  meaning: MessageMeaning,
): string[] {
  const text = cleanText(payload.toString('utf8'));
  const marks = [`QoS ${qos}`, ...(retain ? ['retained'] : []), ...(client ? [`from ${client}`] : [])];
  const cut = text.length > 200 || bytes > payload.length;
  return [
    `${cleanText(topic)}  ${cleanText(marks.join(', '))}`,
    ...(meaning.uplink === undefined ? [] : [`  ${meaning.uplink}`]),
    `  ${cut ? `${text.slice(0, 200)}… (${bytes} bytes)` : text}`,
    `  ${withheld ? 'is kept from everybody: its user has no right to this topic' : meaningText(meaning)}`,
  ];
}

function meaningText({ device, values, refusals }: MessageMeaning): string {
  if (device === undefined) return 'belongs to no device';
  const said = [
    ...values.map(({ point, value, unit }) => `${point} ${value}${unit === undefined ? '' : ` ${unit}`}`),
    ...refusals.map(({ point, reason }) => `${point ?? 'the message'}: ${reason}`),
  ];
  return cleanText(`${device}: ${said.length > 0 ? said.join(', ') : 'says whether it is there'}`);
}
