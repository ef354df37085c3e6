/**
 * From devices as written to devices as installed: on which bus or MQTT broker they hang, how often they are read,
 * when they count as silent. Finds what no device can show alone: two with one unit id, a line that does not fit.
 */
import type { Device, Filter, Geometry, Point } from '../core/device.ts';
import { spanText } from '../core/duration.ts';
import { parseLine } from '../core/line.ts';
import type { HostDevice } from '../sources/host/settings.ts';
import type { Bus, ModbusDevice } from '../sources/modbus/settings.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import type { Network } from '../sources/mqtt/lorawan/settings.ts';
import type { SerialDevice, SerialPort } from '../sources/serial/device.ts';
import { isMap, part, type Sheet } from './check-shape.ts';
import { plainEui, sharedDevEuis, uplinksOf } from './connect-lorawan.ts';
import { type OnPort, serialPortOf, sharedSerialPorts } from './connect-serial.ts';
import { filterFor, filterText } from './device-filter.ts';
import { pointsOf } from './device-points.ts';
import type { Path } from './document.ts';
import type { DeviceText } from './gateway-schema.ts';
import { farFrom } from './location.ts';
import { topicProblems } from './mqtt-topics.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import type { InstalledDevice } from './read-devices.ts';
import type { SiteDevice } from './site.ts';
import { stalenessOf } from './staleness.ts';
import { closest, didYouMean } from './suggest.ts';

export interface Connections {
  /** Those that could be understood. */
  readonly buses: readonly Bus[];
  /** Names of all, also of those with a mistake inside: naming them is none. */
  readonly busNames: readonly string[];
  readonly mqttNames: readonly string[];
  /** LoRaWAN network servers by the name of the MQTT broker they publish to. */
  readonly networks: ReadonlyMap<string, Network>;
  readonly gatewayLocation: Geometry | undefined;
}

export interface ConnectedDevice {
  readonly device: SiteDevice;
  readonly sheet: Sheet;
  readonly group: string | undefined;
}

export function connectDevices(
  installed: readonly InstalledDevice[],
  connections: Connections,
): {
  readonly devices: readonly ConnectedDevice[];
  /** Ports with serial devices on them; a bus among them is none for Modbus. */
  readonly serialPorts: readonly SerialPort[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const onPorts: OnPort[] = [];
  const devices = installed.flatMap((each) => {
    if (each.text?.disabled) return [];
    const connection = new Connection(each, connections, problems);
    const device = connection.device();
    const { port } = connection;
    if (port && each.id !== undefined) onPorts.push({ id: each.id, port, sheet: each.sheet });
    return device ? [{ device, sheet: each.sheet, group: each.group }] : [];
  });
  const modbus = new Set(devices.map(({ device }) => (device.protocol === 'modbus' ? device.bus : '')));
  const shared = sharedSerialPorts(onPorts, connections.buses, modbus);
  return {
    devices,
    serialPorts: shared.ports,
    problems: [
      ...problems,
      ...sharedUnitIds(installed, connections.buses),
      ...sharedDevEuis(installed),
      ...topicProblems(installed),
      ...shared.problems,
    ],
  };
}

class Connection {
  readonly installed: InstalledDevice;
  readonly connections: Connections;
  readonly problems: Problem[];
  /** Of a serial device, once it is known. */
  port: SerialPort | undefined;

  constructor(installed: InstalledDevice, connections: Connections, problems: Problem[]) {
    this.installed = installed;
    this.connections = connections;
    this.problems = problems;
  }

  device(): SiteDevice | undefined {
    const { text, driver, compiled, id } = this.installed;
    if (!text || !driver || !compiled || id === undefined) return undefined;
    const faultsBefore = this.problems.length;
    const common = this.common(text, id, driver.name);
    const device = this[compiled.protocol](text, common);
    return device && this.problems.slice(faultsBefore).every(({ severity }) => severity === 'warning')
      ? device
      : undefined;
  }

  private modbus(text: DeviceText, common: Device): ModbusDevice | undefined {
    const { compiled } = this.installed;
    if (compiled?.protocol !== 'modbus') return undefined;
    const { busNames, buses } = this.connections;
    for (const key of ['mqtt', 'port', 'line', 'devEui'] as const) this.refuseKey(text, key, 'Modbus');
    if (text.bus === undefined) this.missing('bus', 'Add `bus` with the name of the bus it hangs on.');
    else if (!busNames.includes(text.bus)) {
      const mend = didYouMean(text.bus, busNames, 'Describe it under `buses`.');
      this.blame(['bus'], { code: 'UNKNOWN_BUS', message: `No bus is called ${text.bus}.`, mend });
    }
    if (text.unitId === undefined) {
      const factory = compiled.part.unitId;
      const hint = factory === undefined ? '' : ` As delivered it is ${factory}.`;
      this.missing('unitId', `Add \`unitId\`, the device's number on the bus.${hint}`);
    }
    const bus = buses.find(({ name }) => name === text.bus);
    const line = compiled.part.line;
    if (bus?.kind === 'serial' && line !== undefined && !sameLine(line, bus)) {
      const { baud, dataBits, parity, stopBits } = bus.line;
      const runs = `${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
      this.blame(['bus'], {
        code: 'LINE_DIFFERS',
        severity: 'warning',
        message: `${common.driver} leaves the factory with ${line}, and bus ${bus.name} runs at ${runs}.`,
        mend: 'If the device was set to the line of the bus, all is well; else set it, or put it on a bus of its own.',
      });
    }
    if (common.everyMs === undefined)
      this.missing(
        'every',
        'Add `every`, for example 10s: neither driver nor device says how often to poll.',
      );
    if (text.bus === undefined || text.unitId === undefined || common.everyMs === undefined) return undefined;
    const { points, quirks } = compiled;
    const filter = this.filter(text, points);
    return {
      ...common,
      filter,
      everyMs: common.everyMs,
      protocol: 'modbus',
      bus: text.bus,
      unitId: text.unitId,
      points,
      quirks,
    };
  }

  private mqtt(text: DeviceText, common: Device): MqttDevice | undefined {
    const { compiled } = this.installed;
    if (compiled?.protocol !== 'mqtt') return undefined;
    for (const key of ['bus', 'unitId', 'port', 'line', 'devEui'] as const) this.refuseKey(text, key, 'MQTT');
    const broker = this.mqttBroker(text);
    if (broker === undefined) return undefined;
    const { qos, online, messages } = compiled;
    const filter = this.filter(text, pointsOf({ messages }));
    return {
      ...common,
      filter,
      protocol: 'mqtt',
      mqtt: broker,
      qos,
      ...(online ? { online } : {}),
      messages,
    };
  }

  private lorawan(text: DeviceText, common: Device): MqttDevice | undefined {
    const { compiled } = this.installed;
    if (compiled?.protocol !== 'lorawan') return undefined;
    for (const key of ['bus', 'unitId', 'port', 'line'] as const) this.refuseKey(text, key, 'LoRaWAN');
    const broker = this.mqttBroker(text);
    const network = broker === undefined ? undefined : this.connections.networks.get(broker);
    if (broker !== undefined && !network && this.connections.mqttNames.includes(broker)) {
      this.blame(['mqtt'], {
        code: 'LORAWAN_NETWORK',
        message: `${common.driver} is a LoRaWAN device, and ${broker} does not say which network server publishes there.`,
        mend: 'Add `network: chirpstack` or `network: tts` to the MQTT broker.',
      });
    }
    if (text.devEui === undefined)
      this.missing('devEui', 'Add `devEui` with the 16 digits on the label of the device, in quotes.');
    if (broker === undefined || !network || text.devEui === undefined) return undefined;
    const messages = uplinksOf(compiled.messages, network, plainEui(text.devEui));
    const filter = this.filter(text, pointsOf({ messages }));
    return { ...common, filter, protocol: 'mqtt', mqtt: broker, qos: 1, messages };
  }

  /** Its name, after having told what is wrong with it. */
  private mqttBroker(text: DeviceText): string | undefined {
    const { mqttNames } = this.connections;
    if (text.mqtt === undefined) {
      this.missing('mqtt', 'Add `mqtt` with the name of the MQTT broker it publishes to.');
      return undefined;
    }
    if (!mqttNames.includes(text.mqtt)) {
      const mend = didYouMean(
        text.mqtt,
        mqttNames,
        'Describe it under `mqtt: brokers:`, or write `listen` for the gateway itself.',
      );
      this.blame(['mqtt'], {
        code: 'UNKNOWN_MQTT_BROKER',
        message: `No MQTT broker is called ${text.mqtt}.`,
        mend,
      });
    }
    return text.mqtt;
  }

  private serial(text: DeviceText, common: Device): SerialDevice | undefined {
    const { compiled } = this.installed;
    if (compiled?.protocol !== 'serial') return undefined;
    for (const key of ['mqtt', 'unitId', 'devEui'] as const)
      this.refuseKey(text, key, 'a serial protocol of its own');
    // With a mistake inside, its part of the driver says nothing about the line either.
    if (!compiled.framing) return undefined;
    const found = serialPortOf(text, compiled, this.connections);
    if (found && 'missing' in found) this.missing(found.missing, found.mend);
    if (found && 'fault' in found) this.blame(found.path, found.fault);
    if (found && 'port' in found) this.port = found.port;
    const { protocol, framing, line: _, ...talk } = compiled;
    if (talk.ask.length > 0 && common.everyMs === undefined) {
      this.missing('every', 'Add `every`, for example 10s: neither driver nor device says how often to ask.');
    }
    if (!this.port || !framing) return undefined;
    const filter = this.filter(text, pointsOf(talk));
    return { ...common, filter, protocol, port: this.port.name, framing, ...talk };
  }

  private host(text: DeviceText, common: Device): HostDevice | undefined {
    const { compiled } = this.installed;
    if (compiled?.protocol !== 'host') return undefined;
    for (const key of ['bus', 'unitId', 'mqtt', 'port', 'line', 'devEui'] as const)
      this.refuseKey(text, key, 'no protocol, because it is this machine itself');
    if (common.everyMs === undefined)
      this.missing('every', 'Add `every`, for example 60s: the driver does not say how often to look.');
    if (common.everyMs === undefined) return undefined;
    const { protocol, points } = compiled;
    const filter = this.filter(text, points);
    return { ...common, filter, everyMs: common.everyMs, protocol, points };
  }

  private common(text: DeviceText, id: string, driver: string): Device {
    const head = this.installed.driver?.head;
    const everyMs = text.every ?? head?.every;
    const fastest = head?.fastest;
    if (text.every !== undefined && fastest !== undefined && text.every < fastest) {
      this.blame(['every'], {
        code: 'EVERY_TOO_FAST',
        message: `${driver} stands a reading every ${spanText(fastest)} at most.`,
        mend: `Write \`every: ${fastest % 1000 === 0 ? `${fastest / 1000}s` : `${fastest}ms`}\` or longer.`,
      });
    }
    const staleMs = stalenessOf(this.installed);
    if (staleMs === undefined) {
      this.missing(
        'stale',
        'Add `stale`, for example 15m: this device talks by itself, and nothing says after what time it is silent.',
      );
    }
    if (text.stale !== undefined && everyMs !== undefined && text.stale <= everyMs) {
      this.blame(['stale'], {
        code: 'STALE_SHORT',
        severity: 'warning',
        message: `Read every ${spanText(everyMs)}, it would count as silent after ${spanText(text.stale)}, before it is asked again.`,
        mend: 'Leave `stale` out, so that it is three times `every`, or write a longer one.',
      });
    }
    const { location, sheet } = this.installed;
    this.problems.push(...farFrom(this.connections.gatewayLocation, part(sheet, ['location']), location));
    return {
      id,
      driver,
      everyMs,
      staleMs: staleMs ?? 0,
      name: text.name,
      location,
      serialNumber: text.serialNumber,
      facts: text.facts ?? {},
      filter: undefined,
    };
  }

  private filter(text: DeviceText, points: readonly Point[]): Filter | undefined {
    const written = filterText(text.filter, this.installed.driver?.head.filter);
    if (!written) return undefined;
    const { filter, faults } = filterFor(written, points);
    // A fault of the driver's own is told with the driver.
    const { sheet } = this.installed;
    for (const [name, fault] of text.filter ? faults : [])
      this.problems.push(problem(sheet.keyPlace(['filter', 'deadband', name]), fault));
    return filter;
  }

  private refuseKey(
    text: DeviceText,
    key: 'bus' | 'unitId' | 'mqtt' | 'port' | 'line' | 'devEui',
    protocol: string,
  ): void {
    if (text[key] === undefined) return;
    const message = `\`${key}\` does nothing here: ${text.driver} speaks ${protocol}.`;
    this.problems.push(
      problem(this.installed.sheet.keyPlace([key]), {
        code: 'KEY_WITHOUT_EFFECT',
        message,
        mend: `Remove \`${key}\`.`,
      }),
    );
  }

  /** Not told when the key is there with a mistake, in its value or in its name. */
  private missing(key: string, mend: string): void {
    const { sheet, driver } = this.installed;
    const written = [sheet.value, driver?.document.value].flatMap((each) =>
      isMap(each) ? Object.keys(each) : [],
    );
    // What is silent follows from `every`.
    const sources = key === 'stale' ? [key, 'every'] : [key];
    if (written.some((each) => closest(each, sources) !== undefined)) return;
    this.blame(['driver'], { code: 'MISSING_KEY', message: `\`${key}\` is missing for this device.`, mend });
  }

  private blame(path: Path, fault: Fault): void {
    this.problems.push(problem(this.installed.sheet.place(path), fault));
  }
}

function sameLine(text: string, bus: Extract<Bus, { kind: 'serial' }>): boolean {
  const line = parseLine(text);
  return (
    line !== undefined &&
    line.baud === bus.line.baud &&
    line.dataBits === bus.line.dataBits &&
    line.parity === bus.line.parity &&
    line.stopBits === bus.line.stopBits
  );
}

/** Two devices that answer to one number on one bus would garble each other; over a network they are the same one. */
function sharedUnitIds(installed: readonly InstalledDevice[], buses: readonly Bus[]): Problem[] {
  const lineOf = (name: string) => {
    const bus = buses.find((each) => each.name === name);
    return bus?.kind === 'socket' ? `${bus.host}:${bus.port}` : name;
  };
  const first = new Map<string, InstalledDevice>();
  return installed.flatMap((each) => {
    const { text, sheet } = each;
    if (text?.bus === undefined || text.unitId === undefined || text.disabled) return [];
    const key = `${lineOf(text.bus)} ${text.unitId}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, each);
      return [];
    }
    return [
      problem(part(sheet, ['unitId']).place([]), {
        code: 'UNIT_ID_TWICE',
        message: `Unit id ${text.unitId} on bus ${text.bus} belongs to ${other.id ?? 'another device'} already.`,
        mend: 'Every device on a bus has its own: write the number that the device has, and give it another one if both have the same.',
      }),
    ];
  });
}
