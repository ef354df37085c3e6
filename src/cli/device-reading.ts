/**
 * Reads a device once for a person: through the running gateway where one runs, so that the bus is shared, else by
 * opening bus or MQTT broker itself.
 */
import { connect } from 'mqtt';
import { secretsFrom } from '../config/secrets.ts';
import type { Site, SiteDevice } from '../config/site.ts';
import type { Point } from '../core/device.ts';
import { KopruError } from '../core/errors.ts';
import type { PointValue } from '../core/point-value.ts';
import type { Intake } from '../core/source.ts';
import { systemClock } from '../sources/host/clock.ts';
import { isBitTable } from '../sources/modbus/pdu.ts';
import type { ModbusDevice, ModbusPoint } from '../sources/modbus/settings.ts';
import type { DeviceReading as ModbusReading } from '../sources/modbus/source.ts';
import { parseJson } from '../sources/mqtt/json.ts';
import { decodeMessage } from '../sources/mqtt/payload.ts';
import type { MqttDevice } from '../sources/mqtt/settings.ts';
import { topicMatches } from '../sources/mqtt/topic.ts';
import { type Configuration, secretFolders } from './configuration.ts';
import { type RunningGateway, runningGateway } from './gateway-socket.ts';
import type { Terminal } from './terminal.ts';

export interface ShownPoint {
  readonly point: Pick<Point, 'stream'>;
  readonly value: PointValue;
  /** Where the value is found, for example `input 0x0034 (30053)`; empty where the protocol has no addresses. */
  readonly where: string;
  /** The words on the wire, or why there are none. */
  readonly raw: string;
  /** How they are read, for example `float32 ABCD`. */
  readonly how: string;
}

export interface DeviceReading {
  /** For example `rs485 unit 1, 41 ms`. */
  readonly line: string;
  readonly borrowed: boolean;
  /** Why there is nothing to show. */
  readonly problem: { readonly code: string; readonly reason: string } | undefined;
  readonly points: readonly ShownPoint[];
}

export interface ReadRequest {
  readonly terminal: Terminal;
  readonly configuration: Configuration;
  readonly site: Site;
  readonly device: SiteDevice;
  /** Longest wait for a message of a device that talks by itself. */
  readonly waitMs: number;
}

export async function readDevice(request: ReadRequest): Promise<DeviceReading> {
  const gateway = await gatewayOf(request);
  const { device } = request;
  if (device.protocol === 'mqtt') return gateway ? lastValues(gateway, device) : listen(request, device);
  if (gateway) return shownModbus(device, (await gateway.read(device.id)) as ModbusReading, true);
  return shownModbus(device, await readDirectly(request, device), false);
}

/** The gateway that runs this very configuration, if there is one. */
async function gatewayOf({ terminal, site }: ReadRequest): Promise<RunningGateway | undefined> {
  try {
    const gateway = await runningGateway(terminal);
    return (await gateway.snapshot()).gateway.id === site.gateway.id ? gateway : undefined;
  } catch (error) {
    if (error instanceof KopruError && error.code === 'NOT_RUNNING') return undefined;
    throw error;
  }
}

async function readDirectly({ site }: ReadRequest, device: ModbusDevice): Promise<ModbusReading> {
  const bus = site.buses.find(({ name }) => name === device.bus);
  if (!bus) throw new KopruError(`There is no bus ${device.bus}.`, { kind: 'bug', code: 'UNKNOWN_BUS' });
  const { createModbusSource } = await import('../sources/modbus/source.ts');
  const source = createModbusSource({
    bus,
    devices: [{ ...device, everyMs: 86_400_000 }],
    clock: systemClock(),
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake: deaf,
  });
  source.start();
  try {
    return await source.readOnce(device.id);
  } finally {
    await source.stop();
  }
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
      where: addressText(point),
      how: isBitTable(point.table) ? 'bit' : `${point.type} ${point.order}${bitText(point)}`,
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

/** Waits for one message, with a session of its own that the MQTT broker forgets again. */
async function listen(
  { terminal, configuration, site, waitMs }: ReadRequest,
  device: MqttDevice,
): Promise<DeviceReading> {
  const broker = site.mqttBrokers.find(({ name }) => name === device.mqtt);
  if (!broker)
    throw new KopruError(`There is no MQTT broker ${device.mqtt}.`, { kind: 'bug', code: 'UNKNOWN_BROKER' });
  const secrets = secretsFrom({
    environment: terminal.environment,
    folders: secretFolders(configuration.file),
  });
  const line = `${device.mqtt}, ${device.messages.map(({ topic }) => topic).join(', ')}`;
  const client = connect(broker.url, {
    clean: true,
    reconnectPeriod: 0,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password ? { password: secrets(broker.password) } : {}),
  });
  try {
    const points = await new Promise<readonly ShownPoint[] | { code: string; reason: string }>((resolve) => {
      const timer = setTimeout(() => resolve(noMessage(waitMs)), waitMs);
      client.on('error', ({ message }) =>
        resolve({ code: 'MQTT_UNREACHABLE', reason: message || 'No connection.' }),
      );
      client.on('connect', () => client.subscribe(device.messages.map(({ topic }) => topic)));
      client.on('message', (topic, payload) => {
        const got = decoded(device, topic, payload);
        if (got.length === 0) return;
        clearTimeout(timer);
        resolve(got);
      });
    });
    return Array.isArray(points)
      ? { line, borrowed: false, problem: undefined, points }
      : { line, borrowed: false, problem: points as { code: string; reason: string }, points: [] };
  } finally {
    client.end(true);
  }
}

const noMessage = (waitMs: number) => ({
  code: 'NO_MESSAGE',
  reason: `No message came within ${Math.round(waitMs / 1000)} s.`,
});

function decoded(device: MqttDevice, topic: string, payload: Uint8Array): ShownPoint[] {
  const parsed = parseJson(payload);
  if ('refusal' in parsed) return [];
  for (const message of device.messages) {
    if (!topicMatches(message.topic, topic)) continue;
    const result = decodeMessage(message, parsed.json);
    if (result.kind === 'unmatched') continue;
    const values = new Map<string, { value: PointValue; raw: string }>();
    for (const { stream, value } of result.readings) values.set(stream.point, { value: { value }, raw: '' });
    for (const { point, reason, raw } of result.refused) {
      if (point !== undefined) values.set(point, { value: { refusal: reason }, raw });
    }
    return message.points.flatMap((point): ShownPoint[] => {
      const shown = values.get(point.stream.point);
      return shown ? [{ point, ...shown, where: point.path ?? point.field ?? '', how: '' }] : [];
    });
  }
  return [];
}

/** The points of a device, each stream once. */
export function pointsOf(device: SiteDevice): readonly Point[] {
  if (device.protocol === 'modbus') return device.points;
  return [
    ...new Map(
      device.messages.flatMap(({ points }) => points.map((point) => [point.stream, point])),
    ).values(),
  ];
}
