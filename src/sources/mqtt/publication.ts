/** A message that came over MQTT, whoever delivered it: an MQTT broker elsewhere, or a device at our own. */
export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  /** Its sender says that it sent it before. */
  readonly dup: boolean;
  /** It was kept by an MQTT broker for new subscribers, so it may be of any age. */
  readonly retain: boolean;
  readonly messageId?: number | undefined;
}
