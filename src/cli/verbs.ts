/**
 * Every verb of the command: how it is called and what it is for. A verb's own file is loaded when it runs, so that
 * `kopru --help` and `kopru health` start without the rest.
 *
 * A new verb is one entry here and one file that exports a function of type `RunVerb` (verb.ts).
 */
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [
  {
    usage: 'status',
    about: 'Say whether the gateway works, what waits and for how long it can stay offline.',
    options: [['--ledger', 'also count the waiting readings and compare with the ledger']],
    examples: ['kopru status', 'kopru status --ledger', 'kopru status --json | jq .destinations'],
    load: async () => (await import('./status.ts')).status,
  },
  {
    usage: 'health',
    about: 'Exit 0 if the gateway is alive, else 1; for the health check of a container.',
    examples: ['kopru health', 'kopru health --json'],
    load: async () => (await import('./health.ts')).health,
  },
];
