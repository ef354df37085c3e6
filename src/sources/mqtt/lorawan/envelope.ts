/**
 * What a network server wraps an uplink in: ChirpStack v4 and The Things Stack v3 over MQTT. Both write JSON by the rules
 * of proto3, which leave out zeros, so that an absent number means 0 and an absent payload means no bytes.
 *
 * Only uplinks are subscribed to: joins, acknowledgements and downlinks hold no measurement.
 */
import { type Json, jsonAt } from '../json.ts';
import type { Network } from './settings.ts';

export interface Uplink {
  /** 16 digits in lower case. */
  readonly devEui: string;
  /** Address in the session: a device that joins again has another one, and counts its frames from 0. */
  readonly devAddr: string;
  readonly fCnt: number;
  /** 0: the uplink holds commands of the network alone. */
  readonly fPort: number;
  readonly payload: Uint8Array;
  /** What the network server decoded, if it has a decoder for the device. */
  readonly decoded: Json | undefined;
  /** As written by the network server, ISO 8601. */
  readonly time: string | undefined;
  /** At the radio gateway that heard best; undefined where none says. */
  readonly rssi: number | undefined;
  readonly snr: number | undefined;
}

/** Where a network server publishes the uplinks of a device; The Things Stack has no DevEUI in its topics. */
export function uplinkTopic(network: Network, devEui: string): string {
  return network === 'chirpstack' ? `application/+/device/${devEui}/event/up` : 'v3/+/devices/+/up';
}

/** The DevEUI that a message of the network server names, in lower case; told without reading the rest. */
export function devEuiOf(network: Network, json: Json): string | undefined {
  const path = network === 'chirpstack' ? '/deviceInfo/devEui' : '/end_device_ids/dev_eui';
  return textAt(json, path)?.toLowerCase();
}

/** Undefined: no uplink of this network server. */
export function readUplink(network: Network, json: Json): Uplink | undefined {
  return network === 'chirpstack' ? chirpstack(json) : thingsStack(json);
}

function chirpstack(json: Json): Uplink | undefined {
  const text = (path: string) => textAt(json, path);
  return uplinkOf({
    devEui: devEuiOf('chirpstack', json),
    devAddr: text('/devAddr'),
    fCnt: jsonAt(json, '/fCnt'),
    fPort: jsonAt(json, '/fPort'),
    payload: jsonAt(json, '/data'),
    decoded: jsonAt(json, '/object'),
    time: text('/time'),
    receivers: jsonAt(json, '/rxInfo'),
  });
}

function thingsStack(json: Json): Uplink | undefined {
  const message = jsonAt(json, '/uplink_message');
  if (message === undefined) return undefined;
  return uplinkOf({
    devEui: devEuiOf('tts', json),
    devAddr: textAt(json, '/end_device_ids/dev_addr'),
    fCnt: jsonAt(message, '/f_cnt'),
    fPort: jsonAt(message, '/f_port'),
    payload: jsonAt(message, '/frm_payload'),
    decoded: jsonAt(message, '/decoded_payload'),
    // The network's own: that of the envelope is the application server's, later by the way in between.
    time: textAt(message, '/received_at') ?? textAt(json, '/received_at'),
    receivers: jsonAt(message, '/rx_metadata'),
  });
}

interface Written {
  readonly devEui: string | undefined;
  readonly devAddr: string | undefined;
  readonly fCnt: Json | undefined;
  readonly fPort: Json | undefined;
  readonly payload: Json | undefined;
  readonly decoded: Json | undefined;
  readonly time: string | undefined;
  readonly receivers: Json | undefined;
}

function uplinkOf({
  devEui,
  devAddr = '',
  receivers,
  decoded,
  time,
  ...written
}: Written): Uplink | undefined {
  const fCnt = countOf(written.fCnt);
  const fPort = countOf(written.fPort);
  const payload = bytesOf(written.payload);
  if (!devEui || !/^[0-9a-f]{16}$/.test(devEui)) return undefined;
  if (fCnt === undefined || fPort === undefined || fPort > 255 || !payload) return undefined;
  const isObject = typeof decoded === 'object' && decoded !== null;
  return {
    devEui,
    devAddr: devAddr.toLowerCase(),
    fCnt,
    fPort,
    payload,
    decoded: isObject ? decoded : undefined,
    time,
    ...bestOf(receivers),
  };
}

const textAt = (json: Json, path: string): string | undefined => {
  const text = jsonAt(json, path);
  return typeof text === 'string' ? text : undefined;
};

/** Left out means 0; some servers write 32-bit numbers in quotes. */
function countOf(json: Json | undefined): number | undefined {
  if (json === undefined || json === null) return 0;
  const number = typeof json === 'string' && /^\d{1,10}$/.test(json) ? Number(json) : json;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 32
    ? number
    : undefined;
}

/** Base64; `Buffer` alone would skip what is none and make bytes of the rest. */
function bytesOf(json: Json | undefined): Uint8Array | undefined {
  if (json === undefined || json === null) return new Uint8Array();
  if (typeof json !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(json) || json.length % 4 !== 0)
    return undefined;
  return Uint8Array.from(Buffer.from(json, 'base64'));
}

/** RSSI is never 0, so that one left out is unknown; an SNR left out beside an RSSI is 0. */
function bestOf(receivers: Json | undefined): Pick<Uplink, 'rssi' | 'snr'> {
  let best: { rssi: number; snr: number | undefined } | undefined;
  for (const receiver of Array.isArray(receivers) ? (receivers as readonly Json[]) : []) {
    const rssi = jsonAt(receiver, '/rssi');
    const snr = jsonAt(receiver, '/snr') ?? 0;
    if (typeof rssi !== 'number' || (best && best.rssi >= rssi)) continue;
    best = { rssi, snr: typeof snr === 'number' ? snr : undefined };
  }
  return { rssi: best?.rssi, snr: best?.snr };
}
