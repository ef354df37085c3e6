/**
 * From what was thrown where an answer was expected to a verdict. The question that matters: can the request have
 * reached the broker? If it can, the outcome is unknown and the same bytes go out again.
 */
import type { Verdict } from '../../core/broker.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';

/** The whole request took longer than it may. */
export class OverdueError extends Error {
  readonly code = 'UND_ERR_HEADERS_TIMEOUT';
}

/** The proxy answered CONNECT with something else than 200. */
export class ProxyRefusedError extends Error {
  readonly code = 'PROXY_REFUSED';
  readonly status: number;

  constructor(status: number) {
    super(
      status === 407
        ? 'The proxy wants a user name and password (status 407).'
        : `The proxy gives no way to the server (status ${status}).`,
    );
    this.status = status;
  }
}

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
  CERT_HAS_EXPIRED: 'The certificate of the broker has expired, or the clock of this machine is wrong.',
  CERT_NOT_YET_VALID:
    'The certificate of the broker is not valid yet, or the clock of this machine is wrong.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the broker is for another name.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate authority of the broker is not known here: name it as `ca`.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The broker shows a certificate that nobody vouches for: name it as `ca`.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The certificate authority of the broker is not known here: name it as `ca`.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'The certificate authority of the broker is not known here: name it as `ca`.',
};

/** TLS alerts by which a server refuses the client's certificate (RFC 8446 clause 6.2). */
const certificateRefused =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/;
const tls = /CERT|TLS|SSL|SELF_SIGNED|ISSUER/;

export function failureOf(error: unknown): Extract<Verdict, { kind: 'transient' | 'denied' | 'unknown' }> {
  if (error instanceof KopruError) {
    return {
      kind: error.kind === 'transient' ? 'transient' : 'denied',
      code: error.code,
      words: error.message,
    };
  }
  const code = codeOf(error);
  const proxy = causeOf(error, ProxyRefusedError);
  if (proxy) {
    const denied = proxy.status >= 400 && proxy.status < 500;
    return { kind: denied ? 'denied' : 'transient', code, words: proxy.message };
  }
  if (certificateRefused.test(code)) {
    return { kind: 'denied', code, words: 'The broker does not take our client certificate, or wants one.' };
  }
  const kind = notSent.has(code) || tls.test(code) ? 'transient' : 'unknown';
  return { kind, code, words: sentences[code] ?? wordsOf(error) };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? (error.cause instanceof Error ? codeOf(error.cause) : 'UNKNOWN');
}

function causeOf<T extends Error>(error: unknown, type: new (...args: never[]) => T): T | undefined {
  if (error instanceof type) return error;
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause, type) : undefined;
}
