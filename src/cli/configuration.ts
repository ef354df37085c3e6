/**
 * Finds and loads the configuration for a verb. Drivers and mappings beside gateway.yaml stand in for those of the
 * machine, and these for the shipped ones.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from '../config/files.ts';
import { type Loaded, loadSite } from '../config/load.ts';
import { countText, isError, renderProblems } from '../config/problems.ts';
import { secretsFrom } from '../config/secrets.ts';
import type { Site } from '../config/site.ts';
import type { Secrets } from '../settings.ts';
import { glyph, nextWord, type Terminal } from './terminal.ts';

export interface Configuration extends Loaded {
  /** Path of gateway.yaml, as far as it was written. */
  readonly file: string;
  /** Where drivers were looked for, in order. */
  readonly driverFolders: readonly string[];
  readonly mappingFolders: readonly string[];
}

const machineFolder = '/etc/kopru';
const machineState = '/var/lib/kopru';
const machineCredentials = '/run/credentials/kopru.service';

/** Folder of the package: `drivers` and `mappings` are in it, in the sources and when installed. */
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Without a file: gateway.yaml in the working folder, else that of the machine. Says nothing yet. `files`: default the
 * disk.
 */
export function loadConfiguration(
  terminal: Terminal,
  file: string | undefined,
  files?: Files,
): Configuration {
  const path = file ?? gatewayFileFor(terminal);
  const folders = searched(dirname(path));
  const driverFolders = folders.map((folder) => join(folder, 'drivers'));
  const mappingFolders = folders.map((folder) => join(folder, 'mappings'));
  const loaded = loadSite({
    file: path,
    driverFolders,
    mappingFolders,
    stateFolder: stateFolderFor(path, terminal.environment.STATE_DIRECTORY),
    ...(files ? { files } : {}),
  });
  return { ...loaded, file: path, driverFolders, mappingFolders };
}

/**
 * Where readings are kept unless gateway.yaml says: undefined for beside it. The machine's own configuration has its
 * readings where its unit keeps them, also for a person who asks about it from a shell.
 */
export function stateFolderFor(file: string, stateDirectory: string | undefined): string | undefined {
  return stateDirectory?.split(':')[0] || (dirname(file) === machineFolder ? machineState : undefined);
}

/** Folder of the buffer, also of a configuration with errors. */
export function stateFolderOf({ environment }: Terminal, { site, file }: Configuration): string {
  return (
    site?.buffer.folder ?? stateFolderFor(file, environment.STATE_DIRECTORY) ?? join(dirname(file), 'state')
  );
}

/** Where drivers are looked for when no configuration is named. */
export function driverFoldersFor({ workingFolder }: Terminal): string[] {
  return searched(workingFolder).map((folder) => join(folder, 'drivers'));
}

/** Where mappings are looked for when no configuration is named. */
export function mappingFoldersFor({ workingFolder }: Terminal): string[] {
  return searched(workingFolder).map((folder) => join(folder, 'mappings'));
}

const searched = (beside: string) => [beside, machineFolder, packageFolder];

/** The site of a configuration that a verb needs; after telling what is wrong, undefined: end with 78. */
export function siteOrComplaint(terminal: Terminal, configuration: Configuration): Site | undefined {
  const { site, problems } = configuration;
  if (site) return site;
  showProblems(terminal, { ...configuration, problems: problems.filter(isError) }, mostShown);
  terminal.err(
    `${glyph(terminal, 'stopped')} ${countText(problems, terminal.language)}. ${nextWord(terminal)}: kopru check ${configuration.file}`,
  );
  return undefined;
}

/**
 * Secrets as a configuration at this path names them. Those that systemd handed to the service stand for a person who
 * asks from a shell, too, where that person may read them (root, and the user of the service).
 */
export function secretsOf({ environment }: Terminal, file: string): Secrets {
  const handed =
    dirname(file) === machineFolder && mayEnter(machineCredentials) ? machineCredentials : undefined;
  return secretsFrom({
    environment: { CREDENTIALS_DIRECTORY: handed, ...environment },
    folders: secretFolders(file),
  });
}

function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where secrets may stand as files, for a configuration at this path. */
export function secretFolders(file: string): string[] {
  return [join(machineFolder, 'secrets'), join(dirname(file), 'secrets')];
}

/** How many problems are shown unless all are asked for. */
export const mostShown = 5;

export function showProblems(terminal: Terminal, { problems, sources }: Loaded, limit: number): void {
  if (problems.length === 0) return;
  terminal.err(
    renderProblems(problems, sources, {
      color: terminal.color,
      limit,
      language: terminal.language,
    }).trimEnd(),
  );
}

/** gateway.yaml in the working folder, else that of the machine; where Köprü is installed it may still have to be written. */
export function gatewayFileFor({ workingFolder }: Terminal): string {
  const here = existsSync(join(workingFolder, 'gateway.yaml')) || !existsSync(machineFolder);
  return here ? 'gateway.yaml' : join(machineFolder, 'gateway.yaml');
}
