/** `kopru salvage`: what can still be read of a damaged buffer that was set aside, one reading a line. */
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseFile } from '../buffer/database.ts';
import { salvageFolder } from '../buffer/salvage.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import { numberText } from '../core/number-text.ts';
import { exits, usageError } from './exit.ts';
import { glyph, next } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const salvage: RunVerb = async (terminal, { args: [folder = ''], options }) => {
  const path = resolve(terminal.workingFolder, folder);
  if (!existsSync(databaseFile(path))) {
    throw usageError(
      `There is no buffer in ${path}.`,
      'Name the folder that kopru status calls set aside, for example /var/lib/kopru/corrupt-…-1.',
    );
  }
  const out = typeof options.out === 'string' ? options.out : undefined;
  const file = out === undefined ? undefined : openSync(resolve(terminal.workingFolder, out), 'w', 0o600);
  const write = (line: string) => {
    if (file === undefined) terminal.out(line);
    else writeSync(file, `${line}\n`);
  };
  try {
    const found = salvageFolder(path, (reading) => write(JSON.stringify(reading)));
    const lost = found.damaged + found.unreadable;
    if (file === undefined) return lost === 0 ? exits.fine : exits.findings;
    if (terminal.json) terminal.out(JSON.stringify({ file: out, ...found }));
    else {
      terminal.out(
        `${glyph(terminal, lost === 0 ? 'fine' : 'look')} ${numberText(found.readings)} readings in ${out}; ${numberText(found.damaged)} damaged, ${numberText(found.unreadable)} unreadable.`,
      );
      terminal.out('  What had been delivered before may be among them; nothing is put back by itself.');
    }
    next(terminal, 'kopru status');
    return lost === 0 ? exits.fine : exits.findings;
  } catch (thrown) {
    throw new KopruError(`Nothing of ${databaseFile(path)} can be read: ${wordsOf(thrown)}.`, {
      kind: 'fatal',
      code: 'NOTHING_SALVAGED',
      hint: `sqlite3's own .recover may find more: sqlite3 ${databaseFile(path)} .recover`,
      cause: thrown,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
};
