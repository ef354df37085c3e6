/**
 * The port of a serial device: its own, or that of a bus on which devices are asked in turn. Also what no device shows
 * alone: two line settings on one port, and a bus that two protocols would share.
 */
import { parseLine } from '../core/line.ts';
import type { Bus } from '../sources/modbus/settings.ts';
import type { SerialPort } from '../sources/serial/device.ts';
import type { Sheet } from './check-shape.ts';
import type { CompiledSerial } from './compile-serial.ts';
import type { Path } from './document.ts';
import type { DeviceText } from './gateway-schema.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import { didYouMean } from './suggest.ts';

export interface SerialConnections {
  readonly buses: readonly Bus[];
  readonly busNames: readonly string[];
}

/** The port, or at which key it fails; `missing` where a key is not there at all. */
export type FoundPort =
  | { readonly port: SerialPort }
  | { readonly path: Path; readonly fault: Fault }
  | { readonly missing: string; readonly mend: string };

export function serialPortOf(
  text: DeviceText,
  compiled: CompiledSerial,
  { buses, busNames }: SerialConnections,
): FoundPort | undefined {
  if (text.bus !== undefined && text.port !== undefined) return { path: ['bus'], fault: twoPlaces };
  if (text.bus !== undefined) {
    if (!busNames.includes(text.bus)) {
      const mend = didYouMean(text.bus, busNames, 'Describe it under `buses`.');
      return {
        path: ['bus'],
        fault: { code: 'UNKNOWN_BUS', message: `No bus is called ${text.bus}.`, mend },
      };
    }
    if (compiled.ask.length === 0) return { path: ['bus'], fault: talksByItself };
    const bus = buses.find(({ name }) => name === text.bus);
    return bus && { port: { name: bus.name, address: bus } };
  }
  if (text.port === undefined) {
    return {
      missing: 'port',
      mend: 'Add `port` with the port it hangs on; `kopru ports` lists what is there.',
    };
  }
  const [, host, port] = /^tcp:\/\/(.+):(\d+)$/.exec(text.port) ?? [];
  if (host !== undefined) {
    const plain = host.replace(/^\[(.*)\]$/, '$1');
    return { port: { name: text.port, address: { kind: 'socket', host: plain, port: Number(port) } } };
  }
  const line = parseLine(text.line ?? compiled.line ?? '');
  if (line) return { port: { name: text.port, address: { kind: 'serial', port: text.port, line } } };
  return { missing: 'line', mend: 'Add `line`, for example 9600 8N1: the driver does not say it.' };
}

/** A serial device as far as its port is concerned. */
export interface OnPort {
  readonly id: string;
  readonly port: SerialPort;
  readonly sheet: Sheet;
}

/** Each port once, and what cannot be together on one. */
export function sharedSerialPorts(
  devices: readonly OnPort[],
  buses: readonly Bus[],
  modbusBuses: ReadonlySet<string>,
): { readonly ports: readonly SerialPort[]; readonly problems: readonly Problem[] } {
  const first = new Map<string, OnPort>();
  const problems: Problem[] = [];
  for (const each of devices) {
    const { port, sheet } = each;
    const isBus = buses.some(({ name }) => name === port.name);
    if (isBus && modbusBuses.has(port.name))
      problems.push(problem(sheet.place(['bus']), mixedBus(port.name)));
    const { address } = port;
    const taken = buses.find(
      (bus) => !isBus && address.kind === 'serial' && bus.kind === 'serial' && bus.port === address.port,
    );
    if (taken) problems.push(problem(sheet.place(['port']), takenByBus(taken.name, port.name)));
    const other = first.get(port.name);
    if (!other) first.set(port.name, each);
    else if (JSON.stringify(other.port) !== JSON.stringify(port)) {
      problems.push(problem(sheet.place(['port']), otherLine(other.id)));
    }
  }
  return { ports: [...first.values()].map(({ port }) => port), problems };
}

const twoPlaces: Fault = {
  code: 'SERIAL_PORT',
  message: '`bus` and `port` stand together.',
  mend: 'Keep `port`; `bus` is for devices that are asked and share a line with others.',
};
const talksByItself: Fault = {
  code: 'SERIAL_PORT',
  message: 'This device talks by itself, so nobody could take turns with it on a bus.',
  mend: 'Give it a port of its own with `port`.',
};
const mixedBus = (name: string): Fault => ({
  code: 'SERIAL_PORT',
  message: `Modbus devices hang on bus ${name}, and this device speaks another protocol.`,
  mend: 'Put it on a bus or port of its own.',
});
const takenByBus = (bus: string, port: string): Fault => ({
  code: 'PORT_TWICE',
  message: `Bus ${bus} has the port ${port} already.`,
  mend: 'Correct the port; a port is opened once.',
});
const otherLine = (id: string): Fault => ({
  code: 'PORT_TWICE',
  message: `${id} has this port with another line setting.`,
  mend: 'All devices on one port have one setting: write the same `line`, or another port.',
});
