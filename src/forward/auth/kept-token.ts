/**
 * The refresh token that follows another. A server that gives a new one with each use and voids the former
 * would lock us out at the next start if it were not kept. A new secret in the configuration goes before it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface KeptToken {
  /** The latest token that goes back to this first one; undefined if there is none. */
  after(first: string): string | undefined;
  /** Good for this process also when it throws because the file cannot be written. */
  keep(first: string, token: string): void;
}

/** Keeps it in a file that only its owner can read, beside a fingerprint of the first one. */
export function keptInFile(path: string): KeptToken {
  // Only what could not be written: another process, such as `kopru send`, may have written a later one.
  let unwritten: { readonly first: string; readonly token: string } | undefined;
  return {
    after(first) {
      if (unwritten?.first === first) return unwritten.token;
      const [print, token] = contentOf(path).split('\n');
      return print === fingerprint(first) ? token : undefined;
    },
    keep(first, token) {
      unwritten = { first, token };
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, `${fingerprint(first)}\n${token}\n`, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
      unwritten = undefined;
    },
  };
}

/** Until the end of the process. */
export function keptInMemory(): KeptToken {
  const tokens = new Map<string, string>();
  return {
    after: (first) => tokens.get(first),
    keep: (first, token) => void tokens.set(first, token),
  };
}

const fingerprint = (token: string) => createHash('sha256').update(token).digest('hex');

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
