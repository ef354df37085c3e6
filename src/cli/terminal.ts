/**
 * Where a command writes, and how: glyphs and their ASCII twins, colour that only repeats what glyph and word say,
 * lines of at most 80 columns. Results go to standard output, complaints to standard error.
 */
import { type Language, languageOf } from '../core/language.ts';
import type { Glyph } from '../core/verdict.ts';
import { cleanText, escapedControls } from '../telemetry/facts.ts';

export interface Terminal {
  readonly json: boolean;
  readonly color: boolean;
  /** A person looks at it: a block of lines may be drawn again and again. */
  readonly interactive: boolean;
  /** No character beyond ASCII. */
  readonly ascii: boolean;
  /** In which what is wrong with a file is told. */
  readonly language: Language;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Writes one or more lines; the line end is added. */
  out(text: string): void;
  err(text: string): void;
  /** Resolves when somebody asks the command to end: Ctrl-C, or SIGTERM. From the call on, that is up to the verb. */
  untilStopped(): Promise<void>;
  /** A secret from a person, who is asked and sees nothing of it, or from a pipe. */
  secret(question: string): Promise<string>;
  /** One line from the person, without its end; empty when there is none. */
  answer(question: string): Promise<string>;
}

export const columns = 80;

export interface TerminalWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly isTerminal: boolean;
  /** Takes text as it is. */
  out(text: string): void;
  err(text: string): void;
  untilStopped(): Promise<void>;
  secret(question: string): Promise<string>;
  answer(question: string): Promise<string>;
}

/** Settles the style from what was asked for and what the terminal can do. */
export function createTerminal(
  world: TerminalWorld,
  asked: {
    readonly json: boolean;
    readonly color: boolean | undefined;
    /** Default: that of the environment. */
    readonly language?: Language | undefined;
  },
): Terminal {
  const { environment, workingFolder } = world;
  const ascii = !canUnicode(environment);
  const plain = (text: string) => {
    const safe = world.isTerminal ? tame(text, asked.json) : text;
    return `${ascii ? toAscii(safe) : safe}\n`;
  };
  return {
    json: asked.json,
    interactive: world.isTerminal && !asked.json && environment.TERM !== 'dumb',
    color: asked.color ?? (world.isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb'),
    ascii,
    language: asked.language ?? languageOf(environment),
    environment,
    workingFolder,
    out: (text) => world.out(plain(text)),
    err: (text) => world.err(plain(text)),
    untilStopped: world.untilStopped,
    secret: world.secret,
    answer: world.answer,
  };
}

const glyphs = { fine: '✓', look: '!', waiting: '~', stopped: '✗' } as const;
const hues = { fine: 32, look: 33, waiting: 33, stopped: 31 } as const;

/** The glyph of a state. On paper without Unicode it becomes `ok`, `!`, `~` or `x`. */
export function glyph(terminal: Pick<Terminal, 'color'>, state: Glyph): string {
  return terminal.color ? `\x1b[${hues[state]}m${glyphs[state]}\x1b[0m` : glyphs[state];
}

/** The last line of every output: the command that is useful now. */
export function next(terminal: Terminal, command: string, word = 'Next'): void {
  if (!terminal.json) terminal.out(`${word}: ${command}`);
}

/** The word before that command, where the rest is told in the language of the terminal too. */
export const nextWord = ({ language }: Pick<Terminal, 'language'>): string =>
  language === 'tr' ? 'Sonraki' : 'Next';

/** Breaks a text between words so that no line is longer than `width`. */
export function wrapped(text: string, width = columns): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/** Rows in columns two apart, the last column as long as it likes. What devices sent cannot command the terminal. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map(cleanText));
  const widths = clean.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)),
    [],
  );
  return clean.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Line ends, tabs and the few commands that this program gives itself: colours, and drawing its lines anew. */
const ours = new RegExp(`(${'\x1b'}\\[\\d*[mAJK]|[\\n\\t])`);

/**
 * The net below all that is cleaned where it is shown: whatever comes from elsewhere, nothing but ours commands a
 * terminal. In JSON it stays JSON. What goes to a file or pipe is left as it is.
 */
function tame(text: string, json: boolean): string {
  const pieces = text.split(ours);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : escapedControls(piece, json))).join('');
}

function canUnicode(environment: TerminalWorld['environment']): boolean {
  if (environment.KOPRU_ASCII || environment.TERM === 'dumb') return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return !locale || /utf-?8/i.test(locale);
}

const twins: Readonly<Record<string, string>> = {
  '✓': 'ok',
  '✗': 'x',
  '\u202f': ' ',
  '─': '-',
  '·': '.',
  '╱': '/',
  '╲': '\\',
  '…': '...',
  '‘': "'",
  '’': "'",
  '←': '<-',
  '°': 'deg',
  '²': '2',
  '³': '3',
  µ: 'u',
  ı: 'i',
};

/** The twin, else the letter without its marks, else a question mark. */
function toAscii(text: string): string {
  const foreign = /[^\p{ASCII}]/gu;
  return text.replace(
    foreign,
    (character) => twins[character] ?? (character.normalize('NFKD').replace(foreign, '') || '?'),
  );
}
