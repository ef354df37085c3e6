/**
 * Who may sign in at the page, as a file in the state folder: names, roles, scrypt hashes. Only its owner may read it.
 * Written whole or not at all, by the gateway alone.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { isPasswordHash } from '../../password.ts';

/** A viewer sees, a technician also acts. */
export const roles = ['viewer', 'technician'] as const;
export type Role = (typeof roles)[number];

export const personName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, 'is no name');

const person = z.strictObject({
  role: z.enum(roles),
  secret: z.string().refine(isPasswordHash, 'is no scrypt hash'),
});
export type Person = Readonly<z.output<typeof person>>;

const peopleFile = z.strictObject({
  schema: z.literal(1),
  /** False: nobody may sign in, and the page is served on loopback only. */
  enabled: z.boolean(),
  people: z.record(personName, person),
});

export interface People {
  readonly enabled: boolean;
  readonly people: ReadonlyMap<string, Person>;
}

export const nobody: People = { enabled: false, people: new Map() };

/** No file: nobody. Throws a KopruError for a file that others may read, or that cannot be understood. */
export function readPeople(path: string): People {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return nobody;
  if ((stat.mode & 0o077) !== 0) {
    throw new KopruError(`The file of people ${path} can be read by others than its owner.`, {
      kind: 'config',
      code: 'PAGE_PEOPLE_READABLE',
      hint: `Run: chmod 600 ${path}`,
    });
  }
  try {
    const { enabled, people } = peopleFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { enabled, people: new Map(Object.entries(people)) };
  } catch (cause) {
    throw new KopruError(`The file of people ${path} cannot be used.`, {
      kind: 'config',
      code: 'PAGE_PEOPLE_UNREADABLE',
      hint: `Put a good copy back, or begin anew: remove it, restart, and run kopru page enable.`,
      cause,
    });
  }
}

/** Takes the place of the old file in one step. */
export function writePeople(path: string, { enabled, people }: People): void {
  const sorted = Object.fromEntries([...people].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const fresh = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(fresh, { force: true });
    writeFileSync(fresh, `${JSON.stringify({ schema: 1, enabled, people: sorted }, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    renameSync(fresh, path);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new KopruError(`The file of people ${path} cannot be written: ${wordsOf(cause)}.`, {
      kind: 'fatal',
      code: 'PAGE_PEOPLE_UNWRITABLE',
      hint: 'Look at the disk and at the rights of the state folder: kopru doctor',
      cause,
    });
  }
}
