/** What people write about the embedded MQTT broker: `mqtt.listen` in gateway.yaml. */
import { z } from 'zod';
import { announceTopic, type SecretReference, secretReference } from '../../../settings.ts';

/** Devices name it by this word, where others name an MQTT broker: `mqtt: listen`. */
export const listenerName = 'listen';

const address = z
  .string()
  .regex(/^([^\s:]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/, 'must be an address and a port, for example 0.0.0.0:8883');

const count = (most: number) => z.int().min(1).max(most);

export const mqttListenSettings = z.strictObject({
  tls: z
    .strictObject({
      address: address.default('[::]:8883').describe('Address and port; default [::]:8883, every interface.'),
      certificate: z.string().min(1).describe('Path of a PEM file with the certificate and its chain.'),
      key: secretReference.describe('Private key of the certificate.'),
      clients: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Path of a PEM file with the authority of client certificates: every client must show one. Its common name is the user where the client names none.',
        ),
    })
    .optional()
    .describe('Encrypted; what devices across a network use.'),
  plain: z
    .strictObject({
      address: address.default('127.0.0.1:1883').describe('Address and port; default 127.0.0.1:1883.'),
      anonymous: z
        .boolean()
        .default(false)
        .describe('True: publishing needs no user. On a loopback address only.'),
      clearText: z
        .literal('accepted')
        .optional()
        .describe(
          'Needed on any address but loopback: passwords and values cross that network readable for everybody on it.',
        ),
    })
    .optional()
    .describe('Not encrypted; for programs on this machine, or a network that nobody else can reach.'),
  network: z
    .enum(['chirpstack', 'tts'])
    .optional()
    .describe(
      'LoRaWAN network server that publishes to the gateway itself: chirpstack (version 4) or tts (The Things Stack, version 3). Left out: none.',
    ),
  announce: announceTopic,
  users: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File of users and their rights; default mqtt-users.json in the state folder. See kopru mqtt user.',
    ),
  limits: z
    .strictObject({
      connections: count(10_000).default(500).describe('Most clients at once; default 500.'),
      connectionsPerAddress: count(10_000)
        .default(100)
        .describe('Most clients at once from one address; default 100.'),
      packetBytes: count(262_144)
        .default(65_536)
        .describe('Largest packet in bytes; a client that announces a larger one is cut off. Default 65536.'),
      messagesPerSecond: count(100_000)
        .default(1_000)
        .describe(
          'Most messages a second from one client, in the long run; beyond, it has to wait. Default 1000.',
        ),
    })
    .prefault({})
    .describe('What one client, one address and all together may use.'),
});
export type MqttListenSettings = z.output<typeof mqttListenSettings>;

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The embedded MQTT broker with everything resolved. At least one of `tls` and `plain` is there. */
export interface MqttListener {
  readonly tls?: ListenAddress & {
    readonly certificate: string;
    readonly key: SecretReference;
    readonly clients?: string;
  };
  readonly plain?: ListenAddress & { readonly anonymous: boolean };
  /** Topic of the gateway's own state; left out: it is not published. */
  readonly announce?: string;
  /** Path of the file of users. */
  readonly users: string;
  readonly limits: MqttListenSettings['limits'];
}

/** True for an address that no other machine can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
