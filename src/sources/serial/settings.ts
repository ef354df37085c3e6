/** What people write about serial devices: the `serial` part, its messages and points in a driver file. */
import { z } from 'zod';
import { byteTypes, endians } from '../../core/byte-value.ts';
import { linePattern } from '../../core/line.ts';
import { duration } from '../../settings.ts';

export const checksumKinds = [
  ...(['sum8', 'sum8-not', 'sum8-neg', 'sum16', 'xor8', 'crc8'] as const),
  ...(['crc16-modbus', 'crc16-xmodem', 'crc16-ccitt', 'crc32'] as const),
] as const;
export type ChecksumKind = (typeof checksumKinds)[number];

/** Longest frame in bytes; what is longer is noise. */
export const mostFrameBytes = 4_096;

const hex = z
  .string()
  .regex(
    /^\s*([0-9A-Fa-f]{2}\s*)+$/,
    'is no row of bytes; write two hexadecimal digits for each, for example "AA C0"',
  );

const position = z.int().min(-mostFrameBytes).max(mostFrameBytes);

/** Where a value stands and how it is read. */
const whereShape = {
  byte: position
    .optional()
    .describe('Binary frames: place of the first byte, 0 is the first of `start`; negative from the end.'),
  type: z
    .enum([...byteTypes, 'text', 'hex'])
    .optional()
    .describe(
      'Binary: how the bytes make a number, or text. Text frames: hex for a number in hexadecimal digits.',
    ),
  endian: z.enum(endians).optional().describe('Binary: order of the bytes; default that of the frame.'),
  length: z.int().min(1).max(250).optional().describe('Binary: characters of a text.'),
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
  field: z
    .union([z.string().min(1), z.int()])
    .optional()
    .describe('Text frames: number of the field, 0 is the first, negative from the end; or its name.'),
  chars: z
    .tuple([z.int().min(-1_000).max(1_000), z.int().min(-1_000).max(1_000)])
    .optional()
    .describe(
      'Text frames: first and last character of the field, or of the text where no `field` is named.',
    ),
};
export type WhereText = z.output<z.ZodObject<typeof whereShape>>;

const value = z.union([z.string(), z.number(), z.boolean()]);

const guardText = z.strictObject({
  ...whereShape,
  is: z
    .union([value, z.array(value).min(1)])
    .optional()
    .describe('The value that must be there, or a list of which one must be.'),
  min: z.number().optional().describe('Lowest number that holds.'),
  max: z.number().optional().describe('Highest number that holds.'),
});
export type GuardText = z.output<typeof guardText>;
const guard = z
  .array(guardText)
  .describe('Conditions on what the same frame says; it counts only when all hold.');

const binary = z.strictObject({
  start: hex.optional().describe('Bytes that every frame begins with, for example "AA C0".'),
  length: z
    .union([
      z.int().min(1).max(mostFrameBytes),
      z.strictObject({
        byte: z.int().min(0).max(250).describe('Where the frame says its length.'),
        type: z.enum(['u8', 'u16', 'u32']).describe('Type of that number.'),
        plus: z
          .int()
          .min(-250)
          .max(250)
          .default(0)
          .describe('Added to it gives the bytes of the whole frame.'),
      }),
    ])
    .optional()
    .describe('Bytes of the whole frame, `start` and `end` included; or where the frame says it.'),
  end: hex.optional().describe('Bytes that every frame ends with.'),
  gap: duration('Frames are told apart by silence of this length, for example 20ms.').optional(),
  escape: z
    .strictObject({
      byte: hex.describe('Byte that makes the next one mean another.'),
      xor: z
        .int()
        .min(0)
        .max(255)
        .optional()
        .describe('The next byte is changed by this, for example 0x20; 0: it means itself.'),
      values: z
        .record(z.string(), hex)
        .optional()
        .describe('What the next byte means, for example { DC: "C0", DD: "DB" }.'),
    })
    .optional()
    .describe('Byte stuffing; undone before positions and checksum count.'),
  checksum: z
    .strictObject({
      kind: z.enum(checksumKinds).describe('How it is computed.'),
      over: z.tuple([position, position]).describe('First and last byte that it covers.'),
      byte: position.describe('Where it stands; negative from the end.'),
      endian: z.enum(endians).optional().describe('Order of its bytes; default that of the frame.'),
    })
    .optional()
    .describe('Check of the frame; one that does not fit is no message.'),
  endian: z
    .enum(endians)
    .default('big')
    .describe('Order of the bytes of numbers; default big, the most significant first.'),
});

const text = z.strictObject({
  start: z
    .string()
    .min(1)
    .optional()
    .describe('What every frame begins with, for example "$"; it cannot occur inside.'),
  end: z.string().min(1).optional().describe('What every frame ends with, for example "\\r\\n".'),
  length: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Exact characters of the text between start and end.'),
  separator: z.string().min(1).optional().describe('What stands between two fields; left out: one field.'),
  pairs: z.string().min(1).optional().describe('What stands between the name of a field and its value.'),
  fields: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Names of the fields in their order; there must be exactly so many.'),
  checksum: z
    .strictObject({
      kind: z.enum(checksumKinds).describe('How it is computed, over everything between start and mark.'),
      after: z
        .string()
        .min(1)
        .describe('The mark behind which its hexadecimal digits stand, for example "*".'),
    })
    .optional()
    .describe('Check of the frame; one that does not fit is no message.'),
  decimal: z.enum(['.', ',']).optional().describe('Decimal mark of numbers; default the point.'),
});

export const timeForms = ['iso', 'unix', 'unixMs', 'nmea'] as const;

/** How a message is recognised and read; stands in the `serial` part when a device has one kind of message. */
export const serialMessageShape = {
  starts: z
    .string()
    .min(1)
    .optional()
    .describe('How the frame begins, ? stands for any character; hex for binary frames.'),
  guard: guard.optional(),
  groups: z
    .strictObject({
      first: z.int().min(0).describe('Field where the first group begins.'),
      size: z.int().min(2).max(20).describe('Fields of one group.'),
      name: z.int().min(0).describe('Field of the name inside a group, 0 is its first.'),
      value: z.int().min(0).describe('Field of the value inside a group.'),
      unit: z.int().min(0).optional().describe('Field of the unit inside a group.'),
    })
    .optional()
    .describe('Groups of fields with names; points then say `field: name`.'),
  time: z
    .strictObject({
      ...whereShape,
      form: z
        .enum(timeForms)
        .describe(
          'iso: date and time as text; unix, unixMs: since 1970; nmea: hhmmss, and ddmmyy in the field `date`.',
        ),
      date: z.int().min(0).optional().describe('With nmea: field of the date.'),
      zone: z.string().optional().describe('IANA name, UTC, or site; needed when the text carries no zone.'),
    })
    .optional()
    .describe("The device's own time; left out: time of arrival."),
};

const send = z.string().min(1);

/** The `serial` part of a driver file. */
export const serialPart = z.strictObject({
  line: z
    .string()
    .regex(linePattern, 'is no line setting; write for example 9600 8N1')
    .optional()
    .describe('Line setting of the device as delivered, for example 9600 8N1.'),
  binary: binary.optional().describe('Frames of bytes.'),
  text: text.optional().describe('Frames of text.'),
  begin: send.optional().describe('Sent after opening the port and after silence; hex for binary frames.'),
  wake: z
    .strictObject({
      send: send.describe('What wakes it; hex for binary frames.'),
      answer: send
        .optional()
        .describe('What the device says when it is awake; left out: it is not waited for.'),
      tries: z.int().min(1).max(20).default(3).describe('How often to try; default 3.'),
      wait: duration('How long to wait for the answer, or before the question.'),
    })
    .optional()
    .describe('Sent before each question, for devices that sleep.'),
  ask: z
    .array(
      z.union([
        z.strictObject({
          send: send.describe('What is sent; {name} stands for a param; hex for binary frames.'),
          timeout: duration('Longest time to wait for the answer.').optional(),
        }),
        z.strictObject({ wait: duration('Time to wait before the next step.') }),
      ]),
    )
    .min(1)
    .optional()
    .describe('The question, step by step; left out: the device talks by itself.'),
  ...serialMessageShape,
});
export type SerialPart = z.output<typeof serialPart>;

/** The keys by which a point of a serial driver says where its value is; the shared keys of a point are added. */
export const serialPointShape = {
  ...whereShape,
  units: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Unit letter or code that the device sends to UN/CEFACT code; the value is converted to `unit`.',
    ),
  unitAt: z
    .strictObject(whereShape)
    .optional()
    .describe('Where the unit letter stands; default right behind the number.'),
  guard: guard.optional(),
};
