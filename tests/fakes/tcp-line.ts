import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A serial line behind a converter: whoever connects hears what is written. */
export interface TcpLine {
  readonly port: number;
  connections(): number;
  /** Connections taken since the start. */
  taken(): number;
  write(bytes: Buffer | string): void;
  stop(): Promise<void>;
}

export async function startTcpLine(): Promise<TcpLine> {
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    taken++;
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    taken: () => taken,
    write: (bytes) => {
      for (const socket of sockets) socket.write(bytes);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
