/**
 * Simulated units on a serial line: a port, an adapter, or one end of a pseudo-terminal pair. A pseudo-terminal
 * has no baud rate, so replies are paced to the time their bytes would take on the line.
 */
import type { Clock } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { bitsPerCharacter, type Line } from '../../core/line.ts';
import type { SimulatedUnit } from './play-driver.ts';
import { RtuResponder } from './rtu-responder.ts';
import type { DeviceServer } from './tcp-server.ts';

export async function serveSerial(
  units: ReadonlyMap<number, SimulatedUnit>,
  options: { readonly clock: Clock; readonly path: string; readonly line: Line },
): Promise<DeviceServer> {
  const { clock, path, line } = options;
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({
    path,
    baudRate: line.baud,
    dataBits: line.dataBits,
    parity: line.parity,
    stopBits: line.stopBits,
    autoOpen: false,
  });
  const responder = new RtuResponder(units);
  const characterMs = (bitsPerCharacter(line) * 1000) / line.baud;
  port.on('error', () => {});
  port.on('data', (bytes: Buffer) => {
    for (const { frame, delayMs } of responder.receive(bytes)) {
      const onLineMs = (frame.length + 8 + 3.5) * characterMs;
      clock.after(delayMs + onLineMs, () => port.isOpen && port.write(frame));
    }
  });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(cannotOpen(path, error)) : resolve()));
  });
  const close = () => new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  return { address: path, close };
}

function cannotOpen(path: string, error: Error): KopruError {
  return new KopruError(`${path} cannot be opened: ${wordsOf(error)}.`, {
    kind: 'config',
    code: 'PORT_FAILED',
    hint: 'Check that the path exists and that no other program holds it.',
    cause: error,
  });
}
