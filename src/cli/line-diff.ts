/** The lines in which two texts differ, for a person who decides whether the second may replace the first. */
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

/** Most lines for which the shortest difference is looked for; beyond, the middle is shown as replaced. */
const mostCompared = 2_000;

function compared(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const same = (text: string, index: number): DiffLine => ({ sign: ' ', line: index + 1, text });
  const end = after.length - tail;
  return [
    ...after.slice(0, head).map(same),
    ...middle(before.slice(head, before.length - tail), after.slice(head, end), head),
    ...after.slice(end).map((text, index) => same(text, end + index)),
  ];
}

/** By the longest common subsequence. */
function middle(before: readonly string[], after: readonly string[], offset: number): DiffLine[] {
  const removed = (index: number): DiffLine => ({
    sign: '-',
    line: offset + index + 1,
    text: before[index] ?? '',
  });
  const added = (index: number): DiffLine => ({
    sign: '+',
    line: offset + index + 1,
    text: after[index] ?? '',
  });
  if (Math.max(before.length, after.length) > mostCompared) {
    return [...before.map((_, index) => removed(index)), ...after.map((_, index) => added(index))];
  }
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ ...added(j), sign: ' ' });
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push(removed(i++));
    else lines.push(added(j++));
  }
  return lines;
}
