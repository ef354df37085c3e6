/**
 * What is wrong with a file somebody wrote: place, code, the fault in words of the domain, and the mend.
 * Reading a configuration never stops at the first problem; all of them are gathered, sorted and shown at once.
 */

import type { Language } from '../core/language.ts';
import { inTurkish } from './turkish.ts';

export type Severity = 'error' | 'warning';

/** A stretch of one line. Line and column count from 1, as editors do. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters to underline, at least 1. */
  readonly length: number;
}

/** What is wrong, without the place. */
export interface Fault {
  /** Stable name known to `kopru explain`, for example `UNKNOWN_DRIVER`; see codes.ts. */
  readonly code: string;
  /** Default: error. A warning is worth a look, the configuration is usable. */
  readonly severity?: Severity;
  /** A sentence: what is wrong, on what. */
  readonly message: string;
  /** A sentence: what to write instead or where to look. */
  readonly mend: string;
}

export interface Problem extends Place, Fault {
  readonly severity: Severity;
}

export interface RenderOptions {
  readonly color: boolean;
  /** Most problems shown; the rest is counted in the last line. Default: all. */
  readonly limit?: number;
  /** Columns of the terminal. Default 80. */
  readonly width?: number;
  /** Default: English. Codes, keys and what stands in the files stay as they are. */
  readonly language?: Language;
}

/** The words around the problems. */
const frames = {
  en: {
    warning: 'warning',
    more: (count: number) => `and ${count} more`,
    also: (places: string) => ` (Also at ${places}.)`,
    count: (errors: number, warnings: number) =>
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    said: (sentence: string) => sentence,
  },
  tr: {
    warning: 'uyarı',
    more: (count: number) => `ve ${count} tane daha`,
    also: (places: string) => ` (Ayrıca: ${places}.)`,
    count: (errors: number, warnings: number) => `${errors} hata, ${warnings} uyarı`,
    said: inTurkish,
  },
} as const;

export function problem(place: Place, fault: Fault): Problem {
  const { file, line, column, length } = place;
  const { code, severity = 'error', message, mend } = fault;
  return { code, severity, file, line, column, length, message, mend };
}

export const isError = (candidate: Problem): boolean => candidate.severity === 'error';

/** Errors before warnings, then by file and place. Equal problems appear once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems
    .filter((each) => {
      const key = JSON.stringify([each.file, each.line, each.column, each.code, each.message]);
      return !seen.has(key) && seen.add(key);
    })
    .sort(
      (a, b) =>
        Number(isError(b)) - Number(isError(a)) ||
        compare(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        compare(a.code, b.code),
    );
}

/**
 * The problems as text for a terminal: place and code, the line with a caret under it, what is wrong and the
 * mend. Problems that differ only in their place are shown once and the other places named.
 *
 * `sources` gives the text of each file; a file that is not in it is shown without its line.
 */
export function renderProblems(
  problems: readonly Problem[],
  sources: ReadonlyMap<string, string>,
  options: RenderOptions,
): string {
  const groups = grouped(sortProblems(problems));
  const shown = groups.slice(0, options.limit ?? groups.length);
  const hidden = groups.slice(shown.length).reduce((count, group) => count + group.length, 0);
  const secrets = problems.filter(({ code }) => code === 'SECRET_IN_FILE');
  const parts = shown.map((group) => renderGroup(group, sources, secrets, options));
  if (hidden > 0) parts.push(frames[options.language ?? 'en'].more(hidden));
  return parts.map((part) => `${part}\n`).join('');
}

/** `1 error, 2 warnings`. */
export function countText(problems: readonly Problem[], language: Language = 'en'): string {
  const errors = problems.filter(isError).length;
  return frames[language].count(errors, problems.length - errors);
}

function grouped(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<string, Problem[]>();
  for (const each of problems) {
    const key = JSON.stringify([each.file, each.code, each.severity, each.message, each.mend]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

function renderGroup(
  [first, ...others]: readonly Problem[],
  sources: ReadonlyMap<string, string>,
  secrets: readonly Problem[],
  { color, width = 80, language = 'en' }: RenderOptions,
): string {
  if (!first) return '';
  const frame = frames[language];
  const paint = (style: number, text: string) => (color ? `\u001b[${style}m${text}\u001b[0m` : text);
  const hue = isError(first) ? 31 : 33;
  const head = `${first.file}:${first.line}:${first.column}  ${paint(hue, first.code)}${isError(first) ? '' : `  ${frame.warning}`}`;
  const lines = [head];
  const source = sources.get(first.file)?.split('\n')[first.line - 1];
  if (source !== undefined) {
    const number = String(first.line).padStart(4);
    const { text, caret } = excerpt(covered(source, first, secrets), first, width - number.length - 3);
    lines.push(`${number} | ${text}`.trimEnd(), `${' '.repeat(number.length)} | ${paint(hue, caret)}`);
  }
  const also = others.map((other) => `${other.line}:${other.column}`);
  const hidden = also.length > 8 ? ` ${frame.more(also.length - 8)}` : '';
  const more = also.length > 0 ? frame.also(`${also.slice(0, 8).join(', ')}${hidden}`) : '';
  const [message, mend] = [frame.said(first.message), frame.said(first.mend)];
  const sentence = `${message} ${/[\p{L}\p{N})]$/u.test(mend) ? `${mend}.` : mend}${more}`;
  lines.push(...wrapped(sentence.trim(), width - 2).map((line) => `  ${line}`));
  return lines.join('\n');
}

/** A secret that somebody wrote into a file is not shown a second time, on a screen or in a log. */
function covered(line: string, { file, line: number, column }: Place, secrets: readonly Problem[]): string {
  const [from, to] = [Math.max(0, column - nearBy), column + nearBy];
  let text = line.slice(0, from) + coveredText(line.slice(from, to)) + line.slice(to);
  for (const secret of secrets) {
    if (secret.file !== file || secret.line !== number) continue;
    const start = secret.column - 1;
    text = text.slice(0, start) + '*'.repeat(secret.length) + text.slice(start + secret.length);
  }
  return text;
}

/** Characters on both sides of a place that are looked through; a line shown is far shorter. */
const nearBy = 2_000;

/** Of a URL what stands between user name and host; behind a key that is called like a secret its value. */
const secretForms = [
  /(?<=:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/g,
  /(?<=\b(?:pass|passwd|pwd|password|token|api_?key)\s*:\s*)(?:"[^"]*"|'[^']*'|[^\s"'{},]+)/gi,
];

/** The text with stars, as many as there were letters, over what looks like a secret in it. */
export const coveredText = (text: string): string =>
  secretForms.reduce((rest, form) => rest.replace(form, (secret) => '*'.repeat(secret.length)), text);

/** The part of a long line that holds the place, and the caret line under it. */
function excerpt(line: string, place: Place, width: number): { text: string; caret: string } {
  const plain = line.replace(/\r$/, '').replaceAll('\t', ' ');
  const start = Math.min(place.column - 1, plain.length);
  const length = Math.max(1, Math.min(place.length, plain.length - start));
  if (plain.length <= width) return { text: plain, caret: ' '.repeat(start) + '^'.repeat(length) };
  const from = Math.max(0, Math.min(start - Math.floor(width / 3), plain.length - width + 1));
  const left = from > 0 ? '…' : '';
  const room = width - left.length - 1;
  const cut = plain.slice(from, from + room);
  const text = `${left}${cut}${from + room < plain.length ? '…' : ''}`;
  const offset = left.length + start - from;
  return { text, caret: ' '.repeat(offset) + '^'.repeat(Math.max(1, Math.min(length, width - offset))) };
}

function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
