/** The doors of the embedded MQTT broker: opens them, tries again while an address is not there, says how they do. */
import type { Socket } from 'node:net';
import type { Clock, Logger } from '../../../core/environment.ts';
import { KopruError, wordsOf } from '../../../core/errors.ts';
import type { MqttListenerStatus } from '../../../core/status.ts';
import type { Secrets } from '../../../settings.ts';
import type { Crowd } from './crowd.ts';
import { createDoor, type Door, type DoorOptions, type Guest, type TlsFiles } from './door.ts';
import { isLoopback, type ListenAddress, type MqttListener } from './settings.ts';

export interface DoorsOptions {
  readonly listener: MqttListener;
  readonly secrets: Secrets;
  readonly readFile: (path: string) => string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly crowd: Crowd<Socket>;
  readonly enter: (socket: Socket, guest: Guest) => void;
  readonly dismissed: DoorOptions['dismissed'];
}

export interface Doors {
  /** Returns at once; an address that is not there yet, or a certificate, is tried again. */
  open(): void;
  shut(): void;
  status(): MqttListenerStatus['addresses'];
  ports(): readonly number[];
}

const againMs = 10_000;
/** Between looks whether the certificate was renewed. */
const renewMs = 600_000;

interface Entrance {
  readonly address: ListenAddress;
  readonly tls: boolean;
  trouble: string | undefined;
  door: Door | undefined;
  cancel: () => void;
}

export function createDoors(options: DoorsOptions): Doors {
  const { listener, clock, logger } = options;
  let shut = false;
  const entrances = [listener.tls, listener.plain].flatMap((address): Entrance[] =>
    address
      ? [{ address, tls: address === listener.tls, trouble: undefined, door: undefined, cancel: () => {} }]
      : [],
  );

  const open = async (entrance: Entrance): Promise<void> => {
    const { address } = entrance;
    try {
      const files = entrance.tls ? tlsFiles(options) : undefined;
      const door = createDoor({
        ...options,
        address,
        tls: files,
        anonymous: !entrance.tls && (listener.plain?.anonymous ?? false),
        packetBytes: listener.limits.packetBytes,
      });
      await door.open();
      if (shut) return door.shut();
      entrance.door = door;
      entrance.trouble = undefined;
      if (files) entrance.cancel = clock.after(renewMs, () => renew(entrance, door, files));
      const facts = { mqtt: 'listen', address: textOf(entrance), tls: entrance.tls };
      logger.info(facts, 'The embedded MQTT broker listens.');
      if (!entrance.tls && !isLoopback(address.host))
        logger.warn(facts, 'MQTT passwords and values cross this network readable for everybody on it.');
    } catch (thrown) {
      if (shut) return;
      const words = wordsOf(thrown);
      const { code = 'BUG', hint } = thrown instanceof KopruError ? thrown : {};
      if (entrance.trouble !== words)
        logger.error({ code, hint, reason: words }, 'The embedded MQTT broker cannot listen, trying on.');
      entrance.trouble = words;
      entrance.cancel = clock.after(againMs, () => void open(entrance));
    }
  };

  /** Certificates are renewed under the same name; one that cannot be read leaves the old one in force. */
  const renew = (entrance: Entrance, door: Door, shown: TlsFiles): void => {
    let now = shown;
    try {
      now = tlsFiles(options) ?? shown;
      const changed = JSON.stringify(now) !== JSON.stringify(shown);
      if (changed) door.renew(now);
      if (changed) logger.info({ mqtt: 'listen' }, 'The embedded MQTT broker has another certificate.');
      entrance.trouble = undefined;
    } catch (thrown) {
      now = shown;
      const reason = wordsOf(thrown);
      if (entrance.trouble !== reason)
        logger.error({ mqtt: 'listen', reason }, 'The certificate cannot be renewed, the old one stays.');
      entrance.trouble = reason;
    }
    entrance.cancel = clock.after(renewMs, () => renew(entrance, door, now));
  };

  return {
    open() {
      for (const entrance of entrances) void open(entrance);
    },
    shut() {
      shut = true;
      for (const { door, cancel } of entrances) {
        cancel();
        door?.shut();
      }
    },
    status: () =>
      entrances.map((entrance) => ({
        address: textOf(entrance),
        tls: entrance.tls,
        trouble: entrance.trouble,
      })),
    ports: () => entrances.map(({ door, address }) => door?.port ?? address.port),
  };
}

function textOf({ address: { host, port }, door }: Entrance): string {
  return `${host.includes(':') ? `[${host}]` : host}:${door?.port ?? port}`;
}

function tlsFiles({ listener: { tls }, secrets, readFile }: DoorsOptions): TlsFiles | undefined {
  if (!tls) return undefined;
  return {
    certificate: pem(tls.certificate, readFile),
    key: secrets(tls.key),
    ...(tls.clients === undefined ? {} : { clients: pem(tls.clients, readFile) }),
  };
}

function pem(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new KopruError(`The embedded MQTT broker cannot read ${path}: ${wordsOf(cause)}.`, {
      kind: 'config',
      code: 'MQTT_CERTIFICATE_FILE',
      hint: 'Check the path and who may read the file.',
      cause,
    });
  }
}
