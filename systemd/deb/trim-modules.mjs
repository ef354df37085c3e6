/**
 * Takes out of installed packages what a finished product does not need: binaries of other systems, sources of native
 * modules, types, and the SQLite module of Nodes before 22.14.
 *
 * As a command: `node trim-modules.mjs NODE_MODULES [x64|arm64]`, by default for the processor it runs on.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** `cpu` as Node names it: x64 or arm64. Throws if a binary that will be needed is not there. */
export function trimModules(modules, cpu) {
  const drop = (...path) => rmSync(join(modules, ...path), { recursive: true, force: true });
  drop('@types');
  drop('better-sqlite3');
  drop('better-sqlite3-13', 'deps');
  drop('better-sqlite3-13', 'src');
  keepOnly(join(modules, 'better-sqlite3-13', 'prebuilds'), `linux-${cpu}.node`);
  drop('@serialport', 'bindings-cpp', 'src');
  keepOnly(join(modules, '@serialport', 'bindings-cpp', 'prebuilds'), `linux-${cpu}`);
}

function keepOnly(place, name) {
  if (!existsSync(join(place, name))) throw new Error(`${place} has no ${name}.`);
  for (const each of readdirSync(place)) if (each !== name) rmSync(join(place, each), { recursive: true });
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const [modules, cpu = process.arch] = process.argv.slice(2);
  trimModules(modules, cpu);
}
