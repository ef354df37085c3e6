/** `mqtt.listen` of gateway.yaml: the gateway as an MQTT broker, and what must not be opened to a network. */
import { join, resolve } from 'node:path';
import {
  isLoopback,
  type ListenAddress,
  listenerName,
  type MqttListener,
  mqttListenSettings,
} from '../sources/mqtt/listener/settings.ts';
import { checkShape, part, type Shaped, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';

export interface ListenerFolders {
  /** Of gateway.yaml; paths in it count from there. */
  readonly configuration: string;
  /** Where the gateway keeps what it writes. */
  readonly state: string;
}

/** The name is taken by our own MQTT broker, so no other may have it. */
export function listenerNameFaults(brokers: Sheet, names: readonly string[]): Problem[] {
  if (!names.includes(listenerName)) return [];
  const message = `${listenerName} is the name of the gateway's own MQTT broker.`;
  const mend = `Give this one another name; the gateway's own is described under \`mqtt: ${listenerName}:\`.`;
  return [problem(brokers.keyPlace([listenerName]), { code: 'MQTT_NAME_TAKEN', message, mend })];
}

export function readMqttListener(sheet: Sheet, folders: ListenerFolders): Shaped<MqttListener> {
  const { value, problems: found } = checkShape(sheet, mqttListenSettings);
  const problems: Problem[] = [...found];
  const blame = (path: Path, fault: Fault) => {
    problems.push(problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), fault));
  };
  if (!value) return { problems };
  const { tls, plain, announce, users, limits } = value;
  if (!tls && !plain) {
    const mend =
      'Add `tls: { certificate: ..., key: { secret: ... } }`, or `plain: {}` for this machine alone.';
    blame([], { code: 'MISSING_KEY', message: 'It does not say where to listen.', mend });
  }
  const secure = tls && hostAndPort(tls.address);
  const open = plain && hostAndPort(plain.address);
  if (open && !isLoopback(open.host)) {
    if (plain?.clearText === undefined) {
      blame(['plain', 'address'], {
        code: 'MQTT_CLEAR_TEXT',
        message: `Passwords and values would cross the network of ${open.host} readable for everybody on it.`,
        mend: 'Use `tls`; where devices cannot, add `clearText: accepted` and let nobody else into that network.',
      });
    }
    if (plain?.anonymous) {
      blame(['plain', 'anonymous'], {
        code: 'MQTT_ANONYMOUS',
        message: `Anybody who reaches ${open.host} could publish values in the name of a sensor.`,
        mend: 'Remove it and add users with kopru mqtt user, or listen on 127.0.0.1.',
      });
    }
  }
  if (secure && open && secure.port === open.port && secure.port !== 0) {
    const mend = 'MQTT with TLS is usually at 8883, without at 1883.';
    blame(['plain', 'address'], {
      code: 'PORT_TWICE',
      message: `Port ${open.port} is taken by \`tls\` already.`,
      mend,
    });
  }
  for (const [key, address] of Object.entries({ tls: secure, plain: open })) {
    if (address && address.port > 65_535) {
      const message = `There is no port ${address.port}.`;
      blame([key, 'address'], { code: 'OUT_OF_RANGE', message, mend: 'The highest is 65535.' });
    }
  }
  if (problems.some(isError)) return { problems };
  return {
    problems,
    value: {
      ...(tls && secure
        ? {
            tls: {
              ...secure,
              certificate: resolve(folders.configuration, tls.certificate),
              key: tls.key,
              ...(tls.clients === undefined ? {} : { clients: resolve(folders.configuration, tls.clients) }),
            },
          }
        : {}),
      ...(plain && open ? { plain: { ...open, anonymous: plain.anonymous } } : {}),
      ...(announce === undefined ? {} : { announce }),
      users:
        users === undefined ? join(folders.state, 'mqtt-users.json') : resolve(folders.configuration, users),
      limits,
    },
  };
}

/** The part of the file, if it is there. */
export function listenerSheet(mqtt: Sheet): Sheet | undefined {
  const sheet = part(mqtt, [listenerName]);
  if (sheet.value === undefined) return undefined;
  return sheet.value === null ? { ...sheet, value: {} } : sheet;
}

function hostAndPort(text: string): ListenAddress {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
}
