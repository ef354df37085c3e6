/** What people write about LoRaWAN devices: the `lorawan` part, its messages and points in a driver file. */
import { z } from 'zod';
import { byteTypes, endians } from '../../../core/byte-value.ts';

/** Network servers whose uplinks can be read. */
export const networks = ['chirpstack', 'tts'] as const;
export type Network = (typeof networks)[number];

/** Longest payload of any region and data rate, in bytes. */
export const mostPayloadBytes = 250;

/** EUI-64 as on the label; blanks, dashes and colons may stand between its digits. */
export const devEuiText = z
  .string()
  .regex(
    /^([0-9A-Fa-f]{2}[\s:-]?){7}[0-9A-Fa-f]{2}$/,
    'is no DevEUI; write its 16 hexadecimal digits in quotes, as on the label',
  );

const beginning = z
  .string()
  .regex(
    /^\s*([0-9A-Fa-f?]{2}\s*)+$/,
    'is no row of bytes; write two hexadecimal digits for each, ?? for any, for example "02"',
  );

const position = z.int().min(-mostPayloadBytes).max(mostPayloadBytes);
const port = z.int().min(1).max(255);
const bytes = z.int().min(1).max(mostPayloadBytes);

/** Where a value stands and how it is read. */
const whereShape = {
  byte: position
    .optional()
    .describe(
      'Place of the first byte: in the payload, or in the entry of `tlv` or the group of `flag`; negative from the end. Default 0 with `tlv` or `flag`.',
    ),
  tlv: z
    .string()
    .optional()
    .describe('Key of the entry it stands in, for example "03 67"; the driver lists it under `tlv`.'),
  flag: z
    .int()
    .min(0)
    .max(31)
    .optional()
    .describe('Number of the group it stands in; the driver says its size under `flags`.'),
  type: z
    .enum([...byteTypes, 'text'])
    .optional()
    .describe('How the bytes make a number, or text; default u8.'),
  endian: z.enum(endians).optional().describe('Order of the bytes; default that of the message.'),
  length: z.int().min(1).max(mostPayloadBytes).optional().describe('Characters of a text.'),
  bit: z
    .int()
    .min(0)
    .max(63)
    .optional()
    .describe('One bit of the number, 0 is the least significant; gives true or false.'),
  bits: z
    .tuple([z.int().min(0).max(63), z.int().min(0).max(63)])
    .optional()
    .describe('Lowest and highest bit of a field; gives a number.'),
  path: z
    .string()
    .regex(/^(\/[^/]*)+$/, 'must be a JSON Pointer such as /temperature')
    .optional()
    .describe('In a message with `decoded: true`: place in the object that the network server decoded.'),
  radio: z
    .enum(['rssi', 'snr'])
    .optional()
    .describe(
      'Signal strength in dBm, or its ratio to the noise in dB, at the radio gateway that heard best. Every device has both without being told.',
    ),
};
export type WhereText = z.output<z.ZodObject<typeof whereShape>>;

const value = z.union([z.string(), z.number(), z.boolean()]);

const guard = z
  .array(
    z.strictObject({
      ...whereShape,
      is: z
        .union([value, z.array(value).min(1)])
        .optional()
        .describe('The value that must be there, or a list of which one must be.'),
      min: z.number().optional().describe('Lowest number that holds.'),
      max: z.number().optional().describe('Highest number that holds.'),
    }),
  )
  .describe('Conditions on what the same payload says; it counts only when all hold.');
export type GuardText = z.output<typeof guard>[number];

/** How a message is recognised and cut; stands in the `lorawan` part when a device has one kind of message. */
export const lorawanMessageShape = {
  fPort: z
    .union([port, z.array(port).min(1)])
    .optional()
    .describe('Port of the uplink, or a list of them; left out: any.'),
  size: z
    .union([bytes, z.array(bytes).min(1)])
    .optional()
    .describe('Exact bytes of the payload, or a list; left out: any.'),
  starts: beginning.optional().describe('How the payload begins in hex, ?? stands for any byte.'),
  guard: guard.optional(),
  decoded: z
    .literal(true)
    .optional()
    .describe(
      'The message is the object that the network server has decoded; points then say `path`. It fits only uplinks that have one.',
    ),
  endian: z
    .enum(endians)
    .optional()
    .describe('Order of the bytes of numbers; default big, the most significant first.'),
  tlv: z
    .record(
      z.string(),
      z
        .int()
        .min(0)
        .max(mostPayloadBytes - 1),
    )
    .optional()
    .describe(
      'Entries of key and data: each key in hex with its data bytes, for example { "01 75": 1, "03 67": 2 }. List all that the manual names: an unknown one ends the reading.',
    ),
  flags: z
    .strictObject({
      byte: z.int().min(0).max(mostPayloadBytes).describe('Place of the flags.'),
      type: z.enum(['u8', 'u16', 'u24', 'u32']).default('u8').describe('Type of the flags; default u8.'),
      sizes: z.array(bytes).min(1).max(32).describe('Bytes of the group of bit 0, of bit 1, and so on.'),
    })
    .optional()
    .describe('Groups that are present by bit, directly behind the flags.'),
};

/** The `lorawan` part of a driver file. */
export const lorawanPart = z.strictObject(lorawanMessageShape);
export type LorawanPart = z.output<typeof lorawanPart>;

/** The keys by which a point of a LoRaWAN driver says where its value is; the shared keys of a point are added. */
export const lorawanPointShape = { ...whereShape, guard: guard.optional() };
