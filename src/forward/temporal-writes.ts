/**
 * Writes to the history of an entity: `POST temporal/entities` (GS CIM 009 clause 5.6.11), each attribute a list of
 * instances. There is no batch of it, so one request is about one entity. Many brokers have none of this, and say
 * so in different ways.
 */
import { type Answer, type BatchItem, noTemporalWrites } from '../core/broker.ts';
import { deniesOperation, readAnswer } from './batch-result.ts';
import type { HttpAnswer } from './connection/http.ts';

export interface TemporalWriteParts {
  /** Posts to the broker; `path` counts from the base of the API. */
  readonly post: (path: string, context: string, body: Buffer, signal: AbortSignal) => Promise<HttpAnswer>;
}

export async function writeHistory(
  { post }: TemporalWriteParts,
  context: string,
  item: BatchItem,
  signal: AbortSignal,
): Promise<Answer> {
  const body = Buffer.from(item.json);
  const answer = await post('temporal/entities', context, body, signal);
  if (answer.status === 422 || deniesOperation(answer)) {
    const words = `status ${answer.status} ${answer.body}`.trim().slice(0, 200);
    const verdict = { kind: 'denied', code: noTemporalWrites, words } as const;
    return { scope: 'batch', status: answer.status, verdict };
  }
  return readAnswer(answer, { context, items: [item] }, body.length);
}
