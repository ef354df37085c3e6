/** What people write about Modbus: buses in gateway.yaml, the `modbus` part and its points in a driver file. */
import { z } from 'zod';
import type { Device, Point } from '../../core/device.ts';
import { type Line, linePattern } from '../../core/line.ts';

export const tables = ['coil', 'discrete', 'input', 'holding'] as const;
export type Table = (typeof tables)[number];

/** Integers by width, digits coded in binary (one decimal digit for each four bits), IEEE 754 floats. */
export const numberTypes = [
  ...(['u8', 'i8', 'u16', 'i16', 'u24', 'i24', 'u32', 'i32', 'u48', 'i48', 'u64', 'i64'] as const),
  ...(['bcd16', 'bcd32', 'bcd48', 'bcd64'] as const),
  ...(['float16', 'float32', 'float64'] as const),
] as const;
export type NumberType = (typeof numberTypes)[number];

export const registerTypes = [...numberTypes, 'text'] as const;
export type RegisterType = (typeof registerTypes)[number];

/**
 * Order of the bytes A (most significant) to D of a 32-bit value on the wire. The four names hold for every width,
 * word by word; the names of eight letters are for 64 bits alone.
 */
export const shortOrders = ['ABCD', 'CDAB', 'DCBA', 'BADC'] as const;
export const wideOrders = [
  'ABCDEFGH',
  'GHEFCDAB',
  'BADCFEHG',
  'HGFEDCBA',
  'EFGHABCD',
  'CDABGHEF',
  'FEHGBADC',
  'DCBAHGFE',
] as const;
export const orders = [...shortOrders, ...wideOrders] as const;
export type Order = (typeof orders)[number];

/** Which byte of each register carries something; `both`: the high one first. */
export const placements = ['both', 'high', 'low'] as const;
export type Placement = (typeof placements)[number];

const invalid = z
  .array(z.union([z.number(), z.literal('highest'), z.literal('lowest')]))
  .describe(
    'Raw numbers that mean "no value", compared before scaling; highest and lowest are the type\'s own ends.',
  );

const howShape = {
  table: z.enum(tables).describe('coil (FC01), discrete (FC02), holding (FC03) or input (FC04).'),
  type: z.enum(registerTypes).describe('How the registers make a number.'),
  order: z
    .enum(orders)
    .describe(
      'Order of bytes; ABCD is the most significant first and the default. Eight letters are for 64 bits.',
    ),
  invalid,
};

const whereShape = {
  address: z
    .union([z.int().min(0).max(465_535), z.string()])
    .describe('Address as the manual writes it, in the notation that `addressing` names; hex allowed.'),
  table: howShape.table.optional(),
  type: howShape.type.optional(),
  order: howShape.order.optional(),
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
  length: z.int().min(1).max(250).optional().describe('Characters of a text, padding included.'),
  placement: z
    .enum(placements)
    .optional()
    .describe(
      'Byte of each register that carries the text or the 8-bit number: both (texts, default; high one first), high, or low (8-bit numbers, default).',
    ),
};

const guardShape = z
  .array(
    z.strictObject({
      ...whereShape,
      address: whereShape.address.optional(),
      point: z.string().min(1).optional().describe('A point of this driver, in place of an address.'),
      is: z
        .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])
        .optional()
        .describe('The value that must be there, or a list of which one must be.'),
      min: z.number().optional().describe('Lowest number that holds.'),
      max: z.number().optional().describe('Highest number that holds.'),
    }),
  )
  .describe('Conditions on what the same poll read; no value unless all of them hold.');

/** The `modbus` part of a driver file. */
export const modbusPart = z.strictObject({
  line: z
    .string()
    .regex(linePattern, 'is no line setting; write for example 9600 8N1')
    .optional()
    .describe('Factory setting of the line, for example 9600 8N1; checked against the bus.'),
  unitId: z.int().min(1).max(247).optional().describe('Factory unit id, 1 to 247.'),
  table: howShape.table.optional(),
  type: howShape.type.optional(),
  order: howShape.order.optional(),
  invalid: invalid.optional(),
  guard: guardShape.optional(),
  addressing: z
    .enum(['wire', 'register', 'reference'])
    .optional()
    .describe('How the manual counts: wire (from 0, default), register (from 1), reference (30001, 40001).'),
});
export type ModbusPart = z.output<typeof modbusPart>;

/** The keys by which a point of a Modbus driver says where and how; the shared keys of a point are added to them. */
export const modbusPointShape = {
  ...whereShape,
  address: whereShape.address
    .optional()
    .describe(
      'Address as the manual writes it, in the notation that `addressing` names; hex allowed. Left out where a formula takes other points only.',
    ),
  invalid: invalid.optional(),
  guard: guardShape.optional(),
};
export type ModbusGuardText = z.output<typeof guardShape>[number];

/** One entry of `buses` in gateway.yaml. */
export const busSettings = z.union([
  z.strictObject({
    port: z.string().min(1).describe('Path of the serial port; best the stable one under /dev/serial/by-id.'),
    line: z
      .string()
      .regex(linePattern, 'is no line setting; write for example 9600 8N1')
      .describe('Line setting of every device on it.'),
    framing: z
      .enum(['rtu', 'ascii'])
      .optional()
      .describe('rtu (default), or ascii for devices set to Modbus ASCII, mostly at 7E1.'),
  }),
  z.strictObject({
    tcp: z
      .string()
      .regex(/^[^\s:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/, 'must be host:port')
      .describe('Host and port of a Modbus TCP server or a converter.'),
    framing: z
      .enum(['tcp', 'rtu', 'ascii'])
      .optional()
      .describe('tcp (default), or rtu or ascii for a converter that passes such frames through.'),
  }),
]);

/**
 * A point with everything resolved: defaults of the part applied, address counted from 0 as on the wire. One that is
 * computed from other points alone has no place; `wordCount` is 0 for it, and where and how mean nothing.
 */
export interface ModbusPoint extends Point {
  readonly address: number;
  readonly table: Table;
  /** Unused for coils and discrete inputs, which are one bit each. */
  readonly type: RegisterType;
  readonly order: Order;
  readonly bit?: number;
  readonly bits?: readonly [number, number];
  /** Characters of a text. */
  readonly length?: number;
  readonly placement?: Placement;
}

/** Closed list of what a model needs to be treated with; each has its reason in the driver file. */
export interface ModbusQuirks {
  /** Most registers in one request. */
  readonly maxRegisters?: number;
  /** Never read across addresses that no point names. */
  readonly noGaps?: boolean;
  /** A request for each point. */
  readonly oneRead?: boolean;
  readonly pauseAfterConnectMs?: number;
  readonly pauseBetweenRequestsMs?: number;
  readonly timeoutMs?: number;
}

export interface ModbusDevice extends Device {
  readonly protocol: 'modbus';
  readonly bus: string;
  readonly unitId: number;
  readonly everyMs: number;
  readonly points: readonly ModbusPoint[];
  readonly quirks: ModbusQuirks;
}

/** How frames are marked; `tcp` is for Modbus TCP alone. */
export type Framing = 'tcp' | 'rtu' | 'ascii';

export type Bus =
  | {
      readonly name: string;
      readonly kind: 'serial';
      readonly port: string;
      readonly line: Line;
      readonly framing: Exclude<Framing, 'tcp'>;
    }
  | {
      readonly name: string;
      readonly kind: 'socket';
      readonly host: string;
      readonly port: number;
      readonly framing: Framing;
    };
