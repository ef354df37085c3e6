/** A simulated serial device at one end of a line: it talks at its interval, or answers when it is asked. */
import type { Clock } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { bitsPerCharacter, type Line } from '../../core/line.ts';
import type { SerialProtocol } from '../../sources/serial/device.ts';
import { writePaced } from '../device/paced-writer.ts';
import type { SimulatedSerialDevice } from './play-device.ts';

export interface ServeOptions {
  readonly clock: Clock;
  readonly path: string;
  readonly line: Line;
  /** Between two rounds of a device that talks by itself. */
  readonly everyMs: number;
}

/** Resolves with what ends it; rejects if the port cannot be opened. */
export async function serveSerialDevice(
  device: Pick<SerialProtocol, 'ask'>,
  simulated: SimulatedSerialDevice,
  { clock, path, line, everyMs }: ServeOptions,
): Promise<() => Promise<void>> {
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({
    path,
    baudRate: line.baud,
    dataBits: line.dataBits,
    parity: line.parity,
    stopBits: line.stopBits,
    autoOpen: false,
  });
  const characterMs = (bitsPerCharacter(line) * 1_000) / line.baud;
  const say = (frames: readonly Uint8Array[]) =>
    writePaced(Buffer.concat(frames), 0, { clock, characterMs }, (piece) => port.isOpen && port.write(piece));
  port.on('error', () => {});
  port.on('data', (bytes: Buffer) => say(simulated.answer(bytes)));
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(cannotOpen(path, error)) : resolve()));
  });
  let cancel = () => {};
  const talk = () => {
    say(simulated.frames());
    cancel = clock.after(everyMs, talk);
  };
  if (device.ask.length === 0) talk();
  return () => {
    cancel();
    return new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  };
}

const cannotOpen = (path: string, error: Error): KopruError =>
  new KopruError(`${path} cannot be opened: ${wordsOf(error)}.`, {
    kind: 'config',
    code: 'PORT_FAILED',
    hint: 'Check that the path exists and that no other program holds it.',
    cause: error,
  });
