/** The lines in which two texts differ, for a person who decides whether the second may replace the first. */
import { diffArrays } from 'diff';
import type { Terminal } from './terminal.ts';

export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  /** Line number in the text the line is of; in the second one for what both have. */
  readonly line: number;
  readonly text: string;
}

/** Removed and added lines in order, with up to `context` lines around them that both have. */
export function diffLines(before: string, after: string, context = 2): DiffLine[] {
  const all = compared(before.split('\n'), after.split('\n'));
  const near = (index: number) =>
    all.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' ');
  return all.filter((_, index) => near(index));
}

/** As `check` shows lines: the number, a sign, the text; cut at the width of the terminal. */
export function diffText(
  lines: readonly DiffLine[],
  { color }: Pick<Terminal, 'color'>,
  width = 80,
): string[] {
  const hues = { '-': 31, '+': 32, ' ': 0 } as const;
  return lines.map(({ sign, line, text }, index) => {
    const previous = lines[index - 1];
    const gap =
      previous && previous.sign === ' ' && sign === ' ' && line > previous.line + 1 ? ['  ...'] : [];
    const whole = `${String(line).padStart(4)} ${sign} ${text}`.trimEnd();
    const cut = whole.length > width ? `${whole.slice(0, width - 1)}…` : whole;
    return [...gap, color && sign !== ' ' ? `\x1b[${hues[sign]}m${cut}\x1b[0m` : cut].join('\n');
  });
}

/** Most lines that may differ for the shortest difference to be looked for; beyond, all is shown as replaced. */
const mostEdits = 2_000;

function compared(before: readonly string[], after: readonly string[]): DiffLine[] {
  const chunks = diffArrays([...before], [...after], { maxEditLength: mostEdits }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  let [old, fresh] = [0, 0];
  return chunks.flatMap(({ value, removed, added }) =>
    value.map((text): DiffLine => {
      if (!added) old += 1;
      if (!removed) fresh += 1;
      return { sign: added ? '+' : removed ? '-' : ' ', line: removed ? old : fresh, text };
    }),
  );
}
