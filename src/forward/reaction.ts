/**
 * From the broker's answer to what is done about each version that was sent. Pure: the adapter classified, the
 * forwarder acts.
 */
import type { Answer, Verdict } from '../core/broker.ts';
import type { Sent } from './batcher.ts';

export interface Trouble {
  readonly kind: 'transient' | 'denied' | 'unknown';
  readonly code: string;
  readonly words: string;
  readonly retryAfterMs?: number;
}

export interface Reaction {
  readonly delivered: readonly Sent[];
  /** To the quarantine, with the broker's words. */
  readonly rejected: readonly { readonly sent: Sent; readonly code: string; readonly words: string }[];
  /** Late, and the broker takes no history: the newer value stays the only one. */
  readonly superseded?: readonly Sent[];
  /** Their strands rest for a while; the others go on. */
  readonly kept: readonly { readonly sent: Sent; readonly trouble: Trouble }[];
  /** To be sent again before anything else, each group as a request of its own. */
  readonly groups: readonly (readonly Sent[])[];
  /** Concerns the destination as a whole: nothing is sent before a wait. */
  readonly trouble: Trouble | undefined;
  /** The body was too large. */
  readonly tooLarge: boolean;
  /** What was rejected made the broker refuse whole batches. */
  readonly culprit: boolean;
}

export const nothing: Reaction = {
  delivered: [],
  rejected: [],
  kept: [],
  groups: [],
  trouble: undefined,
  tooLarge: false,
  culprit: false,
};

/** `piece`: these versions are part of a batch whose answer told nothing about them. */
export function react(items: readonly Sent[], answer: Answer, piece: boolean): Reaction {
  switch (answer.scope) {
    case 'items':
      return ofAll(answer) ?? perItem(items, answer.verdicts);
    case 'batch':
      return wholeBatch(items, answer.verdict);
    case 'culprit':
      if (items.length > 1) return { ...nothing, groups: halves(items) };
      if (answer.code === 'AlreadyExists')
        return keep(items, { kind: 'transient', code: answer.code, words: answer.words });
      return { ...reject(items, answer), culprit: true };
    case 'size':
      return items.length === 1
        ? reject(items, { code: 'TOO_LARGE', words: answer.words })
        : { ...nothing, groups: halves(items), tooLarge: true };
    case 'unclear':
      if (items.length === 1)
        return keep(items, { kind: 'transient', code: 'UNCLEAR_ANSWER', words: answer.words });
      return { ...nothing, groups: piece ? items.map((item) => [item]) : [items] };
  }
}

/** A status of 5xx, 401 or 403 that comes with a list of all entities speaks about the broker, not about them. */
function ofAll({ status, verdicts }: Extract<Answer, { scope: 'items' }>): Reaction | undefined {
  if (status < 500 && status !== 401 && status !== 403) return undefined;
  const [trouble] = verdicts;
  if (trouble?.kind !== 'transient' && trouble?.kind !== 'denied') return undefined;
  return verdicts.every(({ kind }) => kind === trouble.kind) ? { ...nothing, trouble } : undefined;
}

function wholeBatch(items: readonly Sent[], verdict: Verdict): Reaction {
  if (verdict.kind === 'delivered') return { ...nothing, delivered: items };
  if (verdict.kind === 'rejected') {
    return items.length === 1 ? reject(items, verdict) : { ...nothing, groups: halves(items) };
  }
  return { ...nothing, trouble: verdict };
}

function perItem(items: readonly Sent[], verdicts: readonly Verdict[]): Reaction {
  const delivered: Sent[] = [];
  const rejected: { sent: Sent; code: string; words: string }[] = [];
  const kept: { sent: Sent; trouble: Trouble }[] = [];
  const alone: Sent[][] = [];
  const several = repeated(items);
  items.forEach((sent, index) => {
    const verdict = verdicts[index];
    if (!verdict || verdict.kind === 'delivered') delivered.push(sent);
    else if (verdict.kind === 'rejected' && several.has(sent.entity)) alone.push([sent]);
    else if (verdict.kind === 'rejected') rejected.push({ sent, code: verdict.code, words: verdict.words });
    else kept.push({ sent, trouble: verdict });
  });
  return { ...nothing, delivered, rejected, kept, groups: alone };
}

function reject(items: readonly Sent[], { code, words }: { code: string; words: string }): Reaction {
  return { ...nothing, rejected: items.map((sent) => ({ sent, code, words })) };
}

function keep(items: readonly Sent[], trouble: Trouble): Reaction {
  return { ...nothing, kept: items.map((sent) => ({ sent, trouble })) };
}

/** Entities of which several versions were sent: an error under their id does not tell which one it means. */
function repeated(items: readonly Sent[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(items.flatMap(({ entity }) => (seen.size === seen.add(entity).size ? [entity] : [])));
}

/** Never parts the versions of one entity while there is another: the later half could overtake the first. */
function halves(items: readonly Sent[]): readonly (readonly Sent[])[] {
  const entities = [...new Set(items.map(({ entity }) => entity))];
  if (entities.length === 1) {
    const middle = Math.ceil(items.length / 2);
    return [items.slice(0, middle), items.slice(middle)];
  }
  const first = new Set(entities.slice(0, Math.ceil(entities.length / 2)));
  return [items.filter(({ entity }) => first.has(entity)), items.filter(({ entity }) => !first.has(entity))];
}
