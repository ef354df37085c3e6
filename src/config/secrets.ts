/**
 * From the name of a secret to the secret, at each use, so that a changed one takes effect without a restart. Looked
 * for as a systemd credential, then in a file that a variable names, then in a folder of files that nobody else can
 * read. The secret itself is never part of an error.
 */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { Secrets } from '../settings.ts';

export interface SecretPlaces {
  /** Environment of the process: CREDENTIALS_DIRECTORY, KOPRU_SECRET_<NAME>_FILE. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders with one file for each secret, searched in order, for example /etc/kopru/secrets. */
  readonly folders: readonly string[];
}

/** Throws a KopruError: SECRET_MISSING, SECRET_READABLE or SECRET_UNREADABLE. */
export function secretsFrom({ environment, folders }: SecretPlaces): Secrets {
  return ({ secret }) => {
    const credentials = environment.CREDENTIALS_DIRECTORY;
    const variable = `KOPRU_SECRET_${secret.toUpperCase().replaceAll('-', '_')}_FILE`;
    const named = environment[variable];
    const text =
      (credentials === undefined ? undefined : contentOf(join(credentials, secret), secret, 'any')) ??
      (named === undefined ? undefined : contentOf(named, secret, 'any')) ??
      firstOf(folders, (folder) => contentOf(join(folder, secret), secret, 'private'));
    if (text === undefined) {
      throw new KopruError(`The secret ${secret} is nowhere to be found.`, {
        kind: 'config',
        code: 'SECRET_MISSING',
        hint: `Give systemd LoadCredential=${secret}:/path, or set ${variable}, or write it into ${folders[0] ?? '/etc/kopru/secrets'}/${secret} with mode 0600.`,
      });
    }
    return text;
  };
}

/**
 * Text of the file without the line end that editors add; undefined if there is no file. `private`: refused when group or
 * others may read it. systemd and container engines guard their own files and choose the mode.
 */
function contentOf(path: string, secret: string, guard: 'any' | 'private'): string | undefined {
  try {
    if (guard === 'private' && (statSync(path).mode & 0o077) !== 0) {
      throw new KopruError(`The secret ${secret} in ${path} can be read by others than its owner.`, {
        kind: 'config',
        code: 'SECRET_READABLE',
        hint: `Run: chmod 600 ${path}`,
      });
    }
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (thrown) {
    if (thrown instanceof KopruError) throw thrown;
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new KopruError(`The secret ${secret} in ${path} cannot be read: ${wordsOf(thrown)}.`, {
      kind: 'config',
      code: 'SECRET_UNREADABLE',
      hint: `Give it to the user of the gateway (sudo chown kopru ${path}), or name it in the unit by LoadCredential=.`,
      cause: thrown,
    });
  }
}

function firstOf<T>(places: readonly string[], find: (place: string) => T | undefined): T | undefined {
  for (const place of places) {
    const found = find(place);
    if (found !== undefined) return found;
  }
  return undefined;
}
