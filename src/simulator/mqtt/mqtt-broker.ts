/**
 * A small MQTT broker for the demo, for `kopru simulate` and for tests. Anybody may publish and subscribe, so it
 * listens on loopback only; its memory ends with the process.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { KopruError } from '../../core/errors.ts';

export interface SimulatedMqttBroker {
  readonly port: number;
  /** mqtt://127.0.0.1:1883 */
  readonly url: string;
  /** Cuts every connection; clients come again by themselves. */
  cut(): void;
  stop(): Promise<void>;
}

/** Port 0 takes any free one. */
export async function startMqttBroker({
  host = '127.0.0.1',
  port = 0,
}: {
  readonly host?: '127.0.0.1' | '::1';
  readonly port?: number;
} = {}): Promise<SimulatedMqttBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error & { code?: string }) => reject(notListening(host, port, cause)));
    server.listen(port, host, resolve);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    url: `mqtt://${host === '::1' ? '[::1]' : host}:${taken}`,
    cut,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}

function notListening(host: string, port: number, cause: Error & { code?: string }): KopruError {
  const taken = cause.code === 'EADDRINUSE';
  return new KopruError(
    `The simulated MQTT broker cannot listen on ${host}:${port}: ${taken ? 'the port is in use' : cause.message}.`,
    { kind: 'config', code: 'PORT_BUSY', hint: 'Choose another port, or stop what uses it.', cause },
  );
}
