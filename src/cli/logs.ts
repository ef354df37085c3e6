/** `kopru logs`: the gateway's lines in the journal, for people, by device, code and level. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { KopruError } from '../core/errors.ts';
import { cleanText } from '../telemetry/facts.ts';
import { exits, usageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import type { RunVerb, VerbCall } from './verb.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

const lineShape = z.looseObject({ level: z.enum(levels), time: z.string(), msg: z.string() });

export interface LogFilter {
  readonly level: Level;
  /** What must be among the facts of a line, by name. */
  readonly facts: Readonly<Record<string, string>>;
}

export const logs: RunVerb = async (terminal, { options }) => {
  const filter = filterOf(options);
  const journal = spawn(
    'journalctl',
    [
      '--unit=kopru',
      '--output=cat',
      '--no-pager',
      `--lines=${typeof options.lines === 'string' ? options.lines : 100}`,
      ...(options.follow ? ['--follow'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaint = '';
  journal.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(-500);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    journal.once('error', reject);
    journal.once('close', resolve);
  });
  if (options.follow) void terminal.untilStopped().then(() => journal.kill());
  for await (const line of createInterface({ input: journal.stdout })) {
    const text = shownLine(line, filter, terminal);
    if (text !== undefined) terminal.out(text);
  }
  const status = await ended.catch(() => null);
  if (status === null && !options.follow) throw noJournal(complaint);
  if (status !== null && status > 0) throw noJournal(complaint);
  return exits.fine;
};

/** A line as a person reads it; undefined when it is not asked for. One that is not ours is shown as it is. */
export function shownLine(
  line: string,
  { level, facts }: LogFilter,
  { json }: Pick<Terminal, 'json'>,
): string | undefined {
  const parsed = lineShape.safeParse(jsonOf(line));
  const wanted = Object.entries(facts);
  if (!parsed.success) return wanted.length === 0 && !json ? cleanText(line) : undefined;
  const { level: own, time, msg, ...rest } = parsed.data;
  if (levels.indexOf(own) < levels.indexOf(level)) return undefined;
  if (wanted.some(([name, value]) => String(rest[name]) !== value)) return undefined;
  if (json) return line;
  const words = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  return cleanText([time.slice(0, 19).replace('T', ' '), own.padEnd(5), msg, ...words].join('  '));
}

function filterOf(options: VerbCall['options']): LogFilter {
  const level = levels.find((each) => each === (options.level ?? 'info'));
  if (!level)
    throw usageError(`There is no level ${String(options.level)}.`, `Write one of ${levels.join(', ')}.`);
  const facts: Record<string, string> = {};
  for (const name of ['device', 'bus', 'destination', 'code']) {
    const value = options[name];
    if (typeof value === 'string') facts[name] = value;
  }
  return { level, facts };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function noJournal(complaint: string): KopruError {
  return new KopruError(`The journal cannot be read. ${complaint.trim()}`.trim(), {
    kind: 'transient',
    code: 'NO_JOURNAL',
    hint: 'Under systemd: sudo kopru logs, or let this user be in the group systemd-journal. In a container: docker logs.',
  });
}
