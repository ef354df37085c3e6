/** `kopru mapping list | test`: the mapping files there are, and their samples run, each difference with its place. */
import { resolve } from 'node:path';
import { countText, isError, renderProblems } from '../config/problems.ts';
import { type TriedMapping, tryMappings } from '../config/try-mappings.ts';
import { mappingFoldersFor, mostShown } from './configuration.ts';
import { counted } from './counted.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { mappingList } from './mapping-list.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const mapping: RunVerb = async (terminal, { args: [action, ...args], options }) => {
  if (action === 'list') return mappingList(terminal, { args, options });
  if (action === 'test') return mappingTest(terminal, { args, options });
  throw usageError(`There is no \`kopru mapping ${action}\`.`, 'Write kopru mapping list or test.');
};

const mappingTest: RunVerb = async (terminal, { args: named, options }) => {
  const files = named.flatMap((file) => (file === undefined ? [] : [resolve(terminal.workingFolder, file)]));
  const { tried, sources } = tryMappings(files.length > 0 ? files : undefined, mappingFoldersFor(terminal));
  const problems = tried.flatMap((each) => each.problems);
  const exit = exitOf(tried);
  if (terminal.json) {
    terminal.out(JSON.stringify({ ok: exit === exits.fine, mappings: tried }));
    return exit;
  }
  if (problems.length > 0) {
    const limit = options.all ? Number.POSITIVE_INFINITY : mostShown;
    terminal.err(
      renderProblems(problems, sources, {
        color: terminal.color,
        limit,
        language: terminal.language,
      }).trimEnd(),
    );
  }
  summary(terminal, tried, exit);
  next(terminal, problems[0] ? `kopru explain ${problems[0].code}` : 'kopru check');
  return exit;
};

/** A mapping without a sample proves nothing: worth a look. */
function exitOf(tried: readonly TriedMapping[]): Exit {
  const problems = tried.flatMap((each) => each.problems);
  if (problems.some(isError)) return exits.failed;
  return problems.length > 0 || tried.some(({ samples }) => samples === 0) ? exits.findings : exits.fine;
}

function summary(terminal: Terminal, tried: readonly TriedMapping[], exit: Exit): void {
  const samples = tried.reduce((sum, each) => sum + each.samples, 0);
  const { language } = terminal;
  const problems = tried.flatMap((each) => each.problems);
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  const untried = tried.filter((each) => each.samples === 0).length;
  const samplesLack = language === 'tr' ? 'için örnek yok' : 'without a sample';
  const without = untried > 0 ? ` ${counted(language, untried, 'mapping')} ${samplesLack}.` : '';
  terminal.out(
    `${glyph(terminal, state)} ${countText(problems, language)}: ${counted(language, tried.length, 'mapping')}, ${counted(language, samples, 'sample')}.${without}`,
  );
}
