/** Peers that are not there: devices, a broker and a bad line, for trying things out. */
import type { Verb } from '../verb.ts';

export const simulatedVerbs: readonly Verb[] = [
  {
    usage: 'demo',
    about:
      'Show the whole path on this machine alone: a simulated cabinet, the gateway, a broker that goes away.',
    options: [
      ['--city <name>', 'a whole cabinet with its street: istanbul or izmir (default: four devices)'],
      ['--outage <duration>', 'how long the broker is away, 0s for not at all (default: 20s)'],
      ['--once', 'end by itself when the backlog is drained: exit 0 if everything accepted was delivered'],
    ],
    examples: [
      'kopru demo',
      'kopru demo --city istanbul',
      'kopru demo --city izmir',
      'kopru demo --once --outage 10s',
    ],
    load: async () => (await import('../demo.ts')).demo,
  },
  {
    usage: 'simulate <driver>',
    about:
      'Play a driver file backwards: a device that is not there. Several drivers are separated by commas.',
    options: [
      ['--tcp <host:port>', 'serve Modbus TCP here (default: 127.0.0.1:1502)'],
      [
        '--pty <path>',
        'serve Modbus RTU on this serial port or pseudo-terminal instead; serial devices talk there',
      ],
      ['--rtu', 'with --tcp: RTU frames behind a converter, at the pace of the line'],
      ['--ascii', 'Modbus ASCII instead, with --pty or behind a converter'],
      ['--line <setting>', 'line setting that gives the pace (default: that of the driver)'],
      ['--unit <id>', 'unit id of the first Modbus device; the others follow (default: 1)'],
      ['--mqtt <url>', 'publish to this MQTT broker (default: one of its own at 127.0.0.1:1883)'],
      ['--network <server>', 'wrap LoRaWAN devices as this network server does: chirpstack (default) or tts'],
      ['--every <duration>', 'how often MQTT devices publish and serial devices talk (default: 2s)'],
      [
        '--set <point=value...>',
        'fix a point to a value, or to sine:220..240/1m, ramp:0..9/10s, square:0..1/5s, count:100+30 (an hour); the others go through a plausible day',
      ],
      ['--param <name=value...>', 'answer a param of the driver'],
      [
        '--fault <fault>',
        'let Modbus devices be silent, slow, late or give an exception; on a line also crc, torn, wrong-unit. Serial devices: silent, noise, torn, checksum. LoRaWAN: gap, repeat, cut, noise',
      ],
    ],
    examples: [
      'kopru simulate eastron/sdm630',
      'kopru simulate eastron/sdm630,generic/xy-md02 --tcp 127.0.0.1:5020',
      'kopru simulate generic/xy-md02 --set airTemperature=sine:-5..5/1m --fault slow',
      'kopru simulate eastron/sdm120 --pty /dev/pts/7 --line "2400 8N1" --fault late',
      'kopru simulate tasmota/energy --mqtt mqtt://127.0.0.1:1883 --param topic=pano-3',
    ],
    load: async () => (await import('../simulate.ts')).simulate,
  },
  {
    usage: 'broker',
    about: 'Run an NGSI-LD broker in memory, to try a configuration against. It keeps nothing when it ends.',
    options: [
      ['--port <number>', 'port to listen at; 0 takes a free one (default: 1026)'],
      ['--host <address>', 'address to listen at (default: 127.0.0.1)'],
      [
        '--profile <name>',
        'answer like spec, scorpio, orion, stellio, all-or-nothing or collapsing (default: spec)',
      ],
      ['--tenant <name...>', 'tenants that exist, for a profile that makes none on the fly'],
      [
        '--fault <rule...>',
        'misbehave: NAME, or NAME=LIMIT with 3 (requests), 20%, 30s or 10s-40s, joined by commas',
      ],
      ['--seed <number>', 'play the same faults again (default: another one each time)'],
      ['--history', 'say each second what came in: values, duplicates, values back in time'],
      ['--list', 'list every profile and fault, and end'],
    ],
    examples: [
      'kopru broker',
      'kopru broker --profile scorpio --history',
      'kopru broker --fault reset-after-applying=20% --fault 503-empty=10s-40s --seed 7',
    ],
    load: async () => (await import('../broker.ts')).broker,
  },
  {
    usage: 'proxy',
    about: 'Stand between a gateway and its peer and make the line bad: slow, cut, silent.',
    options: [
      ['--to <host:port>', 'the peer to connect to'],
      ['--listen <host:port>', 'address to listen at; port 0 takes a free one (default: 127.0.0.1:0)'],
      [
        '--toxic <rule...>',
        'latency=200ms,50ms  bandwidth=10000  slow-close=5s  timeout=10s  reset=1s  slicer=16,10ms  limit=4096  down; to-server: or to-client: in front for one direction',
      ],
      ['--flap <duration,duration>', 'up for so long, then down for so long, again and again'],
      ['--seed <number>', 'the same jitter again (default: another one each time)'],
    ],
    examples: [
      'kopru proxy --to 127.0.0.1:1026 --listen 127.0.0.1:8026 --toxic latency=300ms,100ms',
      'kopru proxy --to 127.0.0.1:1026 --flap 20s,5s',
    ],
    load: async () => (await import('../proxy.ts')).proxy,
  },
];
