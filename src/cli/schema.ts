/** `kopru schema`: the JSON Schema of a kind of file, made from what `check` checks with. */
import { fileKinds, jsonSchemaOf } from '../config/reference.ts';
import { exits, usageError } from './exit.ts';
import type { RunVerb } from './verb.ts';

export const schema: RunVerb = async (terminal, { args: [asked] }) => {
  const kind = fileKinds.find((known) => known === asked);
  if (kind === undefined) {
    throw usageError(`There is no kind of file called ${asked}.`, `Name one of ${fileKinds.join(', ')}.`);
  }
  terminal.out(JSON.stringify(jsonSchemaOf(kind), undefined, terminal.json ? 0 : 2));
  // Standard output is the schema and nothing else: it is meant for a file.
  if (!terminal.json) terminal.err('Next: kopru check');
  return exits.fine;
};
