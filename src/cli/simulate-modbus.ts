/**
 * The Modbus half of `kopru simulate`: units on Modbus TCP, on a serial port or pseudo-terminal, or behind a converter,
 * the last two at the pace of their line.
 */
import type { Simulated } from '../config/simulated-device.ts';
import { type Line, parseLine } from '../core/line.ts';
import { type DeviceFault, playDriver, type SimulatedUnit } from '../simulator/device/play-driver.ts';
import { serveConverter, serveSerial } from '../simulator/device/serial-server.ts';
import { type DeviceServer, serveTcp } from '../simulator/device/tcp-server.ts';
import { systemClock } from '../sources/host/clock.ts';
import { usageError } from './exit.ts';
import { announce, type Given, hostAndPort, idOf, setValues } from './simulate-parts.ts';
import type { Terminal } from './terminal.ts';
import type { Option } from './verb.ts';

type ModbusSimulated = Extract<Simulated, { protocol: 'modbus' }>;

/** Serves them and says how to name them in gateway.yaml; resolves with what ends it. */
export async function playModbus(
  terminal: Terminal,
  devices: readonly ModbusSimulated[],
  given: Given,
): Promise<() => Promise<void>> {
  const { options } = given;
  const clock = systemClock();
  const first = firstUnit(options.unit, devices.length);
  const fault = faultOf(options.fault, isOnLine(options));
  const units = new Map<number, SimulatedUnit>();
  devices.forEach(({ points }, index) => {
    const unit = playDriver(points, { clock });
    setValues(unit, given);
    unit.setFault(fault);
    units.set(first + index, unit);
  });
  const { server, what, bus } = await serve(units, given, devices[0]?.line ?? '9600 8N1');
  announce(terminal, what, [
    'buses:',
    `  simulated: ${bus}`,
    'devices:',
    ...devices.map(
      ({ name }, index) =>
        `  - { id: ${idOf(name)}, driver: ${name}, bus: simulated, unitId: ${first + index} }`,
    ),
  ]);
  return () => server.close();
}

interface Served {
  readonly server: DeviceServer;
  readonly what: string;
  /** The entry of `buses`. */
  readonly bus: string;
}

async function serve(
  units: ReadonlyMap<number, SimulatedUnit>,
  { options }: Given,
  factoryLine: string,
): Promise<Served> {
  const clock = systemClock();
  const framing = options.ascii === true ? 'ascii' : 'rtu';
  const text = typeof options.line === 'string' ? options.line : factoryLine;
  const name = `Modbus ${framing.toUpperCase()}`;
  const said = framing === 'ascii' ? ', framing: ascii' : '';
  if (typeof options.pty === 'string') {
    const server = await serveSerial(units, { clock, path: options.pty, line: lineOf(text), framing });
    const bus = `{ port: <the other end>, line: ${text}${said} }`;
    return { server, what: `${name} on ${options.pty} at ${text}`, bus };
  }
  const where = hostAndPort(String(options.tcp ?? '127.0.0.1:1502'));
  if (isOnLine(options)) {
    const server = await serveConverter(units, { clock, ...where, line: lineOf(text), framing });
    const bus = `{ tcp: "${server.address}", framing: ${framing} }`;
    return { server, what: `${name} behind a converter at ${server.address}, ${text}`, bus };
  }
  const server = await serveTcp(units, { clock, ...where });
  return { server, what: `Modbus TCP on ${server.address}`, bus: `{ tcp: "${server.address}" }` };
}

const isOnLine = ({ pty, rtu, ascii }: Given['options']) =>
  pty !== undefined || rtu === true || ascii === true;

function lineOf(text: string): Line {
  const line = parseLine(text);
  if (line) return line;
  throw usageError(`${text} is no line setting.`, 'Write for example --line "9600 8N1".');
}

const faults: Readonly<Record<string, DeviceFault>> = {
  silent: { kind: 'silent' },
  slow: { kind: 'slow', delayMs: 700 },
  // Later than a gateway waits, so that the reply comes when something else is asked.
  late: { kind: 'slow', delayMs: 1_400 },
  exception: { kind: 'exception', exception: 4 },
  crc: { kind: 'damaged' },
  torn: { kind: 'torn' },
  'wrong-unit': { kind: 'wrong unit' },
};

function faultOf(option: Option, onLine: boolean): DeviceFault | undefined {
  if (option === undefined) return undefined;
  const fault = faults[String(option)];
  if (!fault)
    throw usageError(`There is no fault ${option}.`, `Give one of ${Object.keys(faults).join(', ')}.`);
  const needsLine = fault.kind === 'damaged' || fault.kind === 'torn' || fault.kind === 'wrong unit';
  if (needsLine && !onLine) {
    throw usageError(
      `Modbus TCP knows no fault ${option}.`,
      'Add --pty, --rtu or --ascii: it is one of a line.',
    );
  }
  return fault;
}

/** The first unit id, if all that follow are unit ids too (Modbus over Serial Line, 2.2: 1 to 247). */
function firstUnit(option: Option, count: number): number {
  const first = option === undefined ? 1 : Number(option);
  if (Number.isInteger(first) && first >= 1 && first + count - 1 <= 247) return first;
  throw usageError(`${option} is no unit id for ${count} devices.`, 'Unit ids are 1 to 247.');
}
