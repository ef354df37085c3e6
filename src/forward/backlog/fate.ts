/** From the broker's answer to one write to the history to how that write fared. */
import type { Answer, Verdict } from '../../core/broker.ts';

export type Fate = Verdict | { readonly kind: 'too large'; readonly code: string; readonly words: string };

export function fateOf(answer: Answer): Fate {
  switch (answer.scope) {
    case 'batch':
      return answer.verdict;
    case 'items':
      return answer.verdicts[0] ?? unclear(`status ${answer.status}`);
    case 'culprit':
      return { kind: 'rejected', code: answer.code, words: answer.words };
    case 'size':
      return { kind: 'too large', code: 'TOO_LARGE', words: answer.words };
    case 'unclear':
      return unclear(answer.words);
  }
}

const unclear = (words: string): Verdict => ({ kind: 'transient', code: 'UNCLEAR_ANSWER', words });
