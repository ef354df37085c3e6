/** Hand-made Modbus points and devices, and an intake that remembers what it was given. */
import type { Message } from '../../src/core/reading.ts';
import type { Intake, Link } from '../../src/core/source.ts';
import type { ModbusDevice, ModbusPoint } from '../../src/sources/modbus/settings.ts';

type PointParts = Partial<Omit<ModbusPoint, 'stream'>> & Partial<ModbusPoint['stream']>;

/** A `u16` holding register in no unit unless told otherwise. */
export function modbusPoint(name: string, parts: PointParts = {}): ModbusPoint {
  const { device = 'meter', point = name, quantity = name, unit, kind = 'gauge', ...rest } = parts;
  return {
    stream: { device, point, quantity, unit, kind },
    meaning: {},
    hidden: false,
    used: true,
    address: 0,
    table: 'holding',
    type: 'u16',
    order: 'ABCD',
    ...rest,
  };
}

export function modbusDevice(id: string, parts: Partial<ModbusDevice> = {}): ModbusDevice {
  return {
    id,
    driver: 'test/device',
    protocol: 'modbus',
    bus: 'rs485',
    unitId: 1,
    everyMs: 10_000,
    staleMs: 30_000,
    name: undefined,
    location: { type: 'Point', coordinates: [28.97, 41.08] },
    serialNumber: undefined,
    facts: {},
    filter: undefined,
    points: [],
    quirks: {},
    ...parts,
  };
}

export interface RecordingIntake extends Intake {
  readonly messages: Message[];
  readonly refusals: string[];
  readonly links: string[];
  /** The newest message of the device as point → value. */
  values(device: string): Record<string, unknown>;
}

export function recordingIntake(): RecordingIntake {
  const messages: Message[] = [];
  const refusals: string[] = [];
  const links: string[] = [];
  return {
    messages,
    refusals,
    links,
    accept: async (message) => {
      messages.push(message);
    },
    refuse: (device, point, reason, raw) => {
      refusals.push(`${device} ${point ?? '-'} ${reason} ${raw}`);
    },
    link: (device, link) => {
      links.push(`${device} ${linkText(link)}`);
    },
    values: (device) => {
      const last = messages.findLast((message) => message.device === device);
      return Object.fromEntries(last?.readings.map(({ stream, value }) => [stream.point, value]) ?? []);
    },
  };
}

const linkText = (link: Link) => (link.state === 'silent' ? `silent ${link.code}` : link.state);
