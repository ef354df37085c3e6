/**
 * Driver files tried without a site: their shape, overlaps and units, and their samples; also what a file leaves unproven:
 * points that no sample names, and sentinels and guards that no sample shows at work.
 */
import { basename, dirname } from 'node:path';
import type { Point } from '../core/device.ts';
import { type Compiled, compileDriver } from './compile-driver.ts';
import { pointsOf } from './device-points.ts';
import type { Driver } from './driver-file.ts';
import { readDriver } from './driver-file.ts';
import { type SampleResult, trySamples } from './driver-samples.ts';
import { nodeFiles } from './files.ts';
import { Library } from './library.ts';
import { answerParams } from './params.ts';
import { isError, type Problem, problem, sortProblems } from './problems.ts';

export interface TriedFile {
  /** Path of the driver without ending. */
  readonly name: string;
  readonly driver: Driver | undefined;
  /** As far as it could be made without the answers of a site. */
  readonly compiled: Compiled | undefined;
  readonly results: readonly SampleResult[];
  readonly problems: readonly Problem[];
}

export interface TriedFiles {
  readonly tried: readonly TriedFile[];
  /** Texts by file, for showing lines. */
  readonly sources: ReadonlyMap<string, string>;
}

/** `named` are drivers by name or file; without any, all of the first folder that has some. */
export function tryDrivers(named: readonly string[], folders: readonly string[]): TriedFiles {
  const library = new Library(nodeFiles, folders, []);
  const tried = (named.length > 0 ? named : ownNames(folders)).map((each) =>
    each.endsWith('.yaml') ? tryFile(each, library) : tryNamed(each, library),
  );
  return { tried, sources: library.sources };
}

/** The drivers beside gateway.yaml; where there are none, those of the machine, then the shipped ones. */
function ownNames(folders: readonly string[]): readonly string[] {
  const names = folders.map((folder) => new Library(nodeFiles, [folder], []).names('driver'));
  return names.find((each) => each.length > 0) ?? [];
}

function tryNamed(name: string, library: Library): TriedFile {
  const problems: Problem[] = [];
  return tryDriver(name, library.driver(name, nowhere, problems), problems);
}

function tryFile(file: string, library: Library): TriedFile {
  const problems: Problem[] = [];
  const name = `${basename(dirname(file))}/${basename(file, '.yaml')}`;
  const document = library.document(file, problems);
  if (!document && problems.length === 0) {
    const message = 'There is no such file.';
    const mend = 'Name it as drivers/<maker>/<model>.yaml, or a driver as maker/model.';
    problems.push(problem({ file, line: 1, column: 1, length: 1 }, { code: 'FILE_MISSING', message, mend }));
  }
  const read = document && readDriver(document, name);
  problems.push(...(read?.problems ?? []));
  return tryDriver(name, read?.driver, problems);
}

function tryDriver(name: string, driver: Driver | undefined, problems: Problem[]): TriedFile {
  if (!driver) return { name, driver, compiled: undefined, results: [], problems: sortProblems(problems) };
  const { answers } = answerParams(driver.head.params, nowhere, `driver ${name}`);
  const alone = compileDriver(driver, { device: 'device', answers, tags: {}, timezone: 'UTC' });
  const { results, problems: faults, untried } = trySamples(driver);
  problems.push(...alone.problems, ...faults);
  if (!problems.some(isError)) problems.push(...unproven(driver, alone.compiled, results, untried));
  return { name, driver, compiled: alone.compiled, results, problems: sortProblems(problems) };
}

function unproven(
  { document }: Driver,
  compiled: Compiled,
  results: readonly SampleResult[],
  untried: readonly string[],
): Problem[] {
  const place = document.keyPlace(['samples']);
  const refused = new Set(results.filter(({ expected }) => expected === null).map(({ point }) => point));
  const silent = pointsOf(compiled).filter(
    (point) =>
      !point.hidden && (point.meaning.invalid || isGuarded(point)) && !refused.has(point.stream.point),
  );
  const problems: Problem[] = [];
  const warn = (message: string, mend: string) =>
    problems.push(problem(place, { code: 'SAMPLE_LACKS', severity: 'warning', message, mend }));
  if (untried.length > 0) {
    warn(
      `No sample says what ${namesText(untried)} must give.`,
      'Add words of the device and what its display showed; `kopru probe --save-sample` writes them.',
    );
  }
  if (silent.length > 0) {
    warn(
      `No sample shows ${namesText(silent.map(({ stream }) => stream.point))} without a value, though there is a sentinel or guard.`,
      'Add a sample with the words of "no value" and `null` as what is expected.',
    );
  }
  return problems;
}

/** A guard stands on the point itself, or looks at other points. */
const isGuarded = (point: Point) =>
  point.guards !== undefined || ('guard' in point && Array.isArray(point.guard) && point.guard.length > 0);

const shownNames = 4;

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

const place = () => ({ file: '(command line)', line: 1, column: 1, length: 1 });
const nowhere = { value: {}, place, keyPlace: place, written: () => undefined };
