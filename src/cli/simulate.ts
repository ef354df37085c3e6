/**
 * `kopru simulate`: driver files played backwards until Ctrl-C: as Modbus units on TCP or on a serial port, or as
 * devices that publish to an MQTT broker. For a desk without the device, and for training.
 */
import { Library } from '../config/library.ts';
import { readSimulated, type Simulated } from '../config/simulated-device.ts';
import { parseLine } from '../core/line.ts';
import { playDriver, type SimulatedUnit } from '../simulator/device/play-driver.ts';
import { serveSerial } from '../simulator/device/serial-server.ts';
import { serveTcp } from '../simulator/device/tcp-server.ts';
import { startMqttBroker } from '../simulator/mqtt/mqtt-broker.ts';
import { playMqttDevice } from '../simulator/mqtt/play-device.ts';
import { publishDevice } from '../simulator/mqtt/publisher.ts';
import { systemClock } from '../sources/host/clock.ts';
import { driverFoldersFor } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { waitOf } from './read.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { type Option, type RunVerb, type VerbCall, valuesOf } from './verb.ts';

type Given = Omit<VerbCall, 'args'>;

export const simulate: RunVerb = async (terminal, { args, ...given }) => {
  const names = (args[0] ?? '').split(',').filter(Boolean);
  const devices = names.map((name, index) => simulated(terminal, name, index, given));
  const modbus = devices.filter((device) => device.protocol === 'modbus');
  const mqtt = devices.filter((device) => device.protocol === 'mqtt');
  const ends = [
    ...(modbus.length > 0 ? [await playModbus(terminal, modbus, given)] : []),
    ...(mqtt.length > 0 ? [await playMqtt(terminal, mqtt, given)] : []),
  ];
  next(terminal, 'kopru read <device>     in another terminal; Ctrl-C ends it');
  await terminal.untilStopped();
  for (const end of ends) await end();
  return exits.fine;
};

function simulated(terminal: Terminal, name: string, index: number, { options }: Given): Simulated {
  const folders = driverFoldersFor(terminal);
  const params = pairs(valuesOf(options.param));
  const made = readSimulated({ name, id: `simulated-${index + 1}`, folders, params });
  if ('device' in made) return made.device;
  const known = new Library(made.files, folders, []).names('driver');
  throw usageError(made.problem, `Drivers are: ${known.join(', ')}.`);
}

type ModbusSimulated = Extract<Simulated, { protocol: 'modbus' }>;
type MqttSimulated = Extract<Simulated, { protocol: 'mqtt' }>;

async function playModbus(
  terminal: Terminal,
  devices: readonly ModbusSimulated[],
  given: Given,
): Promise<() => Promise<void>> {
  const { options } = given;
  const clock = systemClock();
  const first = firstUnit(options.unit, devices.length);
  const units = new Map<number, SimulatedUnit>();
  devices.forEach(({ points }, index) => {
    const unit = playDriver(points, { clock });
    setValues(unit, given);
    units.set(first + index, unit);
  });
  const paste = devices.map(
    ({ name }, index) =>
      `  - { id: ${idOf(name)}, driver: ${name}, bus: simulated, unitId: ${first + index} }`,
  );
  if (typeof options.pty === 'string') {
    const text = typeof options.line === 'string' ? options.line : (devices[0]?.line ?? '9600 8N1');
    const line = parseLine(text);
    if (!line) throw usageError(`${text} is no line setting.`, 'Write for example --line "9600 8N1".');
    const server = await serveSerial(units, { clock, path: options.pty, line });
    announce(terminal, `Modbus RTU on ${options.pty} at ${text}`, [
      'buses:',
      `  simulated: { port: <the other end>, line: ${text} }`,
      'devices:',
      ...paste,
    ]);
    return () => server.close();
  }
  const server = await serveTcp(units, { clock, ...hostAndPort(String(options.tcp ?? '127.0.0.1:1502')) });
  announce(terminal, `Modbus TCP on ${server.address}`, [
    'buses:',
    `  simulated: { tcp: "${server.address}" }`,
    'devices:',
    ...paste,
  ]);
  return () => server.close();
}

async function playMqtt(
  terminal: Terminal,
  devices: readonly MqttSimulated[],
  given: Given,
): Promise<() => Promise<void>> {
  const { options } = given;
  const clock = systemClock();
  if (options.mqtt !== undefined && !/^mqtts?:\/\/[^\s@]+$/.test(String(options.mqtt))) {
    throw usageError(
      `${options.mqtt} is no URL of an MQTT broker.`,
      'Write for example mqtt://127.0.0.1:1883.',
    );
  }
  const own = options.mqtt === undefined ? await startMqttBroker({ port: 1883 }) : undefined;
  const url = own?.url ?? String(options.mqtt);
  const publishers = devices.map((device) => {
    const played = playMqttDevice(device, { clock });
    setValues(played, given);
    const everyMs = options.every === undefined ? 2_000 : waitOf(options.every);
    return publishDevice({ device, simulated: played, url, everyMs, clock });
  });
  announce(
    terminal,
    own ? `MQTT publishes through an MQTT broker of its own at ${url}` : `MQTT publishes to ${url}`,
    [
      'mqtt:',
      `  brokers: { simulated: { url: "${url}" } }`,
      'devices:',
      ...devices.map(
        ({ name, params }) =>
          `  - { id: ${idOf(name)}, driver: ${name}, mqtt: simulated, params: ${flowMap(params)} }`,
      ),
    ],
  );
  return async () => {
    for (const publisher of publishers) await publisher.stop();
    await own?.stop();
  };
}

function setValues(unit: { set(name: string, value: number | string): void }, { options }: Given): void {
  for (const [name, text] of Object.entries(pairs(valuesOf(options.set)))) {
    const number = Number(text);
    try {
      unit.set(name, Number.isNaN(number) ? text : number);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw usageError(
        error.message,
        'Points are named as in the driver file, for example activePower or voltage.L1.',
      );
    }
  }
  if (options.fault !== undefined) setFault(unit, options.fault);
}

const faults = {
  silent: { kind: 'silent' },
  slow: { kind: 'slow', delayMs: 700 },
  exception: { kind: 'exception', exception: 4 },
} as const;

function setFault(unit: object, option: Option): void {
  const fault = faults[String(option) as keyof typeof faults];
  if (!fault)
    throw usageError(`There is no fault ${option}.`, `Give one of ${Object.keys(faults).join(', ')}.`);
  if (!('setFault' in unit)) throw usageError('Only Modbus devices can have a fault.', 'Leave --fault out.');
  (unit as SimulatedUnit).setFault(fault);
}

function announce(terminal: Terminal, what: string, lines: readonly string[]): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ serving: what, gatewayYaml: lines.join('\n') }));
    return;
  }
  terminal.out(`${glyph(terminal, 'fine')} ${what}. For gateway.yaml:`);
  for (const line of lines) terminal.out(`    ${line}`);
}

/** `name=value` as given to --set and --param, any number of times. */
function pairs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const [name, ...value] = pair.split('=');
      if (!name || value.length === 0) throw usageError(`${pair} is no pair.`, 'Write name=value.');
      return [name, value.join('=')];
    }),
  );
}

/** The first unit id, if all that follow are unit ids too (Modbus over Serial Line, 2.2: 1 to 247). */
function firstUnit(option: Option, count: number): number {
  const first = option === undefined ? 1 : Number(option);
  if (Number.isInteger(first) && first >= 1 && first + count - 1 <= 247) return first;
  throw usageError(`${option} is no unit id for ${count} devices.`, 'Unit ids are 1 to 247.');
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] && port <= 65_535) return { host: match[1].replace(/^\[|\]$/g, ''), port };
  throw usageError(`${text} is no host and port.`, 'Write for example --tcp 127.0.0.1:1502.');
}

const flowMap = (params: Readonly<Record<string, string>>) =>
  `{ ${Object.entries(params)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }`;

const idOf = (driver: string) => driver.slice(driver.lastIndexOf('/') + 1);
