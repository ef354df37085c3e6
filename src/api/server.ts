/**
 * Listens for the control commands on a unix socket and for probes and scrapes on loopback TCP. A port that is
 * taken costs the probes, not the readings: it is logged and the gateway goes on. A socket that another gateway
 * answers on is an error, since two gateways must not share one state.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { KopruError, wordsOf } from '../core/errors.ts';
import { type ApiParts, createApp, createControlApp } from './app.ts';

export interface ApiSettingsOfServer {
  /** Loopback address and port, as written in gateway.yaml; port 0 takes a free one. */
  readonly listen: string;
  readonly socketPath: string;
}

export interface Api {
  /** URL of the TCP side; undefined if its port was taken. */
  readonly url: string | undefined;
  /** Ends at once, whoever is connected, and removes the socket. */
  stop(): Promise<void>;
}

export async function startApi(settings: ApiSettingsOfServer, parts: ApiParts): Promise<Api> {
  const control = serverFor(createControlApp(parts));
  await listenOnSocket(control, settings.socketPath);
  const { host, port } = hostAndPort(settings.listen);
  const hosts = new Set<string>();
  const probes = serverFor(createApp(parts, hosts));
  let url: string | undefined;
  try {
    const bound = await listenOnPort(probes, host, port);
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) hosts.add(`${name}:${bound}`);
    url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  } catch (thrown) {
    parts.logger.error(
      { code: 'API_PORT', listen: settings.listen, cause: wordsOf(thrown) },
      'Health and metrics cannot be asked for: the port is taken. The gateway works all the same.',
    );
  }
  return {
    url,
    stop: async () => {
      await Promise.all([close(control), close(probes)]);
    },
  };
}

function serverFor(app: Hono): Server {
  const server = createServer(
    { maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 },
    getRequestListener(app.fetch),
  );
  server.maxConnections = 64;
  return server;
}

/** Longest path that fits into the address of a unix socket on Linux. */
const longestSocketPath = 107;

async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > longestSocketPath) {
    throw new KopruError(`The path of the control socket is too long: ${path}`, {
      kind: 'config',
      code: 'SOCKET_PATH_TOO_LONG',
      hint: `Name one of at most ${longestSocketPath} bytes by KOPRU_SOCKET.`,
    });
  }
  if (await someoneAnswers(path)) {
    throw new KopruError(`Another gateway runs here: it answers on ${path}.`, {
      kind: 'config',
      code: 'ALREADY_RUNNING',
      hint: 'Stop it first, or give this one another buffer folder.',
    });
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  await listening(server, () => server.listen(path));
  chmodSync(path, 0o660);
}

async function listenOnPort(server: Server, host: string, port: number): Promise<number> {
  await listening(server, () => server.listen(port, host));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}

/** A socket file without a listener is left over from a crash. */
function someoneAnswers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

function hostAndPort(listen: string): { host: string; port: number } {
  const colon = listen.lastIndexOf(':');
  return {
    host: listen.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(listen.slice(colon + 1)),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
