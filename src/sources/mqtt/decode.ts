/** A message of a device, whatever it is wrapped in: a payload of its own, or an uplink of a LoRaWAN network server. */
import { type DeviceMessage, isLorawan } from './device.ts';
import { decodeUplink } from './lorawan/uplink.ts';
import { type Content, type Decoded, decodeMessage, type Unreadable } from './payload.ts';

export function readMessage(message: DeviceMessage, content: Content): Decoded | Unreadable {
  return isLorawan(message) ? decodeUplink(message, content) : decodeMessage(message, content);
}
