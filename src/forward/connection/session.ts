/**
 * Requests to one broker as somebody it knows: with the credentials of the destination, a tenant, and compressed
 * bodies where they are wanted. What every kind of request shares; what it asks for and what the answer means is
 * the caller's business.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Logger } from '../../core/environment.ts';
import type { Auth } from '../auth/auth.ts';
import type { Veil } from '../auth/veil.ts';
import type { DestinationSettings } from '../settings.ts';
import type { Connection } from './connection.ts';
import { OverdueError } from './failure.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

export interface SessionParts {
  readonly settings: Pick<DestinationSettings, 'name' | 'tenant' | 'compression' | 'timeout'>;
  readonly connection: Connection;
  readonly auth: Auth;
  /** Covers secrets in what the broker answers, before anybody reads or cuts it. */
  readonly veil: Veil;
  readonly logger: Logger;
  /** Sent as User-Agent. */
  readonly agent: string;
  /** Told how many bytes go out with each request. */
  readonly onSent: (bytes: number) => void;
}

/** What a request takes besides its body: request line, headers, and the answer's. */
const aroundBytes = 800;
/** Smaller bodies are hardly made smaller. */
const compressFrom = 1_024;
/** Level 1 takes 2 µs an entity and gives 4 % more bytes of the original than level 6. */
const compress = (body: Buffer) => promisify(gzip)(body, { level: 1 });

export class Session {
  readonly #parts: SessionParts;
  /** `untried` until the broker has accepted a compressed body. */
  #compression: 'off' | 'untried' | 'proven';

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#compression = parts.settings.compression === 'gzip' ? 'untried' : 'off';
  }

  /** Runs what makes up one delivery; after the time a destination gives it, every request of it is given up. */
  async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const overdue = new AbortController();
    const timer = setTimeout(
      () => overdue.abort(new OverdueError('The request took longer than it may.')),
      this.#parts.settings.timeout,
    );
    try {
      return await work(overdue.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects when there is no whole answer or no token. */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { body } = request;
    if (this.#compression === 'off' || !body || body.length < compressFrom)
      return this.#known(request, signal);
    const headers = { ...request.headers, 'content-encoding': 'gzip' };
    const answer = await this.#known({ ...request, headers, body: await compress(body) }, signal);
    if (answer.status >= 200 && answer.status < 300) this.#compression = 'proven';
    if (!this.#isAboutCompression(answer)) return answer;
    const plain = await this.#known(request, signal);
    if (answer.status === 415 || (plain.status >= 200 && plain.status < 300))
      this.#endCompression(answer.status);
    return plain;
  }

  async close(): Promise<void> {
    await Promise.all([this.#parts.connection.close(), this.#parts.auth.close()]);
  }

  /** 415 says so (RFC 9110 clause 15.5.16); others take the body for broken JSON, and answer the first one so. */
  #isAboutCompression({ status }: HttpAnswer): boolean {
    return status === 415 || (this.#compression === 'untried' && (status === 400 || status === 501));
  }

  #endCompression(status: number): void {
    const { settings, logger } = this.#parts;
    this.#compression = 'off';
    logger.warn(
      { destination: settings.name, status },
      'The broker takes no compressed requests, they go out plain until the next start.',
    );
  }

  /** With credentials; repeated once with others when the broker does not know these any more. */
  async #known(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { auth, connection, veil, onSent } = this.#parts;
    const first = await auth.headers(signal);
    const bytes = aroundBytes + (request.body?.length ?? 0);
    onSent(bytes);
    let answer = await connection.request(this.#signed(request, first), signal);
    if (answer.status === 401 && auth.refused(first)) {
      onSent(bytes);
      answer = await connection.request(this.#signed(request, await auth.headers(signal)), signal);
    }
    return { ...answer, body: veil.hide(answer.body) };
  }

  #signed(request: HttpRequest, credentials: Readonly<Record<string, string>>): HttpRequest {
    const { settings, agent } = this.#parts;
    const tenant = settings.tenant === undefined ? {} : { 'ngsild-tenant': settings.tenant };
    return { ...request, headers: { ...request.headers, ...tenant, ...credentials, 'user-agent': agent } };
  }
}
