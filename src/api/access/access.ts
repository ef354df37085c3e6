/**
 * Who may look at the page from elsewhere, and who may act on it. There is no password to begin with: `enable` makes
 * the first person with a secret of its own and a link that works once. Sessions live in memory; a restart, a change of
 * the person and `disable` end them. Every way in, every action and every refusal is one line of the log (`audit`).
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Logger } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { hashPassword, nobodysHash, verifyPassword } from '../../password.ts';
import { Attempts } from './attempts.ts';
import { nobody, type People, type Person, type Role, readPeople, writePeople } from './people.ts';
import { madeSecret } from './secret.ts';
import { Tickets } from './tickets.ts';

export interface Session {
  readonly person: string;
  readonly role: Role;
  /** Must come back with everything that acts. */
  readonly csrf: string;
}

export type SignedIn =
  | { readonly kind: 'in'; readonly token: string; readonly session: Session }
  | { readonly kind: 'refused' }
  | { readonly kind: 'later'; readonly waitMs: number };

export interface AccessParts {
  /** The file of people. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const sessionMs = 12 * 3_600_000;
const sessionIdleMs = 30 * 60_000;
const linkMs = 10 * 60_000;
const mostSessions = 64;
const mostLinks = 16;
const mostPeople = 50;
/** A hash takes 16 MiB for up to 200 ms. */
const hashesAtOnce = 2;

export class Access {
  readonly #parts: AccessParts;
  readonly #attempts: Attempts;
  readonly #sessions: Tickets<Session>;
  readonly #links: Tickets<string>;
  #people: People;
  #hashing = 0;

  /** A file of people that cannot be used lets nobody in; it is logged and the gateway works all the same. */
  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.#attempts = new Attempts(parts.clock);
    this.#sessions = new Tickets(parts.clock, {
      most: mostSessions,
      validMs: sessionMs,
      idleMs: sessionIdleMs,
    });
    this.#links = new Tickets(parts.clock, { most: mostLinks, validMs: linkMs });
    try {
      this.#people = readPeople(parts.file);
    } catch (error) {
      this.#people = nobody;
      const code = error instanceof KopruError ? error.code : 'BUG';
      parts.logger.error({ code, cause: wordsOf(error) }, 'Nobody can sign in at the page.');
    }
  }

  get enabled(): boolean {
    return this.#people.enabled && this.#people.people.size > 0;
  }

  people(): { readonly name: string; readonly role: Role }[] {
    return [...this.#people.people].map(([name, { role }]) => ({ name, role }));
  }

  /** Lets people in. The first time it makes one, and then alone the secret is told. */
  async enable(): Promise<{
    readonly name: string;
    readonly secret: string | undefined;
    readonly link: string;
  }> {
    const known = [...this.#people.people].find(([, { role }]) => role === 'technician');
    const name = known?.[0] ?? 'technician';
    const secret = known ? undefined : madeSecret();
    const people = new Map(this.#people.people);
    if (secret !== undefined) people.set(name, await personWith('technician', secret));
    this.#keep({ enabled: true, people });
    this.audit('enabled', { person: name });
    return { name, secret, link: this.#links.make(name) };
  }

  /** Ends every session and every link at once. The people stay, for another time. */
  disable(): void {
    this.#keep({ ...this.#people, enabled: false });
    this.#sessions.endAll();
    this.#links.endAll();
    this.audit('disabled', {});
  }

  /** A token that signs this person in once, within ten minutes; undefined if there is no such person. */
  link(name: string): string | undefined {
    if (!this.enabled || !this.#people.people.has(name)) return undefined;
    this.audit('link made', { person: name });
    return this.#links.make(name);
  }

  /** Adds the person or gives another role or secret; ends their sessions. The secret is made up if none is given. */
  async setPerson(name: string, role: Role, given?: string): Promise<string | undefined> {
    const people = new Map(this.#people.people);
    if (people.size >= mostPeople && !people.has(name)) {
      throw new KopruError(`There are ${mostPeople} people already.`, {
        kind: 'config',
        code: 'PAGE_PEOPLE_MANY',
        hint: 'Remove one first: kopru page user remove NAME',
      });
    }
    const secret = given ?? madeSecret();
    people.set(name, await personWith(role, secret));
    this.#keep({ ...this.#people, people });
    this.#endOf(name);
    this.audit('person set', { person: name, role });
    return given === undefined ? secret : undefined;
  }

  /** False if there is no such person. */
  removePerson(name: string): boolean {
    const people = new Map(this.#people.people);
    if (!people.delete(name)) return false;
    this.#keep({ ...this.#people, people });
    this.#endOf(name);
    this.audit('person removed', { person: name });
    return true;
  }

  /** Takes as long for a name that there is not as for a wrong secret. */
  async signIn(name: string, secret: string, address: string): Promise<SignedIn> {
    const waitMs = this.#hashing >= hashesAtOnce ? 1_000 : this.#attempts.begin(address);
    if (waitMs > 0) {
      this.audit('refused', { address, why: 'too many tries' });
      return { kind: 'later', waitMs };
    }
    this.#hashing += 1;
    let fits = false;
    const known = this.enabled ? this.#people.people.get(name) : undefined;
    try {
      fits = await verifyPassword(secret, known?.secret ?? nobodysHash);
    } finally {
      this.#hashing -= 1;
    }
    // Disabled or changed meanwhile: what was proved holds no more.
    if (!fits || !known || !this.enabled || this.#people.people.get(name) !== known) {
      this.audit('refused', { address, why: 'name or secret' });
      return { kind: 'refused' };
    }
    this.#attempts.succeeded(address);
    return this.#begin(name, known, address, 'secret');
  }

  /** By a link that was made for it; each works once. Nobody guesses 256 bits, so tries are not counted. */
  enter(link: string, address: string): SignedIn {
    const name = this.#links.take(link);
    const person = name === undefined || !this.enabled ? undefined : this.#people.people.get(name);
    if (name === undefined || !person) {
      this.audit('refused', { address, why: 'link' });
      return { kind: 'refused' };
    }
    return this.#begin(name, person, address, 'link');
  }

  /** Undefined if there is none or it is over. Counts as a use. */
  session(token: string): Session | undefined {
    return this.#sessions.find(token);
  }

  signOut(token: string): void {
    const session = this.#sessions.take(token);
    if (session) this.audit('signed out', { person: session.person });
  }

  /** One line of the audit; `what` is one of a few words, facts hold no secret. */
  audit(what: string, facts: object): void {
    const { logger } = this.#parts;
    const refused = what === 'refused';
    logger[refused ? 'warn' : 'info']({ audit: what, ...facts }, `Access to the page: ${what}.`);
  }

  #begin(name: string, { role }: Person, address: string, by: string): SignedIn {
    const session = { person: name, role, csrf: randomBytes(24).toString('base64url') };
    this.audit('signed in', { person: name, role, address, by });
    return { kind: 'in', token: this.#sessions.make(session), session };
  }

  #endOf(name: string): void {
    this.#sessions.endAll(({ person }) => person === name);
    this.#links.endAll((person) => person === name);
  }

  #keep(people: People): void {
    writePeople(this.#parts.file, people);
    this.#people = people;
  }
}

async function personWith(role: Role, secret: string): Promise<Person> {
  return { role, secret: await hashPassword(secret) };
}
