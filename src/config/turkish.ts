/** The Turkish of everything that is said about a file. */
import { type Translate, translator } from './translator.ts';
import { destinations } from './turkish/destinations.ts';
import { devices } from './turkish/devices.ts';
import { drivers } from './turkish/drivers.ts';
import { entities } from './turkish/entities.ts';
import { files } from './turkish/files.ts';
import { mappings } from './turkish/mappings.ts';
import { messages } from './turkish/messages.ts';
import { modbus } from './turkish/modbus.ts';
import { serial } from './turkish/serial.ts';
import { shapes } from './turkish/shapes.ts';
import { syntax } from './turkish/syntax.ts';
import { words } from './turkish/words.ts';

export const turkishSentences = {
  ...words,
  ...entities,
  ...mappings,
  ...drivers,
  ...messages,
  ...serial,
  ...modbus,
  ...destinations,
  ...devices,
  ...files,
  ...shapes,
  ...syntax,
};

let translate: Translate | undefined;

/** A sentence that is said about a file, in Turkish; made ready with the first. */
export function inTurkish(sentence: string): string {
  translate ??= translator(turkishSentences, { or: 'ya da', and: 've' });
  return translate(sentence);
}
