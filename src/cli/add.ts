/**
 * `kopru add`: a device, and the entities it can give, into gateway.yaml. Comments, order and layout of the file stay;
 * what would change is shown and checked before it is written.
 */
import { resolve } from 'node:path';
import { at } from '../config/check-shape.ts';
import { parseDocument } from '../config/document.ts';
import { decodeText, type Files, nodeFiles } from '../config/files.ts';
import { Library } from '../config/library.ts';
import { withEntry } from '../config/list-entries.ts';
import { isError } from '../config/problems.ts';
import { KopruError } from '../core/errors.ts';
import { type Asked, deviceEntry } from './added-device.ts';
import {
  gatewayFileFor,
  loadConfiguration,
  mappingFoldersFor,
  mostShown,
  showProblems,
  siteOrComplaint,
} from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { diffLines, diffText } from './line-diff.ts';
import { replaceFile } from './replace-file.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { type RunVerb, valuesOf } from './verb.ts';

export const add: RunVerb = async (terminal, { args: [named], options }) => {
  const file = resolve(
    terminal.workingFolder,
    typeof options.file === 'string' ? options.file : gatewayFileFor(terminal),
  );
  const before = textOf(file);
  const configuration = loadConfiguration(terminal, file);
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const asked: Asked = { terminal, configuration, site, options };
  const device = await deviceEntry(asked, named);
  const mappings = await mappingsFor(asked, file, before, device);
  const entities = mappings.map((mapping) => ({ mapping, from: device.id }));
  const after = entities.reduce(
    (text, entity) => added(text, 'entities', entity),
    added(before, 'devices', device),
  );

  const checked = loadConfiguration(terminal, file, standingIn(file, after));
  const known = new Set(configuration.problems.map(({ code, message }) => `${code} ${message}`));
  const problems = checked.problems.filter(({ code, message }) => !known.has(`${code} ${message}`));
  const wrong = problems.some(isError);
  if (!terminal.json) {
    for (const line of diffText(diffLines(before, after), terminal)) terminal.out(line);
    showProblems(terminal, { ...checked, problems }, mostShown);
  }
  const written = !wrong && (await isWanted(terminal, options.yes === true));
  if (written) write(file, before, after);
  if (terminal.json) terminal.out(JSON.stringify({ file, written, device, entities, problems }));
  else conclude(terminal, { file, id: String(device.id), written, wrong, worst: problems[0]?.code });
  if (wrong) return exits.configuration;
  return written ? exits.fine : exits.findings;
};

function textOf(file: string): string {
  const bytes = nodeFiles.read(file);
  if (bytes === undefined)
    throw usageError(`There is no ${file}.`, 'Name yours: --file /path/to/gateway.yaml');
  return decodeText(bytes) ?? '';
}

function added(text: string, key: string, entry: object): string {
  const changed = withEntry(text, key, entry);
  if (changed !== undefined) return changed;
  throw new KopruError(`\`${key}\` is not written as a list with one entry a line.`, {
    kind: 'config',
    code: 'LIST_UNKNOWN',
    hint: `Write it as lines that begin with "- ", then add again. The entry: ${JSON.stringify(entry)}`,
  });
}

/** The disk, with another text in place of one file. */
const standingIn = (file: string, text: string): Files => ({
  ...nodeFiles,
  read: (path) => (path === file ? Buffer.from(text) : nodeFiles.read(path)),
});

/** Those named; else a person chooses among those that fit; else none. */
async function mappingsFor(
  { terminal, options }: Asked,
  file: string,
  text: string,
  device: object,
): Promise<readonly string[]> {
  const named = valuesOf(options.mapping);
  if (named.length > 0 || options.yes || !terminal.interactive) return named;
  const offered = fitting(terminal, file, text, device);
  if (offered.length === 0) return [];
  terminal.out('Entities that can be made of it:');
  for (const [index, name] of offered.entries()) terminal.out(`  ${index + 1}  ${name}`);
  const answer = await terminal.answer('Numbers, with commas; nothing for none: ');
  return answer.split(',').flatMap((each) => offered[Number(each.trim()) - 1] ?? []);
}

/** Mappings that make an entity of this device as it is, tried in a gateway that has nothing else. */
function fitting(terminal: Terminal, file: string, text: string, device: object): string[] {
  const whole = parseDocument(file, text).document?.value;
  const part = (key: string) => at(whole, [key]);
  return new Library(nodeFiles, [], mappingFoldersFor(terminal)).names('mapping').filter((mapping) => {
    const alone = {
      ...{ schema: 1, gateway: part('gateway'), buses: part('buses'), mqtt: part('mqtt') },
      ...{ devices: [device], entities: [{ mapping, from: 'id' in device ? device.id : '' }] },
    };
    return loadConfiguration(terminal, file, standingIn(file, JSON.stringify(alone))).site !== undefined;
  });
}

async function isWanted(terminal: Terminal, yes: boolean): Promise<boolean> {
  if (yes) return true;
  return terminal.interactive && /^(y|yes|e|evet)$/i.test(await terminal.answer('Write it? [y/N] '));
}

function write(file: string, before: string, after: string): void {
  if (textOf(file) !== before) {
    throw new KopruError(`${file} was changed by somebody else meanwhile.`, {
      kind: 'config',
      code: 'FILE_CHANGED',
      hint: 'Nothing was written. Run the same command again.',
    });
  }
  replaceFile(file, after);
}

interface End {
  readonly file: string;
  readonly id: string;
  readonly written: boolean;
  readonly wrong: boolean;
  readonly worst: string | undefined;
}

function conclude(terminal: Terminal, { file, id, written, wrong, worst }: End): void {
  if (wrong) {
    terminal.out(`${glyph(terminal, 'stopped')} Nothing was written to ${file}.`);
    next(terminal, `kopru explain ${worst}`);
  } else if (written) {
    terminal.out(
      `${glyph(terminal, 'fine')} ${id} stands in ${file}. A running gateway takes it with reload.`,
    );
    next(terminal, 'kopru reload --dry-run');
  } else {
    terminal.out(`${glyph(terminal, 'look')} Nothing was written to ${file}; --yes writes it.`);
    next(terminal, 'the same with --yes');
  }
}
