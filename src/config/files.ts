/** Reading what people wrote: bytes to text to document, each file once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Files {
  /** The bytes of a file; undefined if there is none. Throws for one that cannot be read. */
  read(path: string): Uint8Array | undefined;
  /** Paths of the files in a folder and below, relative to it; none if it does not exist. */
  list(folder: string): readonly string[];
}

export const nodeFiles: Files = {
  read: (path) => orAbsent(() => readFileSync(path), undefined),
  list: (folder) =>
    orAbsent(
      () =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => !entry.isDirectory())
          .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\/+/, '')),
      [],
    ),
};

/**
 * The files of a configuration as they were read before, whatever became of them. Others that people write were not
 * there then and are not now; what the gateway and its package bring is read as it is.
 */
export function filesAsRead(texts: ReadonlyMap<string, string>, disk: Files = nodeFiles): Files {
  return {
    read: (path) => {
      const text = texts.get(path);
      if (text !== undefined) return new TextEncoder().encode(text);
      return path.endsWith('.json') ? disk.read(path) : undefined;
    },
    list: (folder) => disk.list(folder),
  };
}

/** The text of UTF-8 bytes; undefined for any other encoding, such as the Windows code page 1254. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function orAbsent<T>(action: () => T, absent: T): T {
  try {
    return action();
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent;
    throw thrown;
  }
}
