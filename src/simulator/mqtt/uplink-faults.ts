/** What goes wrong between a LoRaWAN device and its network server, for a simulated one. */
import type { Value } from '../../core/reading.ts';
import type { LorawanMessage } from '../../sources/mqtt/lorawan/message.ts';
import type { Publication } from './encode.ts';
import { encodePayload, encodeUplink, type Transmission } from './encode-uplink.ts';

export const uplinkFaults = [
  'gap', // every third uplink is not heard
  'repeat', // the network server publishes each twice
  'cut', // the last byte of each payload is missing
  'noise', // bytes that the driver does not know
] as const;
export type UplinkFault = (typeof uplinkFaults)[number];

/** Undefined where the message has nothing to say, and then the device's counter stands still. */
export function uplinksWith(
  fault: UplinkFault | undefined,
  message: LorawanMessage,
  values: ReadonlyMap<string, Value>,
  frame: Transmission,
): readonly Publication[] | undefined {
  const payload = encodePayload(message, values);
  if (!payload) return undefined;
  if (fault === 'gap' && frame.fCnt % 3 === 2) return [];
  const sent = fault === 'cut' ? payload.subarray(0, -1) : fault === 'noise' ? noise(payload) : payload;
  const uplink = encodeUplink(message, values, { ...frame, payload: sent });
  if (!uplink) return undefined;
  return fault === 'repeat' ? [uplink, uplink] : [uplink];
}

/** The first bytes, by which a message or an entry is known, are turned over. */
const noise = (payload: Uint8Array): Uint8Array =>
  payload.map((byte, index) => (index < 2 ? byte ^ 0xff : byte));
