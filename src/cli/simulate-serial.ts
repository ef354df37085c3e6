/** The serial half of `kopru simulate`: one device that talks on a port or pseudo-terminal, with the faults of a line. */
import type { Simulated } from '../config/simulated-device.ts';
import { parseLine } from '../core/line.ts';
import { playSerialDevice, type SerialFault, serialFaults } from '../simulator/serial/play-device.ts';
import { serveSerialDevice } from '../simulator/serial/serve-device.ts';
import { systemClock } from '../sources/host/clock.ts';
import { usageError } from './exit.ts';
import { waitOf } from './read.ts';
import { announce, type Given, idOf, setValues } from './simulate-parts.ts';
import type { Terminal } from './terminal.ts';
import type { Option } from './verb.ts';

type SerialSimulated = Extract<Simulated, { protocol: 'serial' }>;

/** Serves it and says how to name it in gateway.yaml; resolves with what ends it. */
export async function playSerial(
  terminal: Terminal,
  devices: readonly SerialSimulated[],
  given: Given,
): Promise<() => Promise<void>> {
  const { options } = given;
  const [device, another] = devices;
  if (!device || another)
    throw usageError('One serial device talks on one line.', 'Start another simulate for the next.');
  if (typeof options.pty !== 'string') {
    throw usageError(
      'A serial device needs a line.',
      'Make one with: socat pty,raw,echo=0,link=/tmp/device pty,raw,echo=0,link=/tmp/gateway and add --pty /tmp/device.',
    );
  }
  const text = typeof options.line === 'string' ? options.line : (device.line ?? '9600 8N1');
  const line = parseLine(text);
  if (!line) throw usageError(`${text} is no line setting.`, 'Write for example --line "9600 8N1".');
  const clock = systemClock();
  const simulated = playSerialDevice(device, { clock, random: Math.random });
  setValues(simulated, given);
  simulated.setFault(faultOf(options.fault));
  const everyMs = options.every === undefined ? 2_000 : waitOf(options.every);
  const end = await serveSerialDevice(device, simulated, { clock, path: options.pty, line, everyMs });
  announce(terminal, `${device.name} on ${options.pty} at ${text}`, [
    'devices:',
    `  - { id: ${idOf(device.name)}, driver: ${device.name}, port: <the other end> }`,
  ]);
  return end;
}

function faultOf(option: Option): SerialFault | undefined {
  if (option === undefined) return undefined;
  const fault = serialFaults.find((each) => each === option);
  if (fault) return fault;
  throw usageError(
    `There is no fault ${option} of a serial device.`,
    `Give one of ${serialFaults.join(', ')}.`,
  );
}
