/**
 * The devices of a site, played from their driver files: Modbus units behind one TCP port, MQTT devices that
 * publish to an MQTT broker. What they say moves like a day in a city.
 */
import type { Clock } from '../../core/environment.ts';
import type { ModbusDevice } from '../../sources/modbus/settings.ts';
import type { MqttDevice } from '../../sources/mqtt/device.ts';
import { playDriver } from '../device/play-driver.ts';
import { serveTcp } from '../device/tcp-server.ts';
import { playMqttDevice } from '../mqtt/play-device.ts';
import { type Publisher, publishDevice } from '../mqtt/publisher.ts';

export interface CabinetOptions {
  readonly devices: readonly (ModbusDevice | MqttDevice)[];
  readonly modbusPort: number;
  /** URL of the MQTT broker that the devices publish to. */
  readonly mqttUrl: string;
  readonly clock: Clock;
}

export interface Cabinet {
  /** Switches all devices off. */
  stop(): Promise<void>;
}

const publishEveryMs = 2_000;

export async function startCabinet({
  devices,
  modbusPort,
  mqttUrl,
  clock,
}: CabinetOptions): Promise<Cabinet> {
  const units = new Map(
    devices
      .filter((device) => device.protocol === 'modbus')
      .map(({ unitId, points }) => [unitId, playDriver(points, { clock })]),
  );
  const server = await serveTcp(units, { clock, port: modbusPort });
  const publishers: Publisher[] = devices
    .filter((device) => device.protocol === 'mqtt')
    .map((device) => {
      const everyMs = device.everyMs ?? publishEveryMs;
      return publishDevice({
        device,
        simulated: playMqttDevice(device, { clock }),
        url: mqttUrl,
        everyMs,
        clock,
      });
    });
  return {
    stop: async () => {
      await Promise.all([server.close(), ...publishers.map((publisher) => publisher.stop())]);
    },
  };
}
