/**
 * The users as they are in the file now. Looked at every few seconds, because the file is written by another process;
 * one that cannot be used leaves the last good users in force, so that a mistake in it throws no sensor out.
 */
import type { Clock, Logger } from '../../../core/environment.ts';
import { KopruError, wordsOf } from '../../../core/errors.ts';
import { type MqttUser, type MqttUsers, readUsers, userFileVersion } from './user-file.ts';

export interface UserWatch {
  readonly users: MqttUsers;
  /** Why the file cannot be used now. */
  readonly trouble: string | undefined;
  end(): void;
}

const lookMs = 2_000;

export interface UserWatchOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told at each change with those who have other rights now, another password, or are gone. */
  readonly changed: (names: ReadonlySet<string>) => void;
}

export function watchUsers({ file, clock, logger, changed }: UserWatchOptions): UserWatch {
  let users: MqttUsers = new Map();
  let version: string | undefined;
  let trouble: string | undefined;
  let cancel = () => {};

  const read = () => {
    try {
      users = readUsers(file);
      trouble = undefined;
    } catch (thrown) {
      trouble = wordsOf(thrown);
      const facts = thrown instanceof KopruError ? { code: thrown.code, hint: thrown.hint } : {};
      logger.error({ ...facts, reason: trouble }, 'The MQTT users cannot be read, those known before stay.');
    }
  };
  const look = () => {
    cancel = clock.after(lookMs, look);
    const now = userFileVersion(file);
    if (now === version) return;
    version = now;
    const before = users;
    read();
    if (users === before) return;
    const names = [...before].filter(([name, user]) => differ(user, users.get(name))).map(([name]) => name);
    changed(new Set(names));
    logger.info({ file, users: users.size }, 'MQTT users read.');
  };

  version = userFileVersion(file);
  read();
  cancel = clock.after(lookMs, look);
  return {
    get users() {
      return users;
    },
    get trouble() {
      return trouble;
    },
    end: () => cancel(),
  };
}

const differ = (before: MqttUser, now: MqttUser | undefined): boolean =>
  JSON.stringify(before) !== JSON.stringify(now);
