/**
 * `kopru simulate`: driver files played backwards until Ctrl-C: as Modbus units on TCP or on a serial port, as
 * devices that publish to an MQTT broker, or as one that talks on a serial line. For a desk without the device, and for training.
 */
import { Library } from '../config/library.ts';
import { readSimulated, type Simulated } from '../config/simulated-device.ts';
import { startMqttBroker } from '../simulator/mqtt/mqtt-broker.ts';
import { playMqttDevice } from '../simulator/mqtt/play-device.ts';
import { publishDevice } from '../simulator/mqtt/publisher.ts';
import { type UplinkFault, uplinkFaults } from '../simulator/mqtt/uplink-faults.ts';
import { systemClock } from '../sources/host/clock.ts';
import { isLorawan } from '../sources/mqtt/device.ts';
import { type Network, networks } from '../sources/mqtt/lorawan/settings.ts';
import { driverFoldersFor } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { waitOf } from './read.ts';
import { playModbus } from './simulate-modbus.ts';
import { announce, type Given, idOf, pairs, setValues } from './simulate-parts.ts';
import { playSerial } from './simulate-serial.ts';
import { next, type Terminal } from './terminal.ts';
import { type Option, type RunVerb, valuesOf } from './verb.ts';

export const simulate: RunVerb = async (terminal, { args, ...given }) => {
  const names = (args[0] ?? '').split(',').filter(Boolean);
  const devices = names.map((name, index) => simulated(terminal, name, index, given));
  const modbus = devices.filter((device) => device.protocol === 'modbus');
  const mqtt = devices.filter((device) => device.protocol === 'mqtt');
  const serial = devices.filter((device) => device.protocol === 'serial');
  const ends = [
    ...(modbus.length > 0 ? [await playModbus(terminal, modbus, given)] : []),
    ...(mqtt.length > 0 ? [await playMqtt(terminal, mqtt, given)] : []),
    ...(serial.length > 0 ? [await playSerial(terminal, serial, given)] : []),
  ];
  next(terminal, 'kopru read <device>     in another terminal; Ctrl-C ends it');
  await terminal.untilStopped();
  for (const end of ends) await end();
  return exits.fine;
};

function simulated(terminal: Terminal, name: string, index: number, { options }: Given): Simulated {
  const folders = driverFoldersFor(terminal);
  const params = pairs(valuesOf(options.param));
  const network = networkOf(options.network);
  const made = readSimulated({ name, id: `simulated-${index + 1}`, folders, params, network });
  if ('device' in made) return made.device;
  const known = new Library(made.files, folders, []).names('driver');
  throw usageError(made.problem, `Drivers are: ${known.join(', ')}.`);
}

type MqttSimulated = Extract<Simulated, { protocol: 'mqtt' }>;

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
  const everyMs = options.every === undefined ? 2_000 : waitOf(options.every);
  const simulations = devices.map((device) => {
    const played = playMqttDevice(device, { clock });
    setValues(played, given);
    played.setFault(faultOf(device, options.fault));
    return { device, simulated: played };
  });
  const own = options.mqtt === undefined ? await startMqttBroker({ port: 1883 }) : undefined;
  const url = own?.url ?? String(options.mqtt);
  const publishers = simulations.map((each) => publishDevice({ ...each, url, everyMs, clock }));
  announce(
    terminal,
    own ? `MQTT publishes through an MQTT broker of its own at ${url}` : `MQTT publishes to ${url}`,
    [
      'mqtt:',
      `  brokers: { simulated: { url: "${url}"${networkText(devices)} } }`,
      'devices:',
      ...devices.map((device) => {
        const [message] = device.messages;
        const own = message && isLorawan(message) ? `, devEui: "${message.devEui}"` : '';
        return `  - { id: ${idOf(device.name)}, driver: ${device.name}, mqtt: simulated${own}${paramsText(device)} }`;
      }),
    ],
  );
  return async () => {
    for (const publisher of publishers) await publisher.stop();
    await own?.stop();
  };
}

function networkOf(option: Option): Network {
  const network = networks.find((each) => each === (option ?? 'chirpstack'));
  if (network) return network;
  throw usageError(`There is no network server ${option}.`, `Give one of ${networks.join(', ')}.`);
}

function faultOf({ messages }: MqttSimulated, option: Option): UplinkFault | undefined {
  if (option === undefined) return undefined;
  if (!messages.some(isLorawan))
    throw usageError('Devices with payloads of their own have no faults.', 'Leave --fault out.');
  const fault = uplinkFaults.find((each) => each === option);
  if (fault) return fault;
  throw usageError(
    `There is no fault ${option} of a LoRaWAN device.`,
    `Give one of ${uplinkFaults.join(', ')}.`,
  );
}

function networkText(devices: readonly MqttSimulated[]): string {
  const uplinks = devices.flatMap(({ messages }) => messages.filter(isLorawan));
  return uplinks[0] ? `, network: ${uplinks[0].network}` : '';
}

const paramsText = ({ params }: MqttSimulated): string =>
  Object.keys(params).length === 0 ? '' : `, params: ${flowMap(params)}`;

const flowMap = (params: Readonly<Record<string, string>>) =>
  `{ ${Object.entries(params)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }`;
