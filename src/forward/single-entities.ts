/**
 * For a broker without batch operations: each entity by a request of its own, one after the other. Its attributes are
 * appended to an entity that is there (GS CIM 009 clause 5.6.3) and it is created when it is not; both leave
 * alone what others wrote.
 */
import type { Answer, Batch, BatchItem, Verdict } from '../core/broker.ts';
import { readAnswer } from './batch-result.ts';
import { failureOf } from './connection/failure.ts';
import type { HttpAnswer } from './connection/http.ts';

export interface SingleEntityParts {
  /** Asks the broker; `path` counts from the base of the API. */
  readonly ask: (
    method: 'POST' | 'PATCH',
    path: string,
    context: string,
    body: Buffer,
    signal: AbortSignal,
  ) => Promise<HttpAnswer>;
}

type Trouble = Extract<Verdict, { kind: 'transient' | 'denied' | 'unknown' }>;

interface Fate {
  readonly status: number;
  readonly verdict: Verdict;
}

/** Two entities in a row that the broker says nothing about: it is the broker, and the others need not ask. */
const troublesAtMost = 2;

export class SingleEntities {
  readonly #parts: SingleEntityParts;
  /** Entities that the broker had when it was asked last. */
  readonly #there = new Set<string>();
  #append: 'POST' | 'PATCH' = 'POST';

  constructor(parts: SingleEntityParts) {
    this.#parts = parts;
  }

  async upsert(batch: Batch, signal: AbortSignal): Promise<Answer> {
    const fates: Fate[] = [];
    let troubles = 0;
    for (const item of batch.items) {
      const fate = await this.#one(item, batch.context, signal).catch(
        (error: unknown): Fate => ({ status: 0, verdict: failureOf(error) }),
      );
      fates.push(fate);
      troubles = isTrouble(fate.verdict) ? troubles + 1 : 0;
      if (troubles === troublesAtMost) break;
    }
    const last = fates.at(-1);
    if (last && isTrouble(last.verdict) && fates.every(({ verdict }) => isTrouble(verdict))) {
      return { scope: 'batch', status: last.status, verdict: last.verdict };
    }
    const rest: Verdict = {
      kind: 'transient',
      code: 'NOT_SENT',
      words: 'The broker stopped answering before it.',
    };
    return {
      scope: 'items',
      status: last?.status ?? 0,
      verdicts: batch.items.map((_, index) => fates[index]?.verdict ?? rest),
    };
  }

  async #one(item: BatchItem, context: string, signal: AbortSignal): Promise<Fate> {
    if (!this.#there.has(item.entity)) {
      const created = await this.#create(item, context, signal);
      if (created) return created;
    }
    const updated = await this.#update(item, context, signal);
    if (updated) return updated;
    this.#there.delete(item.entity);
    const fate = await this.#create(item, context, signal);
    const words = 'The entity comes and goes at the broker.';
    return fate ?? { status: 409, verdict: { kind: 'transient', code: 'AlreadyExists', words } };
  }

  /** Undefined: it is there already. */
  async #create(item: BatchItem, context: string, signal: AbortSignal): Promise<Fate | undefined> {
    const answer = await this.#parts.ask('POST', 'entities', context, Buffer.from(item.json), signal);
    const there = answer.status === 201 || answer.status === 409;
    if (there) this.#there.add(item.entity);
    return answer.status === 409 ? undefined : this.#fateOf(answer, item, context);
  }

  /** Undefined: it is not there. */
  async #update(item: BatchItem, context: string, signal: AbortSignal): Promise<Fate | undefined> {
    const { id: _, type: __, ...attributes } = JSON.parse(item.json) as Record<string, unknown>;
    const body = Buffer.from(JSON.stringify(attributes));
    const path = `entities/${encodeURIComponent(item.entity)}/attrs`;
    let answer = await this.#parts.ask(this.#append, path, context, body, signal);
    if (answer.status === 405 && this.#append === 'POST') {
      this.#append = 'PATCH';
      answer = await this.#parts.ask(this.#append, path, context, body, signal);
    }
    if (answer.status === 404) return undefined;
    return answer.status === 207 ? partly(answer) : this.#fateOf(answer, item, context);
  }

  #fateOf(answer: HttpAnswer, item: BatchItem, context: string): Fate {
    const { status } = answer;
    const read = readAnswer(answer, { context, items: [item] }, item.json.length);
    switch (read.scope) {
      case 'batch':
        return { status, verdict: read.verdict };
      case 'items':
        return { status, verdict: read.verdicts[0] ?? unclear(status) };
      case 'culprit':
        return { status, verdict: { kind: 'rejected', code: read.code, words: read.words } };
      case 'size':
        return { status, verdict: { kind: 'rejected', code: 'TOO_LARGE', words: read.words } };
      case 'unclear':
        return { status, verdict: unclear(status) };
    }
  }
}

const isTrouble = (verdict: Verdict): verdict is Trouble =>
  verdict.kind !== 'delivered' && verdict.kind !== 'rejected';

const unclear = (status: number): Verdict => ({
  kind: 'transient',
  code: 'UNCLEAR_ANSWER',
  words: `status ${status}`,
});

/** 207 to an update lists the attributes that were not taken (UpdateResult, clause 5.2.18). */
function partly(answer: HttpAnswer): Fate {
  const refused = /"notUpdated"\s*:\s*\[\s*[^\]\s]/.test(answer.body);
  const verdict: Verdict = refused
    ? { kind: 'rejected', code: 'PARTLY_REFUSED', words: answer.body.slice(0, 4_096) }
    : { kind: 'delivered' };
  return { status: 207, verdict };
}
