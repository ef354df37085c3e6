/** A device that is heard over MQTT: by payloads of its own, or by uplinks that a LoRaWAN network server passes on. */
import type { Device } from '../../core/device.ts';
import type { LorawanMessage } from './lorawan/message.ts';
import type { MqttMessage } from './settings.ts';

export type DeviceMessage = MqttMessage | LorawanMessage;

export interface MqttDevice extends Device {
  readonly protocol: 'mqtt';
  /** Name of the MQTT broker in gateway.yaml. */
  readonly mqtt: string;
  readonly qos: 0 | 1;
  readonly online?: { readonly topic: string; readonly path?: string; readonly is: string };
  /** Those of a LoRaWAN device are all of that kind. */
  readonly messages: readonly DeviceMessage[];
}

export const isLorawan = (message: DeviceMessage): message is LorawanMessage => 'devEui' in message;
