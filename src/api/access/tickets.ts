/**
 * Random tokens that stand for something until they expire: sessions and one-time links. Only hashes are kept, so that
 * a copy of the memory holds no way in, and looking one up tells nothing by the time it takes. Bounded: beyond that the
 * oldest goes.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../core/environment.ts';

export interface TicketOptions {
  readonly most: number;
  /** From the making on, whatever happens. */
  readonly validMs: number;
  /** Without a use for this long it is over, too. */
  readonly idleMs?: number;
}

interface Ticket<T> {
  readonly what: T;
  readonly madeMs: number;
  usedMs: number;
}

export class Tickets<T> {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #options: TicketOptions;
  /** Oldest first. */
  readonly #tickets = new Map<string, Ticket<T>>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, options: TicketOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** The token, which is not kept. */
  make(what: T): string {
    const token = randomBytes(32).toString('base64url');
    const nowMs = this.#clock.monotonicMs();
    this.#tickets.set(keyOf(token), { what, madeMs: nowMs, usedMs: nowMs });
    const [oldest] = this.#tickets.keys();
    if (this.#tickets.size > this.#options.most && oldest !== undefined) this.#tickets.delete(oldest);
    return token;
  }

  /** What it stands for; undefined if it is unknown or over. Counts as a use. */
  find(token: string): T | undefined {
    const key = keyOf(token);
    const ticket = this.#tickets.get(key);
    if (!ticket) return undefined;
    const { validMs, idleMs = validMs } = this.#options;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - ticket.madeMs >= validMs || nowMs - ticket.usedMs >= idleMs) {
      this.#tickets.delete(key);
      return undefined;
    }
    ticket.usedMs = nowMs;
    return ticket.what;
  }

  /** The same, once. */
  take(token: string): T | undefined {
    const what = this.find(token);
    this.#tickets.delete(keyOf(token));
    return what;
  }

  endAll(isMeant: (what: T) => boolean = () => true): void {
    for (const [key, { what }] of [...this.#tickets]) if (isMeant(what)) this.#tickets.delete(key);
  }
}

const keyOf = (token: string) => createHash('sha256').update(token).digest('base64url');
