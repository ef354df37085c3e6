/** Codes of problems with LoRaWAN drivers and their devices; see codes.ts. */
import type { Row } from './codes-of-values.ts';

export const lorawanCodes: readonly Row[] = [
  [
    'LORAWAN_CODEC',
    'A LoRaWAN driver does not say how its payloads are cut, or says it in two ways.',
    'Use tlv for entries of key and data, flags for groups present by bit, neither for a fixed layout. Entries of variable length, history blocks and compressed payloads cannot be described: have the network server decode them and write decoded: true.',
  ],
  [
    'LORAWAN_PLACE',
    'A point of a LoRaWAN driver does not say where in the payload it is.',
    'byte counts from 0 in the payload, in the entry named by tlv or in the group named by flag; path leads into a decoded object.',
  ],
  [
    'LORAWAN_NETWORK',
    'A LoRaWAN device hangs on an MQTT broker of which nobody says which network server publishes there.',
    'Add network: chirpstack or network: tts to the MQTT broker in gateway.yaml.',
  ],
  [
    'DEV_EUI_TWICE',
    'Two devices have one DevEUI.',
    'It is the number of one piece of hardware; compare both with their labels.',
  ],
];
