/**
 * Reads the answer of a token server (RFC 6749 clauses 5.1 and 5.2). Servers differ: errors with status 200, no
 * lifetime, a lifetime as text, a web page. Whatever it is, it says nothing about the data that waits.
 */
import { type HttpAnswer, isPage } from '../connection/http.ts';

export interface Token {
  readonly value: string;
  /** Milliseconds from the request on. */
  readonly lifetimeMs: number;
  /** The next refresh token, when the server changes it. */
  readonly refreshToken: string | undefined;
}

export interface TokenTrouble {
  readonly kind: 'transient' | 'denied';
  readonly code: string;
  readonly words: string;
  readonly retryAfterMs?: number;
}

export type TokenAnswer = { readonly token: Token } | { readonly trouble: TokenTrouble };

/** Of a token whose server says nothing about it; a 401 ends it earlier. */
const unsaidLifetimeMs = 300_000;
const lifetimeAtMostMs = 24 * 3_600_000;
const wordsAtMost = 300;

const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** `hide` covers secrets in what the server says. */
export function readTokenAnswer(answer: HttpAnswer, hide: (text: string) => string): TokenAnswer {
  const { status } = answer;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const words = `The token server cannot give a token now (status ${status}).`;
    const trouble = { kind: 'transient', code: 'TOKEN_SERVER_BUSY', words } as const;
    const after = answer.retryAfterMs;
    return { trouble: after === undefined ? trouble : { ...trouble, retryAfterMs: after } };
  }
  if (status >= 300 && status < 400) {
    return transient(
      'TOKEN_REDIRECTED',
      `The token server redirects elsewhere (status ${status}), and that is not followed.`,
    );
  }
  const json = answer.cut ? undefined : parse(answer.body);
  if (status === 404 || status === 405) {
    return denied('TOKEN_URL', `Nothing gives tokens at the URL of the token server (status ${status}).`);
  }
  const error = textOf(json, 'error');
  if (error !== undefined) {
    const detail = textOf(json, 'error_description');
    const words = hide(`The token server refuses: ${error}${detail === undefined ? '' : ` (${detail})`}.`);
    const code = 'TOKEN_REFUSED';
    return passing.has(error) ? transient(code, cut(words)) : denied(code, cut(words));
  }
  if (status < 200 || status >= 300) {
    return denied('TOKEN_REFUSED', `The token server refuses our credentials (status ${status}).`);
  }
  if (isPage(answer) || json === undefined) {
    const words = 'A web page, or something else that is no JSON, came in place of a token.';
    return transient('TOKEN_UNREADABLE', words);
  }
  const value = textOf(json, 'access_token');
  // Visible ASCII: anything else could not stand in a header.
  if (value === undefined || !/^[!-~]+$/.test(value)) {
    return denied('TOKEN_UNREADABLE', 'The answer of the token server has no usable `access_token`.');
  }
  const lifetimeMs = secondsOf(field(json, 'expires_in')) ?? jwtLifetimeMs(value) ?? unsaidLifetimeMs;
  return {
    token: {
      value,
      lifetimeMs: Math.min(lifetimeAtMostMs, lifetimeMs),
      refreshToken: textOf(json, 'refresh_token'),
    },
  };
}

/** A number or a text with one, in milliseconds; 0 and less mean nothing to a token that was just given. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** Between `iat` and `exp` of a JWT: a difference, since the clock of this machine may be wrong. */
function jwtLifetimeMs(token: string): number | undefined {
  const claims = parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const [from, until] = [field(claims, 'iat'), field(claims, 'exp')];
  return typeof from === 'number' && typeof until === 'number' ? secondsOf(until - from) : undefined;
}

const transient = (code: string, words: string) => ({ trouble: { kind: 'transient', code, words } }) as const;
const denied = (code: string, words: string) => ({ trouble: { kind: 'denied', code, words } }) as const;

const cut = (words: string) => (words.length > wordsAtMost ? `${words.slice(0, wordsAtMost)}…` : words);

function textOf(json: unknown, name: string): string | undefined {
  const value = field(json, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function field(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? (json as Record<string, unknown>)[name]
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
