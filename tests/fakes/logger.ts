/** A logger that remembers: each line as `level sentence {facts}`. */
import type { Logger } from '../../src/core/environment.ts';

export function recordingLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const say = (level: string) => (facts: object, sentence: string) => {
    lines.push(`${level} ${sentence} ${JSON.stringify(facts)}`);
  };
  return {
    lines,
    logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
  };
}

/** For tests that are not about the log. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
