/**
 * Judges a login: the name and password or client certificate, and whether the client id is free. A client id belongs
 * to the user who is connected with it: another one would throw it off, as MQTT wants it (3.1.4-2).
 */
import type { LoginPacket, LoginVerdict } from './aedes-broker.ts';
import type { Guest } from './door.ts';
import type { Logins } from './logins.ts';
import type { Penalties } from './penalties.ts';
import type { Refusals } from './refusals.ts';
import type { Rights } from './rights.ts';
import type { Sessions } from './sessions.ts';

export interface AdmissionParts {
  readonly logins: Logins;
  readonly penalties: Penalties;
  readonly refusals: Refusals;
  readonly sessions: Sessions;
}

export type Admission =
  | { readonly verdict: 'welcome'; readonly user: string | undefined; readonly rights: Rights }
  | { readonly verdict: Exclude<LoginVerdict, 'welcome'> };

/** Without a user: any topic, on a loopback address only. */
const everything: Rights = { publish: ['#'], subscribe: [] };

/** Counts what it refuses. */
export async function admit(guest: Guest, packet: LoginPacket, parts: AdmissionParts): Promise<Admission> {
  const { logins, penalties, refusals, sessions } = parts;
  const { clientId, password } = packet;
  const { address, certificate } = guest;
  const user = packet.name ?? certificate;
  const facts = { address, client: clientId };
  if (penalties.holds(clientId)) return { verdict: 'unavailable' };
  let rights = everything;
  if (user !== undefined) {
    const answer = await logins.check({ name: user, password, address, certificate });
    if (answer.kind !== 'welcome') {
      const busy = answer.kind === 'busy';
      const who = answer.kind === 'wrong' && answer.known ? { mqttUser: user } : {};
      refusals.count(busy ? 'busy' : 'login', { ...facts, ...who });
      return { verdict: busy ? 'unavailable' : 'wrong' };
    }
    rights = answer.user;
    const reserved = answer.user.clientId ?? clientId;
    if (reserved !== clientId) {
      refusals.count('client id', { ...facts, mqttUser: user });
      return { verdict: 'identifier' };
    }
  } else if (!guest.anonymous) {
    refusals.count('login', facts);
    return { verdict: 'wrong' };
  }
  const holder = sessions.named(clientId);
  if (holder && holder.user !== user) {
    refusals.count('client id', { ...facts, mqttUser: user });
    return { verdict: 'identifier' };
  }
  return { verdict: 'welcome', user, rights };
}
