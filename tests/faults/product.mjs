/**
 * The built product under test, and copies of it with one safeguard off: a control is the product itself with a
 * single line changed. A safeguard that is not found where it is looked for is an error, so no control ends unseen.
 * The environment variable KOPRU_UNDER_TEST names another folder that holds a `dist`.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const productRoot = process.env.KOPRU_UNDER_TEST ?? join(import.meta.dirname, '..', '..');

export const dist = (path) => import(pathToFileURL(join(productRoot, 'dist', path)).href);

/** What Node is given to start the command as a shell does: the options of its first line, then its file. */
export function kopruArguments(root = productRoot) {
  const program = join(root, 'dist', 'cli', 'kopru.js');
  const [firstLine = ''] = readFileSync(program, 'utf8').split('\n', 1);
  return [...firstLine.split(' ').filter((word) => word.startsWith('--')), program];
}

const safeguards = {
  'full-sync': { file: 'buffer/database.js', from: 'synchronous = FULL', to: 'synchronous = NORMAL' },
  'row-checksum': { file: 'buffer/lease.js', from: /readingCrc\(.*\) !== crc/, to: 'false' },
  'counted-drops': {
    file: 'buffer/retention.js',
    from: /tallies\.add\(destination, 'dropped'.*\);/,
    to: '',
  },
  'slowest-decides': {
    file: 'buffer/places.js',
    from: 'low = Math.min(low, lowOf(place))',
    to: 'low = Math.max(Number.isFinite(low) ? low : 0, lowOf(place))',
  },
};

/** A copy of the product without the safeguard, in a folder of its own. */
export function productWithout(name) {
  const { file, from, to } = safeguards[name];
  const root = mkdtempSync(join(tmpdir(), 'kopru-without-'));
  cpSync(join(productRoot, 'dist'), join(root, 'dist'), { recursive: true });
  for (const each of ['node_modules', 'package.json', 'drivers', 'mappings']) {
    symlinkSync(join(productRoot, each), join(root, each));
  }
  const path = join(root, 'dist', file);
  const source = readFileSync(path, 'utf8');
  const changed = source.replace(from, to);
  if (changed === source) throw new Error(`The safeguard ${name} is not in dist/${file} any more.`);
  writeFileSync(path, changed);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
