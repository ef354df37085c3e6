import { describe, expect, it } from 'vitest';
import type { Answer, Verdict } from '../../src/core/broker.ts';
import { type Reaction, react } from '../../src/forward/reaction.ts';
import { sent } from '../fakes/lanes.ts';

const delivered: Verdict = { kind: 'delivered' };
const rejected: Verdict = { kind: 'rejected', code: 'BadRequestData', words: 'no' };
const transient: Verdict = { kind: 'transient', code: 'InternalError', words: 'later' };
const denied: Verdict = { kind: 'denied', code: 'UNAUTHORIZED', words: 'who are you' };
const unknown: Verdict = { kind: 'unknown', code: 'TIMEOUT', words: 'no answer' };

const items = (status: number, ...verdicts: Verdict[]): Answer => ({ scope: 'items', status, verdicts });
const batch = (status: number, verdict: Verdict): Answer => ({ scope: 'batch', status, verdict });
const culprit = (code: string): Answer => ({ scope: 'culprit', status: 400, code, words: 'no' });

/** The reaction by the names of the entities; what is empty or false is left out. */
function named(reaction: Reaction): object {
  const all = {
    delivered: reaction.delivered.map(({ entity }) => entity).join(' '),
    rejected: reaction.rejected.map(({ sent, code }) => `${sent.entity} ${code}`).join(', '),
    kept: reaction.kept.map(({ sent, trouble }) => `${sent.entity} ${trouble.code}`).join(', '),
    groups: reaction.groups.map((group) => group.map(({ entity }) => entity).join(' ')).join(' | '),
    trouble: reaction.trouble?.kind,
    tooLarge: reaction.tooLarge,
    culprit: reaction.culprit,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

describe('the reaction to an answer', () => {
  it.each<[string, string, Answer, object]>([
    ['ends a batch that was taken', 'a b', batch(204, delivered), { delivered: 'a b' }],
    ['keeps everything when the broker is away', 'a b', batch(503, transient), { trouble: 'transient' }],
    ['keeps everything when we are refused', 'a b', batch(401, denied), { trouble: 'denied' }],
    ['keeps everything when no full answer came', 'a b', batch(0, unknown), { trouble: 'unknown' }],
    ['looks for who is to blame when all are refused', 'a b c', batch(400, rejected), { groups: 'a b | c' }],
    ['gives up one that is refused alone', 'a', batch(400, rejected), { rejected: 'a BadRequestData' }],
    [
      'goes by the entity when the broker does',
      'a b c',
      items(207, delivered, rejected, transient),
      { delivered: 'a', rejected: 'b BadRequestData', kept: 'c InternalError' },
    ],
    [
      'rests only the one whose rights are missing',
      'a b',
      items(207, delivered, denied),
      {
        delivered: 'a',
        kept: 'b UNAUTHORIZED',
      },
    ],
    [
      'keeps what is transient for each one apart',
      'a b',
      items(207, transient, transient),
      {
        kept: 'a InternalError, b InternalError',
      },
    ],
    [
      'takes a 503 with a list of all for the broker itself',
      'a b',
      items(503, transient, transient),
      {
        trouble: 'transient',
      },
    ],
    [
      'takes a 403 with a list of all for the broker itself',
      'a b',
      items(403, denied, denied),
      {
        trouble: 'denied',
      },
    ],
    [
      'believes a 503 that lists different fates',
      'a b',
      items(503, delivered, transient),
      {
        delivered: 'a',
        kept: 'b InternalError',
      },
    ],
    [
      'sends versions of one entity again alone: the error names no version',
      'a a b',
      items(207, rejected, rejected, delivered),
      {
        delivered: 'b',
        groups: 'a | a',
      },
    ],
    ['bisects a batch with one bad entity', 'a b c d', culprit('BadRequestData'), { groups: 'a b | c d' }],
    [
      'never parts the versions of one entity from each other',
      'a b a b',
      culprit('BadRequestData'),
      {
        groups: 'a a | b b',
      },
    ],
    [
      'parts the versions of a single entity in order',
      'a a a',
      culprit('BadRequestData'),
      {
        groups: 'a a | a',
      },
    ],
    [
      'remembers who spoiled whole batches',
      'a',
      culprit('BadRequestData'),
      {
        rejected: 'a BadRequestData',
        culprit: true,
      },
    ],
    [
      'tries again what exists already, which an upsert cannot mean',
      'a',
      culprit('AlreadyExists'),
      {
        kept: 'a AlreadyExists',
      },
    ],
    [
      'halves a body that is too large',
      'a b',
      { scope: 'size', status: 413, words: '' },
      {
        groups: 'a | b',
        tooLarge: true,
      },
    ],
    [
      'gives up a single version that is too large',
      'a',
      { scope: 'size', status: 413, words: '' },
      {
        rejected: 'a TOO_LARGE',
      },
    ],
    [
      'repeats a batch whose answer cannot be understood',
      'a b',
      { scope: 'unclear', status: 207, words: '' },
      {
        groups: 'a b',
      },
    ],
    [
      'keeps a single version whose answer cannot be understood',
      'a',
      { scope: 'unclear', status: 207, words: '' },
      {
        kept: 'a UNCLEAR_ANSWER',
      },
    ],
  ])('%s', (_, entities, answer, expected) => {
    expect(named(react(entities.split(' ').map(sent), answer, false))).toEqual(expected);
  });

  it('sends one by one what was not understood twice', () => {
    const answer: Answer = { scope: 'unclear', status: 207, words: '' };

    expect(named(react(['a', 'b', 'c'].map(sent), answer, true))).toEqual({ groups: 'a | b | c' });
  });
});
