/**
 * The way to one server: one connection, one request at a time, through a proxy if there is one, with certificates
 * that may change. Time and size of an answer are bounded and redirects are not followed: a token or a batch goes
 * to the server that the configuration names and to no other.
 */
import { type Dispatcher, Pool } from 'undici';
import { retryAfterMs } from '../../core/retry.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { type HttpProxy, tunnelThrough } from './proxy.ts';
import type { TlsMaterial } from './tls-files.ts';

export interface ConnectionParts {
  readonly server: URL;
  /** Longest wait for headers, and for the next bytes of a body, in milliseconds. */
  readonly silenceMs: number;
  readonly proxy: HttpProxy | undefined;
  /** Asked before each request; another object means that the connection is made anew. */
  readonly tls: () => TlsMaterial;
}

const connectMs = 10_000;
const bodyAtMost = 1_048_576;
const noContent = 204;
const nothing = { text: '', cut: false };

/** What requests go out on, and what it was made from. */
interface Line {
  readonly pool: Pool;
  readonly tls: TlsMaterial;
  close(): Promise<void>;
}

export class Connection {
  readonly #parts: ConnectionParts;
  #line: Line | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** Rejects when no whole answer came; with a KopruError when the files of TLS cannot be used. */
  async request(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { server, proxy } = this.#parts;
    const line = this.#current();
    const whole = proxy !== undefined && server.protocol === 'http:';
    const credentials = whole ? proxy.credentials() : undefined;
    const response = await line.pool.request({
      path: whole ? `${server.origin}${request.path}` : request.path,
      method: request.method,
      headers: {
        ...request.headers,
        ...(whole ? { host: server.host } : {}),
        ...(credentials === undefined ? {} : { 'proxy-authorization': credentials }),
      },
      body: request.body ?? null,
      signal,
    });
    const empty = response.statusCode === noContent;
    if (empty) await response.body.dump();
    const { text, cut } = empty ? nothing : await readBody(response.body);
    return {
      status: response.statusCode,
      contentType: one(response.headers['content-type']) ?? '',
      retryAfterMs: retryAfterMs(one(response.headers['retry-after']), one(response.headers.date)),
      body: text,
      cut,
    };
  }

  async close(): Promise<void> {
    await this.#line?.close();
  }

  #current(): Line {
    const tls = this.#parts.tls();
    if (this.#line?.tls === tls) return this.#line;
    // In the background: what is still under way on the former line may end there.
    this.#line?.pool.close().catch(() => {});
    this.#line = this.#open(tls);
    return this.#line;
  }

  #open(tls: TlsMaterial): Line {
    const { server, proxy, silenceMs } = this.#parts;
    const limits = {
      connections: 1,
      pipelining: 1,
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      keepAliveTimeout: 4_000,
    };
    if (proxy && server.protocol === 'https:') {
      const tunnel = tunnelThrough(proxy, tls, connectMs);
      const pool = new Pool(server.origin, { ...limits, connect: tunnel.connect });
      return { pool, tls, close: () => Promise.all([pool.destroy(), tunnel.close()]).then(() => {}) };
    }
    const pool = new Pool(proxy?.origin ?? server.origin, {
      ...limits,
      connect: { ...tls, timeout: connectMs },
    });
    return { pool, tls, close: () => pool.destroy() };
  }
}

/** Reads at most 1 MiB; a longer answer is cut and its connection dropped. */
async function readBody(body: Dispatcher.ResponseData['body']): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bodyAtMost) {
      body.destroy();
      return { text: Buffer.concat(chunks).toString('utf8', 0, bodyAtMost), cut: true };
    }
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut: false };
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
