/** The running gateway: starting it, looking at it, and what its operator does to it. */
import type { Verb } from '../verb.ts';

export const gatewayVerbs: readonly Verb[] = [
  {
    usage: 'run [file]',
    about: 'Run the gateway: read, keep, map and deliver, until Ctrl-C or systemd stops it.',
    options: [
      ['--log-level <level>', 'debug, info, warn or error (default: info)'],
      [
        '--stay',
        'with errors in the configuration: stay up and show them on the page (default under systemd)',
      ],
    ],
    examples: ['kopru run', 'kopru run /etc/kopru/gateway.yaml', 'kopru run --log-level debug'],
    load: async () => (await import('../run.ts')).run,
  },
  {
    usage: 'status',
    about: 'Say whether the gateway works, what waits and for how long it can stay offline.',
    options: [['--ledger', 'also count the waiting readings and compare with the ledger']],
    examples: ['kopru status', 'kopru status --ledger', 'kopru status --json | jq .destinations'],
    load: async () => (await import('../status.ts')).status,
  },
  {
    usage: 'reload',
    about:
      'Have the running gateway read its configuration again and apply what changed. With an error in it the old one goes on.',
    options: [
      ['--dry-run', 'show what would change and apply nothing (exit 2 if there is something)'],
      ['--yes', 'also when entities get another id, or an entity or destination goes'],
    ],
    examples: ['kopru reload --dry-run', 'kopru reload', 'kopru reload --yes --json'],
    load: async () => (await import('../reload.ts')).reload,
  },
  {
    usage: 'page [action] [what] [name]',
    about:
      'Say and change who may sign in at the page: what there is (default), `enable`, `disable`, `link [name]` for a link that works once, `user add <name>`, `user remove <name>`, `user list`. Needs the running gateway.',
    actions: ['enable', 'disable', 'link', 'user'],
    options: [
      ['--role <role>', 'user add: viewer, who sees (default), or technician, who also acts'],
      ['--type', 'user add: type the secret instead of having one made'],
    ],
    examples: [
      'kopru page',
      'kopru page enable',
      'kopru page link technician',
      'kopru page user add ayse --role viewer',
      'kopru page user remove ayse',
      'kopru page disable',
    ],
    load: async () => (await import('../page.ts')).page,
  },
  {
    usage: 'quarantine [action] [entry...]',
    about:
      'What a broker refused, with its own words: `list` (default), `show <entry>`, `retry <entry...>` once the cause is mended, `drop <entry...>` for good, `export` as one JSON document a line.',
    actions: ['list', 'show', 'retry', 'drop', 'export'],
    options: [
      ['--destination <name>', 'only entries of this destination'],
      ['--all', 'retry, drop: all entries'],
      ['--yes', 'drop --all: do it'],
      ['--out <file>', 'export: write to this file (default: standard output)'],
    ],
    examples: [
      'kopru quarantine',
      'kopru quarantine show 17',
      'kopru quarantine retry 17 18',
      'kopru quarantine retry --all --destination city',
      'kopru quarantine export --out quarantine.ndjson',
      'kopru quarantine drop --all --yes',
    ],
    load: async () => (await import('../quarantine.ts')).quarantine,
  },
  {
    usage: 'doctor [file]',
    about:
      'Look at everything a gateway needs, in order: Node, configuration, disk, secrets, serial ports, clock, every server it connects to, and the gateway itself; with the mend for what is missing.',
    examples: ['kopru doctor', 'kopru doctor /etc/kopru/gateway.yaml', 'kopru doctor --json | jq .checks'],
    load: async () => (await import('../doctor.ts')).doctor,
  },
  {
    usage: 'logs',
    about: 'Show the gateway’s lines of the journal, by level, device, bus, destination and code.',
    options: [
      ['--level <level>', 'debug, info, warn or error, and all above it (default: info)'],
      ['--device <id>', 'only lines about this device'],
      ['--bus <name>', 'only lines about this bus'],
      ['--destination <name>', 'only lines about this destination'],
      ['--code <code>', 'only lines with this code'],
      ['--lines <count>', 'look at so many of the last lines (default: 100)'],
      ['--follow', 'go on with what comes, until Ctrl-C'],
    ],
    examples: ['kopru logs', 'kopru logs --level warn --lines 1000', 'kopru logs --device meter --follow'],
    load: async () => (await import('../logs.ts')).logs,
  },
  {
    usage: 'debug <device> [time]',
    about:
      'Have the running gateway write what goes over the line of one device into its log, for a while: 10m unless a time says otherwise.',
    options: [],
    examples: ['kopru debug meter', 'kopru debug meter 8h', 'kopru debug meter off'],
    load: async () => (await import('../debug.ts')).debug,
  },
  {
    usage: 'bundle [file]',
    about:
      'Pack what helps whoever helps: version, covered configuration, problems, status, ledger, quarantine, journal. Nothing is sent; the command names every file and what was covered.',
    options: [['--out <file>', 'write the archive here (default: ./kopru-<time>.tar.gz)']],
    examples: ['kopru bundle', 'kopru bundle --out /tmp/kopru.tar.gz'],
    load: async () => (await import('../bundle.ts')).bundle,
  },
  {
    usage: 'health',
    about:
      'Exit 0 if the gateway is alive, else 1; for the health check of a container. With --gate: whether an update may stay.',
    options: [
      ['--gate', 'wait until it is at work and all that was fine before is fine again'],
      ['--before <file>', 'with --gate: what `kopru health --json` said before the update'],
      ['--wait <duration>', 'with --gate: how long (default: 60s)'],
    ],
    examples: [
      'kopru health',
      'kopru health --json > before.json',
      'kopru health --gate --before before.json --wait 3m',
    ],
    load: async () => (await import('../health.ts')).health,
  },
  {
    usage: 'salvage <folder>',
    about:
      'Write what can still be read of a damaged buffer that was set aside, one JSON document a line. Changes nothing in it and puts nothing back.',
    options: [['--out <file>', 'write to this file (default: standard output)']],
    examples: [
      'kopru salvage /var/lib/kopru/corrupt-8f2c-1 --out salvaged.ndjson',
      'kopru salvage ./state/corrupt-8f2c-1 | jq -r "[.observedAt,.device,.point,.value] | @csv"',
    ],
    load: async () => (await import('../salvage.ts')).salvage,
  },
  {
    usage: 'factory-reset [file]',
    about:
      'Wipe what the gateway has gathered: readings, quarantine, tokens, users, secrets. Says what would go, and wipes it with --yes.',
    options: [
      ['--yes', 'wipe it'],
      ['--configuration', 'also gateway.yaml and the drivers and mappings beside it'],
    ],
    examples: ['kopru factory-reset', 'kopru factory-reset --yes'],
    load: async () => (await import('../factory-reset.ts')).factoryReset,
  },
];
