/** The connections of gateway.yaml: Modbus buses and MQTT brokers. */
import { resolve } from 'node:path';
import { parseLine } from '../core/line.ts';
import { type Bus, busSettings } from '../sources/modbus/settings.ts';
import { listenerName } from '../sources/mqtt/listener/settings.ts';
import { type Network, networks } from '../sources/mqtt/lorawan/settings.ts';
import { type MqttBroker, mqttBrokerSettings } from '../sources/mqtt/settings.ts';
import { at, checkShape, isMap, part, type Shaped, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { laterGatewayKeys, mqttPartOfGateway } from './gateway-schema.ts';
import { listenerNameFaults } from './mqtt-listener.ts';
import { type Fault, type Problem, problem } from './problems.ts';

export interface Connected<T> {
  /** Those without a mistake. */
  readonly good: readonly T[];
  /** All, so that naming one with a mistake in it is no second mistake. */
  readonly names: readonly string[];
}

export function readBuses(sheet: Sheet): Shaped<Connected<Bus>> {
  const problems: Problem[] = [];
  const names = namesIn(sheet);
  const good = names.flatMap((name): Bus[] => {
    const { value, problems: found } = checkShape(part(sheet, [name]), busSettings);
    problems.push(...found);
    if (!value) return [];
    if ('port' in value) {
      const line = parseLine(value.line);
      const { framing = 'rtu' } = value;
      return line ? [{ name, kind: 'serial', port: value.port, line, framing }] : [];
    }
    const { host, port } = hostAndPort(value.tcp);
    return [{ name, kind: 'socket', host, port, framing: value.framing ?? 'tcp' }];
  });
  problems.push(...sharedPorts(sheet, good));
  return { value: { good, names }, problems };
}

export function readMqttBrokers(
  sheet: Sheet,
  gatewayId: string,
  folder: string,
): Shaped<Connected<MqttBroker>> {
  const problems: Problem[] = [];
  const pending = ([key, name, ...rest]: readonly unknown[]) =>
    rest.length === 0 && (key === 'brokers' ? name !== undefined : key === 'listen' && name === undefined);
  problems.push(...checkShape(sheet, mqttPartOfGateway, { unsupported: laterGatewayKeys, pending }).problems);
  const brokers = part(sheet, ['brokers']);
  const names = namesIn(brokers);
  problems.push(...listenerNameFaults(brokers, names));
  const good = names.flatMap((name): MqttBroker[] => {
    const { value, problems: found } = checkShape(part(brokers, [name]), mqttBrokerSettings, {
      unsupported: laterGatewayKeys,
    });
    problems.push(...found);
    if (!value) return [];
    if (value.password && isFarAndOpen(value.url))
      problems.push(problem(brokers.place([name, 'url']), passwordInClear));
    const { ca, certificate, ...rest } = value;
    return [
      {
        ...rest,
        name,
        clientId: value.clientId ?? `kopru-${gatewayId}`,
        ...(ca === undefined ? {} : { ca: resolve(folder, ca) }),
        ...(certificate === undefined ? {} : { certificate: resolve(folder, certificate) }),
      },
    ];
  });
  return { value: { good, names }, problems };
}

/** Unencrypted, and farther than the network of the cabinet. */
function isFarAndOpen(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const near =
    /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^\[(::1|f[cde][0-9a-f]*:)|^[^.[]+$|\.local$/i;
  return protocol === 'mqtt:' && !near.test(hostname);
}

const passwordInClear: Fault = {
  code: 'SECRET_IN_CLEAR',
  severity: 'warning',
  message: 'The password goes to this MQTT broker unencrypted.',
  mend: 'Write mqtts:// if it offers that.',
};

/** Network servers by the name of the MQTT broker they publish to; those with a mistake are told elsewhere. */
export function networksIn(mqtt: Sheet): ReadonlyMap<string, Network> {
  const found = new Map<string, Network>();
  const note = (name: string, path: Path) => {
    const network = networks.find((each) => each === at(mqtt.value, path));
    if (network) found.set(name, network);
  };
  for (const name of namesIn(part(mqtt, ['brokers']))) note(name, ['brokers', name, 'network']);
  note(listenerName, [listenerName, 'network']);
  return found;
}

const namesIn = ({ value }: Sheet): string[] =>
  isMap(value) && !Array.isArray(value) ? Object.keys(value) : [];

function hostAndPort(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
}

/** A port can be opened once; two buses on it would take each other's bytes. */
function sharedPorts(sheet: Sheet, buses: readonly Bus[]): Problem[] {
  const first = new Map<string, string>();
  return buses.flatMap((bus) => {
    if (bus.kind !== 'serial') return [];
    const other = first.get(bus.port);
    if (other === undefined) {
      first.set(bus.port, bus.name);
      return [];
    }
    const place = at(sheet.value, [bus.name, 'port']) === undefined ? [bus.name] : [bus.name, 'port'];
    const message = `Bus ${other} has the port ${bus.port} already.`;
    return [
      problem(sheet.place(place), {
        code: 'PORT_TWICE',
        message,
        mend: 'Put the devices on one bus, or correct the port.',
      }),
    ];
  });
}
