/**
 * The devices of a site, played from their driver files: Modbus units behind one TCP port, MQTT devices that
 * publish to an MQTT broker, serial devices behind converters of their own. What they say moves like a day in a city.
 */
import type { Clock, Random } from '../../core/environment.ts';
import type { ModbusDevice } from '../../sources/modbus/settings.ts';
import type { MqttDevice } from '../../sources/mqtt/device.ts';
import type { SerialDevice, SerialPort } from '../../sources/serial/device.ts';
import { playDriver } from '../device/play-driver.ts';
import { serveTcp } from '../device/tcp-server.ts';
import type { Waveform } from '../device/waveform.ts';
import { playMqttDevice } from '../mqtt/play-device.ts';
import { type Publisher, publishDevice } from '../mqtt/publisher.ts';
import { playSerialDevice } from '../serial/play-device.ts';
import { serveSerialTcp } from '../serial/serve-tcp.ts';

export interface CabinetOptions {
  /** The serial ones hang on sockets of this machine. */
  readonly devices: readonly (ModbusDevice | MqttDevice | SerialDevice)[];
  readonly serialPorts: readonly SerialPort[];
  readonly modbusPort: number;
  /** URL of the MQTT broker that the devices publish to; it may come later. */
  readonly mqttUrl: string;
  /** Values by device and point; the others go through a plausible day. */
  readonly values?: ReadonlyMap<string, Readonly<Record<string, Waveform>>>;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Cabinet {
  /** Switches all devices off. */
  stop(): Promise<void>;
}

const publishEveryMs = 2_000;
/** Most serial sensors that talk by themselves do so every second. */
const talkEveryMs = 1_000;

export async function startCabinet({
  devices,
  serialPorts,
  modbusPort,
  mqttUrl,
  values = new Map(),
  clock,
  random,
}: CabinetOptions): Promise<Cabinet> {
  const units = new Map(
    devices
      .filter((device) => device.protocol === 'modbus')
      .map(({ id, unitId, points }) => [unitId, playDriver(points, { clock, values: values.get(id) ?? {} })]),
  );
  const server = await serveTcp(units, { clock, port: modbusPort });
  const publishers: Publisher[] = devices
    .filter((device) => device.protocol === 'mqtt')
    .map((device) => {
      const everyMs = device.everyMs ?? publishEveryMs;
      return publishDevice({
        device,
        simulated: playMqttDevice(device, { clock, values: values.get(device.id) ?? {} }),
        url: mqttUrl,
        everyMs,
        clock,
      });
    });
  const lines = await Promise.all(
    devices
      .filter((device) => device.protocol === 'serial')
      .flatMap((device) => {
        const address = serialPorts.find(({ name }) => name === device.port)?.address;
        if (address?.kind !== 'socket') return [];
        const { host, port } = address;
        const everyMs = Math.min(device.everyMs ?? talkEveryMs, talkEveryMs);
        const simulated = playSerialDevice(device, { clock, random });
        return [serveSerialTcp(device, simulated, { clock, host, port, everyMs })];
      }),
  );
  return {
    stop: async () => {
      await Promise.all([
        server.close(),
        ...publishers.map((publisher) => publisher.stop()),
        ...lines.map((end) => end()),
      ]);
    },
  };
}
