/** Asks for one entity as the broker holds it: `GET entities/{id}` (GS CIM 009 clause 5.7.1), in normalized form. */
import type { Verdict } from '../core/broker.ts';
import { readAnswer } from './batch-result.ts';
import { type HttpAnswer, isPage } from './connection/http.ts';

export type HeldEntity =
  | { readonly kind: 'held'; readonly entity: Readonly<Record<string, unknown>> }
  | { readonly kind: 'absent' }
  /** Whether it is there is not known. */
  | { readonly kind: 'trouble'; readonly verdict: Exclude<Verdict, { readonly kind: 'delivered' }> };

export function readHeldEntity(answer: HttpAnswer, id: string): HeldEntity {
  const { status, body } = answer;
  if (status === 200 && !isPage(answer)) {
    const entity = parse(body);
    if (entity?.id === id) return { kind: 'held', entity };
  }
  // With nothing to blame in what was sent, a refusal of the data can only mean that there is no such entity.
  const read = readAnswer(answer, { context: '', items: [] }, 0);
  if (status === 404 && read.scope === 'culprit') return { kind: 'absent' };
  if (read.scope === 'batch' && read.verdict.kind !== 'delivered') {
    return { kind: 'trouble', verdict: read.verdict };
  }
  const words = `status ${status} ${body}`.trim().slice(0, 200);
  return { kind: 'trouble', verdict: { kind: 'unknown', code: 'UNCLEAR_ANSWER', words } };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
