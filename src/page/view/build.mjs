/**
 * Builds the page: what the browser loads into `page/assets` of the given folder (default: dist), with names that
 * change with their content, and `page/document.js`, which draws the page on the server and needs no package at run time.
 * Prints what the browser loads, compressed, and fails above the budget.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = import.meta.dirname;
const out = join(resolve(process.argv[2] ?? join(here, '..', '..', '..', 'dist')), 'page');
const mostBytes = 60_000;

const common = {
  root: here,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};

await build({
  ...common,
  build: {
    outDir: join(out, 'assets'),
    assetsDir: '.',
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: join(here, 'browser', 'main.ts') },
  },
});
await build({
  ...common,
  ssr: { noExternal: true },
  build: {
    outDir: out,
    emptyOutDir: false,
    ssr: join(here, 'document.tsx'),
    rollupOptions: { output: { entryFileNames: 'document.js' } },
  },
});

const manifest = JSON.parse(readFileSync(join(out, 'assets', 'manifest.json'), 'utf8'));
const { file, css } = manifest['browser/main.ts'];
const names = { script: file, style: css[0], icon: manifest['icon.svg'].file };
writeFileSync(join(out, 'assets.json'), `${JSON.stringify(names, null, 2)}\n`);

const loaded = readdirSync(join(out, 'assets')).filter((name) => name !== 'manifest.json');
const bytes = loaded.reduce((sum, name) => sum + gzipSync(readFileSync(join(out, 'assets', name))).length, 0);
process.stdout.write(`page: ${(bytes / 1_000).toFixed(1)} KB gzipped in ${loaded.length} files\n`);
if (bytes > mostBytes) {
  process.stderr.write(`The page is larger than its ${mostBytes / 1_000} KB.\n`);
  process.exitCode = 1;
}
