/**
 * Tries the devices of a configuration that does not run: Modbus one bus after the other, each device in turn; then
 * every serial port and MQTT broker at once, since those who talk by themselves only have to be waited for.
 */
import type { Site, SiteDevice } from '../config/site.ts';
import type { ModbusDevice } from '../sources/modbus/settings.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import type { SerialDevice } from '../sources/serial/device.ts';
import { secretsOf } from './configuration.ts';
import { withBus } from './device-reading.ts';
import { readHost } from './host-reading.ts';
import { hear, listen } from './mqtt-listen.ts';
import { diagnosisOf, type OnlineCheck, thrownDiagnosis } from './online-diagnosis.ts';
import { readSerial } from './serial-reading.ts';
import type { DeviceReading } from './shown-point.ts';

export async function tryAlone(check: OnlineCheck): Promise<void> {
  const { site } = check;
  for (const { name } of site.buses) await tryBus(check, name);
  for (const device of site.devices) {
    if (device.protocol === 'host') await note(check, device, async () => readHost(site, device));
  }
  await Promise.all([
    ...site.serialPorts.map(({ name }) => tryPort(check, name)),
    ...connectionsOf(site).map((name) => tryMqtt(check, name)),
  ]);
}

async function tryBus(check: OnlineCheck, name: string): Promise<void> {
  const { site } = check;
  const devices = site.devices.filter(
    (each): each is ModbusDevice => each.protocol === 'modbus' && each.bus === name,
  );
  if (devices.length === 0) return;
  await withBus(site, name, devices, async (read) => {
    for (const device of devices) await note(check, device, () => read(device));
  });
}

async function tryPort(check: OnlineCheck, name: string): Promise<void> {
  const { site, waitMs } = check;
  const devices = site.devices.filter(
    (each): each is SerialDevice => each.protocol === 'serial' && each.port === name,
  );
  for (const device of devices) await note(check, device, () => readSerial(site, device, waitMs));
}

async function tryMqtt(check: OnlineCheck, name: string): Promise<void> {
  const { terminal, configuration, site, waitMs } = check;
  const devices = mqttDevices(site).filter(({ mqtt }) => mqtt === name);
  const broker = site.mqttBrokers.find((each) => each.name === name);
  const secrets = secretsOf(terminal, configuration.file);
  // One session for all of them: nobody wants a connection for each of 500 sensors.
  const heard = broker && hear({ broker, devices, secrets, waitMs });
  for (const device of devices) {
    await note(check, device, async () =>
      heard ? (await heard)(device) : listen(site, device, secrets, waitMs),
    );
  }
}

async function note(
  { note, waitMs }: OnlineCheck,
  device: SiteDevice,
  read: () => Promise<DeviceReading>,
): Promise<void> {
  try {
    note(diagnosisOf(device, await read(), waitMs));
  } catch (thrown) {
    note(thrownDiagnosis('device', device.id, thrown));
  }
}

const mqttDevices = ({ devices }: Site) =>
  devices.filter((each): each is MqttDevice => each.protocol === 'mqtt');

/** Names of the MQTT brokers that devices publish to, our own among them. */
const connectionsOf = (site: Site) => [...new Set(mqttDevices(site).map(({ mqtt }) => mqtt))];
