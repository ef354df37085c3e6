/** Writing a file that somebody else may read at any moment: it is the old one or the new one, never half of either. */
import {
  chmodSync,
  chownSync,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { KopruError, wordsOf } from '../core/errors.ts';

/** Keeps the rights and the owner of the file that was there; a link goes on to point to it. */
export function replaceFile(path: string, text: string): void {
  const there = existsSync(path);
  const target = there ? realpathSync(path) : path;
  const fresh = `${target}.new-${process.pid}`;
  try {
    writeFileSync(fresh, text, { flush: true, flag: 'wx' });
    if (there) {
      const { mode, uid, gid } = statSync(target);
      chmodSync(fresh, mode & 0o777);
      if (process.getuid?.() === 0) chownSync(fresh, uid, gid);
    }
    renameSync(fresh, target);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new KopruError(`${path} cannot be written: ${wordsOf(cause)}.`, {
      kind: 'denied',
      code: 'FILE_UNWRITABLE',
      hint: 'The file is as it was. Use sudo, or ask who owns it: `ls -l`.',
      cause,
    });
  }
}
