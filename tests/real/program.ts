/** The built command, in this checkout or in the folder that KOPRU_UNDER_TEST names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const program = resolve(process.env.KOPRU_UNDER_TEST ?? '.', 'dist/cli/kopru.js');

/** What Node is given to start it as a shell does: the options of its first line, then its file. */
export function kopruArguments(): readonly string[] {
  const [firstLine = ''] = readFileSync(program, 'utf8').split('\n', 1);
  return [...firstLine.split(' ').filter((word) => word.startsWith('--')), program];
}
