/**
 * Mends the indentation of a file that cannot be read because of it: tabs, and lines that stand a column or two beside
 * the level they belong to. A line is moved only where one level is nearer than all others; what could be meant in two
 * ways is left to the person who wrote it.
 *
 * It reads lines, not YAML, since there is no YAML yet; whoever calls it parses the result and believes the parser.
 */

export interface MovedLine {
  /** Counts from 1. */
  readonly line: number;
  /** Columns it was moved to the right; negative: to the left. */
  readonly by: number;
}

export interface Mended {
  readonly text: string;
  readonly moved: readonly MovedLine[];
}

const leading = /^[ \t]*(?:-[ \t]+)*/;

/** True where a tab stands in the indentation of a line. */
export const hasTabs = (text: string): boolean =>
  text.split('\n').some((line) => leading.exec(line)?.[0].includes('\t'));

/** The text with the tabs before the first word of each line replaced, up to the next multiple of `width` columns. */
export function withoutTabs(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const [lead = ''] = leading.exec(line) ?? [];
      let spaces = '';
      for (const character of lead) {
        spaces += character === '\t' ? ' '.repeat(width - (spaces.length % width)) : character;
      }
      return spaces + line.slice(lead.length);
    })
    .join('\n');
}

type LevelKind = 'map' | 'list';

interface Level {
  readonly column: number;
  readonly kind: LevelKind;
}

/** The text with each line on a level of those above it; undefined where two levels are equally near. */
export function evened(text: string): Mended | undefined {
  const reader = new LineReader();
  const lines: string[] = [];
  const moved: MovedLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const by = reader.read(line);
    if (by === undefined) return undefined;
    const shifted = by < 0 ? line.slice(-by) : `${' '.repeat(by)}${line}`;
    lines.push(line.trim() === '' ? line : shifted);
    if (by !== 0 && !/^\s*(#|$)/.test(line)) moved.push({ line: index + 1, by });
  }
  return { text: lines.join('\n'), moved };
}

/** What is open after the lines read so far. */
class LineReader {
  private levels: Level[] = [];
  /** The last line ended with a colon or dash: a deeper level may begin. */
  private opened = true;
  /** Column whose deeper lines are a text after | or >. */
  private textBelow: number | undefined;
  /** Brackets and quotes that a value above has not closed. */
  private pending = '';
  /** Lines deeper than this belong to one that was moved, and go with it. */
  private carried: { readonly below: number; readonly by: number } | undefined;

  /** Columns the line must be moved; undefined if nobody can know. */
  read(line: string): number | undefined {
    const written = line.length - line.trimStart().length;
    if (this.carried && written <= this.carried.below && line.trim() !== '') this.carried = undefined;
    const carriedBy = this.carried?.by ?? 0;
    const column = written + carriedBy;
    if (line.trim() === '' || line.trim().startsWith('#')) return this.pending === '' ? carriedBy : 0;
    if (this.pending !== '') {
      this.pending = openAfter(line, this.pending);
      return carriedBy;
    }
    if (this.textBelow !== undefined) {
      if (column > this.textBelow) return carriedBy;
      this.textBelow = undefined;
    }
    const { heads, value } = headsOf(line.trim(), column);
    const [first] = heads;
    if (!first) return carriedBy;
    const by = this.fits(first) ? 0 : this.nearest(first);
    if (by === undefined) return undefined;
    if (by !== 0) this.carried = { below: written, by: carriedBy + by };
    this.enter(
      heads.map(({ kind, column: at }) => ({ kind, column: at + by })),
      value,
    );
    return carriedBy + by;
  }

  private fits({ column, kind }: Level): boolean {
    const open = this.levels.filter((level) => level.column <= column);
    if (open.some((level) => level.column === column && level.kind === kind)) return true;
    const deepest = this.levels.at(-1);
    if (!this.opened) return false;
    // A list may begin in the column of the key that it belongs to.
    return (
      !deepest ||
      column > deepest.column ||
      (kind === 'list' && column === deepest.column && deepest.kind === 'map')
    );
  }

  private nearest({ column, kind }: Level): number | undefined {
    const ways = this.levels
      .filter((level) => level.kind === kind)
      .map((level) => level.column - column)
      .sort((a, b) => Math.abs(a) - Math.abs(b));
    const [best, other] = ways;
    return best !== undefined && other !== undefined && Math.abs(best) === Math.abs(other) ? undefined : best;
  }

  private enter(heads: readonly Level[], value: string): void {
    const [first] = heads;
    if (!first) return;
    this.levels = this.levels.filter(
      (level) => level.column < first.column || (level.column === first.column && first.kind === 'list'),
    );
    for (const head of heads) {
      if (!this.levels.some((level) => level.column === head.column && level.kind === head.kind)) {
        this.levels.push(head);
      }
    }
    this.opened = value === '';
    if (/^[|>][-+0-9]*$/.test(value)) this.textBelow = this.levels.at(-1)?.column;
    this.pending = openAfter(value, '');
  }
}

/** The dashes and the key that a line begins with, each with its column, and what stands behind them. */
function headsOf(trimmed: string, start: number): { heads: Level[]; value: string } {
  const heads: Level[] = [];
  let rest = trimmed;
  let column = start;
  for (let dash = /^-(?:\s+|$)/.exec(rest); dash; dash = /^-(?:\s+|$)/.exec(rest)) {
    heads.push({ column, kind: 'list' });
    rest = rest.slice(dash[0].length);
    column += dash[0].length;
  }
  const key = /^(?:"[^"]*"|'[^']*'|[^\s#"'&*!|>%@`{}[\],][^#]*?)\s*:(?:\s+|$)/.exec(rest);
  if (key) {
    heads.push({ column, kind: 'map' });
    rest = rest.slice(key[0].length);
  }
  return { heads, value: rest.replace(/(^|\s)#.*$/, '').trim() };
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The brackets and the quote still open after a piece of a value, innermost last. */
function openAfter(piece: string, before: string): string {
  let open = before;
  let previous = ' ';
  for (const [index, character] of [...piece].entries()) {
    const innermost = open.at(-1) ?? '';
    if (innermost === '"' || innermost === "'") {
      if (character === innermost && !(innermost === '"' && previous === '\\')) open = open.slice(0, -1);
    } else if (character === '#' && /\s/.test(previous)) break;
    else if ((character === '"' || character === "'") && /[\s,:{[]/.test(previous)) open += character;
    else if (closers[character] !== undefined && (open !== '' || index === 0)) open += closers[character];
    else if (character === innermost) open = open.slice(0, -1);
    previous = character;
  }
  return open;
}
