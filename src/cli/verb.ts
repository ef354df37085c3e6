/** What a verb of the command is: how it is called, and the function that does it. */
import type { Exit } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** A flag is true; an option that may come again (`--fault <rule...>`) is a list. */
export type Option = string | boolean | readonly string[] | undefined;

/** The values of an option that may come again; none when it was not given. */
export function valuesOf(option: Option): readonly string[] {
  return typeof option === 'object' ? option : [];
}

export interface VerbCall {
  /** In the order of the usage line; undefined where an optional one was left out. */
  readonly args: readonly (string | undefined)[];
  /** By long name in camel case. */
  readonly options: Readonly<Record<string, Option>>;
}

export type RunVerb = (terminal: Terminal, call: VerbCall) => Promise<Exit>;

export interface Verb {
  /** Name and arguments, for example `check [gateway.yaml]`. */
  readonly usage: string;
  readonly about: string;
  /** What its first argument may be, where these are words of its own. */
  readonly actions?: readonly string[];
  readonly options?: readonly (readonly [flags: string, about: string])[];
  readonly examples: readonly string[];
  load(): Promise<RunVerb>;
}

/** Its first sentence, or that up to a colon, without the stop: for a list of verbs. */
export function summaryOf({ about }: Pick<Verb, 'about'>): string {
  const [summary = ''] = about.split(/[.:] /);
  return summary.replace(/\.$/, '');
}
