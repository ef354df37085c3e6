/**
 * OAuth2 for a machine: a token for client id and secret, or for a refresh token (RFC 6749 clauses 4.4 and 6).
 *
 * A token is asked for when a request needs one, never twice at a time. After 80 % of its life the next one is
 * fetched while requests still go out with the old; a token that is refused with 401 is given up, and the
 * request is repeated once with another. Ages are monotonic: the wall clock of a cabinet may be wrong.
 */
import type { Clock, Logger } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import type { Secrets } from '../../settings.ts';
import type { Connection } from '../connection/connection.ts';
import { failureOf } from '../connection/failure.ts';
import type { OAuth2Settings } from '../settings.ts';
import { type Auth, basicCredentials } from './auth.ts';
import type { KeptToken } from './kept-token.ts';
import { readTokenAnswer, type Token, type TokenTrouble } from './token-answer.ts';
import type { Veil } from './veil.ts';

export interface OAuth2Parts {
  readonly settings: OAuth2Settings;
  readonly destination: string;
  readonly secrets: Secrets;
  readonly veil: Veil;
  /** To the token server. Closed with this. */
  readonly connection: Connection;
  readonly kept: KeptToken;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Logger;
  /** Sent as User-Agent. */
  readonly agent: string;
}

const requestMs = 15_000;
const renewAfterShare = 0.8;
/** Between two tries to renew in the background. */
const renewGapMs = 10_000;

interface Held {
  readonly value: string;
  readonly renewMs: number;
  readonly endMs: number;
}

/** The trouble of a token as the destination's trouble: the server's wish to wait goes with it. */
export class TokenError extends KopruError {
  readonly retryAfterMs: number | undefined;

  constructor({ kind, code, words, retryAfterMs }: TokenTrouble) {
    super(words, { kind, code });
    this.retryAfterMs = retryAfterMs;
  }
}

export class OAuth2 implements Auth {
  readonly #parts: OAuth2Parts;
  readonly #header: string;
  readonly #prefix: string;
  #held: Held | undefined;
  #fetching: Promise<Held> | undefined;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(parts: OAuth2Parts) {
    this.#parts = parts;
    this.#header = parts.settings.header.toLowerCase();
    const prefix = parts.settings.prefix ?? (this.#header === 'authorization' ? 'Bearer' : '');
    this.#prefix = prefix === '' ? '' : `${prefix} `;
  }

  async headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const nowMs = this.#parts.clock.monotonicMs();
    let held = this.#held;
    if (!held || nowMs >= held.endMs) held = await abortable(this.#fetch(), signal);
    else if (nowMs >= held.renewMs && nowMs >= this.#notBeforeMs) this.#renew(nowMs);
    return { [this.#header]: `${this.#prefix}${held.value}` };
  }

  refused(headers: Readonly<Record<string, string>>): boolean {
    const value = headers[this.#header]?.slice(this.#prefix.length);
    if (this.#held?.value === value) this.#held = undefined;
    return true;
  }

  close(): Promise<void> {
    return this.#parts.connection.close();
  }

  #renew(nowMs: number): void {
    this.#notBeforeMs = nowMs + renewGapMs;
    this.#fetch().catch((error: unknown) => {
      const { destination, logger, veil } = this.#parts;
      const reason = veil.hide(wordsOf(error));
      logger.warn({ destination, reason }, 'No new token yet, the old one is still good.');
    });
  }

  /** One at a time: whoever asks meanwhile waits for the same. */
  #fetch(): Promise<Held> {
    this.#fetching ??= this.#ask().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #ask(): Promise<Held> {
    const { settings, secrets, veil, connection, clock, agent } = this.#parts;
    const startMs = clock.monotonicMs();
    const { pathname, search } = new URL(settings.tokenUrl);
    const { form, headers, secret } = this.#request(secrets);
    const answer = await connection
      .request(
        {
          method: 'POST',
          path: pathname + search,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            accept: 'application/json',
            'user-agent': agent,
            ...headers,
          },
          body: Buffer.from(form.toString()),
        },
        AbortSignal.timeout(requestMs),
      )
      .catch((error: unknown) => {
        throw unreachable(error);
      });
    const read = readTokenAnswer(answer, (text) => veil.hide(text));
    if ('trouble' in read) throw new TokenError(read.trouble);
    const { value, lifetimeMs, refreshToken } = read.token;
    veil.learn(value);
    if (refreshToken !== undefined) veil.learn(refreshToken);
    this.#keep(secret, read.token);
    this.#held = { value, renewMs: startMs + lifetimeMs * renewAfterShare, endMs: startMs + lifetimeMs };
    return this.#held;
  }

  /** The form, its headers, and the refresh token as configured. */
  #request(secrets: Secrets) {
    const { grant, clientId, clientSecret, refreshToken, scope, audience, clientAuthentication } =
      this.#parts.settings;
    const form = new URLSearchParams();
    const first = grant === 'refreshToken' && refreshToken ? secrets(refreshToken) : undefined;
    form.set('grant_type', first === undefined ? 'client_credentials' : 'refresh_token');
    if (first !== undefined) form.set('refresh_token', this.#parts.kept.after(first) ?? first);
    if (scope !== undefined) form.set('scope', scope);
    if (audience !== undefined) form.set('audience', audience);
    const headers: Record<string, string> = {};
    if (clientSecret && clientAuthentication === 'header') {
      headers.authorization = basicCredentials(encoded(clientId), encoded(secrets(clientSecret)));
      this.#parts.veil.learn(headers.authorization.slice('Basic '.length));
    } else {
      form.set('client_id', clientId);
      if (clientSecret) form.set('client_secret', secrets(clientSecret));
    }
    return { form, headers, secret: first };
  }

  #keep(first: string | undefined, { refreshToken }: Token): void {
    const { kept, destination, logger } = this.#parts;
    if (first === undefined || refreshToken === undefined || refreshToken === (kept.after(first) ?? first))
      return;
    try {
      kept.keep(first, refreshToken);
    } catch (error) {
      logger.error(
        { destination, reason: wordsOf(error) },
        'The new refresh token cannot be kept: after a restart the destination may refuse us.',
      );
    }
  }
}

/** As in a form: RFC 6749 clause 2.3.1 wants it before the Basic scheme. */
const encoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);

/** Not the broker's trouble, and never an unknown outcome: nothing of the data went out. */
function unreachable(error: unknown): KopruError {
  if (error instanceof KopruError) return error;
  const { kind, code, words } = failureOf(error);
  return new TokenError({
    kind: kind === 'denied' ? 'denied' : 'transient',
    code: 'TOKEN_SERVER_UNREACHABLE',
    words: `The token server cannot be reached (${code}): ${words.replaceAll('broker', 'token server')}`,
  });
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(
        new TokenError({
          kind: 'transient',
          code: 'TOKEN_SERVER_UNREACHABLE',
          words: 'The token server gave no answer in time.',
        }),
      );
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
