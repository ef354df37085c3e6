/**
 * The page's words in each language. Numbers and names come in as arguments and never carry a suffix in Turkish,
 * so sentences are built around colons. Identifiers, codes and a broker's own words are shown as they are.
 */
import type { Change } from '../changes.ts';
import type { Needed, Problem } from '../problems.ts';

export interface Words {
  /** For dates: `en-GB`. */
  readonly locale: string;
  readonly noContact: { readonly word: string; sentence(span: string, time: string): string };
  updated(span: string): string;
  couldStayOffline(span: string): string;
  readonly skip: string;
  readonly stations: Readonly<Record<'devices' | 'buffer' | 'mapping' | 'broker', string>>;
  of(part: string, whole: string): string;
  readonly allAnswer: string;
  silent(count: string): string;
  waitingCount(count: string): string;
  oldest(span: string): string;
  readonly nothingWaits: string;
  entities(count: number, text: string): string;
  refusedCount(count: string): string;
  readonly inQuarantine: string;
  readonly nothingRefused: string;
  readonly phases: Readonly<
    Record<'accepts' | 'no answer' | 'denied' | 'draining' | 'none' | 'waits', string>
  >;
  ago(span: string): string;
  in(span: string): string;
  since(span: string): string;
  problems(count: number): string;
  problem(problem: Problem, count: string): { readonly title: string; readonly about: string };
  nextTry(span: string): string;
  readonly needs: string;
  readonly needed: Readonly<Record<Needed, string>>;
  readonly copy: string;
  copyOf(command: string): string;
  readonly copied: string;
  readonly devices: {
    readonly title: string;
    readonly caption: string;
    readonly columns: Readonly<Record<'device' | 'value' | 'hour' | 'age' | 'link', string>>;
    onlyProblems(count: string): string;
    readonly kinds: Readonly<Record<'modbus' | 'mqtt' | 'serial' | 'host', string>>;
    readonly connected: string;
    readonly notConnected: string;
    busy(percent: number): string;
    every(span: string): string;
    readonly last: string;
    /** Before a value that is too old although its device answers. */
    old(span: string): string;
    readonly none: string;
    readonly never: string;
    points(count: number): string;
    readonly running: Readonly<Record<'parked' | 'off', string>>;
    readonly silent: string;
    readonly answers: string;
    readonly listens: string;
    readonly starting: string;
    unit(id: number): string;
    refused(count: string, reason: string): string;
    heard(answering: string, all: string): string;
  };
  readonly quantities: Readonly<Record<string, string>>;
  /** What false and true mean, by quantity. */
  readonly states: Readonly<Record<string, readonly [off: string, on: string]>>;
  readonly anyState: readonly [off: string, on: string];
  readonly forwarding: {
    readonly title: string;
    readonly accepted: string;
    readonly delivered: string;
    readonly noAnswer: string;
    scale(top: string): string;
    readonly lastAnswer: string;
    readonly nextTry: string;
    readonly answersIn: string;
    readonly lastSuccess: string;
    readonly requests: string;
    requestsOf(all: string, imperfect: string): string;
    readonly history: Readonly<Record<string, string>>;
    chart(accepted: string, delivered: string): string;
    readonly none: string;
  };
  readonly backlog: {
    readonly title: string;
    lead(count: string, span: string | undefined): string;
    readonly now: string;
    peak(count: string): string;
    readonly onDisk: string;
    bytes(used: string, limit: string): string;
    readonly room: string;
    roomFor(span: string, rate: string): string;
    readonly roomUnknown: string;
    readonly whenFull: string;
    readonly oldestFirst: string;
    roomUsed(percent: string): string;
  };
  readonly quarantine: {
    readonly title: string;
    readonly empty: string;
    readonly onItsWay: string;
    more(count: string): string;
    between(first: string, last: string): string;
  };
  readonly machine: {
    readonly title: string;
    readonly processor: string;
    readonly supply: string;
    readonly supplies: Readonly<Record<'fine' | 'weak', string>>;
    readonly disk: string;
    readonly memory: string;
    free(free: string, all: string): string;
    readonly written: string;
    wear(perDay: string, life: string): string;
    years(count: number): string;
    readonly up: string;
  };
  readonly ledger: {
    readonly title: string;
    readonly lines: Readonly<
      Record<
        'delivered' | 'superseded' | 'unused' | 'waiting' | 'quarantined' | 'dropped' | 'accepted',
        string
      >
    >;
    readonly balances: string;
    readonly open: string;
  };
  readonly changes: { readonly title: string; say(change: Change, amount: string): string };
  readonly footer: {
    up(span: string): string;
    readonly statusJson: string;
    readonly themes: Readonly<Record<'auto' | 'light' | 'dark' | 'sun', string>>;
    readonly theme: string;
    readonly otherLanguage: string;
    readonly place: string;
    clock(source: string | undefined): string;
    readonly configuration: string;
  };
}
