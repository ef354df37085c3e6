/**
 * A simulated serial device behind a converter: whoever connects to the TCP port hears what it says at its interval,
 * and what it answers. For places without pseudo-terminals; a line of its own is played by serve-device.ts.
 */
import { createServer, type Socket } from 'node:net';
import type { Clock } from '../../core/environment.ts';
import type { SerialProtocol } from '../../sources/serial/device.ts';
import type { SimulatedSerialDevice } from './play-device.ts';

export interface ServeTcpOptions {
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  /** Between two rounds of a device that talks by itself. */
  readonly everyMs: number;
}

/** Resolves with what ends it once the port is open; rejects if it is taken. */
export async function serveSerialTcp(
  device: Pick<SerialProtocol, 'ask'>,
  simulated: SimulatedSerialDevice,
  { clock, host, port, everyMs }: ServeTcpOptions,
): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => socket.write(Buffer.concat(simulated.answer(bytes))));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  let cancel = () => {};
  const talk = () => {
    const frames = Buffer.concat(simulated.frames());
    for (const socket of sockets) socket.write(frames);
    cancel = clock.after(everyMs, talk);
  };
  if (device.ask.length === 0) talk();
  return () => {
    cancel();
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
}
