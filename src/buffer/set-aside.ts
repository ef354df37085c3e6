/**
 * Moves a corrupt database out of the way, with its WAL, so that the gateway goes on with an empty one. The last
 * two are kept for a person, as long as together they are no larger than the buffer may be.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { databaseFile, fsyncPath } from './database.ts';

const keep = 2;
const prefix = 'corrupt-';

/** Returns the name of the folder, inside `folder`, that now holds the files. */
export function setAside(folder: string, boot: string, limitBytes: number): string {
  const name = freeName(folder, `${prefix}${boot.replaceAll(/[^\w-]/g, '').slice(0, 40)}`);
  mkdirSync(join(folder, name), { mode: 0o700 });
  const path = databaseFile(folder);
  for (const each of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(each)) renameSync(each, join(folder, name, basename(each)));
  }
  fsyncPath(join(folder, name));
  fsyncPath(folder);
  forgetOld(folder, limitBytes);
  return name;
}

function freeName(folder: string, stem: string): string {
  let number = 1;
  while (existsSync(join(folder, `${stem}-${number}`))) number++;
  return `${stem}-${number}`;
}

function forgetOld(folder: string, limitBytes: number): void {
  const newestFirst = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(folder, name), madeMs: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.madeMs - a.madeMs);
  let bytes = 0;
  for (const [index, { path }] of newestFirst.entries()) {
    for (const file of readdirSync(path)) bytes += statSync(join(path, file)).size;
    if (index >= keep || bytes > limitBytes) rmSync(path, { recursive: true });
  }
}
