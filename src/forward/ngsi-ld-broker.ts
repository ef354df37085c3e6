/**
 * The NGSI-LD broker at the other end: `POST entityOperations/upsert?options=update` (GS CIM 009 clause 5.6.8)
 * with plain JSON and the context as a Link header. Update, because the default replaces whole entities and
 * would drop what others wrote. One connection, one request at a time.
 */
import { readFileSync } from 'node:fs';
import { type Dispatcher, Pool } from 'undici';
import type { Batch, Broker, Verdict } from '../core/broker.ts';
import type { Clock } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import type { Secrets } from '../settings.ts';
import { type HttpAnswer, readAnswer } from './batch-result.ts';
import { bodyOf } from './body.ts';
import type { DestinationSettings } from './settings.ts';

export interface NgsiLdBrokerParts {
  readonly settings: DestinationSettings;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Sent as User-Agent. */
  readonly agent: string;
}

const connectMs = 10_000;
const headersMs = 10_000;
const bodyAtMost = 1_048_576;
const noContent = 204;
const nothing = { text: '', cut: false };

/** Failures before the first byte of the request went out: the broker cannot have seen it. */
const notSent = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at the address of the broker.',
  EHOSTUNREACH: 'No route to the broker.',
  ENETUNREACH: 'No network.',
  ENETDOWN: 'No network.',
  ENOTFOUND: 'The name of the broker is not known.',
  EAI_AGAIN: 'The name of the broker cannot be looked up now.',
  UND_ERR_CONNECT_TIMEOUT: 'The broker does not take the connection.',
  UND_ERR_HEADERS_TIMEOUT: 'The broker took the request and gave no answer.',
  UND_ERR_BODY_TIMEOUT: 'The broker began to answer and stopped.',
  ECONNRESET: 'The connection was cut before the answer.',
  UND_ERR_SOCKET: 'The connection was cut before the answer.',
};

export function createNgsiLdBroker({ settings, secrets, clock, agent }: NgsiLdBrokerParts): Broker {
  const url = new URL(`${settings.broker.replace(/\/+$/, '')}/entityOperations/upsert?options=update`);
  const path = url.pathname + url.search;
  const pool = new Pool(url.origin, {
    connections: 1,
    pipelining: 1,
    connect: { timeout: connectMs, ...(settings.ca === undefined ? {} : { ca: readFileSync(settings.ca) }) },
    headersTimeout: Math.min(headersMs, settings.timeout),
    bodyTimeout: Math.min(headersMs, settings.timeout),
    keepAliveTimeout: 4_000,
  });

  const post = async (batch: Batch, body: Buffer): Promise<HttpAnswer> => {
    const overdue = new AbortController();
    const timer = setTimeout(() => overdue.abort(new TimeoutError()), settings.timeout);
    try {
      const response = await pool.request({
        path,
        method: 'POST',
        headers: { ...headersOf(settings, secrets), ...contextHeaders(batch.context), 'user-agent': agent },
        body,
        signal: overdue.signal,
      });
      const empty = response.statusCode === noContent;
      if (empty) await response.body.dump();
      const { text, cut } = empty ? nothing : await readBody(response.body);
      return {
        status: response.statusCode,
        contentType: one(response.headers['content-type']) ?? '',
        retryAfter: one(response.headers['retry-after']),
        body: text,
        cut,
      };
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async upsert(batch) {
      const body = bodyOf(batch.items);
      try {
        const answer = await post(batch, body);
        return readAnswer(answer, batch, Buffer.byteLength(body), clock.wallMs());
      } catch (error) {
        return { scope: 'batch', status: 0, verdict: failure(error) };
      }
    },
    close: () => pool.destroy(),
  };
}

/** The whole request took longer than it may. */
class TimeoutError extends Error {}

function headersOf(settings: DestinationSettings, secrets: Secrets): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings.headers ?? {})) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : secrets(value);
  }
  if (settings.tenant !== undefined) headers['ngsild-tenant'] = settings.tenant;
  return headers;
}

function contextHeaders(context: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    link: `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
  };
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

function failure(error: unknown): Verdict {
  const code = codeOf(error);
  const words = sentences[code] ?? wordsOf(error);
  if (code === 'SECRET_MISSING' || code === 'SECRET_READABLE')
    return { kind: 'denied', code, words: wordsOf(error) };
  const before = notSent.has(code) || /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code);
  return { kind: before ? 'transient' : 'unknown', code, words };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error instanceof TimeoutError) return 'UND_ERR_HEADERS_TIMEOUT';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? (error.cause instanceof Error ? codeOf(error.cause) : 'UNKNOWN');
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
