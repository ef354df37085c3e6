/** A log record as one line for a person at a terminal: time, level where it matters, sentence, facts. */

const colours = { debug: 2, info: 0, warn: 33, error: 31 } as const;

export interface LogRecord {
  readonly level: keyof typeof colours;
  /** ISO 8601. */
  readonly time: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

export function plainLine(record: LogRecord, colour: boolean): string {
  const { level, time, msg, ...facts } = record;
  const head = `${time.slice(11, 19)} ${level.padEnd(5)} ${msg}`;
  const tail = Object.entries(facts)
    .map(([name, value]) => ` ${name}=${factText(value)}`)
    .join('');
  const code = colours[level];
  return colour && code ? `\x1b[${code}m${head}\x1b[0m${tail}` : head + tail;
}

function factText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  return /^[\w.:/+-]+$/.test(value) ? value : JSON.stringify(value);
}
