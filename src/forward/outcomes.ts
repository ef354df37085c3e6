/**
 * What becomes of versions once the broker has answered about the data, and of their lanes: delivered, rejected into the
 * quarantine, kept for another try, or held back with all of their mapping.
 */
import type { Logger, Random } from '../core/environment.ts';
import { type Backoff, backoffMs } from '../core/retry.ts';
import type { Sent } from './batcher.ts';
import type { Guard } from './guard.ts';
import type { Lane } from './lane.ts';
import { type HeldMapping, MappingHold } from './mapping-hold.ts';
import type { Reaction, Trouble } from './reaction.ts';
import type { Reader } from './reader.ts';
import type { DeliveryRecord } from './record.ts';
import type { Repeats } from './repeats.ts';

export interface OutcomesParts {
  readonly destination: string;
  readonly reader: Pick<Reader, 'lanes' | 'sendBehind'>;
  readonly repeats: Repeats;
  readonly guard: Guard;
  readonly record: DeliveryRecord;
  readonly random: Random;
  readonly logger: Logger;
}

const keptBackoff = { baseMs: 5_000, capMs: 600_000 };
const alreadyExistsTries = 3;
/** An entity that is kept for so long while so many other requests succeed goes to the quarantine; its strand-mates wait with it. */
const stuckAloneMs = 3_600_000;
const stuckTogetherMs = 600_000;
const stuckAfterDeliveries = 100;

export class Outcomes {
  readonly #parts: OutcomesParts;
  readonly #holds = new MappingHold();
  /** Requests since the start of which something was taken. */
  #deliveries = 0;

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  held(): readonly HeldMapping[] {
    return this.#holds.all();
  }

  /** Acts on an answer that is about the data. */
  take(reaction: Reaction, nowMs: number): void {
    if (reaction.delivered.length > 0) this.#deliveries++;
    for (const { lane, version } of reaction.delivered) {
      lane.ends.set(version, { outcome: 'delivered' });
      lane.suspect = false;
      lane.kept = undefined;
      this.#parts.guard.given(version);
      if (this.#holds.delivered(version.plan.mapping)) this.#release(version.plan.mapping);
    }
    for (const { lane, version } of reaction.superseded ?? []) {
      lane.ends.set(version, { outcome: 'superseded', reason: 'late' });
    }
    for (const { sent, code, words } of reaction.rejected) {
      this.#refused(sent, code, words, nowMs);
      sent.lane.suspect = reaction.culprit;
    }
    this.#parts.repeats.pieces(reaction.groups);
    const kept = new Map(reaction.kept.map((each) => [each.sent.lane, each]));
    for (const { sent, trouble } of kept.values()) this.#keep(sent, trouble, nowMs);
  }

  /** To the quarantine, unless its mapping as a whole is to blame: then it waits. */
  #refused(sent: Sent, code: string, words: string, nowMs: number): void {
    const { mapping } = sent.version.plan;
    const what = this.#holds.rejected(mapping, code, words, nowMs);
    if (what === 'reject') {
      this.#reject(sent, code, words);
      return;
    }
    sent.lane.notBeforeMs = this.#heldBy(sent.lane)?.nextTryMs ?? nowMs;
    this.#parts.reader.sendBehind(sent.lane);
    this.#parts.repeats.forget(sent.lane);
    if (what === 'keep') return;
    const { logger, destination } = this.#parts;
    logger.error(
      { destination, mapping, code, words },
      'The broker rejects all of a mapping: it is held, its readings wait, one is tried every ten minutes.',
    );
  }

  /** The broker takes entities of the mapping again. */
  #release(mapping: string): void {
    const { logger, destination } = this.#parts;
    for (const lane of this.#parts.reader.lanes.values()) {
      if (lane.strand.plans.some((plan) => plan.mapping === mapping)) lane.notBeforeMs = 0;
    }
    logger.info({ destination, mapping }, 'The broker takes the entities of a mapping again.');
  }

  #reject({ lane, version }: Sent, code: string, words: string): void {
    const { logger, destination } = this.#parts;
    lane.ends.set(version, { outcome: 'quarantined', code, words });
    this.#parts.record.rejected();
    const facts = {
      destination,
      entity: version.plan.id,
      mapping: version.plan.mapping,
      code,
      words,
    };
    logger.error(facts, 'The broker rejects an entity, its readings go to the quarantine.');
  }

  #keep(sent: Sent, trouble: Trouble, nowMs: number): void {
    const { lane } = sent;
    if (trouble.code === 'AlreadyExists' && lane.failures + 1 >= alreadyExistsTries) {
      this.#reject(sent, trouble.code, trouble.words);
      return;
    }
    lane.kept ??= { sinceMs: nowMs, deliveries: this.#deliveries };
    if (this.#isStuck(lane, trouble, nowMs)) {
      this.#reject(sent, 'STUCK', `${trouble.code}: ${trouble.words}`);
      return;
    }
    this.rest(lane, keptBackoff, nowMs);
  }

  /** The broker cannot say yes or no to this one for long, while it takes the others: never a reason to wait for ever. */
  #isStuck({ kept, strand }: Lane, { kind, code }: Trouble, nowMs: number): boolean {
    if (!kept || kind === 'denied' || code === 'LdContextNotAvailable') return false;
    const patienceMs = strand.plans.length > 1 ? stuckTogetherMs : stuckAloneMs;
    return nowMs - kept.sinceMs >= patienceMs && this.#deliveries - kept.deliveries >= stuckAfterDeliveries;
  }

  /** The strand waits by itself and goes behind; the others go on. */
  rest(lane: Lane, backoff: Backoff, nowMs: number): void {
    lane.failures++;
    lane.notBeforeMs = nowMs + backoffMs(lane.failures, backoff, this.#parts.random);
    this.#parts.reader.sendBehind(lane);
    this.#parts.repeats.forget(lane);
  }

  /** Of these lanes those that no held mapping keeps back. */
  free(lanes: readonly Lane[]): readonly Lane[] {
    return this.#holds.any ? lanes.filter((lane) => !this.#heldBy(lane)) : lanes;
  }

  /**
   * Of these lanes the one whose held mapping is to be tried now, if there is one; all others that are held go
   * behind until the next try.
   */
  toTry(lanes: readonly Lane[], nowMs: number): Lane | undefined {
    let chosen: Lane | undefined;
    for (const lane of lanes) {
      const held = this.#heldBy(lane);
      if (!held) continue;
      if (chosen === undefined && nowMs >= held.nextTryMs) {
        chosen = lane;
        this.#holds.tried(held.mapping, nowMs);
      } else {
        lane.notBeforeMs = held.nextTryMs;
        this.#parts.reader.sendBehind(lane);
      }
    }
    return chosen;
  }

  #heldBy(lane: Lane): HeldMapping | undefined {
    return this.#holds.among(lane.strand.plans.map(({ mapping }) => mapping));
  }
}
