/** What a verb of the command is: how it is called, and the function that does it. */
import type { Exit } from './exit.ts';
import type { Terminal } from './terminal.ts';

export interface VerbCall {
  /** In the order of the usage line; undefined where an optional one was left out. */
  readonly args: readonly (string | undefined)[];
  /** By long name in camel case; a flag is true. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

export type RunVerb = (terminal: Terminal, call: VerbCall) => Promise<Exit>;

export interface Verb {
  /** Name and arguments, for example `check [gateway.yaml]`. */
  readonly usage: string;
  readonly about: string;
  readonly options?: readonly (readonly [flags: string, about: string])[];
  readonly examples: readonly string[];
  load(): Promise<RunVerb>;
}
