/**
 * The log: one JSON object per line on standard output. Under systemd each line carries its priority, so that
 * `journalctl -p warning` works; on a terminal lines are written for people. Facts are cleaned and floods are
 * folded before anything is written, whoever logs.
 */
import { fstatSync } from 'node:fs';
import pino from 'pino';
import type { Clock, Logger } from '../core/environment.ts';
import { cleanFacts, cleanText } from './facts.ts';
import { folded } from './fold.ts';
import { type LogRecord, plainLine } from './plain-line.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
/** `journal`: JSON behind a priority such as `<4>` (man sd-daemon). */
export type LogStyle = 'json' | 'journal' | 'plain';

export interface LogSettings {
  readonly clock: Clock;
  readonly level: LogLevel;
  readonly style: LogStyle;
  readonly colour: boolean;
  /** Takes one whole line with its line end. */
  write(line: string): void;
}

/** `flush` writes what is still counted as repeated; call it last. */
export function createLog(settings: LogSettings): Logger & { flush(): void } {
  const { clock, level } = settings;
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.wallMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: cleanFacts },
    },
    { write: (line: string) => settings.write(styled(line, settings)) },
  );
  const say = (at: LogLevel) => (facts: object, sentence: string) => logger[at](facts, cleanText(sentence));
  return folded({ debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, clock);
}

/** What suits standard output: the journal reads priorities, a person reads plain lines, all else reads JSON. */
export function logStyle(output: { fd: number; isTTY?: boolean }, environment = process.env): LogStyle {
  if (isJournal(output.fd, environment.JOURNAL_STREAM)) return 'journal';
  return output.isTTY ? 'plain' : 'json';
}

const priorities = { debug: 7, info: 6, warn: 4, error: 3 } as const;

function styled(line: string, { style, colour }: LogSettings): string {
  if (style === 'json') return line;
  const record = JSON.parse(line) as LogRecord;
  if (style === 'plain') return `${plainLine(record, colour)}\n`;
  return `<${priorities[record.level]}>${line}`;
}

/** The variable is inherited by every child; only if it names this very file does the journal read it (man systemd.exec). */
function isJournal(fd: number, stream: string | undefined): boolean {
  if (stream === undefined) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
