/**
 * The layout of a file that can be read: two columns for each level, a dash and one blank before an entry of a list,
 * one blank after a comma and inside braces, no blanks at the end of lines, at most one empty line. Every word,
 * comment, quote and number stays as it was written, and so does what somebody aligned behind a colon.
 */
import { CST, Parser } from 'yaml';

const step = 2;

/** The text laid out; it says the same, which the caller checks (`sayings` in format.ts). */
export function laidOut(text: string): string {
  const unix = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const sheet = new Layout(unix);
  for (const token of new Parser().parse(unix)) {
    if (token.type === 'document' && token.value) sheet.place(token.value, 0);
  }
  return sheet.text();
}

/** What is to be done with a line. */
interface Line {
  readonly start: number;
  readonly text: string;
  readonly column: number;
  /** Column its first word gets; undefined until something says so. */
  target?: number;
  /** Part of a text over several lines, in which blanks and # may belong to the text. */
  inner?: boolean;
}

class Layout {
  private readonly source: string;
  private readonly lines: Line[];
  /** By offset, the blanks that stand before the character there. */
  private readonly gaps = new Map<number, string>();

  constructor(source: string) {
    this.source = source;
    let start = 0;
    this.lines = source.split('\n').map((text) => {
      const line = { start, text, column: text.length - text.trimStart().length };
      start += text.length + 1;
      return line;
    });
  }

  /** Lays out a node whose first word, where it begins a line, comes to stand in `column`. */
  place(node: CST.Token, column: number): void {
    if (node.type === 'block-map') {
      for (const { key, value } of node.items) {
        if (key) this.begin(key.offset, column);
        this.under(value, column);
      }
    } else if (node.type === 'block-seq') {
      for (const { start, value } of node.items) {
        const dash = start.find(({ type }) => type === 'seq-item-ind');
        if (!dash) continue;
        this.begin(dash.offset, column);
        if (value && this.lineAt(value.offset) === this.lineAt(dash.offset)) this.gap(value.offset, ' ');
        this.under(value ?? undefined, column);
      }
    } else this.under(node, column - step);
  }

  /** Lays out what belongs to a key or dash that stands in `parent`. */
  private under(node: CST.Token | undefined, parent: number): void {
    if (!node) return;
    if (node.type === 'block-map' || node.type === 'block-seq') this.place(node, parent + step);
    else if (node.type === 'block-scalar') this.placeText(node, parent);
    else if (node.type === 'flow-collection') this.placeFlow(node, parent);
    else if (CST.isScalar(node)) this.follow(node.offset, node.offset + node.source.length, parent, true);
  }

  private placeText({ props, offset, source }: CST.BlockScalar, parent: number): void {
    const header = props.find(({ type }) => type === 'block-scalar-header');
    const explicit = header && 'source' in header && /\d/.test(header.source);
    const first = this.lineAt(offset);
    const lines = this.lines.filter(({ start }) => start >= offset && start < offset + source.length);
    const written = lines.find(({ text }) => text.trim() !== '')?.column ?? 0;
    const head = this.lineAt(header?.offset ?? offset) ?? first;
    const by = explicit ? (head?.target ?? 0) - (head?.column ?? 0) : parent + step - written;
    for (const line of lines) {
      line.inner = true;
      const empty = line.text.trim() === '' && line.column <= written && !explicit;
      line.target = empty ? 0 : Math.max(0, line.column + by);
    }
  }

  private placeFlow(node: CST.FlowCollection, parent: number): void {
    const end = node.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    this.follow(node.offset, end?.offset ?? node.offset, parent, false);
    this.spaceFlow(node);
  }

  /** One blank inside braces and after commas, where there is none. */
  private spaceFlow({ start, items, end }: CST.FlowCollection): void {
    const close = end.find(({ type }) => type === 'flow-map-end');
    if (start.type === 'flow-map-start' && close && items.length > 0) {
      this.gapIfNone(start.offset + 1);
      this.gapIfNone(close.offset);
    }
    for (const { start: before, key, value } of items) {
      for (const { type, offset } of before) if (type === 'comma') this.gapIfNone(offset + 1);
      for (const inner of [key, value]) {
        if (inner?.type === 'flow-collection') this.spaceFlow(inner);
        else if (inner && CST.isScalar(inner))
          this.markInner(inner.offset, inner.offset + inner.source.length);
      }
    }
  }

  /** The further lines of a value go with its first one, and stay deeper than its key. */
  private follow(from: number, to: number, parent: number, inner: boolean): void {
    const first = this.lineAt(from);
    const by = first ? (first.target ?? first.column) - first.column : 0;
    for (const line of this.lines) {
      if (line.start <= from || line.start > to) continue;
      line.target ??= Math.max(parent + 1, line.column + by);
      if (inner) line.inner = true;
    }
  }

  private markInner(from: number, to: number): void {
    for (const line of this.lines) if (line.start > from && line.start <= to) line.inner = true;
  }

  private begin(offset: number, column: number): void {
    const line = this.lineAt(offset);
    if (line && line.start + line.column === offset) line.target = column;
  }

  private gap(offset: number, blanks: string): void {
    this.gaps.set(offset, blanks);
  }

  private gapIfNone(offset: number): void {
    const around = [this.source[offset - 1] ?? '\n', this.source[offset] ?? '\n'];
    if (!around.some((each) => /\s/.test(each))) this.gap(offset, ' ');
  }

  private lineAt(offset: number): Line | undefined {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lines[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lines[low];
  }

  text(): string {
    this.placeComments();
    const written: string[] = [];
    for (const line of this.lines) {
      const text = this.written(line);
      if (text !== '' || line.inner || (written.length > 0 && written.at(-1) !== '')) written.push(text);
    }
    const last = this.lines.at(-1);
    if (last?.inner) return written.join('\n');
    while (written.at(-1) === '') written.pop();
    return `${written.join('\n')}\n`;
  }

  /** A comment on a line of its own stands with what follows it, unless it was written on a level above. */
  private placeComments(): void {
    for (const [index, line] of this.lines.entries()) {
      if (line.target !== undefined || line.inner || !line.text.trim().startsWith('#')) continue;
      const after = this.lines.slice(index + 1).find(isPlaced);
      const above = this.levelsAbove(index);
      const level = [after, ...above].find((each) => each?.column === line.column);
      line.target = level?.target ?? after?.target ?? (line.column === 0 ? 0 : above[0]?.target) ?? 0;
    }
  }

  /** The lines that the one at `index` may belong under, innermost first. */
  private levelsAbove(index: number): Line[] {
    const found: Line[] = [];
    for (let at = index - 1; at >= 0; at--) {
      const line = this.lines[at];
      if (!line || !isPlaced(line)) continue;
      if (line.column < (found.at(-1)?.column ?? Number.POSITIVE_INFINITY)) found.push(line);
      if (line.column === 0) break;
    }
    return found;
  }

  private written(line: Line): string {
    const { start, text, column, target = column, inner } = line;
    if (text.trim() === '' && !inner) return '';
    let rest = '';
    for (let at = column; at < text.length; at++) {
      const gap = this.gaps.get(start + at);
      if (gap !== undefined) rest = rest.trimEnd() + gap;
      rest += text[at];
    }
    const whole = ' '.repeat(target) + rest;
    return inner ? whole : whole.trimEnd();
  }
}

const isPlaced = ({ text, target, inner }: Line): boolean =>
  target !== undefined && !inner && !text.trim().startsWith('#');
