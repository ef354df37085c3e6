/**
 * `kopru fmt`: brings files into the layout of the house and mends indentation that nobody can read. Words, comments,
 * numbers and quotes stay as written; a file that could be meant in two ways is left alone and shown.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { decodeText, nodeFiles } from '../config/files.ts';
import { type Formatted, formatted } from '../config/format.ts';
import { problem, renderProblems } from '../config/problems.ts';
import { gatewayFileFor, mostShown } from './configuration.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { diffLines, diffText } from './line-diff.ts';
import { replaceFile } from './replace-file.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

interface Tried {
  readonly file: string;
  readonly before: string;
  readonly result: Formatted;
}

/** Lines of a difference shown for one file. */
const mostLines = 40;

export const fmt: RunVerb = async (terminal, { args, options }) => {
  const onlyLook = options.check === true;
  const tried = filesOf(terminal, args).map((file): Tried => {
    const { text, result } = read(terminal, file);
    return { file, before: text, result };
  });
  const changed = tried.filter(({ before, result }) => result.kind === 'formatted' && result.text !== before);
  if (!onlyLook) {
    for (const { file, result } of changed) {
      if (result.kind === 'formatted') replaceFile(resolve(terminal.workingFolder, file), result.text);
    }
  }
  const refused = tried.filter(({ result }) => result.kind === 'refused');
  const exit =
    refused.length > 0 ? exits.configuration : changed.length > 0 && onlyLook ? exits.findings : exits.fine;
  if (terminal.json) {
    terminal.out(JSON.stringify({ written: !onlyLook, files: tried.map(asJson) }));
    return exit;
  }
  for (const each of tried) show(terminal, each, onlyLook);
  conclude(terminal, { all: tried.length, changed, refused, onlyLook, exit });
  return exit;
};

/** What was named, folders opened; without names gateway.yaml with the drivers and mappings beside it. */
function filesOf(terminal: Terminal, args: readonly (string | undefined)[]): string[] {
  const named = args.filter((each) => each !== undefined);
  if (named.length > 0) return [...new Set(named.flatMap((name) => opened(terminal, name)))];
  const gateway = gatewayFileFor(terminal);
  const beside = ['drivers', 'mappings'].map((folder) => join(dirname(gateway), folder));
  const there = (path: string) => existsSync(resolve(terminal.workingFolder, path));
  const files = [gateway, ...beside].filter(there).flatMap((path) => opened(terminal, path));
  if (files.length > 0) return files;
  throw usageError(
    'There is no gateway.yaml here.',
    'Name the files, for example: kopru fmt drivers/acme/e1.yaml',
  );
}

function opened({ workingFolder }: Terminal, name: string): string[] {
  const path = resolve(workingFolder, name);
  if (!existsSync(path)) throw usageError(`There is no ${name}.`, 'Name a file, or a folder of files.');
  if (!statSync(path).isDirectory()) return [name];
  return nodeFiles
    .list(path)
    .filter((file) => /\.ya?ml$/.test(file) && !file.includes('node_modules/'))
    .map((file) => join(name, file))
    .sort();
}

function read({ workingFolder }: Terminal, file: string): { text: string; result: Formatted } {
  const text = decodeText(nodeFiles.read(resolve(workingFolder, file)) ?? new Uint8Array());
  if (text !== undefined) return { text, result: formatted(file, text) };
  const fault = problem({ file, line: 1, column: 1, length: 1 }, notText);
  return { text: '', result: { kind: 'refused', problems: [fault] } };
}

const notText = {
  code: 'FILE_ENCODING',
  message: 'The file is not UTF-8 text.',
  mend: 'Save it again with the encoding UTF-8.',
};

function asJson({ file, before, result }: Tried): object {
  if (result.kind === 'refused') return { file, state: 'refused', problems: result.problems };
  const { text, moved, tabs } = result;
  return { file, state: text === before ? 'unchanged' : 'changed', moved, tabs };
}

function show(terminal: Terminal, { file, before, result }: Tried, onlyLook: boolean): void {
  if (result.kind === 'refused') {
    const sources = new Map([[file, before]]);
    const look = { color: terminal.color, limit: mostShown, language: terminal.language };
    terminal.err(renderProblems(result.problems, sources, look).trimEnd());
    return;
  }
  const { text, moved, tabs } = result;
  if (text === before) return;
  terminal.out(file);
  if (tabs) terminal.out('  tabs replaced by spaces');
  for (const { line, by } of moved) {
    const columns = `${Math.abs(by)} ${Math.abs(by) === 1 ? 'column' : 'columns'}`;
    terminal.out(`  line ${line} moved ${columns} to the ${by < 0 ? 'left' : 'right'}`);
  }
  if (!onlyLook && moved.length === 0) return;
  // Blanks at the end of lines and the ends of lines themselves cannot be seen.
  const lines = diffLines(before.replaceAll('\r', ''), text, 1);
  for (const line of diffText(lines.slice(0, mostLines), terminal)) terminal.out(line);
  if (lines.length > mostLines) terminal.out(`  and ${lines.length - mostLines} more lines`);
}

interface Sum {
  readonly all: number;
  readonly changed: readonly Tried[];
  readonly refused: readonly Tried[];
  readonly onlyLook: boolean;
  readonly exit: Exit;
}

function conclude(terminal: Terminal, { all, changed, refused, onlyLook, exit }: Sum): void {
  const files = `${all} ${all === 1 ? 'file' : 'files'}`;
  const what = onlyLook ? 'would change' : 'changed';
  const left =
    refused.length === 0 ? '' : `, ${refused.length} cannot be read and ${onlyLook ? 'stays' : 'was left'}`;
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  terminal.out(`${glyph(terminal, state)} ${changed.length} of ${files} ${what}${left}.`);
  const [worst] = refused.flatMap(({ result }) => (result.kind === 'refused' ? result.problems : []));
  if (worst) next(terminal, `kopru explain ${worst.code}`);
  else next(terminal, onlyLook && changed.length > 0 ? 'kopru fmt' : 'kopru check');
}
