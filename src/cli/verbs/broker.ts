/** What goes north: entities, shown before they are sent, and sent to see what a broker says. */
import type { Verb } from '../verb.ts';

export const brokerVerbs: readonly Verb[] = [
  {
    usage: 'map <device>',
    about: 'Show the entities that readings of a device would become, and which line of which file says so.',
    options: [
      ['--live', 'read the device now (default: the samples of its driver)'],
      ['--diff', 'show them beside what the broker holds'],
      ['--destination <name>', 'with --diff: which broker (default: the only one)'],
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
      ['--wait <duration>', 'with --live: how long to wait for a device that talks by itself (default: 30s)'],
    ],
    examples: [
      'kopru map meter',
      'kopru map meter --live',
      'kopru map meter --live --diff',
      'kopru map meter --json | jq .entities[0].entity',
    ],
    load: async () => (await import('../map.ts')).map,
  },
  {
    usage: 'send <what>',
    about:
      'Send one batch straight to a destination and show what the broker says about each entity. What: a device, whose driver sample is mapped, or a .json file with entities. Writes to the broker.',
    options: [
      ['--to <destination>', 'name of the destination (default: the only one)'],
      ['--dry-run', 'show what would be sent, send nothing'],
      ['--context <url>', 'context of the entities in the file (default: theirs, else the core context)'],
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
    ],
    examples: [
      'kopru send meter --dry-run',
      'kopru send entity.json --to city',
      'kopru send entity.json --json | jq .entities[].kind',
    ],
    load: async () => (await import('../send.ts')).send,
  },
];
