/**
 * The HTTP proxy on the way to a server: which one, and the way through it. A plain-http server is asked through the
 * proxy by its whole URL, an https server through a tunnel (CONNECT, RFC 9110 clause 9.3.6), so that the proxy sees
 * names and no contents.
 */
import { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { Secrets } from '../../settings.ts';
import type { DestinationSettings } from '../settings.ts';
import { ProxyRefusedError } from './failure.ts';

export interface HttpProxy {
  /** Without user information. */
  readonly origin: string;
  /** Value of Proxy-Authorization; asked anew for each connection. */
  credentials(): string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy of the setting, else that of the environment; undefined: straight on. */
export function proxyFor(
  server: URL,
  setting: DestinationSettings['proxy'],
  environment: Environment,
  secrets: Secrets,
): HttpProxy | undefined {
  if (setting === 'none') return undefined;
  if (setting === undefined) return fromEnvironment(server, environment);
  const { url, username, password } = typeof setting === 'string' ? { url: setting } : setting;
  return {
    origin: new URL(url).origin,
    credentials: () =>
      username === undefined ? undefined : basic(username, password ? secrets(password) : ''),
  };
}

/** The words that programs agree on: https_proxy or http_proxy by the scheme of the server, and no_proxy. */
function fromEnvironment(server: URL, environment: Environment): HttpProxy | undefined {
  const name = server.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = variable(environment, name);
  if (value === undefined || isLoopback(server.hostname)) return undefined;
  if (isExcepted(server, variable(environment, 'no_proxy') ?? '')) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, username, password } = new URL(text);
  return {
    origin,
    credentials: () =>
      username === '' ? undefined : basic(decodeURIComponent(username), decodeURIComponent(password)),
  };
}

const variable = (environment: Environment, name: string) =>
  environment[name] || environment[name.toUpperCase()] || undefined;

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127\./.test(host);

/** `city.example` and `.city.example` except the name and all below it, `name:port` that port only, `*` everything. */
function isExcepted(server: URL, list: string): boolean {
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, only] =
        /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, '').toLowerCase()) ?? [];
      if (only !== undefined && only !== port) return false;
      return server.hostname === name || server.hostname.endsWith(`.${name}`);
    });
}

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export interface Tunnel {
  readonly connect: buildConnector.connector;
  close(): Promise<void>;
}

/** Connections to an https server through the proxy; `tls` is about the server. */
export function tunnelThrough(proxy: HttpProxy, tls: buildConnector.BuildOptions, timeoutMs: number): Tunnel {
  const client = new Client(proxy.origin, {
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const secure = buildConnector({ ...tls, timeout: timeoutMs });
  const open = async (target: string) => {
    const credentials = proxy.credentials();
    const { socket, statusCode } = await client.connect({
      path: target,
      headers: { host: target, ...(credentials === undefined ? {} : { 'proxy-authorization': credentials }) },
    });
    if (statusCode === 200 && socket instanceof Socket) return socket;
    socket.on('error', () => {}).destroy();
    throw new ProxyRefusedError(statusCode);
  };
  return {
    connect: (options, callback) => {
      open(`${options.hostname}:${options.port || '443'}`).then(
        (socket) => secure({ ...options, httpSocket: socket }, callback),
        (error: Error) => callback(error, null),
      );
    },
    close: () => client.destroy(),
  };
}
