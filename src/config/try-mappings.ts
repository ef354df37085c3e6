/**
 * Mapping files tried on their own samples: each is read and checked as `check` does, then its samples are run. Needs
 * neither a gateway.yaml nor a device.
 */
import { join } from 'node:path';
import { type Files, nodeFiles } from './files.ts';
import { Library } from './library.ts';
import { readMapping } from './mapping-file.ts';
import { sampleProblems } from './mapping-samples.ts';
import { type Problem, problem, sortProblems } from './problems.ts';

export interface TriedMapping {
  readonly file: string;
  readonly samples: number;
  /** Of the file, and of samples that give something else than they say. */
  readonly problems: readonly Problem[];
}

export interface TriedMappings {
  readonly tried: readonly TriedMapping[];
  /** Text of each file, for showing lines. */
  readonly sources: ReadonlyMap<string, string>;
}

/** `names`: the files; undefined for all in the folders, the first of a name standing in for the others. */
export function tryMappings(
  names: readonly string[] | undefined,
  folders: readonly string[],
  files: Files = nodeFiles,
): TriedMappings {
  const library = new Library(files, [], folders);
  const models = library.knownModels();
  const tried = (names ?? allIn(folders, files)).map((file): TriedMapping => {
    const problems: Problem[] = [];
    const document = library.document(file, problems);
    if (!document) return { file, samples: 0, problems: problems.length > 0 ? problems : [noFile(file)] };
    const read = readMapping(document, models, nameOf(file));
    const faults = read.mapping ? sampleProblems(document, read.mapping, read.samples) : [];
    return {
      file,
      samples: read.samples.length,
      problems: sortProblems([...problems, ...read.problems, ...faults]),
    };
  });
  return { tried, sources: library.sources };
}

/** `.../Environment/AirQualityObserved.yaml` is Environment/AirQualityObserved. */
const nameOf = (file: string) =>
  file
    .replaceAll('\\', '/')
    .split('/')
    .slice(-2)
    .join('/')
    .replace(/\.yaml$/, '');

function allIn(folders: readonly string[], files: Files): string[] {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const name of files.list(folder)) {
      if (name.endsWith('.yaml') && !found.has(name)) found.set(name, join(folder, name));
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

const noFile = (file: string): Problem =>
  problem(
    { file, line: 1, column: 1, length: 1 },
    { code: 'FILE_MISSING', message: 'There is no such file.', mend: 'Check its name and folder.' },
  );
