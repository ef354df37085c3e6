/** The shape of a driver file: keys, types and what each means. Protocol parts are described by their sources. */
import { z } from 'zod';
import { kinds } from '../core/reading.ts';
import { duration } from '../settings.ts';
import { hostPart, hostPointShape, hostValueNames } from '../sources/host/settings.ts';
import { modbusPart, modbusPointShape, tables } from '../sources/modbus/settings.ts';
import { lorawanMessageShape, lorawanPart, lorawanPointShape } from '../sources/mqtt/lorawan/settings.ts';
import { mqttMessageShape, mqttPart, mqttPointShape } from '../sources/mqtt/settings.ts';
import { serialMessageShape, serialPart, serialPointShape } from '../sources/serial/settings.ts';
import { filterPart } from './device-filter.ts';
import { paramDeclarations } from './params.ts';

/** Path of a driver or the like: `maker/model`. */
export const driverPath = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/,
    'is no driver path; write maker/model in lower-case letters, digits and -',
  );

const value = z.union([z.string(), z.number(), z.boolean()]);

/** The keys of every point: what the raw value means. */
const meaningShape = {
  unit: z
    .string()
    .optional()
    .describe('UN/CEFACT code of the value after scaling, for example VLT; every numeric point has one.'),
  scale: z.number().optional().describe('Factor from the raw number to the unit, for example 0.1.'),
  offset: z.number().optional().describe('Added after scaling.'),
  formula: z.string().optional().describe('CEL expression over `raw`, where scale and offset do not do.'),
  values: z
    .record(z.string(), value)
    .optional()
    .describe('Raw value to word, number or state; what is not listed is no value.'),
  invert: z.boolean().optional().describe('For states: true becomes false.'),
  invalid: z
    .array(z.union([z.number(), z.literal('highest'), z.literal('lowest')]))
    .optional()
    .describe('Raw numbers that mean "no value", compared before scaling.'),
  min: z.number().optional().describe('Smallest possible value, in `unit`; below is no value.'),
  max: z.number().optional().describe('Largest possible value, in `unit`; above is no value.'),
  kind: z.enum(kinds).optional().describe('Default: the kind of the quantity.'),
  wraps: z.number().positive().optional().describe('Raw count at which a counter returns to 0.'),
  maxRate: z
    .number()
    .positive()
    .optional()
    .describe(
      'Fastest change that the thing measured can make, in `unit` per minute; a value beyond it is no value.',
    ),
  frozen: duration(
    'A live value moves at least once in this time; one that stays the same to the last digit for longer is no value.',
  ).optional(),
  about: z.string().optional().describe("The manual's words for this value."),
};

export const modbusPoint = z.strictObject({ ...meaningShape, ...modbusPointShape });
export type ModbusPointText = z.output<typeof modbusPoint>;

export const mqttPoint = z.strictObject({ ...meaningShape, ...mqttPointShape });
export type MqttPointText = z.output<typeof mqttPoint>;

export const serialPoint = z.strictObject({ ...meaningShape, ...serialPointShape });
export type SerialPointText = z.output<typeof serialPoint>;

export const lorawanPoint = z.strictObject({ ...meaningShape, ...lorawanPointShape });
export type LorawanPointText = z.output<typeof lorawanPoint>;

export const hostPoint = z.strictObject({ ...meaningShape, ...hostPointShape });
export type HostPointText = z.output<typeof hostPoint>;

/** What the site may say about a point on top: another quantity. */
export const overrideShape = {
  as: z.string().optional().describe('Other quantity: what is wired here is the knowledge of the site.'),
};

export const mqttMessageText = z.strictObject({
  ...mqttMessageShape,
  topic: mqttMessageShape.topic.optional(),
  points: z.record(z.string(), mqttPoint).describe('Points by name.'),
});

export const serialMessageText = z.strictObject({
  ...serialMessageShape,
  points: z.record(z.string(), serialPoint).describe('Points by name.'),
});

export const lorawanMessageText = z.strictObject({
  ...lorawanMessageShape,
  points: z.record(z.string(), lorawanPoint).describe('Points by name.'),
});

export const quirk = z.strictObject({
  maxRegisters: z.int().min(1).max(125).optional().describe('Most registers in one request.'),
  noGaps: z.boolean().optional().describe('Never read across addresses that no point names.'),
  oneRead: z.boolean().optional().describe('A request for each point.'),
  pauseAfterConnect: duration('Wait after the connection was opened.').optional(),
  pauseBetweenRequests: duration('Wait between two requests.').optional(),
  timeout: duration('Longest time to wait for an answer; default 1s.').optional(),
  why: z.string().min(1).describe('Why the model needs it: what was seen without.'),
});
export type Quirk = z.output<typeof quirk>;

const expectation = z
  .record(z.string(), z.union([value, z.null()]))
  .describe('Value that each point must give; null: it must give no value. Points not named are not judged.');

const sampleShape = {
  params: z.record(z.string(), z.unknown()).optional().describe('Answers to the params for this sample.'),
  expect: expectation,
  origin: z
    .enum(['recorded', 'manual', 'computed'])
    .default('manual')
    .describe('Where the sample comes from; default manual.'),
};

export const modbusSample = z.strictObject({
  raw: z
    .partialRecord(z.enum(tables), z.record(z.string(), z.union([z.string(), z.literal(0), z.literal(1)])))
    .describe('Table, address and words in hex, for example { input: { 0x0000: "08FF 0000" } }.'),
  ...sampleShape,
});
export type ModbusSample = z.output<typeof modbusSample>;

export const mqttSample = z.strictObject({
  raw: z
    .strictObject({
      topic: z.string().describe('Topic of the message.'),
      payload: z.unknown().describe('Its payload, as text or as the JSON itself.'),
    })
    .describe('Topic and payload; the payload as text or as the JSON itself.'),
  ...sampleShape,
});
export type MqttSample = z.output<typeof mqttSample>;

export const serialSample = z.strictObject({
  raw: z
    .string()
    .min(1)
    .describe(
      'What comes over the line, noise included: hex for binary frames, else the text with its ends.',
    ),
  ...sampleShape,
});
export type SerialSample = z.output<typeof serialSample>;

export const lorawanSample = z.strictObject({
  raw: z
    .strictObject({
      fPort: z.int().min(1).max(255).default(1).describe('Port of the uplink; default 1.'),
      data: z
        .string()
        .regex(/^\s*([0-9A-Fa-f]{2}\s*)*$/, 'is no row of bytes; write two hexadecimal digits for each')
        .default('')
        .describe('The payload in hex, for example "01 75 5C".'),
      decoded: z.unknown().optional().describe('What the network server decoded, as JSON.'),
    })
    .describe('Port and payload of an uplink.'),
  ...sampleShape,
});
export type LorawanSample = z.output<typeof lorawanSample>;

export const hostSample = z.strictObject({
  raw: z
    .partialRecord(z.enum(hostValueNames), z.union([z.number(), z.boolean()]))
    .describe('What the machine tells, by the name of the value; what is left out it does not tell.'),
  ...sampleShape,
});
export type HostSample = z.output<typeof hostSample>;

const formatVersion = z
  .literal(1)
  .optional()
  .describe('Version of this format: 1, also where it is left out.');

const headShape = {
  driver: driverPath.describe('Path of this file without ending, for example eastron/sdm630.'),
  maker: z.string().min(1).describe('Maker of the device.'),
  model: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('Model, or models with the same map.'),
  manual: z.string().optional().describe('Link to the manual the driver was written from.'),
  every: duration('Default interval between polls, for example 10s.').optional(),
  fastest: duration('Shortest interval that the device stands.').optional(),
  stale: duration('Silent after this without a value; default 3 times `every`.').optional(),
  filter: filterPart
    .optional()
    .describe('Default of `filter` in gateway.yaml: keeps only messages in which something changed.'),
  params: paramDeclarations.default({}).describe('What the driver asks the site.'),
  quirks: z.array(quirk).default([]).describe('What the model needs to be treated with.'),
  caveats: z
    .array(
      z.strictObject({
        text: z.string().describe('The warning, as a sentence.'),
        link: z.string().optional().describe('Where it is told, or discussed.'),
      }),
    )
    .default([])
    .describe('What a person should know before trusting the device.'),
};

/** The whole file with everything inside; for the reference and its JSON Schema. */
export const driverFile = z.union([
  z.strictObject({
    schema: formatVersion,
    ...headShape,
    modbus: modbusPart.describe('How a Modbus device is read; defaults of all points.'),
    points: z.record(z.string(), modbusPoint).describe('Points by name.'),
    samples: z.array(modbusSample).min(1).describe('Raw answers and the values they must give.'),
  }),
  z.strictObject({
    schema: formatVersion,
    ...headShape,
    mqtt: mqttPart.describe('What an MQTT device publishes, and how it is recognised.'),
    points: z.record(z.string(), mqttPoint).optional().describe('Points by name.'),
    messages: z.record(z.string(), mqttMessageText).optional().describe('Kinds of message by name.'),
    samples: z.array(mqttSample).min(1).describe('Payloads and the values they must give.'),
  }),
  z.strictObject({
    schema: formatVersion,
    ...headShape,
    serial: serialPart.describe('How a serial device talks; frames and questions.'),
    points: z.record(z.string(), serialPoint).optional().describe('Points by name.'),
    messages: z.record(z.string(), serialMessageText).optional().describe('Kinds of message by name.'),
    samples: z.array(serialSample).min(1).describe('Frames and the values they must give.'),
  }),
  z.strictObject({
    schema: formatVersion,
    ...headShape,
    lorawan: lorawanPart.describe('How the uplinks of a LoRaWAN device are cut.'),
    points: z.record(z.string(), lorawanPoint).optional().describe('Points by name.'),
    messages: z.record(z.string(), lorawanMessageText).optional().describe('Kinds of message by name.'),
    samples: z.array(lorawanSample).min(1).describe('Payloads and the values they must give.'),
  }),
  z.strictObject({
    schema: formatVersion,
    ...headShape,
    host: hostPart,
    points: z.record(z.string(), hostPoint).describe('Points by name.'),
    samples: z.array(hostSample).min(1).describe('What the machine tells and the values it must give.'),
  }),
]);

/** The file with its parts left open: they are checked one by one, so that one mistake hides no other. */
export const driverHead = z.strictObject({
  schema: formatVersion,
  ...headShape,
  quirks: z.array(z.unknown()).default([]),
  modbus: z.unknown().optional(),
  mqtt: z.unknown().optional(),
  serial: z.unknown().optional(),
  lorawan: z.unknown().optional(),
  host: z.unknown().optional(),
  points: z.record(z.string(), z.unknown()).optional(),
  messages: z.record(z.string(), z.unknown()).optional(),
  samples: z.array(z.unknown()).min(1).describe('Raw answers and the values they must give.'),
});
export type DriverHead = z.output<typeof driverHead>;
