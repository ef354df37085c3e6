/**
 * `kopru factory-reset`: wipes what a gateway has gathered, before a cabinet's computer goes to somebody else. Without
 * `--yes` it only says what would go. The configuration stays unless it is asked for.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KopruError } from '../core/errors.ts';
import { loadConfiguration, secretFolders, stateFolderOf } from './configuration.ts';
import { type Exit, exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const factoryReset: RunVerb = async (terminal, { args: [file], options }) => {
  const configuration = loadConfiguration(terminal, file);
  const state = stateFolderOf(terminal, configuration);
  if (await runs(terminal)) {
    throw new KopruError('The gateway runs: nothing is wiped under it.', {
      kind: 'config',
      code: 'STILL_RUNNING',
      hint: 'Stop it first: sudo systemctl stop kopru',
    });
  }
  const doomed = [
    ...contentsOf(state),
    // Of the machine's own configuration both are the same folder.
    ...new Set(secretFolders(configuration.file).flatMap(contentsOf)),
    ...(options.configuration
      ? [
          configuration.file,
          join(dirname(configuration.file), 'drivers'),
          join(dirname(configuration.file), 'mappings'),
        ]
      : []),
  ].filter((path) => existsSync(path));
  return options.yes ? wipe(terminal, doomed) : announce(terminal, doomed);
};

/** The folder itself stays, with its owner and mode. */
function contentsOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

async function runs(terminal: Terminal): Promise<boolean> {
  try {
    await runningGateway(terminal);
    return true;
  } catch (thrown) {
    if (thrown instanceof KopruError && thrown.code === 'NOT_RUNNING') return false;
    throw thrown;
  }
}

function announce(terminal: Terminal, doomed: readonly string[]): Exit {
  if (terminal.json) terminal.out(JSON.stringify({ wiped: false, paths: doomed }));
  else if (doomed.length === 0) terminal.out(`${glyph(terminal, 'fine')} There is nothing to wipe.`);
  else {
    for (const path of doomed) terminal.out(`  ${path}`);
    terminal.out(`${glyph(terminal, 'look')} These go for good, also readings that were never delivered.`);
    next(terminal, 'kopru factory-reset --yes');
  }
  return doomed.length === 0 ? exits.fine : exits.findings;
}

function wipe(terminal: Terminal, doomed: readonly string[]): Exit {
  for (const path of doomed) rmSync(path, { recursive: true, force: true });
  if (terminal.json) terminal.out(JSON.stringify({ wiped: true, paths: doomed }));
  else {
    for (const path of doomed) terminal.out(`  ${path}`);
    terminal.out(
      `${glyph(terminal, 'fine')} Wiped. On a card, blocks may still hold them: destroy it if that matters.`,
    );
  }
  return exits.fine;
}
