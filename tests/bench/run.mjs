/**
 * Runs the benchmarks one after the other and prints each figure beside its limit, measured in the same run.
 * `npm run bench -- buffer mqtt` runs only these.
 */
import { readdirSync } from 'node:fs';
import { printRows } from './print.mjs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z-]+\.mjs$/.test(file) && !['run.mjs', 'print.mjs'].includes(file))
  .map((file) => file.slice(0, -'.mjs'.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(64);
}

for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { run } = await import(`./${name}.mjs`);
  console.log(`\n${name}`);
  printRows(await run());
}
process.exit(0);
