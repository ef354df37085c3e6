/** Which bus and unit a field tool is about: a device or bus of gateway.yaml, or a port named on the command line. */

import { readAddress } from '../config/modbus-address.ts';
import type { Site } from '../config/site.ts';
import { lineText, parseLine } from '../core/line.ts';
import type { Bus, ModbusDevice, Table } from '../sources/modbus/settings.ts';
import { tables } from '../sources/modbus/settings.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { usageError } from './exit.ts';
import { findDevice } from './find-device.ts';
import type { Terminal } from './terminal.ts';
import type { VerbCall } from './verb.ts';

type Options = VerbCall['options'];

export interface BusTarget {
  readonly bus: Bus;
  /** Undefined for a port or address of the command line. */
  readonly site: Site | undefined;
}

export interface UnitTarget extends BusTarget {
  readonly unitId: number;
  /** Undefined where a unit id was named. */
  readonly device: ModbusDevice | undefined;
}

/** Undefined after the configuration's faults were told: end with 78. */
export function busTarget(terminal: Terminal, options: Options): BusTarget | undefined {
  const direct = directBus(options);
  if (direct) return { bus: direct, site: undefined };
  const site = siteOf(terminal, options);
  if (!site) return undefined;
  const names = site.buses.map(({ name }) => name);
  const wanted = typeof options.bus === 'string' ? options.bus : undefined;
  const bus = site.buses.find(({ name }) => name === wanted) ?? (wanted ? undefined : onlyOne(site.buses));
  if (bus) return { bus, site };
  throw usageError(
    wanted === undefined ? 'Name a bus.' : `There is no bus ${wanted}.`,
    names.length === 0 ? 'gateway.yaml has no bus; use --port or --tcp.' : `Buses are: ${names.join(', ')}.`,
  );
}

/** `named` is a device of gateway.yaml, or a unit id on the bus that the options name. */
export function unitTarget(
  terminal: Terminal,
  named: string | undefined,
  options: Options,
): UnitTarget | undefined {
  if (/^\d{1,3}$/.test(named ?? '')) {
    const target = busTarget(terminal, options);
    return target && { ...target, unitId: Number(named), device: undefined };
  }
  const site = siteOf(terminal, options);
  if (!site) return undefined;
  const device = findDevice(site, named);
  if (device.protocol !== 'modbus') {
    throw usageError(`${device.id} is no Modbus device.`, `See what it sends with: kopru read ${device.id}`);
  }
  const bus = site.buses.find(({ name }) => name === device.bus);
  if (!bus) throw usageError(`There is no bus ${device.bus}.`, 'Check gateway.yaml with kopru check.');
  return { bus, site, unitId: device.unitId, device };
}

/** An address as wire (0x0034, 52) or reference (30053, with its table). */
export function addressOf(text: string, table: Table | undefined): { address: number; table?: Table } {
  const reference = table === undefined && /^[34]\d{4,5}$/.test(text);
  const read = readAddress(text, text, reference ? 'reference' : 'wire');
  if ('code' in read) throw usageError(read.message, read.mend);
  return read;
}

export function tableOf(option: Options[string]): Table | undefined {
  if (option === undefined) return undefined;
  const table = tables.find((each) => each === option);
  if (table) return table;
  throw usageError(`${option} is no table.`, `Tables are: ${tables.join(', ')}.`);
}

/** For the head of an output: `rs485`, `/dev/ttyUSB0 9600 8N1`, `10.0.0.5:502`. */
export function busText({ bus, site }: BusTarget): string {
  if (site) return bus.name;
  return bus.kind === 'serial' ? `${bus.port} ${lineText(bus.line)}` : `${bus.host}:${bus.port}`;
}

/** What has to be written again to name the same bus in the next command; begins with a space. */
export function repeated({ bus, site }: BusTarget): string {
  if (site) return '';
  const ascii = bus.framing === 'ascii' ? ' --ascii' : '';
  if (bus.kind === 'serial') return ` --port ${bus.port} --line "${lineText(bus.line)}"${ascii}`;
  return ` --tcp ${bus.host}:${bus.port}${bus.framing === 'rtu' ? ' --rtu' : ascii}`;
}

function directBus(options: Options): Bus | undefined {
  if (typeof options.port === 'string') {
    const text = typeof options.line === 'string' ? options.line : '9600 8N1';
    const line = parseLine(text);
    if (!line) throw usageError(`${text} is no line setting.`, 'Write for example --line "9600 8N1".');
    const framing = options.ascii === true ? 'ascii' : 'rtu';
    return { name: options.port, kind: 'serial', port: options.port, line, framing };
  }
  if (typeof options.tcp !== 'string') return undefined;
  const [, host, port] = /^(.+?)(?::(\d{1,5}))?$/.exec(options.tcp) ?? [];
  if (host === undefined) throw usageError(`${options.tcp} is no host:port.`, 'Write --tcp 10.0.0.5:502.');
  const framing = options.ascii === true ? 'ascii' : options.rtu === true ? 'rtu' : 'tcp';
  return { name: options.tcp, kind: 'socket', host, port: Number(port ?? 502), framing };
}

function siteOf(terminal: Terminal, options: Options): Site | undefined {
  const file = typeof options.file === 'string' ? options.file : undefined;
  return siteOrComplaint(terminal, loadConfiguration(terminal, file));
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
