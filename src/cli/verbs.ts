/**
 * Every verb of the command: how it is called and what it is for. A verb's own file is loaded when it runs, so that
 * `kopru --help` and `kopru health` start without the rest.
 *
 * A new verb is one entry here and one file that exports a function of type `RunVerb` (verb.ts).
 */
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [
  {
    usage: 'run [file]',
    about: 'Run the gateway: read, keep, map and deliver, until Ctrl-C or systemd stops it.',
    options: [['--log-level <level>', 'debug, info, warn or error (default: info)']],
    examples: ['kopru run', 'kopru run /etc/kopru/gateway.yaml', 'kopru run --log-level debug'],
    load: async () => (await import('./run.ts')).run,
  },
  {
    usage: 'demo',
    about:
      'Show the whole path on this machine alone: a simulated cabinet, the gateway, a broker that goes away.',
    options: [
      ['--outage <duration>', 'how long the broker is away, 0s for not at all (default: 20s)'],
      ['--once', 'end by itself when the backlog is drained: exit 0 if everything accepted was delivered'],
    ],
    examples: ['kopru demo', 'kopru demo --outage 1m', 'kopru demo --once --outage 10s'],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    usage: 'check [file]',
    about: 'Check gateway.yaml and every driver and mapping it names. Opens no port and sends nothing.',
    options: [['--all', 'show every problem, not only the first five']],
    examples: ['kopru check', 'kopru check /etc/kopru/gateway.yaml', 'kopru check --json | jq .problems'],
    load: async () => (await import('./check.ts')).check,
  },
  {
    usage: 'explain <code>',
    about: 'Say what a code means and what to do about it.',
    examples: ['kopru explain UNKNOWN_DRIVER', 'kopru explain NO_REPLY'],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    usage: 'status',
    about: 'Say whether the gateway works, what waits and for how long it can stay offline.',
    options: [['--ledger', 'also count the waiting readings and compare with the ledger']],
    examples: ['kopru status', 'kopru status --ledger', 'kopru status --json | jq .destinations'],
    load: async () => (await import('./status.ts')).status,
  },
  {
    usage: 'broker',
    about: 'Run an NGSI-LD broker in memory, to try a configuration against. It keeps nothing when it ends.',
    options: [
      ['--port <number>', 'port to listen at; 0 takes a free one (default: 1026)'],
      ['--host <address>', 'address to listen at (default: 127.0.0.1)'],
    ],
    examples: ['kopru broker', 'kopru broker --port 9090'],
    load: async () => (await import('./broker.ts')).broker,
  },
  {
    usage: 'health',
    about: 'Exit 0 if the gateway is alive, else 1; for the health check of a container.',
    examples: ['kopru health', 'kopru health --json'],
    load: async () => (await import('./health.ts')).health,
  },
  {
    usage: 'schema <kind>',
    about:
      'Print the JSON Schema of gateway, driver or mapping files, for an editor that completes and explains.',
    examples: ['kopru schema gateway > gateway.schema.json', 'kopru schema driver'],
    load: async () => (await import('./schema.ts')).schema,
  },
];
