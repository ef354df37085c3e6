/**
 * Drivers and mappings by name: folders searched in order, so that a file under /etc/kopru/drivers stands in for the
 * shipped one of the same path. A file is read when somebody names it, and once.
 */
import { join } from 'node:path';
import { wordsOf } from '../core/errors.ts';
import type { MappingDefinition } from '../core/mapping.ts';
import type { Sheet } from './check-shape.ts';
import { parseDocument, type SourceDocument } from './document.ts';
import { type Driver, readDriver } from './driver-file.ts';
import { decodeText, type Files } from './files.ts';
import { readMapping } from './mapping-file.ts';
import { type Models, noModels, parseModels } from './models.ts';
import { type Problem, problem } from './problems.ts';
import { closest } from './suggest.ts';

export class Library {
  /** Texts of all files read so far, for showing lines; also of those with mistakes. */
  readonly sources = new Map<string, string>();
  private readonly files: Files;
  private readonly folders: { readonly driver: readonly string[]; readonly mapping: readonly string[] };
  private readonly drivers = new Map<string, Driver | undefined>();
  private readonly mappings = new Map<string, MappingDefinition | undefined>();
  private models: Models | undefined;

  constructor(files: Files, driverFolders: readonly string[], mappingFolders: readonly string[]) {
    this.files = files;
    this.folders = { driver: driverFolders, mapping: mappingFolders };
  }

  get counts(): { readonly drivers: number; readonly mappings: number } {
    const there = (entries: Map<string, unknown>) =>
      [...entries.values()].filter((each) => each !== undefined).length;
    return { drivers: there(this.drivers), mappings: there(this.mappings) };
  }

  /** Undefined after having told why: at the place of the sheet if there is no such file, in the file otherwise. */
  driver(name: string, named: Sheet, problems: Problem[]): Driver | undefined {
    return this.once(this.drivers, 'driver', name, named, problems, (document) => {
      const { driver, problems: faults } = readDriver(document, name);
      problems.push(...faults);
      return driver;
    });
  }

  mapping(name: string, named: Sheet, problems: Problem[]): MappingDefinition | undefined {
    return this.once(this.mappings, 'mapping', name, named, problems, (document) => {
      const { mapping, problems: faults } = readMapping(document, this.knownModels(), name);
      problems.push(...faults);
      return mapping;
    });
  }

  /** The document in a file; undefined with a problem where it is none, without one where there is no file. */
  document(path: string, problems: Problem[]): SourceDocument | undefined {
    const text = this.text(path, problems);
    if (text === undefined) return undefined;
    const { document, problems: faults } = parseDocument(path, text);
    problems.push(...faults);
    return document;
  }

  /** Likewise the plain text. */
  text(path: string, problems: Problem[]): string | undefined {
    const known = this.sources.get(path);
    if (known !== undefined) return known;
    const whole = { file: path, line: 1, column: 1, length: 1 };
    try {
      const bytes = this.files.read(path);
      if (bytes === undefined) return undefined;
      const text = decodeText(bytes);
      if (text === undefined) problems.push(problem(whole, wrongEncoding));
      else this.sources.set(path, text);
      return text;
    } catch (thrown) {
      const message = `The file cannot be read: ${wordsOf(thrown)}.`;
      const mend = 'Check who may read it: `ls -l` shows owner and rights.';
      problems.push(problem(whole, { code: 'FILE_UNREADABLE', message, mend }));
      return undefined;
    }
  }

  /** Text of the file of this name, if it was read. */
  textOf(kind: 'driver' | 'mapping', name: string): string | undefined {
    return this.folders[kind]
      .map((folder) => this.sources.get(join(folder, `${name}.yaml`)))
      .find((text) => text !== undefined);
  }

  /** Names of all files that could be named. */
  names(kind: 'driver' | 'mapping'): string[] {
    const found = this.folders[kind].flatMap((folder) => this.files.list(folder));
    return [
      ...new Set(found.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -5))),
    ].sort();
  }

  private once<T>(
    known: Map<string, T | undefined>,
    kind: 'driver' | 'mapping',
    name: string,
    named: Sheet,
    problems: Problem[],
    read: (document: SourceDocument) => T | undefined,
  ): T | undefined {
    const path = this.find(kind, name, problems);
    if (path === undefined) {
      problems.push(problem(named.place([]), this.unknown(kind, name)));
      return undefined;
    }
    if (!known.has(name)) {
      const document = this.document(path, problems);
      known.set(name, document && read(document));
    }
    return known.get(name);
  }

  private find(kind: 'driver' | 'mapping', name: string, problems: Problem[]): string | undefined {
    // A name is a path below the folder, never one that leads out of it.
    if (!/^[A-Za-z0-9][\w-]*\/[A-Za-z0-9][\w-]*$/.test(name)) return undefined;
    const paths = this.folders[kind].map((folder) => join(folder, `${name}.yaml`));
    return paths.find(
      (path) => this.text(path, problems) !== undefined || problems.some(({ file }) => file === path),
    );
  }

  private unknown(kind: 'driver' | 'mapping', name: string) {
    const names = this.names(kind);
    const near = closest(name, names);
    const meant = near === undefined ? namesakes(name, names) : [near];
    return {
      code: kind === 'driver' ? 'UNKNOWN_DRIVER' : 'UNKNOWN_MAPPING',
      message: `No ${kind} is called ${name}.`,
      mend: meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : `\`kopru ${kind} list\` shows all.`,
    };
  }

  /** The data models beside the mappings; none if no folder has them. */
  knownModels(): Models {
    if (this.models) return this.models;
    const texts = this.folders.mapping.map((folder) => this.files.read(join(folder, 'models.json')));
    const bytes = texts.find((each) => each !== undefined);
    this.models = bytes ? parseModels(new TextDecoder().decode(bytes)) : noModels;
    return this.models;
  }
}

/** Those of the same last part, and its variants: the folder was wrong, or left out. */
function namesakes(name: string, names: readonly string[]): string[] {
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return names.filter((each) => last(each) === last(name) || last(each).startsWith(`${last(name)}-`));
}

const wrongEncoding = {
  code: 'FILE_ENCODING',
  message: 'The file is not UTF-8 text.',
  mend: 'Save it again with the encoding UTF-8; Turkish letters from Windows editors are often in code page 1254.',
};
