/**
 * The bounds of every listener: how long a request may take to come in, how large its head may be, how many may be
 * connected. A client that is slow, or a thousand of them, cost a bounded little and one line of the log.
 */
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from '../core/environment.ts';

export interface TlsFiles {
  /** PEM, with the chain behind it. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

const mostConnections = 64;
const bounds: ServerOptions = {
  maxHeaderSize: 8_192,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};
const handshakeMs = 5_000;

export function serverFor(app: Hono, logger: Logger, tls?: TlsFiles): Server {
  const listener = getRequestListener(app.fetch);
  const server = tls
    ? createSecureServer(
        {
          ...bounds,
          cert: tls.certificate,
          key: tls.key,
          minVersion: 'TLSv1.2',
          handshakeTimeout: handshakeMs,
        },
        listener,
      )
    : createServer(bounds, listener);
  server.maxConnections = mostConnections;
  let isFull = false;
  server.on('drop', () => {
    if (isFull) return;
    isFull = true;
    logger.warn(
      { code: 'API_CONNECTIONS', most: mostConnections },
      'Too many are connected to the page and the API; more are turned away.',
    );
  });
  // Half of the room is free again: the next time is news.
  server.on('connection', (socket) => {
    socket.once('close', () => {
      server.getConnections((_error, count) => {
        if (count <= mostConnections / 2) isFull = false;
      });
    });
  });
  return server;
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Resolves with the port; rejects when it is taken. */
export async function listenOnPort(server: Server, host: string, port: number): Promise<number> {
  await listening(server, () => server.listen(port, host));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

export function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}

/** `127.0.0.1:8080` or `[::1]:8080`. */
export function hostAndPort(listen: string): { readonly host: string; readonly port: number } {
  const colon = listen.lastIndexOf(':');
  return {
    host: listen.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(listen.slice(colon + 1)),
  };
}

/** As it stands in a URL. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
