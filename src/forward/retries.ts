/**
 * Sends entries of the quarantine again when a person asked for it, one after the other and each version alone, while
 * nothing else is to be sent and nothing of the same strand is under way. Whoever asked may be gone by then: the mark is
 * on disk, and the first turn after a start looks for it.
 */
import type { Answer, Batch } from '../core/broker.ts';
import type { Buffer } from '../core/buffer.ts';
import type { Logger, Random } from '../core/environment.ts';
import type { Quarantined } from '../core/quarantine.ts';
import { backoffMs } from '../core/retry.ts';
import type { MappingProblem, VersionEnd } from '../core/round.ts';
import type { Strand, StrandOf } from '../core/strand.ts';
import type { Version } from '../core/version.ts';
import type { Guard } from './guard.ts';
import { Lane } from './lane.ts';
import { react } from './reaction.ts';
import { openRetrial, type Retrial, retryEnd } from './retrial.ts';

export interface RetriesParts {
  readonly buffer: Pick<Buffer, 'quarantine' | 'stream' | 'segment'>;
  readonly destination: string;
  readonly strandOf: StrandOf;
  readonly guard: Guard;
  /** Something of the strand is under way, or has an outcome that is not on disk yet. */
  readonly isBusy: (strand: Strand) => boolean;
  readonly send: (batch: Batch) => Promise<Answer>;
  readonly random: Random;
  readonly logger: Logger;
  readonly onMappingProblem: (problem: MappingProblem) => void;
}

const lookedAt = 20;
const busyMs = 1_000;
const backoff = { baseMs: 5_000, capMs: 600_000 };

export class Retries {
  readonly #parts: RetriesParts;
  #wanted = true;
  #notBeforeMs = 0;
  #failures = 0;

  constructor(parts: RetriesParts) {
    this.#parts = parts;
  }

  /** Somebody marked entries. */
  wake(): void {
    this.#wanted = true;
    this.#notBeforeMs = 0;
    this.#failures = 0;
  }

  /** Monotonic time of the next try; infinite if nothing is to be sent again. */
  get dueMs(): number {
    return this.#wanted ? this.#notBeforeMs : Number.POSITIVE_INFINITY;
  }

  /** Tries one entry, if one is due. True if there may be another at once. */
  async turn(nowMs: number): Promise<boolean> {
    if (nowMs < this.dueMs) return false;
    const { buffer, destination } = this.#parts;
    const marked = await buffer.quarantine.list({ destination, retry: true, limit: lookedAt });
    this.#wanted = marked.length > 0;
    for (const entry of marked) {
      const retrial = this.#open(entry);
      if (!retrial) continue;
      const ended = await this.#try(retrial);
      this.#failures = ended ? 0 : this.#failures + 1;
      this.#notBeforeMs = ended ? 0 : nowMs + backoffMs(this.#failures, backoff, this.#parts.random);
      return ended;
    }
    this.#notBeforeMs = nowMs + busyMs;
    return false;
  }

  #open(entry: Quarantined): Retrial | undefined {
    const { buffer, strandOf, guard, isBusy, onMappingProblem } = this.#parts;
    const lookup = {
      stream: (id: number) => buffer.stream(id),
      segment: (id: number) => buffer.segment(id),
      strandOf,
    };
    const retrial = openRetrial(entry, lookup, guard.newest, guard.told, onMappingProblem);
    return retrial?.strands.some(isBusy) ? undefined : retrial;
  }

  /** False if the broker took nothing for now. */
  async #try(retrial: Retrial): Promise<boolean> {
    const { buffer, logger, destination } = this.#parts;
    const ends = new Map<Version, VersionEnd>();
    for (const version of retrial.versions) {
      const end = await this.#send(version);
      if (end) ends.set(version, end);
      if (end?.outcome !== 'delivered') break;
      this.#parts.guard.given(version);
    }
    const { id, entity, code, words } = retrial.entry;
    const interrupted = ends.size < retrial.versions.length && ![...ends.values()].some(isRefusal);
    if (interrupted && ends.size === 0) return false;
    const end = retryEnd(retrial, ends);
    await buffer.quarantine.ended(
      interrupted && end.left ? { ...end, left: { ...end.left, code, words } } : end,
    );
    if (interrupted) await buffer.quarantine.retry({ ids: [id], destination });
    else if (end.left) {
      const facts = { destination, entity, code: end.left.code, words: end.left.words };
      logger.error(facts, 'The broker rejects an entity of the quarantine again.');
    } else logger.info({ destination, entity, entry: id }, 'An entity left the quarantine.');
    return !interrupted;
  }

  /** Undefined: neither taken nor refused. */
  async #send(version: Version): Promise<VersionEnd | undefined> {
    const item = { entity: version.plan.id, json: version.json };
    const answer = await this.#parts.send({ context: version.plan.context, items: [item] });
    const lane = new Lane({ plans: [version.plan] }, 0);
    const { delivered, rejected } = react(
      [{ ...item, lane, version, bytes: item.json.length }],
      answer,
      true,
    );
    if (delivered.length > 0) return { outcome: 'delivered' };
    const [refusal] = rejected;
    return refusal && { outcome: 'quarantined', code: refusal.code, words: refusal.words };
  }
}

const isRefusal = (end: VersionEnd): boolean => end.outcome === 'quarantined';
