/** What people write about Modbus: buses in gateway.yaml, the `modbus` part and its points in a driver file. */
import { z } from 'zod';
import type { Device, Point } from '../../core/device.ts';
import { type Line, linePattern } from '../../core/line.ts';

export const tables = ['coil', 'discrete', 'input', 'holding'] as const;
export type Table = (typeof tables)[number];

export const registerTypes = ['u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'float32', 'float64'] as const;
export type RegisterType = (typeof registerTypes)[number];

/** Order of the bytes A (most significant) to D of a 32-bit value on the wire; 64-bit values follow the same rule by words. */
export const orders = ['ABCD', 'CDAB', 'DCBA', 'BADC'] as const;
export type Order = (typeof orders)[number];

const invalid = z
  .array(z.union([z.number(), z.literal('highest'), z.literal('lowest')]))
  .describe(
    'Raw numbers that mean "no value", compared before scaling; highest and lowest are the type\'s own ends.',
  );

const howShape = {
  table: z.enum(tables).describe('coil (FC01), discrete (FC02), holding (FC03) or input (FC04).'),
  type: z.enum(registerTypes).describe('How the registers make a number.'),
  order: z.enum(orders).describe('Order of bytes; ABCD is the most significant first and the default.'),
  invalid,
};

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
  addressing: z
    .enum(['wire', 'register', 'reference'])
    .optional()
    .describe('How the manual counts: wire (from 0, default), register (from 1), reference (30001, 40001).'),
});
export type ModbusPart = z.output<typeof modbusPart>;

/** The keys by which a point of a Modbus driver says where and how; the shared keys of a point are added to them. */
export const modbusPointShape = {
  address: z
    .union([z.int().min(0).max(465_535), z.string()])
    .describe('Address as the manual writes it, in the notation that `addressing` names; hex allowed.'),
  table: howShape.table.optional(),
  type: howShape.type.optional(),
  order: howShape.order.optional(),
  invalid: invalid.optional(),
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
};

/** One entry of `buses` in gateway.yaml. */
export const busSettings = z.union([
  z.strictObject({
    port: z.string().min(1).describe('Path of the serial port; best the stable one under /dev/serial/by-id.'),
    line: z
      .string()
      .regex(linePattern, 'is no line setting; write for example 9600 8N1')
      .describe('Line setting of every device on it.'),
  }),
  z.strictObject({
    tcp: z
      .string()
      .regex(/^[^\s:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/, 'must be host:port')
      .describe('Host and port of a Modbus TCP server or a converter.'),
    framing: z
      .enum(['tcp', 'rtu'])
      .optional()
      .describe('tcp (default), or rtu for a converter that passes RTU frames through.'),
  }),
]);

/** A point with everything resolved: defaults of the part applied, address counted from 0 as on the wire. */
export interface ModbusPoint extends Point {
  readonly address: number;
  readonly table: Table;
  /** Unused for coils and discrete inputs, which are one bit each. */
  readonly type: RegisterType;
  readonly order: Order;
  readonly bit?: number;
  readonly bits?: readonly [number, number];
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

export type Bus =
  | { readonly name: string; readonly kind: 'serial'; readonly port: string; readonly line: Line }
  | {
      readonly name: string;
      readonly kind: 'tcp' | 'rtu-over-tcp';
      readonly host: string;
      readonly port: number;
    };
