/** `kopru quarantine list|show|retry|drop|export`: what a broker refused, with its own words, and what becomes of it. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { spanText } from '../core/duration.ts';
import { numberText } from '../core/number-text.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { type QuarantineAccess, quarantineAccess } from './quarantine-access.ts';
import { glyph, next, type Terminal, table, wrapped } from './terminal.ts';
import type { RunVerb, VerbCall } from './verb.ts';

type Options = VerbCall['options'];
type Action = (terminal: Terminal, ids: readonly number[], options: Options) => Promise<Exit>;

const actions: Readonly<Record<string, Action>> = { list, show, retry, drop, export: exportAll };

const shownEntries = 20;
const shownReadings = 10;
const widestWords = 60;

export const quarantine: RunVerb = async (terminal, { args: [action = 'list', ...args], options }) => {
  const run = actions[action];
  if (!run) {
    throw usageError(
      `There is no \`kopru quarantine ${action}\`.`,
      `Write one of ${Object.keys(actions).join(', ')}.`,
    );
  }
  const ids = args.filter((each) => each !== undefined).map(idOf);
  return run(terminal, ids, options);
};

async function list(terminal: Terminal, ids: readonly number[], options: Options): Promise<Exit> {
  const access = await quarantineAccess(terminal);
  const entries = await access.entries(queryOf(ids, options));
  const exit = entries.length === 0 ? exits.fine : exits.findings;
  if (terminal.json) {
    terminal.out(JSON.stringify({ entries }));
    return exit;
  }
  sayStopped(terminal, access);
  const rows = entries
    .slice(0, shownEntries)
    .map((entry) => [
      `  ${entry.id}`,
      entry.destination,
      entry.entity,
      `${numberText(entry.count)} ${entry.count === 1 ? 'reading' : 'readings'}`,
      `${ago(entry.lastAt)}${entry.retry ? ', waits to go again' : ''}`,
      cutText(`${entry.code} ${entry.words}`, widestWords),
    ]);
  for (const line of table(rows)) terminal.out(line);
  if (entries.length > shownEntries) terminal.out(`  and ${entries.length - shownEntries} more: --json`);
  const [first] = entries;
  if (!first) {
    terminal.out(`${glyph(terminal, 'fine')} The quarantine is empty.`);
    next(terminal, 'kopru status');
    return exit;
  }
  const readings = entries.reduce((sum, { count }) => sum + count, 0);
  terminal.out(
    `${glyph(terminal, 'look')} ${count(entries.length)} with ${numberText(readings)} ${readings === 1 ? 'reading' : 'readings'} in quarantine.`,
  );
  next(terminal, `kopru quarantine show ${first.id}`);
  return exit;
}

async function show(terminal: Terminal, ids: readonly number[], options: Options): Promise<Exit> {
  const [id] = ids;
  if (id === undefined) throw usageError('Name an entry.', 'kopru quarantine list shows their numbers.');
  const access = await quarantineAccess(terminal);
  const [entry] = await access.entries(queryOf([id], options));
  if (!entry) throw unknownEntry(id);
  if (terminal.json) {
    terminal.out(JSON.stringify(entry));
    return exits.fine;
  }
  sayStopped(terminal, access);
  terminal.out(`${entry.entity}  refused by ${entry.destination}`);
  for (const line of wrapped(`${entry.code}: ${entry.words}`, 76)) terminal.out(`  ${line}`);
  terminal.out(
    `  first ${ago(entry.firstAt)}, last ${ago(entry.lastAt)}, sent ${entry.tries} ${entry.tries === 1 ? 'time' : 'times'}`,
  );
  const rows = entry.readings
    .slice(0, shownReadings)
    .map(({ seq, device, point, value, unit, observedAt }) => [
      `  ${seq}`,
      `${device} ${point}`,
      `${typeof value === 'number' ? numberText(value) : value} ${unit ?? ''}`.trimEnd(),
      observedAt ?? 'time not known yet',
    ]);
  for (const line of table(rows)) terminal.out(line);
  const hidden = entry.count - rows.length;
  if (hidden > 0) terminal.out(`  and ${numberText(hidden)} more readings`);
  next(terminal, `kopru quarantine retry ${entry.id}     once the cause is mended`);
  return exits.fine;
}

async function retry(terminal: Terminal, ids: readonly number[], options: Options): Promise<Exit> {
  const choice = choiceOf(ids, options, 'retry');
  const access = await quarantineAccess(terminal);
  const entries = await access.retry(choice);
  if (terminal.json) terminal.out(JSON.stringify({ entries }));
  else if (entries === 0) throw unknownEntry(ids[0]);
  else {
    terminal.out(
      `${glyph(terminal, 'fine')} ${count(entries)} will be sent again${access.folder === undefined ? '' : ' when the gateway runs'}, each alone.`,
    );
    terminal.out('  What the broker has newer values for ends as superseded: no entity goes back in time.');
    next(terminal, 'kopru quarantine list');
  }
  return exits.fine;
}

async function drop(terminal: Terminal, ids: readonly number[], options: Options): Promise<Exit> {
  const choice = choiceOf(ids, options, 'drop');
  if (choice.ids === 'all' && options.yes !== true) {
    throw usageError(
      'All entries would be gone for good.',
      'Add --yes; kopru quarantine export --out quarantine.ndjson keeps a copy.',
    );
  }
  const access = await quarantineAccess(terminal);
  const entries = await access.drop(choice);
  if (terminal.json) terminal.out(JSON.stringify({ entries }));
  else if (entries === 0) throw unknownEntry(ids[0]);
  else {
    terminal.out(
      `${glyph(terminal, 'fine')} ${count(entries)} dropped; the ledger counts it as dropped (purged).`,
    );
    next(terminal, access.folder === undefined ? 'kopru status --ledger' : 'kopru quarantine list');
  }
  return exits.fine;
}

/** One entry a line, for a spreadsheet, a ticket or a script. */
async function exportAll(terminal: Terminal, ids: readonly number[], options: Options): Promise<Exit> {
  const access = await quarantineAccess(terminal);
  const entries = await access.entries(queryOf(ids, options));
  const lines = entries.map((entry) => JSON.stringify(entry));
  if (typeof options.out !== 'string') {
    for (const line of lines) terminal.out(line);
    return exits.fine;
  }
  writeFileSync(resolve(terminal.workingFolder, options.out), lines.map((line) => `${line}\n`).join(''), {
    mode: 0o600,
  });
  if (terminal.json) terminal.out(JSON.stringify({ file: options.out, entries: entries.length }));
  else terminal.out(`${glyph(terminal, 'fine')} ${count(entries.length)} in ${options.out}.`);
  next(terminal, 'kopru quarantine list');
  return exits.fine;
}

function sayStopped(terminal: Terminal, { folder }: QuarantineAccess): void {
  if (folder !== undefined) terminal.out(`The gateway does not run; this is what it left in ${folder}.`);
}

const queryOf = (ids: readonly number[], { destination }: Options) => ({
  ...(typeof destination === 'string' ? { destination } : {}),
  ...(ids.length > 0 ? { ids } : {}),
});

function choiceOf(ids: readonly number[], options: Options, verb: string) {
  if (ids.length === 0 && options.all !== true)
    throw usageError('Name entries, or --all.', `For example: kopru quarantine ${verb} 17 18`);
  return {
    ids: ids.length > 0 ? ids : ('all' as const),
    ...(typeof options.destination === 'string' ? { destination: options.destination } : {}),
  };
}

function idOf(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw usageError(`"${text}" is no number of an entry.`, 'kopru quarantine list shows them.');
}

const unknownEntry = (id: number | undefined) =>
  usageError(
    id === undefined ? 'There is no such entry.' : `There is no entry ${id} in the quarantine.`,
    'kopru quarantine list shows what there is.',
  );

const count = (entries: number) => `${numberText(entries)} ${entries === 1 ? 'entry' : 'entries'}`;

const ago = (iso: string) => `${spanText(Math.max(0, Date.now() - Date.parse(iso)))} ago`;

const cutText = (text: string, most: number) => {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= most ? flat : `${flat.slice(0, most - 1)}…`;
};
