/** From a period that is over to what it gives to its entity, and how its readings end that give nothing. */
import { wordsOf } from './errors.ts';
import type { Ending } from './ledger.ts';
import type { Closing } from './open-windows.ts';
import type { Part } from './parts.ts';
import type { Stream } from './reading.ts';
import type { Newest, Step, Stepped } from './step.ts';

/** Steps, and how readings end that are in none of them. */
export interface Settled extends Stepped {
  readonly others?: readonly (readonly [seq: number, ending: Ending])[];
}

export function settleClosing(closing: Closing, newest: Newest): Settled {
  const { plan, window, span, parts, before } = closing;
  const all = rowsOf(parts, window.uses);
  const givenMs = Math.max(...all.streamIds.map((id) => newest(window.guard, id) ?? 0), 0);
  if (givenMs >= span.endMs) return ended(all.seqs, givenMs === span.endMs ? given : late);
  try {
    const { fragment, gives } = window.close(span);
    const made = rowsOf(parts, gives);
    const opener = rowsOf(before, (stream) => window.carries(stream) && gives(stream));
    const seqs = [...opener.seqs, ...made.seqs];
    const step: Step = {
      plan,
      guard: window.guard,
      fragment,
      seqs,
      streamIds: [...opener.streamIds, ...made.streamIds],
      atMs: span.endMs,
    };
    const inStep = new Set(seqs);
    const thin = fragment.problems.some(({ code }) => code === 'WINDOW_THIN');
    const left = all.seqs.filter((seq) => !inStep.has(seq));
    return {
      steps: [step],
      late: [],
      bugs: [],
      others: left.map((seq) => [seq, thin ? thinWindow : unmapped]),
    };
  } catch (error) {
    // It must not hold up the destination for ever.
    return { steps: [], late: [], bugs: [{ plan, seqs: all.seqs, words: wordsOf(error) }] };
  }
}

const given: Ending = { outcome: 'delivered', reason: '' };
const late: Ending = { outcome: 'superseded', reason: 'late' };
const thinWindow: Ending = { outcome: 'unused', reason: 'thin window' };
const unmapped: Ending = { outcome: 'unused', reason: 'unmapped' };

const ended = (seqs: readonly number[], ending: Ending): Settled => ({
  steps: [],
  late: [],
  bugs: [],
  others: seqs.map((seq) => [seq, ending]),
});

function rowsOf(
  parts: readonly Part[],
  wanted: (stream: Stream) => boolean,
): { readonly seqs: number[]; readonly streamIds: number[] } {
  const seqs: number[] = [];
  const streamIds: number[] = [];
  for (const part of parts) {
    part.readings.forEach(({ stream }, row) => {
      if (!wanted(stream)) return;
      seqs.push(part.seqs[row] ?? 0);
      streamIds.push(part.streamIds[row] ?? 0);
    });
  }
  return { seqs, streamIds };
}
