/**
 * Every verb of the command: how it is called and what it is for. A verb's own file is loaded when it runs, so that
 * `kopru --help` and `kopru health` start without the rest.
 *
 * A new verb is one entry here and one file that exports a function of type `RunVerb` (verb.ts).
 */
import { busOptions } from './bus-options.ts';
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [
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
    load: async () => (await import('./run.ts')).run,
  },
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
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    usage: 'check [file]',
    about:
      'Check gateway.yaml and every driver and mapping it names, with the samples of your own. Opens no port and sends nothing; with --online it reads each device once and asks each broker.',
    options: [
      ['--all', 'show every problem, not only the first five'],
      ['--online', 'open every port and connection too; a gateway that runs lends its buses'],
      ['--wait <duration>', '--online: wait so long for devices that talk by themselves (default: 10s)'],
    ],
    examples: [
      'kopru check',
      'kopru check /etc/kopru/gateway.yaml',
      'kopru check --online --wait 30s',
      'kopru check --json | jq .problems',
    ],
    load: async () => (await import('./check.ts')).check,
  },
  {
    usage: 'add [id]',
    about:
      'Add a device, and the entities it can give, to gateway.yaml: asks for what is not said, shows the change, checks it and writes it. Comments and order stay.',
    options: [
      ['--driver <maker/model>', 'driver of the device; kopru driver list shows all'],
      ['--bus <name>', 'Modbus: bus it hangs on (default: the only one)'],
      ['--unit <id>', 'Modbus: unit id, 1 to 247'],
      ['--port <path>', 'serial line: its port; kopru ports shows them'],
      ['--line <setting>', "serial line: setting, where it differs from the driver's"],
      ['--mqtt <name>', 'MQTT broker it publishes to, or listen for our own (default: the only one)'],
      ['--dev-eui <eui>', 'LoRaWAN: DevEUI on its label'],
      ['--param <name=value...>', 'answer a param of the driver'],
      ['--every <duration>', "interval in place of the driver's"],
      ['--name <text>', 'name for people'],
      ['--mapping <name...>', 'entity to make of it, for example Energy/ThreePhaseAcMeasurement'],
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
      ['--yes', 'ask nothing, and write it'],
    ],
    examples: [
      'kopru add',
      'kopru add meter --driver eastron/sdm630 --unit 1 --mapping Energy/ThreePhaseAcMeasurement --yes',
      'kopru add plug --driver tasmota/energy --mqtt city --param topic=pano-3',
    ],
    load: async () => (await import('./add.ts')).add,
  },
  {
    usage: 'fmt [file...]',
    about:
      'Lay out files as they are in the manual, and mend indentation: tabs, lines a column off. Comments, order, numbers and quotes stay. Without a name: gateway.yaml with the drivers and mappings beside it.',
    options: [['--check', 'change nothing, show what would change, and exit 2 if something would']],
    examples: ['kopru fmt', 'kopru fmt drivers/acme/e1.yaml', 'kopru fmt --check drivers mappings'],
    load: async () => (await import('./fmt.ts')).fmt,
  },
  {
    usage: 'plan [file]',
    about:
      'Show what each bus will carry: its share of time per device, and with dead devices. Opens no port.',
    options: [['--dead <count>', 'count with up to so many dead devices (default: 3)']],
    examples: ['kopru plan', 'kopru plan --dead 5', 'kopru plan --json | jq .buses[].share'],
    load: async () => (await import('./plan.ts')).plan,
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
    load: async () => (await import('./quarantine.ts')).quarantine,
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
    load: async () => (await import('./salvage.ts')).salvage,
  },
  {
    usage: 'page [action] [what] [name]',
    about:
      'Who may sign in at the page: what there is (default), `enable`, `disable`, `link [name]` for a link that works once, `user add <name>`, `user remove <name>`, `user list`. Needs the running gateway.',
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
    load: async () => (await import('./page.ts')).page,
  },
  {
    usage: 'doctor [file]',
    about:
      'Look at everything a gateway needs, in order: Node, configuration, disk, secrets, serial ports, clock, every server it connects to, and the gateway itself; with the mend for what is missing.',
    examples: ['kopru doctor', 'kopru doctor /etc/kopru/gateway.yaml', 'kopru doctor --json | jq .checks'],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    usage: 'bundle [file]',
    about:
      'Pack what helps whoever helps: version, covered configuration, problems, status, ledger, quarantine, journal. Nothing is sent; the command names every file and what was covered.',
    options: [['--out <file>', 'write the archive here (default: ./kopru-<time>.tar.gz)']],
    examples: ['kopru bundle', 'kopru bundle --out /tmp/kopru.tar.gz'],
    load: async () => (await import('./bundle.ts')).bundle,
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
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    usage: 'debug <device> [time]',
    about:
      'Have the running gateway write what goes over the line of one device into its log, for a while (default: 10m).',
    options: [],
    examples: ['kopru debug meter', 'kopru debug meter 8h', 'kopru debug meter off'],
    load: async () => (await import('./debug.ts')).debug,
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
    load: async () => (await import('./factory-reset.ts')).factoryReset,
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
    load: async () => (await import('./reload.ts')).reload,
  },
  {
    usage: 'explain <code|field|quantity>',
    about:
      'Say what a code means and what to do about it, what may be written in a field of gateway.yaml, a driver or a mapping, or what points can be called (quantities).',
    examples: [
      'kopru explain UNKNOWN_DRIVER',
      'kopru explain NO_REPLY --lang tr',
      'kopru explain devices.unitId',
      'kopru explain driver.points.scale',
      'kopru explain quantities',
    ],
    load: async () => (await import('./explain.ts')).explain,
  },
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
    load: async () => (await import('./map.ts')).map,
  },
  {
    usage: 'read <device>',
    about: 'Read a device once and show each point: value, unit, place in the device, words on the wire.',
    options: [
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
      ['--wait <duration>', 'how long to wait for a device that talks by itself (default: 30s)'],
    ],
    examples: ['kopru read meter', 'kopru read plug --wait 5m', 'kopru read meter --json | jq .points'],
    load: async () => (await import('./read.ts')).read,
  },
  {
    usage: 'ports',
    about: 'Show the serial ports: the name that stays, who may open and who holds each, which bus uses it.',
    options: [
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
    ],
    examples: ['kopru ports', 'kopru ports --json | jq .ports[].stablePath'],
    load: async () => (await import('./ports.ts')).ports,
  },
  {
    usage: 'probe <device> [address]',
    about:
      'Show what the words at an address may mean; with a number from the display, find type, order and scale. The device is one of gateway.yaml, or a unit id with --bus, --port or --tcp.',
    options: [
      ['--expect <number...>', 'number on the display; a second one follows it, or is ADDRESS=NUMBER'],
      ['--table <name>', 'input, holding, coil or discrete (default: that of the driver, else input)'],
      ['--point <name>', 'name for the line to paste, for example voltage.L1'],
      ['--save-sample <file>', 'add what the device said to the samples of this driver file'],
      ...busOptions,
    ],
    examples: [
      'kopru probe meter 0x0001 --expect 231.4',
      'kopru probe meter 30001 --expect 231,4 --expect 30003=230,9',
      'kopru probe 3 0x5B00 --table holding --port /dev/ttyUSB0 --line "9600 8E1"',
      'kopru probe 1 0 --tcp 10.0.0.5:502 --expect 58.2 --point soundLevel --save-sample drivers/acme/n1.yaml',
    ],
    load: async () => (await import('./probe.ts')).probe,
  },
  {
    usage: 'scan',
    about:
      'Look for devices on a bus: every unit id, likely line settings first, and the drivers that fit what answers. Ctrl-C keeps what was found.',
    options: [
      ['--units <range>', 'unit ids to ask, for example 1-20,33 (default: 1-247)'],
      [
        '--lines <setting...>',
        'line settings to try with --port (default: the likely ones until one gives an answer)',
      ],
      ['--timeout <duration>', 'how long to wait for each (default: 300ms)'],
      ['--no-drivers', 'do not propose drivers'],
      ...busOptions,
    ],
    examples: [
      'kopru scan',
      'kopru scan --bus rs485 --units 1-20',
      'kopru scan --port /dev/ttyUSB0 --lines "9600 8N1" "19200 8E1"',
      'kopru scan --tcp 10.0.0.5:502 --json | jq .found[].unitId',
    ],
    load: async () => (await import('./scan.ts')).scan,
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
    load: async () => (await import('./simulate.ts')).simulate,
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
    load: async () => (await import('./send.ts')).send,
  },
  {
    usage: 'status',
    about: 'Say whether the gateway works, what waits and for how long it can stay offline.',
    options: [['--ledger', 'also count the waiting readings and compare with the ledger']],
    examples: ['kopru status', 'kopru status --ledger', 'kopru status --json | jq .destinations'],
    load: async () => (await import('./status.ts')).status,
  },
  {
    usage: 'watch [device]',
    about: 'Show the values of all devices, or of one, as they come. Ends with a statistics line.',
    options: [
      ['--errors-only', 'only devices that are silent and points without a good value'],
      ['--for <duration>', 'end by itself after this time (default: until Ctrl-C)'],
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
    ],
    examples: [
      'kopru watch',
      'kopru watch meter',
      'kopru watch --errors-only',
      'kopru watch --for 30s --json',
    ],
    load: async () => (await import('./watch.ts')).watch,
  },
  {
    usage: 'trace [bus] [reading]',
    about:
      'Show what goes over a bus (also named by one of its devices), or over the line of a serial device: requests, answers and frames, decoded, with times. Ends with a statistics line. `trace reading` follows one reading from its device to the answers of the brokers.',
    options: [
      ['--for <duration>', 'end by itself after this time (default: until Ctrl-C)'],
      ['--errors-only', 'only what is no good answer'],
      ['--hex', 'also the bytes'],
      ...busOptions.filter(([flags]) => !flags.startsWith('--bus')),
    ],
    examples: [
      'kopru trace rs485',
      'kopru trace air --hex',
      'kopru trace rs485 --errors-only --hex',
      'kopru trace --for 30s --json',
      'kopru trace reading 4127480',
      'kopru trace reading meter.activePower',
    ],
    load: async () => (await import('./trace.ts')).trace,
  },
  {
    usage: 'mqtt <what> [args...]',
    about:
      "The gateway's own MQTT broker: `mqtt user add|remove|list`, who may log in and to what topics; and `mqtt tail [topic]`, messages of any MQTT broker as they come, and what the gateway makes of them.",
    actions: ['user', 'tail'],
    options: [
      ['--device <id...>', 'user add: the right to publish what this device publishes'],
      ['--publish <topic...>', 'user add: the right to publish to a topic; + and # as in MQTT'],
      ['--subscribe <topic...>', 'user add: the right to subscribe to a topic (default: none)'],
      ['--client-id <id>', 'user add: the only client id the user may come with (default: any that is free)'],
      ['--generate', 'user add: make a password and show it once (default: ask, or read standard input)'],
      ['--certificate', 'user add: no password; logs in by a client certificate with this name'],
      ['--users <file>', 'file of users (default: that of the running gateway, else of gateway.yaml)'],
      ['--broker <name>', 'tail: the MQTT broker, listen for our own (default: the only one)'],
      ['--fresh', 'tail: no retained messages, which may be of any age'],
      ['--count <number>', 'tail: end after so many messages'],
      ['--for <duration>', 'tail: end after this time (default: until Ctrl-C)'],
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
    ],
    examples: [
      'kopru mqtt user add meter --device meter --generate',
      "kopru mqtt user add meter --publish 'tele/meter/#' < password.txt",
      "kopru mqtt user add display --subscribe 'tele/#'",
      'kopru mqtt user list --json',
      'kopru mqtt tail --broker listen',
      "kopru mqtt tail '#' --broker city --count 20",
    ],
    load: async () => (await import('./mqtt.ts')).mqtt,
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
    load: async () => (await import('./broker.ts')).broker,
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
    load: async () => (await import('./proxy.ts')).proxy,
  },
  {
    usage: 'driver <action> [name...]',
    about:
      'Driver files: `driver list [word...]` shows all, and the points of one, `driver new <maker/model>` drafts one from a register table (CSV), a live device or one message of it, `driver test [name...]` runs samples and says what a poll costs.',
    actions: ['list', 'new', 'test'],
    options: [
      [
        '--message <file>',
        'new: one message as it came: a JSON payload, a LoRaWAN uplink, a line of text or the bytes of a frame in hex',
      ],
      ['--topic <topic>', 'new, with a JSON payload: the topic it was published to (default: a param)'],
      ['--from <file.csv>', 'new: register table; the first line names the columns'],
      ['--addressing <how>', 'new: how the table counts: wire, register (from 1) or reference (40001)'],
      ['--unit <id>', 'new: device to read; its words become the first sample'],
      ['--table <name>', 'new: input or holding, where the register table does not say (default: holding)'],
      ['--range <from-to>', 'new, without --from: addresses to look at (default: 0-127)'],
      ['--all', 'test: show every problem, not only the first five'],
      ...busOptions,
    ],
    examples: [
      'kopru driver list eastron',
      'kopru driver new acme/e1 --from registers.csv --addressing register',
      'kopru driver new acme/e1 --from registers.csv --unit 3 --port /dev/ttyUSB0 --line "9600 8E1"',
      'kopru driver new acme/plug --message payload.json',
      'kopru driver new acme/e1 --unit 1 --tcp 10.0.0.5:502 --table input --range 0-200',
      'kopru driver test acme/e1',
      'kopru driver test drivers/acme/e1.yaml --json | jq .drivers[0].results',
    ],
    load: async () => (await import('./driver.ts')).driver,
  },
  {
    usage: 'mapping <action> [name...]',
    about:
      'Mapping files: `mapping list [word...]` shows all and the quantities they are made of, `mapping test [file...]` runs samples, without files those of all. Reads no device, sends nothing.',
    actions: ['list', 'test'],
    options: [['--all', 'show every problem, not only the first five']],
    examples: [
      'kopru mapping list waterLevel',
      'kopru mapping test',
      'kopru mapping test mappings/Environment/AirQualityObserved.yaml',
    ],
    load: async () => (await import('./mapping.ts')).mapping,
  },
  {
    usage: 'completion <shell>',
    about: 'Print a script that lets bash, zsh or fish complete commands and options.',
    actions: ['bash', 'zsh', 'fish'],
    examples: [
      'kopru completion bash > /etc/bash_completion.d/kopru',
      'kopru completion fish > ~/.config/fish/completions/kopru.fish',
    ],
    load: async () => (await import('./completion.ts')).completion(verbs),
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
    load: async () => (await import('./health.ts')).health,
  },
  {
    usage: 'schema <kind>',
    about:
      'Print the JSON Schema of gateway, driver or mapping files, for an editor that completes and explains.',
    actions: ['gateway', 'driver', 'mapping'],
    examples: ['kopru schema gateway > gateway.schema.json', 'kopru schema driver'],
    load: async () => (await import('./schema.ts')).schema,
  },
];
