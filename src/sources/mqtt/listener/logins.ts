/**
 * Who may come in. A right password costs one scrypt and is remembered in memory as a keyed hash, so that a sensor that
 * comes again after a power cut comes in at once, also while somebody guesses passwords from its address. Guessing
 * is made slow: after three wrong ones in a row a name is refused unseen from that address for 1 s, doubling to
 * 60 s, and at most two passwords are computed at once.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../core/environment.ts';
import { nobodysHash, verifyPassword } from '../../../password.ts';
import type { MqttUser, MqttUsers } from './user-file.ts';

export interface Login {
  readonly name: string;
  readonly password: Uint8Array | undefined;
  readonly address: string;
  /** Common name of a client certificate that was verified. */
  readonly certificate: string | undefined;
}

export type LoginAnswer =
  | { readonly kind: 'welcome'; readonly user: MqttUser }
  /** `known`: there is such a user; a name that nobody has may be a password in the wrong place. */
  | { readonly kind: 'wrong'; readonly known: boolean }
  /** Too many passwords wait to be computed. */
  | { readonly kind: 'busy' };

export interface Logins {
  check(login: Login): Promise<LoginAnswer>;
  /** The users have changed: what is remembered of their passwords is forgotten. */
  forget(): void;
}

const freeTries = 3;
const firstRefusalMs = 1_000;
const longestRefusalMs = 60_000;
const atOnce = 2;
const waitingAtMost = 200;
/** Names and addresses that failed lately; an attacker can invent any number. */
const failuresRemembered = 1_024;

export function createLogins(users: () => MqttUsers, clock: Clock): Logins {
  const secret = randomBytes(32);
  const proven = new Map<string, Buffer>();
  const failures = new Map<string, { count: number; untilMs: number }>();
  const waiting: (() => void)[] = [];
  let working = 0;

  const proofOf = (name: string, password: Uint8Array) =>
    createHmac('sha256', secret).update(name).update('\0').update(password).digest();

  const fail = (key: string) => {
    const count = (failures.get(key)?.count ?? 0) + 1;
    const refusalMs = count < freeTries ? 0 : firstRefusalMs * 2 ** Math.min(count - freeTries, 10);
    failures.delete(key);
    failures.set(key, { count, untilMs: clock.monotonicMs() + Math.min(longestRefusalMs, refusalMs) });
    for (const oldest of failures.keys()) {
      if (failures.size <= failuresRemembered) break;
      failures.delete(oldest);
    }
  };

  const compute = async (password: Uint8Array, hash: string): Promise<boolean> => {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    working += 1;
    try {
      return await verifyPassword(password, hash);
    } finally {
      working -= 1;
      waiting.shift()?.();
    }
  };

  return {
    async check({ name, password, address, certificate }) {
      const user = users().get(name);
      if (user && certificate === name) return { kind: 'welcome', user };
      const wrong: LoginAnswer = { kind: 'wrong', known: user !== undefined };
      if (password === undefined) return wrong;
      const proof = proofOf(name, password);
      const known = proven.get(name);
      if (user && known && timingSafeEqual(known, proof)) return { kind: 'welcome', user };

      const key = `${address} ${name}`;
      if ((failures.get(key)?.untilMs ?? 0) > clock.monotonicMs()) return wrong;
      if (waiting.length >= waitingAtMost) return { kind: 'busy' };
      const right = await compute(password, user?.password ?? nobodysHash);
      // The file may have changed meanwhile.
      const now = users().get(name);
      if (!right || !now || now.password !== user?.password) {
        fail(key);
        return wrong;
      }
      failures.delete(key);
      proven.set(name, proof);
      return { kind: 'welcome', user: now };
    },
    forget: () => proven.clear(),
  };
}
