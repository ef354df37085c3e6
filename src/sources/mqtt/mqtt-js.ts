/** The subset of mqtt.js that the source meets, so that a test can stand in for it. */
import type { Publication } from './publication.ts';

export interface JsPacket {
  readonly cmd: string;
  readonly messageId?: number | undefined;
}

export interface JsPublish extends JsPacket, Publication {
  readonly messageId?: number | undefined;
}

/** One client of mqtt.js. It is used for one connection only and never connects again. */
export interface MqttJs {
  handleMessage(packet: JsPublish, callback: () => void): void;
  /** Private in mqtt.js; tests/real/mosquitto.test.ts fails if an update changes it. */
  _sendPacket(packet: JsPacket, callback?: () => void, ...rest: unknown[]): void;
  readonly stream: { destroy(): unknown };
  subscribe(
    topics: string[],
    options: { qos: 0 | 1 },
    callback: (error: Error | null, subscriptions?: unknown, answer?: { granted?: number[] }) => void,
  ): unknown;
  publish(topic: string, text: string, options: { qos: 0; retain: boolean }): unknown;
  end(force: boolean, callback: () => void): unknown;
  on(event: 'connect', listener: (answer: { readonly sessionPresent: boolean }) => void): unknown;
  on(event: 'error', listener: (error: Error & { code?: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'packetsend' | 'packetreceive', listener: (packet: JsPacket) => void): unknown;
}

export interface JsOptions {
  readonly protocol: 'mqtt' | 'mqtts';
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly version: '3.1.1' | '5';
  readonly username?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Seconds. */
  readonly keepalive: number;
  /** Milliseconds until the MQTT broker must have answered the login. */
  readonly connectTimeout: number;
  /** Published by the MQTT broker when the connection breaks. */
  readonly will?: {
    readonly topic: string;
    readonly payload: string;
    readonly qos: 0;
    readonly retain: true;
  };
}

/** Starts to connect and returns at once. */
export type OpenMqttJs = (options: JsOptions) => MqttJs;
