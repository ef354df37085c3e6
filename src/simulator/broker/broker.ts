/**
 * An NGSI-LD broker in memory, for development, demonstrations and tests. It follows GS CIM 009 1.8 closely, so that
 * what works against it works against a city's broker; nothing is kept when it stops.
 */
import { createAdaptorServer } from '@hono/node-server';
import type { Hono, MiddlewareHandler } from 'hono';
import type { Clock, Logger } from '../../core/environment.ts';
import { KopruError } from '../../core/errors.ts';
import { createApp } from './http/app.ts';
import { basePath } from './http/parts.ts';
import { ContextLibrary } from './ngsi-ld/context-library.ts';
import { Store } from './ngsi-ld/store.ts';

export interface BrokerOptions {
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Fetch contexts from other machines too, not only from loopback. Default false. */
  readonly fetchContexts?: boolean;
  /** What fetches contexts; default the fetch of Node. */
  readonly fetch?: typeof fetch;
  /** How much history is kept per attribute of an entity; less when there are more than 100. Default 10,000. */
  readonly instancesPerAttribute?: number;
  /** Larger bodies get 413. Default 2 MiB. */
  readonly bytesPerBody?: number;
  /** Runs before everything else, outermost first. Default none. */
  readonly middleware?: readonly MiddlewareHandler[];
}

export interface ListenOptions extends BrokerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger?: Logger;
}

export interface RunningBroker {
  /** With the base path: what a destination's `broker` setting takes. */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  /** Goes away as in an outage: cuts connections that are open and refuses new ones. What it holds stays. */
  pause(): Promise<void>;
  /** Comes back at the same port. */
  resume(): Promise<void>;
  /** Resolves when the port is free again. Cuts connections that are open. */
  close(): Promise<void>;
}

/** The broker without a port; a test drives it with `app.request`. */
export function createBroker(options: BrokerOptions): { readonly app: Hono; readonly store: Store } {
  const store = new Store({
    wallMs: () => options.clock.wallMs(),
    instancesPerAttribute: options.instancesPerAttribute ?? 10_000,
  });
  const library = new ContextLibrary({
    fetchContexts: options.fetchContexts ?? false,
    fetch: options.fetch ?? fetch,
  });
  const app = createApp({
    store,
    library,
    bytesPerBody: options.bytesPerBody ?? 2 * 1_048_576,
    middleware: options.middleware ?? [],
  });
  return { app, store };
}

/** Resolves when it listens; rejects with PORT_BUSY when it cannot. */
export async function startBroker(options: ListenOptions): Promise<RunningBroker> {
  const { host, port, logger } = options;
  const { app, store } = createBroker(options);
  const server = createAdaptorServer({ fetch: app.fetch });
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      const fail = (cause: Error) => reject(cannotListen(host, at, cause));
      server.once('error', fail);
      server.listen(at, host, () => {
        server.off('error', fail);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  await listen(port);
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}${basePath}`;
  logger?.info({ url }, 'NGSI-LD broker listens. It keeps everything in memory only.');
  return {
    url,
    port: taken,
    store,
    pause: close,
    resume: () => listen(taken),
    close,
  };
}

function cannotListen(host: string, port: number, cause: Error & { code?: string }): KopruError {
  const why = cause.code === 'EADDRINUSE' ? 'the port is in use' : cause.message;
  return new KopruError(`The NGSI-LD broker cannot listen on ${host}:${port}: ${why}.`, {
    kind: 'config',
    code: 'PORT_BUSY',
    hint: 'Choose another port, or stop what uses it.',
    cause,
  });
}
