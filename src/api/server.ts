/**
 * Listens for the control commands on a unix socket, for probes, scrapes and the page on loopback TCP, and for people who
 * sign in on the network if gateway.yaml says so. A port that is taken costs the probes, not the readings: it is logged
 * and the gateway goes on. A socket that another gateway answers on is an error, since two gateways must not share one
 * state.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { Hono } from 'hono';
import type { Clock, Logger } from '../core/environment.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { Access } from './access/access.ts';
import type { Door } from './access/door.ts';
import type { AccessActions } from './access-routes.ts';
import { type ApiParts, createApp, createControlApp } from './app.ts';
import { bracketed, close, hostAndPort, listening, listenOnPort, serverFor } from './listener.ts';
import { NetworkListener } from './network.ts';
import type { NetworkSettings } from './settings.ts';

export interface ApiSettingsOfServer {
  /** Loopback address and port, as written in gateway.yaml; port 0 takes a free one. */
  readonly listen: string;
  readonly socketPath: string;
  readonly network?: NetworkSettings | undefined;
  /** Where a certificate of our own is kept. */
  readonly stateFolder: string;
}

export interface Api {
  /** URL of the TCP side; undefined if its port was taken. */
  readonly url: string | undefined;
  /** Why it has none. */
  readonly trouble: string | undefined;
  /** Ends at once, whoever is connected, and removes the socket. */
  stop(): Promise<void>;
}

export interface ApiWorld {
  readonly access: Access;
  readonly clock: Clock;
}

export async function startApi(
  settings: ApiSettingsOfServer,
  parts: ApiParts,
  { access, clock }: ApiWorld,
): Promise<Api> {
  const { logger } = parts;
  const network =
    settings.network &&
    new NetworkListener({
      settings: settings.network,
      folder: settings.stateFolder,
      clock,
      logger,
      app: (accepts) => createApp(parts, { accepts, network: true, access }),
    });
  let loopback: Api | undefined;
  const actions = accessActions(settings, access, network, () => loopback);
  const control = await startControl(createControlApp(parts, actions), settings.socketPath, logger);
  const ofMachine = await startLoopback(settings.listen, logger, (accepts) =>
    createApp(parts, { accepts, network: false, access }),
  );
  loopback = ofMachine;
  if (access.enabled) await network?.open();
  else if (network) {
    logger.warn(
      { code: 'PAGE_CLOSED', listen: settings.network?.listen },
      'The page is not served to the network: nobody may sign in yet. Run: kopru page enable',
    );
  }
  return {
    ...ofMachine,
    stop: async () => {
      await Promise.all([control.stop(), ofMachine.stop(), network?.close()]);
    },
  };
}

/** What is on loopback: for this machine, and through an ssh tunnel for others. */
export async function startLoopback(
  listen: string,
  logger: Logger,
  app: (accepts: Door['accepts']) => Hono,
): Promise<Api> {
  const { host, port } = hostAndPort(listen);
  const hosts = new Set<string>();
  const server = serverFor(
    app((given) => given !== undefined && hosts.has(given.toLowerCase())),
    logger,
  );
  let url: string | undefined;
  let trouble: string | undefined;
  try {
    const bound = await listenOnPort(server, host, port);
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) hosts.add(`${name}:${bound}`);
    url = `http://${bracketed(host)}:${bound}`;
  } catch (thrown) {
    trouble = wordsOf(thrown);
    logger.error(
      { code: 'API_PORT', listen, cause: trouble },
      'Health and metrics cannot be asked for: the port is taken. The gateway works all the same.',
    );
  }
  return { url, trouble, stop: () => close(server) };
}

/** The control socket, in its place; rejects when another gateway answers there. */
export async function startControl(
  app: Hono,
  path: string,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const server = serverFor(app, logger);
  await listenOnSocket(server, path);
  return { stop: () => close(server) };
}

function accessActions(
  settings: ApiSettingsOfServer,
  access: Access,
  network: NetworkListener | undefined,
  loopback: () => Api | undefined,
): AccessActions {
  const closed = (code: 'API_PORT' | 'PAGE_NETWORK', listen = '', cause?: string) =>
    cause === undefined ? [] : [{ code, listen, cause }];
  return {
    status: () => ({
      enabled: access.enabled,
      people: access.people(),
      urls: [...(network?.urls ?? []), loopback()?.url].filter((one) => one !== undefined),
      fingerprint: network?.fingerprint,
      closed: [
        ...closed('PAGE_NETWORK', settings.network?.listen, network?.trouble),
        ...closed('API_PORT', settings.listen, loopback()?.trouble),
      ],
    }),
    enable: async () => {
      const made = await access.enable();
      await network?.open();
      return made;
    },
    disable: async () => {
      access.disable();
      await network?.close();
    },
    link: (name) => access.link(name),
    setPerson: (name, role, secret) => access.setPerson(name, role, secret),
    removePerson: (name) => access.removePerson(name),
  };
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
