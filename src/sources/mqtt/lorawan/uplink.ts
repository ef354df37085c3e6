/** From what a network server publishes to readings of a LoRaWAN device. Pure. The time is the network server's. */
import { hash } from 'node:crypto';
import type { Reading } from '../../../core/reading.ts';
import { deviceTime } from '../../device-time.ts';
import type { Content, Decoded, RecognisedUplink, Refused, Unreadable } from '../payload.ts';
import { decodeFrame, type PointResult } from './decode.ts';
import { devEuiOf, readUplink, type Uplink } from './envelope.ts';
import type { LorawanMessage } from './message.ts';

export function decodeUplink(message: LorawanMessage, content: Content): Decoded | Unreadable {
  const { network, devEui } = message;
  const parsed = content.json();
  if ('refusal' in parsed) return { kind: 'unreadable', reason: parsed.refusal };
  if (devEuiOf(network, parsed.json) !== devEui) return { kind: 'unmatched' };
  const uplink = readUplink(network, parsed.json);
  if (!uplink) return { kind: 'unreadable', reason: 'unreadable' };

  const recognised = recognisedOf(uplink);
  const decoded = decodeFrame(message, uplink);
  if (decoded.kind === 'unmatched') return { kind: 'unmatched', recognised };
  const refusedWhole = (reason: Refused['reason'], raw: string): Decoded => ({
    kind: 'message',
    readings: [],
    refused: [{ point: undefined, reason, raw }],
    deviceTimeMs: undefined,
    uplink: recognised,
  });
  if (decoded.kind === 'useless')
    return refusedWhole('unreadable', `the payload ${decoded.why}; ${recognised.shown}`);
  const time = uplink.time === undefined ? undefined : deviceTime(uplink.time, { form: 'iso' });
  if (time?.kind === 'impossible') return refusedWhole('clock', uplink.time ?? '');

  const readings: Reading[] = [];
  const refused: Refused[] = [];
  for (const { point, raw, value } of decoded.results) {
    if (point.hidden) continue;
    if ('value' in value) readings.push({ stream: point.stream, value: value.value });
    else if (value.refusal === 'missing' && raw === undefined) continue;
    else refused.push({ point: point.stream.point, reason: value.refusal, raw: String(raw ?? '') });
  }
  if (decoded.stopped !== undefined)
    refused.push({ point: undefined, reason: 'unreadable', raw: decoded.stopped });
  if (!decoded.results.some(saysSomething) && decoded.stopped === undefined)
    return refusedWhole('missing', recognised.shown);
  return {
    kind: 'message',
    readings,
    refused,
    deviceTimeMs: time?.kind === 'time' ? time.ms : undefined,
    uplink: recognised,
  };
}

/** The radio values come with every uplink and prove nothing about the driver. */
const saysSomething = ({ point, raw }: PointResult) => raw !== undefined && point.where?.kind !== 'radio';

function recognisedOf({ devEui, devAddr, fCnt, fPort, payload }: Uplink): RecognisedUplink {
  const hex = payloadText(payload);
  return {
    devAddr,
    fCnt,
    shown: `fPort ${fPort}: ${hex.length > 80 ? `${hex.slice(0, 79)}…` : hex}`,
    transmission: `${devEui} ${devAddr} ${fCnt} ${fPort} ${hash('sha1', payload, 'base64')}`,
  };
}

/** A payload for people: two hexadecimal digits for each byte. */
export const payloadText = (payload: Uint8Array): string =>
  Array.from(payload, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
