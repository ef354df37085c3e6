/**
 * The file of MQTT users: names, password hashes and rights. It is written by `kopru mqtt user`, stands in the state
 * folder and not in the configuration, and only its owner may read it. Written whole or not at all.
 */
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KopruError, wordsOf } from '../../../core/errors.ts';
import { isPasswordHash } from '../../../password.ts';
import { topicFilterProblem } from '../topic.ts';

const filter = z.string().refine((text) => topicFilterProblem(text) === undefined, 'is no topic filter');

const user = z.strictObject({
  /** Absent: logs in by a client certificate with this name, never by password. */
  password: z.string().refine(isPasswordHash, 'is no scrypt hash').optional(),
  publish: z.array(filter),
  subscribe: z.array(filter).default([]),
  /** The only client id that the user may come with; absent: any that no other user holds. */
  clientId: z.string().min(1).optional(),
});
export type MqttUser = Readonly<z.output<typeof user>>;

const userFile = z.strictObject({ schema: z.literal(1), users: z.record(z.string(), user) });

export type MqttUsers = ReadonlyMap<string, MqttUser>;

const userName = /^[^\s/+#$"\\][^\s/+#"\\]{0,63}$/;

/** User names become parts of topics and log lines. */
export const isUserName = (text: string): boolean => userName.test(text);

/** Changes whenever the file may have changed; undefined if there is none. */
export function userFileVersion(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** No file: no users. Throws a KopruError for a file that others may read, or that cannot be understood. */
export function readUsers(path: string): MqttUsers {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return new Map();
  if ((stat.mode & 0o077) !== 0) {
    throw new KopruError(`The file of MQTT users ${path} can be read by others than its owner.`, {
      kind: 'config',
      code: 'MQTT_USERS_READABLE',
      hint: `Run: chmod 600 ${path}`,
    });
  }
  try {
    const { users } = userFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    return new Map(Object.entries(users));
  } catch (cause) {
    throw new KopruError(`The file of MQTT users ${path} cannot be used: ${reasonOf(cause)}.`, {
      kind: 'config',
      code: 'MQTT_USERS_UNREADABLE',
      hint: 'Write it with kopru mqtt user; a copy of a good one may be put back.',
      cause,
    });
  }
}

/** Takes the place of the old file in one step; belongs to whom the folder belongs, so that the gateway can read it. */
export function writeUsers(path: string, users: MqttUsers): void {
  const sorted = Object.fromEntries([...users].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const text = `${JSON.stringify({ schema: 1, users: sorted }, null, 2)}\n`;
  const folder = dirname(path);
  const fresh = `${path}.new-${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(fresh, text, { mode: 0o600, flush: true });
    const { uid, gid } = statSync(folder);
    if (process.getuid?.() === 0) chownSync(fresh, uid, gid);
    renameSync(fresh, path);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new KopruError(`The file of MQTT users ${path} cannot be written: ${wordsOf(cause)}.`, {
      kind: 'denied',
      code: 'MQTT_USERS_UNWRITABLE',
      hint: 'Use sudo, or name another file with --users.',
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    const [issue] = cause.issues;
    return `${issue?.path.join('.') || 'the file'} ${issue?.message ?? 'is wrong'}`;
  }
  return wordsOf(cause);
}
