/** `kopru driver new --message FILE`: a draft of a driver from one message of the device as it came. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageDraftText } from '../config/drafted-driver.ts';
import { messageDraft } from '../config/message-draft.ts';
import { wordsOf } from '../core/errors.ts';
import { exits, usageError } from './exit.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { Option } from './verb.ts';

interface Asked {
  readonly name: string;
  readonly message: string;
  readonly topic: Option;
  /** Writes the text and returns the path to show. */
  readonly write: (text: string) => string;
}

const mostBytes = 65_536;

export function driverFromMessage(terminal: Terminal, { name, message, topic, write }: Asked) {
  const text = messageIn(resolve(terminal.workingFolder, message));
  const draft = messageDraft(text, typeof topic === 'string' ? topic : undefined);
  if (draft.points.length === 0)
    throw usageError(
      'The message holds no value.',
      'Save one message of the device as it came, and name that file.',
    );
  const file = write(messageDraftText(name, draft));
  const doubts = draft.points.filter(({ doubt }) => doubt !== undefined).length;
  const own = draft.points.filter((point) => point.name.startsWith('x-')).length;
  if (terminal.json) {
    const points = draft.points.map(({ name: point, value, doubt }) => ({ name: point, value, doubt }));
    terminal.out(JSON.stringify({ file, kind: draft.kind, points }));
    return exits.fine;
  }
  terminal.out(
    `${glyph(terminal, doubts + own > 0 ? 'look' : 'fine')} ${file}, from a ${draft.kind}: ${draft.points.length} points, ${own} without a quantity of the vocabulary, ${doubts} with a guessed unit.`,
  );
  next(terminal, `kopru driver test ${name}`);
  return exits.fine;
}

function messageIn(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > mostBytes) throw new Error('it is longer than any message');
    return bytes.toString('utf8');
  } catch (thrown) {
    throw usageError(
      `${file} cannot be read: ${wordsOf(thrown)}.`,
      'Save one message of the device as it came, and name that file.',
    );
  }
}
