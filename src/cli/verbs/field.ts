/** In front of the cabinet: what the wires, the devices and the MQTT brokers say. */
import { busOptions } from '../bus-options.ts';
import type { Verb } from '../verb.ts';

export const fieldVerbs: readonly Verb[] = [
  {
    usage: 'ports',
    about: 'Show the serial ports: the name that stays, who may open and who holds each, which bus uses it.',
    options: [
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
    ],
    examples: ['kopru ports', 'kopru ports --json | jq .ports[].stablePath'],
    load: async () => (await import('../ports.ts')).ports,
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
    load: async () => (await import('../scan.ts')).scan,
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
    load: async () => (await import('../probe.ts')).probe,
  },
  {
    usage: 'read <device>',
    about: 'Read a device once and show each point: value, unit, place in the device, words on the wire.',
    options: [
      ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
      ['--wait <duration>', 'how long to wait for a device that talks by itself (default: 30s)'],
    ],
    examples: ['kopru read meter', 'kopru read plug --wait 5m', 'kopru read meter --json | jq .points'],
    load: async () => (await import('../read.ts')).read,
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
    load: async () => (await import('../watch.ts')).watch,
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
    load: async () => (await import('../trace.ts')).trace,
  },
  {
    usage: 'mqtt <what> [args...]',
    about:
      "Users of the gateway's own MQTT broker, and messages of any: `mqtt user add|remove|list`, who may log in and to what topics; and `mqtt tail [topic]`, messages of any MQTT broker as they come, and what the gateway makes of them.",
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
    load: async () => (await import('../mqtt.ts')).mqtt,
  },
];
