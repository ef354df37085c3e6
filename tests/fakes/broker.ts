/**
 * A broker that keeps what it was given and answers as the test says: from a script first, then by `otherwise`.
 * It complains when an attribute goes back in time, which no forwarder may ever cause.
 */
import { type Answer, type Batch, type Broker, noTemporalWrites } from '../../src/core/broker.ts';

/** `applied`: which items the broker takes over, whatever it answers. */
export interface Reply {
  readonly answer: Answer;
  readonly applied: (index: number) => boolean;
}

export type Responder = (batch: Batch) => Reply | Promise<Reply>;

export interface FakeBroker extends Broker {
  readonly batches: readonly Batch[];
  /** Answers to come; then `otherwise` answers. */
  readonly script: Responder[];
  otherwise: Responder;
  /** The same for writes to the history. */
  readonly historyScript: Responder[];
  historyOtherwise: Responder;
  /** Whether it answers questions; default: it does. */
  isUp: boolean;
  /** Requests to write to the history, in order. */
  readonly histories: readonly Batch[];
  /** Every value written, as `entity attribute value`, in order. */
  readonly written: readonly string[];
  /** Every value added to the history alone, in the same form. */
  readonly recorded: readonly string[];
  /** Writes older than what the attribute had. */
  readonly backwards: readonly string[];
}

export const all = () => true;
export const none = () => false;
export const delivered: Responder = () => ({
  answer: { scope: 'batch', status: 204, verdict: { kind: 'delivered' } },
  applied: all,
});

/** The whole batch fails in this way. */
export function failed(
  kind: 'transient' | 'denied' | 'unknown',
  more: { readonly applied?: boolean; readonly retryAfterMs?: number } = {},
): Responder {
  const { applied = false, ...rest } = more;
  const verdict = { kind, code: kind.toUpperCase(), words: kind, ...rest };
  return () => ({ answer: { scope: 'batch', status: 0, verdict }, applied: () => applied });
}

/** 207: these entities fare so, the others are delivered. */
export function partly(kind: 'rejected' | 'transient', bad: (entity: string) => boolean): Responder {
  return ({ items }) => ({
    answer: {
      scope: 'items',
      status: 207,
      verdicts: items.map(({ entity }) =>
        bad(entity) ? { kind, code: 'BadRequestData', words: `no ${entity}` } : { kind: 'delivered' },
      ),
    },
    applied: (index) => !bad(items[index]?.entity ?? ''),
  });
}

/** 400 for the whole batch as soon as one of these is in it. */
export function culprit(bad: (entity: string) => boolean): Responder {
  return (batch) =>
    batch.items.some(({ entity }) => bad(entity))
      ? { answer: { scope: 'culprit', status: 400, code: 'BadRequestData', words: 'bad' }, applied: none }
      : delivered(batch);
}

/** No temporal writes here. */
export const noHistory: Responder = () => ({
  answer: {
    scope: 'batch',
    status: 501,
    verdict: { kind: 'denied', code: noTemporalWrites, words: 'status 501' },
  },
  applied: none,
});

/** 413 for more than this many bytes. */
export function atMostBytes(limit: number): Responder {
  return (batch) =>
    batch.items.reduce((sum, { json }) => sum + json.length + 1, 1) > limit
      ? { answer: { scope: 'size', status: 413, words: 'too large' }, applied: none }
      : delivered(batch);
}

export function fakeBroker(): FakeBroker {
  const batches: Batch[] = [];
  const histories: Batch[] = [];
  const written: string[] = [];
  const recorded: string[] = [];
  const backwards: string[] = [];
  const newest = new Map<string, string>();
  const write = (json: string) => {
    const { id, type: _, ...attributes } = JSON.parse(json);
    for (const [name, { value, observedAt }] of Object.entries<{ value: unknown; observedAt: string }>(
      attributes,
    )) {
      const key = `${id} ${name}`;
      if (observedAt < (newest.get(key) ?? '')) backwards.push(`${key} ${value}`);
      newest.set(key, observedAt);
      written.push(`${key} ${value}`);
    }
  };
  const record = (json: string) => {
    const { id, type: _, ...attributes } = JSON.parse(json);
    for (const [name, instances] of Object.entries<{ value: unknown }[]>(attributes)) {
      for (const { value } of instances) recorded.push(`${id} ${name} ${value}`);
    }
  };
  return {
    batches,
    histories,
    written,
    recorded,
    backwards,
    script: [],
    otherwise: delivered,
    historyScript: [],
    historyOtherwise: delivered,
    isUp: true,
    async upsert(batch) {
      batches.push(batch);
      const { answer, applied } = await (this.script.shift() ?? this.otherwise)(batch);
      batch.items.forEach(({ json }, index) => {
        if (applied(index)) write(json);
      });
      return answer;
    },
    async addHistory(context, item) {
      const batch = { context, items: [item] };
      histories.push(batch);
      const { answer, applied } = await (this.historyScript.shift() ?? this.historyOtherwise)(batch);
      if (applied(0)) record(item.json);
      return answer;
    },
    async lists() {
      return this.isUp;
    },
    async close() {},
  };
}
