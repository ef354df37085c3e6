/** A wall clock that is wrong, by libfaketime; monotonic time goes on untouched. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const library = readdirSync('/usr/lib')
  .map((name) => join('/usr/lib', name, 'faketime/libfaketimeMT.so.1'))
  .find((path) => existsSync(path));

/** What is missing here for that, as a sentence; undefined when nothing is. */
export function missingForFaketime() {
  return library ? undefined : 'libfaketime is not installed.';
}

/** `env` is for the process whose clock is to be wrong; `set` changes it at once, by seconds. */
export function fakedTime(folder) {
  const file = join(folder, 'offset');
  const set = (seconds) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`);
  set(0);
  return {
    set,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  };
}
