/**
 * The wait of a destination that takes nothing now: until when, what goes out first after it, and what the log says.
 * Nothing is lost by it; what was under way is sent again with the same bytes if it may have been applied.
 */
import type { Clock, Logger } from '../core/environment.ts';
import type { Pace } from '../core/pace.ts';
import type { Sent } from './batcher.ts';
import type { Outcomes } from './outcomes.ts';
import type { Trouble } from './reaction.ts';
import type { Repeats } from './repeats.ts';

export interface HoldParts {
  readonly settings: { readonly name: string };
  readonly pace: Pace;
  readonly outcomes: Pick<Outcomes, 'rest'>;
  readonly repeats: Pick<Repeats, 'again'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Logger;
}

const deniedRetryMs = 60_000;
/** Of an entity that gets no answer even alone: perhaps it is the broker, so it is tried again soon. */
const unansweredBackoff = { baseMs: 5_000, capMs: 60_000 };

export class Hold {
  /** Monotonic time before which nothing is sent. */
  notBeforeMs = 0;
  readonly #parts: HoldParts;

  constructor(parts: HoldParts) {
    this.#parts = parts;
  }

  /** The destination as a whole did not take the request. `isNews`: it did, or failed otherwise, the time before. */
  begin(
    trouble: Trouble,
    { items, piece }: { readonly items: readonly Sent[]; readonly piece: boolean },
    isNews: boolean,
  ): void {
    const { pace, outcomes, repeats, clock, logger, settings } = this.#parts;
    const nowMs = clock.monotonicMs();
    const wait = trouble.kind === 'denied' ? deniedRetryMs : pace.failed(trouble.retryAfterMs);
    this.notBeforeMs = nowMs + wait;
    const [only] = items;
    if (trouble.kind === 'unknown' && only && items.length === 1) {
      // Its round stays open, so the same bytes come first again; but the others need not wait for it.
      only.lane.suspect = true;
      outcomes.rest(only.lane, unansweredBackoff, nowMs);
    } else if (items.length > 0 && (piece || trouble.kind === 'unknown')) repeats.again(items, piece);
    const facts = { destination: settings.name, code: trouble.code, words: trouble.words, retryInMs: wait };
    if (!isNews) logger.debug(facts, 'Still no delivery.');
    else if (trouble.kind === 'denied') logger.error(facts, 'The broker refuses us, readings are kept.');
    else logger.warn(facts, 'The broker takes nothing now, readings are kept.');
  }
}
