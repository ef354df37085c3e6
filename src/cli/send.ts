/**
 * `kopru send`: one batch straight to a destination, and what the broker said about each entity. For the first
 * contact with a broker: nothing goes through the buffer, and a refusal has no consequence but the words on the screen.
 */
import type { Answer, Batch, Verdict } from '../core/broker.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { brokerOf, destinationOf } from './destination.ts';
import { type Exit, exits } from './exit.ts';
import { findDevice } from './find-device.ts';
import { runOrStatus } from './gateway-socket.ts';
import { entitiesOfFile, entitiesOfSample } from './sent-entities.ts';
import { glyph, next, type Terminal, wrapped } from './terminal.ts';
import type { RunVerb } from './verb.ts';

interface Fate {
  readonly entity: string;
  readonly status: number;
  readonly verdict: Verdict;
}

export const send: RunVerb = async (terminal, { args: [what], options }) => {
  const file = typeof options.file === 'string' ? options.file : undefined;
  const configuration = loadConfiguration(terminal, file);
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const settings = destinationOf(site, options.to, '--to');
  const context = typeof options.context === 'string' ? options.context : undefined;
  const batches = /\.json(ld)?$/.test(what ?? '')
    ? entitiesOfFile(what ?? '', terminal.workingFolder, context)
    : entitiesOfSample(site, findDevice(site, what), configuration.driverFolders);
  if (options.dryRun) return show(terminal, settings.name, batches);

  const broker = brokerOf(terminal, configuration, site, settings);
  try {
    const fates: Fate[] = [];
    for (const batch of batches) fates.push(...fatesOf(batch, await broker.upsert(batch)));
    return await report(terminal, settings.name, fates);
  } finally {
    await broker.close();
  }
};

function fatesOf({ items }: Batch, answer: Answer): Fate[] {
  const { status } = answer;
  return items.map(({ entity }, index) => ({ entity, status, verdict: verdictOf(answer, index) }));
}

function verdictOf(answer: Answer, index: number): Verdict {
  switch (answer.scope) {
    case 'items':
      return answer.verdicts[index] ?? { kind: 'unknown', code: 'UNCLEAR_ANSWER', words: '' };
    case 'batch':
      return answer.verdict;
    case 'culprit':
      return { kind: 'rejected', code: answer.code, words: answer.words };
    case 'size':
      return { kind: 'rejected', code: 'TOO_LARGE', words: answer.words };
    case 'unclear':
      return { kind: 'unknown', code: 'UNCLEAR_ANSWER', words: answer.words };
  }
}

function show(terminal: Terminal, destination: string, batches: readonly Batch[]): Exit {
  const shown = batches.map(({ context, items }) => ({
    context,
    entities: items.map(({ json }) => JSON.parse(json) as unknown),
  }));
  if (terminal.json) terminal.out(JSON.stringify({ destination, batches: shown }));
  else {
    for (const { context, entities } of shown) {
      terminal.out(`Context ${context}`);
      terminal.out(JSON.stringify(entities, null, 2));
    }
    const count = batches.reduce((sum, { items }) => sum + items.length, 0);
    terminal.out(`${glyph(terminal, 'fine')} ${entitiesText(count)} for ${destination}. Nothing was sent.`);
    next(terminal, 'the same without --dry-run');
  }
  return batches.length > 0 ? exits.fine : exits.findings;
}

const phrases: Readonly<Record<Verdict['kind'], string>> = {
  delivered: 'accepted',
  rejected: 'refused',
  denied: 'not let in',
  transient: 'not now',
  unknown: 'no clear answer',
};

async function report(terminal: Terminal, destination: string, fates: readonly Fate[]): Promise<Exit> {
  const accepted = fates.filter(({ verdict }) => verdict.kind === 'delivered').length;
  const exit = accepted === 0 ? exits.failed : accepted < fates.length ? exits.findings : exits.fine;
  if (terminal.json) {
    const entities = fates.map(({ entity, status, verdict }) => ({ entity, status, ...verdict }));
    terminal.out(JSON.stringify({ destination, accepted, entities }));
    return exit;
  }
  for (const { entity, status, verdict } of fates) {
    const state = verdict.kind === 'delivered' ? 'fine' : 'stopped';
    const code = verdict.kind === 'delivered' ? '' : ` (${verdict.code})`;
    const answered = status === 0 ? '' : `, status ${status}`;
    terminal.out(`${glyph(terminal, state)} ${entity}: ${phrases[verdict.kind]}${answered}${code}`);
    if (verdict.kind !== 'delivered')
      for (const line of wrapped(verdict.words, 76)) terminal.out(`    ${line}`);
  }
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  const counted = `${accepted} of ${entitiesText(fates.length)} accepted by ${destination}`;
  terminal.out(`${glyph(terminal, state)} ${counted}. Nothing went through the buffer.`);
  next(terminal, exit === exits.fine ? await runOrStatus(terminal) : 'kopru send … --dry-run');
  return exit;
}

const entitiesText = (count: number) => `${count} ${count === 1 ? 'entity' : 'entities'}`;
