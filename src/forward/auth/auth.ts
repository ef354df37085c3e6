/** How a destination knows us. Secrets are asked for at each use, so that a changed one takes effect at once. */
import type { Secrets } from '../../settings.ts';
import type { DestinationSettings } from '../settings.ts';
import type { Veil } from './veil.ts';

export interface Auth {
  /**
   * Headers for the next request, names in lower case. Rejects with a KopruError when there are none: `denied` and
   * `config` until somebody acts, `transient` until time has passed.
   */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** The server answered 401 to these headers. Returns whether other headers can be had at once. */
  refused(headers: Readonly<Record<string, string>>): boolean;
  close(): Promise<void>;
}

/** The headers that are always the same: of `headers`, and of `auth: { type: basic }`. */
export function staticAuth(
  settings: Pick<DestinationSettings, 'headers' | 'auth'>,
  secrets: Secrets,
  veil: Veil,
): Auth {
  return {
    headers: async () => {
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(settings.headers ?? {})) {
        headers[name.toLowerCase()] = typeof value === 'string' ? value : secrets(value);
      }
      if (settings.auth?.type === 'basic') {
        const { username, password } = settings.auth;
        headers.authorization = basicCredentials(username, secrets(password));
        veil.learn(headers.authorization.slice('Basic '.length));
      }
      return headers;
    },
    refused: () => false,
    close: async () => {},
  };
}

/** Both: what is always the same, and a token. */
export function bothAuths(one: Auth, other: Auth): Auth {
  return {
    headers: async (signal) => ({ ...(await one.headers(signal)), ...(await other.headers(signal)) }),
    refused: (headers) => [one, other].map((auth) => auth.refused(headers)).includes(true),
    close: () => Promise.all([one.close(), other.close()]).then(() => {}),
  };
}

export function basicCredentials(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
