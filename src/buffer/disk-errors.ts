/** What a failing disk is called towards the rest of the program, and which failures time may mend. */
import { KopruError, wordsOf } from '../core/errors.ts';
import { SchemaTooNew } from './schema.ts';
import { diskFault } from './sqlite.ts';

/** True when time may mend it: the group is to come again. False: it would fare no better. */
export function mayMend(error: unknown): boolean {
  return diskFault(error) !== undefined || (error instanceof KopruError && error.kind === 'transient');
}

export function unavailable(words: string): KopruError {
  return new KopruError(`The buffer cannot be opened: ${words}.`, {
    kind: 'transient',
    code: 'BUFFER_UNAVAILABLE',
  });
}

/** Why the buffer could not be opened at all. */
export function unopened(error: unknown, folder: string): unknown {
  if (error instanceof KopruError) return error;
  if (error instanceof SchemaTooNew) {
    return new KopruError(error.message, {
      kind: 'fatal',
      code: 'BUFFER_TOO_NEW',
      hint: 'Install the version of Köprü that wrote it, or a later one.',
      cause: error,
    });
  }
  if (diskFault(error) === 'busy') {
    return new KopruError(`The buffer in ${folder} is in use: Köprü is already running.`, {
      kind: 'fatal',
      code: 'BUFFER_IN_USE',
      hint: 'Stop the other one, or give this one a folder of its own (buffer.folder).',
      cause: error,
    });
  }
  return new KopruError(`The buffer in ${folder} cannot be opened: ${wordsOf(error)}.`, {
    kind: 'fatal',
    code: 'BUFFER_UNREADABLE',
    hint: 'Look at the folder, its owner and the disk below it.',
    cause: error,
  });
}
