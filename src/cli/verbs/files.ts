/** Files that people write: gateway.yaml, drivers and mappings. Only `check --online` opens a port. */
import { busOptions } from '../bus-options.ts';
import type { Verb } from '../verb.ts';

export const fileVerbs: readonly Verb[] = [
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
    load: async () => (await import('../check.ts')).check,
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
    load: async () => (await import('../add.ts')).add,
  },
  {
    usage: 'fmt [file...]',
    about:
      'Lay out files as they are in the manual, and mend indentation: tabs, lines a column off. Comments, order, numbers and quotes stay. Without a name: gateway.yaml with the drivers and mappings beside it.',
    options: [['--check', 'change nothing, show what would change, and exit 2 if something would']],
    examples: ['kopru fmt', 'kopru fmt drivers/acme/e1.yaml', 'kopru fmt --check drivers mappings'],
    load: async () => (await import('../fmt.ts')).fmt,
  },
  {
    usage: 'plan [file]',
    about:
      'Show what each bus will carry: its share of time per device, and with dead devices. Opens no port.',
    options: [['--dead <count>', 'count with up to so many dead devices (default: 3)']],
    examples: ['kopru plan', 'kopru plan --dead 5', 'kopru plan --json | jq .buses[].share'],
    load: async () => (await import('../plan.ts')).plan,
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
    load: async () => (await import('../explain.ts')).explain,
  },
  {
    usage: 'driver <action> [name...]',
    about:
      'List, draft and test driver files: `driver list [word...]` shows all, and the points of one, `driver new <maker/model>` drafts one from a register table (CSV), a live device or one message of it, `driver test [name...]` runs samples and says what a poll costs.',
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
    load: async () => (await import('../driver.ts')).driver,
  },
  {
    usage: 'mapping <action> [name...]',
    about:
      'List and test mapping files: `mapping list [word...]` shows all and the quantities they are made of, `mapping test [file...]` runs samples, without files those of all. Reads no device, sends nothing.',
    actions: ['list', 'test'],
    options: [['--all', 'show every problem, not only the first five']],
    examples: [
      'kopru mapping list waterLevel',
      'kopru mapping test',
      'kopru mapping test mappings/Environment/AirQualityObserved.yaml',
    ],
    load: async () => (await import('../mapping.ts')).mapping,
  },
  {
    usage: 'schema <kind>',
    about:
      'Print the JSON Schema of gateway, driver or mapping files, for an editor that completes and explains.',
    actions: ['gateway', 'driver', 'mapping'],
    examples: ['kopru schema gateway > gateway.schema.json', 'kopru schema driver'],
    load: async () => (await import('../schema.ts')).schema,
  },
];
