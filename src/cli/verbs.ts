/**
 * Every verb of the command, in the groups and the order of `kopru --help`. A verb's own file is loaded when it runs, so
 * that `kopru --help` and `kopru health` start without the rest.
 *
 * A new verb is one entry in a file of verbs/ and one file that exports a function of type `RunVerb` (verb.ts).
 */
import type { Verb } from './verb.ts';
import { brokerVerbs } from './verbs/broker.ts';
import { fieldVerbs } from './verbs/field.ts';
import { fileVerbs } from './verbs/files.ts';
import { gatewayVerbs } from './verbs/gateway.ts';
import { simulatedVerbs } from './verbs/simulated.ts';

export interface VerbGroup {
  /** As `kopru --help` shows it. */
  readonly title: string;
  readonly verbs: readonly Verb[];
}

const completion: Verb = {
  usage: 'completion <shell>',
  about: 'Print a script that lets bash, zsh or fish complete commands and options.',
  actions: ['bash', 'zsh', 'fish'],
  examples: [
    'kopru completion bash > /etc/bash_completion.d/kopru',
    'kopru completion fish > ~/.config/fish/completions/kopru.fish',
  ],
  load: async () => (await import('./completion.ts')).completion(verbs),
};

export const verbGroups: readonly VerbGroup[] = [
  { title: 'The gateway', verbs: gatewayVerbs },
  { title: 'Files', verbs: fileVerbs },
  { title: 'Wires and devices', verbs: fieldVerbs },
  { title: 'Entities', verbs: brokerVerbs },
  { title: 'Without hardware', verbs: simulatedVerbs },
  { title: 'Shell', verbs: [completion] },
];

export const verbs: readonly Verb[] = verbGroups.flatMap((group) => group.verbs);
