/**
 * `kopru bundle`: one archive for whoever helps, made of what the gateway and the machine say of themselves. Nothing is
 * sent anywhere, and every file in it is text that a person can read before handing it on.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { countText, renderProblems } from '../config/problems.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import { exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { redacted } from './redact.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';
import { packageVersion } from './version.ts';

const mostEntries = 50;
const journalLines = 500;

export const bundle: RunVerb = async (terminal, { args: [file], options }) => {
  const name = `kopru-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}`;
  const out = resolve(
    terminal.workingFolder,
    typeof options.out === 'string' ? options.out : `${name}.tar.gz`,
  );
  const scratch = mkdtempSync(join(tmpdir(), 'kopru-bundle-'));
  const folder = join(scratch, name);
  mkdirSync(folder);
  const written: string[] = [];
  const put = (path: string, text: string) => {
    const place = join(folder, path);
    mkdirSync(join(place, '..'), { recursive: true });
    writeFileSync(place, text, { mode: 0o600 });
    written.push(path);
  };
  try {
    put(
      'version.txt',
      `kopru ${packageVersion()}, Node ${process.version}, ${process.platform} ${process.arch}\n`,
    );
    const removed = putConfiguration(loadConfiguration(terminal, file), put);
    await putGateway(terminal, put);
    putJournal(put);
    execFileSync('tar', ['--create', '--gzip', '--file', out, '--directory', scratch, name], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    report(terminal, out, written, removed);
    return exits.fine;
  } catch (cause) {
    throw new KopruError(`The archive ${out} cannot be written: ${wordsOf(cause)}`, {
      kind: 'fatal',
      code: 'NO_BUNDLE',
      hint: 'Name a place where you may write: kopru bundle --out /tmp/kopru.tar.gz',
      cause,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

type Put = (path: string, text: string) => void;

/** Every file that was read, covered; and what `check` says of them. */
function putConfiguration({ sources, problems }: Configuration, put: Put): string[] {
  const removed: string[] = [];
  for (const [path, text] of sources) {
    if (/(^|\/)secrets\//.test(path)) continue;
    const clean = /\.ya?ml$/.test(path) ? redacted(text) : { text, removed: [] };
    put(join('configuration', path.replaceAll('..', '_')), clean.text);
    removed.push(...clean.removed.map((what) => `${what} in ${basename(path)}`));
  }
  // The excerpts of problems are lines of the files, so only places and sentences go in.
  put('check.txt', `${renderProblems(problems, new Map(), { color: false })}${countText(problems)}\n`);
  return removed;
}

/** What the running gateway says; why it says nothing, otherwise. */
async function putGateway(terminal: Terminal, put: Put): Promise<void> {
  try {
    const gateway = await runningGateway(terminal);
    put('status.json', `${JSON.stringify(await gateway.snapshot(), null, 2)}\n`);
    put('health.json', `${JSON.stringify(await gateway.health(), null, 2)}\n`);
    put('ledger.json', `${JSON.stringify(await gateway.checkLedger(), null, 2)}\n`);
    const entries = await gateway.quarantine.list({});
    put('quarantine.json', `${JSON.stringify(entries.slice(0, mostEntries), null, 2)}\n`);
  } catch (thrown) {
    put('gateway.txt', `${wordsOf(thrown)}\n`);
  }
}

/** The journal's own lines: the gateway never writes a secret into it. */
function putJournal(put: Put): void {
  const { status, stdout } = spawnSync(
    'journalctl',
    ['--unit=kopru', `--lines=${journalLines}`, '--output=short-iso', '--no-pager'],
    { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );
  if (status === 0) put('journal.txt', stdout);
}

function report(terminal: Terminal, out: string, files: readonly string[], removed: readonly string[]): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ file: out, files, removed }));
    return;
  }
  for (const path of files) terminal.out(`  ${path}`);
  for (const what of removed) terminal.out(`  covered: ${what}`);
  terminal.out(`${glyph(terminal, 'fine')} ${out}, ${files.length} files. Nothing was sent.`);
  next(terminal, `tar --list --file ${out}`);
}
