/**
 * Reads a device once for a person: through the running gateway where one runs, so that the bus is shared, else by
 * opening bus, port or MQTT broker itself.
 */
import { pointsOf } from '../config/device-points.ts';
import type { Site, SiteDevice } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { Intake } from '../core/source.ts';
import { systemClock } from '../sources/host/clock.ts';
import { wordCount } from '../sources/modbus/decode.ts';
import { isBitTable } from '../sources/modbus/pdu.ts';
import type { ModbusDevice, ModbusPoint } from '../sources/modbus/settings.ts';
import type { DeviceReading as ModbusReading } from '../sources/modbus/source.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import { gatewayOf } from './borrowed-bus.ts';
import { type Configuration, secretsOf } from './configuration.ts';
import type { RunningGateway } from './gateway-socket.ts';
import { readHost } from './host-reading.ts';
import { listen } from './mqtt-listen.ts';
import { overhearSerial, readSerial } from './serial-reading.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';
import type { Terminal } from './terminal.ts';

export interface ReadRequest {
  readonly terminal: Terminal;
  readonly configuration: Configuration;
  readonly site: Site;
  readonly device: SiteDevice;
  /** Longest wait for a message of a device that talks by itself. */
  readonly waitMs: number;
}

export async function readDevice(request: ReadRequest): Promise<DeviceReading> {
  const gateway = await gatewayOf(request.terminal, request.site);
  const { device } = request;
  if (device.protocol === 'host') return readHost(request.site, device);
  if (device.protocol === 'mqtt') return gateway ? lastValues(gateway, device) : listenTo(request, device);
  if (device.protocol === 'serial') {
    const { site, waitMs } = request;
    return gateway ? overhearSerial(gateway, device, waitMs) : readSerial(site, device, waitMs);
  }
  if (gateway) return readThrough(gateway, device);
  return withBus(request.site, device.bus, [device], (read) => read(device));
}

/** Opens the bus for a while, for these of its devices. */
export async function withBus<T>(
  site: Site,
  name: string,
  devices: readonly ModbusDevice[],
  use: (read: (device: ModbusDevice) => Promise<DeviceReading>) => Promise<T>,
): Promise<T> {
  const bus = site.buses.find((each) => each.name === name);
  if (!bus) throw new KopruError(`There is no bus ${name}.`, { kind: 'bug', code: 'UNKNOWN_BUS' });
  const { createModbusSource } = await import('../sources/modbus/source.ts');
  const source = createModbusSource({
    bus,
    devices,
    unpolled: true,
    clock: systemClock(),
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake: deaf,
  });
  source.start();
  try {
    return await use(async (device) => shownModbus(device, await source.readOnce(device.id), false));
  } finally {
    await source.stop();
  }
}

/** In turn with the polls of the running gateway. */
export async function readThrough(gateway: RunningGateway, device: ModbusDevice): Promise<DeviceReading> {
  return shownModbus(device, (await gateway.read(device.id)) as ModbusReading, true);
}

function listenTo(
  { terminal, configuration, site, waitMs }: ReadRequest,
  device: MqttDevice,
): Promise<DeviceReading> {
  return listen(site, device, secretsOf(terminal, configuration.file), waitMs);
}

/** Nothing read for a person is kept. */
const deaf: Intake = { accept: async () => {}, refuse() {}, link() {} };

function shownModbus(device: ModbusDevice, reading: ModbusReading, borrowed: boolean): DeviceReading {
  return {
    line: `${device.bus} unit ${device.unitId}, ${Math.round(reading.durationMs)} ms`,
    borrowed,
    problem: reading.problem,
    points: reading.points.map(({ point, value, raw }) => ({
      point,
      value,
      raw,
      where: wordCount(point) === 0 ? '' : addressText(point),
      how: howText(point),
    })),
  };
}

const referenceDigit = { coil: 0, discrete: 1, input: 3, holding: 4 } as const;

/** The address as on the wire, and as manuals that count from 30001 or 40001 write it. */
function addressText({ table, address }: ModbusPoint): string {
  const wire = `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
  const digits = address + 1 > 9_999 ? 6 : 5;
  const reference = `${referenceDigit[table]}${String(address + 1).padStart(digits - 1, '0')}`;
  return `${table} ${wire} (${reference})`;
}

function howText(point: ModbusPoint): string {
  if (wordCount(point) === 0) return 'formula';
  return isBitTable(point.table) ? 'bit' : `${point.type} ${point.order}${bitText(point)}`;
}

function bitText({ bit, bits }: ModbusPoint): string {
  if (bit !== undefined) return ` bit ${bit}`;
  return bits === undefined ? '' : ` bits ${bits[0]}-${bits[1]}`;
}

async function lastValues(gateway: RunningGateway, device: MqttDevice): Promise<DeviceReading> {
  const status = (await gateway.snapshot()).devices.find(({ id }) => id === device.id);
  const streams = new Map(pointsOf(device).map((point) => [point.stream.point, point]));
  const points = (status?.values ?? []).flatMap(({ point: name, value }): ShownPoint[] => {
    const point = streams.get(name);
    return point ? [{ point, value: { value }, where: '', raw: '', how: '' }] : [];
  });
  const problem =
    points.length > 0
      ? undefined
      : { code: 'NO_MESSAGE', reason: 'The gateway has not had a message of this device since its start.' };
  return { line: `${device.mqtt}, last message`, borrowed: true, problem, points };
}
