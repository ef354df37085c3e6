/**
 * Folds floods: a line that says the same again within a minute is counted, not written; when the minute is
 * over, one line tells the last facts and how often it came. A dead device must not fill the journal and push
 * out what matters.
 */
import type { Clock, Logger } from '../core/environment.ts';

/** One line per minute for each sentence about each thing. Debug lines are asked for and pass unfolded. */
export function folded(logger: Logger, clock: Clock): Logger & { flush(): void } {
  const open = new Map<string, Repeats>();

  const close = (key: string) => {
    const repeats = open.get(key);
    if (!repeats) return;
    open.delete(key);
    repeats.cancel();
    if (repeats.count === 0) return;
    logger[repeats.level]({ ...repeats.facts, repeated: repeats.count }, repeats.sentence);
  };

  const write = (level: Level, facts: object, sentence: string) => {
    const key = keyOf(level, facts, sentence);
    const repeats = open.get(key);
    if (repeats) {
      repeats.count += 1;
      repeats.facts = facts;
      return;
    }
    const [oldest] = open.keys();
    if (open.size >= mostOpen && oldest !== undefined) close(oldest);
    open.set(key, { level, sentence, facts, count: 0, cancel: clock.after(foldMs, () => close(key)) });
    logger[level](facts, sentence);
  };

  return {
    debug: (facts, sentence) => logger.debug(facts, sentence),
    info: (facts, sentence) => write('info', facts, sentence),
    warn: (facts, sentence) => write('warn', facts, sentence),
    error: (facts, sentence) => write('error', facts, sentence),
    /** Writes what is still counted and leaves no timer behind; for the stop. */
    flush: () => {
      for (const key of [...open.keys()]) close(key);
    },
  };
}

type Level = 'info' | 'warn' | 'error';

interface Repeats {
  readonly level: Level;
  readonly sentence: string;
  readonly cancel: () => void;
  facts: object;
  count: number;
}

const foldMs = 60_000;
/** More different lines at once than this and the oldest is closed early. */
const mostOpen = 500;

/** Facts by which two lines are about different things; all others (counts, durations) may differ. */
const subjects = ['code', 'device', 'point', 'bus', 'mqttBroker', 'destination', 'entity'] as const;

/** Who did what: no line of the audit may hide one about somebody else. */
const auditSubjects = [...subjects, 'person', 'role', 'address', 'by', 'why', 'path', 'status'] as const;

function keyOf(level: Level, facts: object, sentence: string): string {
  const named = facts as Partial<Record<(typeof auditSubjects)[number], unknown>>;
  const names = 'audit' in facts ? auditSubjects : subjects;
  return [level, sentence, ...names.map((name) => String(named[name] ?? ''))].join('\n');
}
