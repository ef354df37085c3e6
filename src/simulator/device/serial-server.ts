/**
 * Simulated units on a serial line: a port, an adapter, one end of a pseudo-terminal pair, or behind a converter that
 * passes frames of a line through TCP. Replies come byte by byte at the pace of the line.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { bitsPerCharacter, type Line } from '../../core/line.ts';
import { type LineFramingName, LineResponder } from './line-responder.ts';
import { writePaced } from './paced-writer.ts';
import type { SimulatedUnit } from './play-driver.ts';
import { cannotListen, type DeviceServer } from './tcp-server.ts';

type Units = ReadonlyMap<number, SimulatedUnit>;

export interface LineOptions {
  readonly clock: Clock;
  readonly line: Line;
  /** Default: rtu. */
  readonly framing?: LineFramingName;
}

/** What a request takes on the line before the unit can answer: its bytes and the silence behind it. */
const requestCharacters = { rtu: 8 + 3.5, ascii: 17 } as const;

export async function serveSerial(
  units: Units,
  options: LineOptions & { readonly path: string },
): Promise<DeviceServer> {
  const { path, line } = options;
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({
    path,
    baudRate: line.baud,
    dataBits: line.dataBits,
    parity: line.parity,
    stopBits: line.stopBits,
    autoOpen: false,
  });
  port.on('error', () => {});
  port.on(
    'data',
    answering(units, options, (piece) => port.isOpen && port.write(piece)),
  );
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(cannotOpen(path, error)) : resolve()));
  });
  const close = () => new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  return { address: path, close };
}

/** The same behind a converter. Port 0 takes any free one. Rejects if the port is taken. */
export async function serveConverter(
  units: Units,
  options: LineOptions & { readonly host?: string; readonly port: number },
): Promise<DeviceServer & { readonly port: number }> {
  const { host = '127.0.0.1' } = options;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on(
      'data',
      answering(units, options, (piece) => socket.writable && socket.write(piece)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(host, options.port, error)));
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { address: `${host}:${port}`, port, close };
}

function answering(
  units: Units,
  { clock, line, framing = 'rtu' }: LineOptions,
  write: (piece: Buffer) => void,
): (bytes: Buffer) => void {
  const responder = new LineResponder(units, framing);
  const characterMs = (bitsPerCharacter(line) * 1000) / line.baud;
  return (bytes) => {
    for (const { frame, delayMs } of responder.receive(bytes)) {
      writePaced(frame, delayMs + requestCharacters[framing] * characterMs, { clock, characterMs }, write);
    }
  };
}

function cannotOpen(path: string, error: Error): KopruError {
  return new KopruError(`${path} cannot be opened: ${wordsOf(error)}.`, {
    kind: 'config',
    code: 'PORT_FAILED',
    hint: 'Check that the path exists and that no other program holds it.',
    cause: error,
  });
}
