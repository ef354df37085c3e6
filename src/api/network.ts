/**
 * The page for others than this machine: TLS, and only while people may sign in. Opened and closed while the gateway
 * runs. A port that is taken, an address that is not there yet or a certificate that cannot be read costs this
 * listener, not the readings: it is tried again until it succeeds.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Clock, Logger } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import { fingerprintOf, isWornOut, makeCertificate } from './access/certificate.ts';
import { bracketed, close, hostAndPort, listenOnPort, serverFor, type TlsFiles } from './listener.ts';
import type { NetworkSettings } from './settings.ts';

export interface NetworkParts {
  readonly settings: NetworkSettings;
  /** Where a certificate of our own is kept. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  app(accepts: (host: string | undefined) => boolean): Hono;
}

const retryMs = 30_000;

export class NetworkListener {
  readonly #parts: NetworkParts;
  #server: Server | undefined;
  #trouble: string | undefined;
  #cancelRetry = () => {};
  #port = 0;
  #fingerprint: string | undefined;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** SHA-256 of the certificate that is shown now. */
  get fingerprint(): string | undefined {
    return this.#server && this.#fingerprint;
  }

  /** Addresses at which it answers, the likeliest first; none while it is closed. */
  get urls(): string[] {
    if (!this.#server) return [];
    const { host } = hostAndPort(this.#parts.settings.listen);
    const names = [...this.#parts.settings.names, ...(isEverywhere(host) ? ownAddresses() : [host])];
    return names.map((name) => `https://${bracketed(name)}:${this.#port}`);
  }

  /** Why it is not open although it should be. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Nothing happens when it is open already. */
  async open(): Promise<void> {
    this.#cancelRetry();
    if (this.#server) return;
    const { settings, clock, logger, app } = this.#parts;
    let server: Server | undefined;
    try {
      const tls = this.#files();
      const { host, port } = hostAndPort(settings.listen);
      server = serverFor(app(this.#accepts), logger, tls);
      this.#server = server;
      const bound = await listenOnPort(server, host, port);
      if (this.#server !== server) return await close(server);
      this.#port = bound;
      this.#fingerprint = fingerprintOf(tls.certificate);
      this.#trouble = undefined;
      logger.info({ urls: this.urls, fingerprint: this.#fingerprint }, 'The page is served to the network.');
    } catch (error) {
      // Closed meanwhile: nobody wants it any more.
      if (server !== this.#server) return;
      this.#server = undefined;
      const cause = wordsOf(error);
      if (cause !== this.#trouble) {
        logger.error(
          { code: 'PAGE_NETWORK', listen: settings.listen, cause },
          'The page cannot be served to the network. The gateway works all the same.',
        );
      }
      this.#trouble = cause;
      this.#cancelRetry = clock.after(retryMs, () => void this.open());
    }
  }

  /** Cuts everybody off. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#cancelRetry();
    this.#trouble = undefined;
    this.#server = undefined;
    if (server) await close(server);
  }

  /** Numbers cannot be rebound by anybody's DNS; names only as this machine and gateway.yaml know them. */
  readonly #accepts = (given: string | undefined): boolean => {
    const match = /^(.+?)(?::(\d+))?$/.exec(given?.toLowerCase() ?? '');
    const host = match?.[1]?.replace(/^\[|\]$/g, '');
    if (host === undefined || Number(match?.[2] ?? 443) !== this.#port) return false;
    return isIP(host) !== 0 || this.#names().includes(host);
  };

  #names(): string[] {
    const own = hostname().toLowerCase();
    return [...this.#parts.settings.names, own, `${own}.local`, 'localhost'];
  }

  /** The given ones, else our own, made where there is none or it is about to end. */
  #files(): TlsFiles {
    const { settings, folder, clock, logger } = this.#parts;
    const read = (certificate: string, key: string) => ({
      certificate: readFileSync(certificate, 'utf8'),
      key: readFileSync(key, 'utf8'),
    });
    if (settings.certificate !== undefined && settings.key !== undefined) {
      return read(settings.certificate, settings.key);
    }
    const [certificate, key] = [join(folder, 'page-certificate.pem'), join(folder, 'page-key.pem')];
    if (existsSync(certificate) && existsSync(key)) {
      const known = read(certificate, key);
      if (!isWornOut(known.certificate, clock.wallMs())) return known;
    }
    const { host } = hostAndPort(settings.listen);
    const addresses = isEverywhere(host) ? ownAddresses() : [host];
    const made = makeCertificate([...this.#names(), ...addresses], clock.wallMs());
    writeFileSync(key, made.key, { mode: 0o600, flush: true });
    writeFileSync(certificate, made.certificate, { mode: 0o600, flush: true });
    logger.info({ fingerprint: fingerprintOf(made.certificate) }, 'A certificate for the page was made.');
    return made;
  }
}

const isEverywhere = (host: string) => host === '0.0.0.0' || host === '::';

/** Of the network interfaces, without loopback and link-local ones. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
}
