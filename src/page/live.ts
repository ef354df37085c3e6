/**
 * The page's state as it goes on: one snapshot per tick for all viewers. Nobody looking, it ticks rarely, so that the
 * curves have no hole; each viewer is told when something is new and asks for what it has not seen.
 */
import type { Clock, Logger, Random } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import type { Quarantined } from '../core/quarantine.ts';
import type { Snapshot } from '../core/status.ts';
import { Pieces } from './delta.ts';
import { Observer, type PageSite } from './observer.ts';
import type { PageState } from './state.ts';

export interface LivePageParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly site: () => PageSite;
  readonly snapshot: () => Promise<Snapshot>;
  /** The newest of the quarantine, at most `limit`. */
  readonly quarantined: (limit: number) => Promise<readonly Quarantined[]>;
}

const watchedMs = 1_000;
const unwatchedMs = 5_000;
/** A state is shown to a new viewer as it is, up to this age. */
const freshMs = 1_000;
const mostRefused = 20;
/** Far more than any run counts, so that two runs do not meet. */
const mostTicks = 2 ** 50;

export class LivePage {
  readonly #parts: LivePageParts;
  readonly #observer: Observer;
  readonly #pieces: Pieces;
  readonly #waiting = new Set<() => void>();
  #viewers = 0;
  #state: PageState | undefined;
  #atMs = 0;
  #ticking: Promise<void> | undefined;
  #cancel = () => {};
  #ended = false;

  constructor(parts: LivePageParts) {
    this.#parts = parts;
    this.#observer = new Observer(parts.site);
    this.#pieces = new Pieces(Math.floor(parts.random() * mostTicks));
  }

  start(): void {
    this.#plan(0);
  }

  stop(): void {
    this.#ended = true;
    this.#cancel();
    for (const wake of this.#waiting) wake();
  }

  get ended(): boolean {
    return this.#ended;
  }

  get tick(): number {
    return this.#pieces.tick;
  }

  get viewers(): number {
    return this.#viewers;
  }

  /** JSON of what changed after this tick; 0: all. */
  since(tick: number): string {
    return this.#pieces.since(tick > this.tick ? 0 : tick);
  }

  /** The state, not older than a second. */
  async now(): Promise<PageState> {
    if (!this.#state || this.#parts.clock.monotonicMs() - this.#atMs > freshMs) await this.#tick();
    if (!this.#state) throw new Error('The gateway has no state to show yet.');
    return this.#state;
  }

  /** Counts a viewer until the returned function is called. */
  enter(): () => void {
    this.#viewers += 1;
    this.#plan(0);
    let inside = true;
    return () => {
      if (inside) this.#viewers -= 1;
      inside = false;
    };
  }

  /** Resolves when there is something newer than this tick, after `atMostMs`, at an abort, or at the end. */
  async news(tick: number, atMostMs: number, signal: AbortSignal): Promise<void> {
    if (this.#ended || signal.aborted || this.tick > tick) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        cancel();
        this.#waiting.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.#parts.clock.after(atMostMs, finish);
      this.#waiting.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  #plan(delayMs: number): void {
    this.#cancel();
    if (this.#ended) return;
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      void this.#tick().then(() => this.#plan(this.#viewers > 0 ? watchedMs : unwatchedMs));
    });
  }

  /** Several at once are one. */
  #tick(): Promise<void> {
    this.#ticking ??= this.#look().finally(() => {
      this.#ticking = undefined;
    });
    return this.#ticking;
  }

  async #look(): Promise<void> {
    const { clock, logger, snapshot, quarantined } = this.#parts;
    try {
      const taken = await snapshot();
      const refused = taken.destinations.some((one) => one.quarantined > 0)
        ? await quarantined(mostRefused)
        : [];
      this.#atMs = clock.monotonicMs();
      this.#state = this.#observer.take(taken, this.#atMs, refused);
      this.#pieces.update(this.#state);
      for (const wake of [...this.#waiting]) wake();
    } catch (error) {
      if (!this.#ended) logger.warn({ error: wordsOf(error) }, 'The page could not be brought up to date.');
    }
  }
}
