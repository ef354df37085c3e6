/**
 * A serial driver with everything resolved: framing, questions, messages and where each value stands. Made by
 * `config` from what settings.ts describes, for one installed device.
 */
import type { BytePlace, Endian } from '../../core/byte-value.ts';
import type { Condition, Device, Point } from '../../core/device.ts';
import type { Line } from '../../core/line.ts';
import type { ChecksumKind, timeForms } from './settings.ts';

/** One place in a frame. In text frames `type` can only be hex. */
export type Where =
  | ({ readonly kind: 'bytes' } & BytePlace)
  | {
      readonly kind: 'text';
      /** Name, or number as text; undefined: the whole text. */
      readonly field?: string;
      readonly chars?: readonly [number, number];
      readonly hex?: true;
      readonly bit?: number;
      readonly bits?: readonly [number, number];
    };

export interface SerialGuard extends Condition {
  readonly where: Where;
}

export interface SerialPoint extends Point {
  /** Undefined for a point that is computed from others alone. */
  readonly where: Where | undefined;
  readonly unitAt?: Where;
  readonly guard: readonly SerialGuard[];
}

/** Bytes or characters that a frame must begin with; undefined in a place: any. */
export type Beginning = readonly (number | undefined)[];

export interface SerialMessage {
  readonly name: string;
  readonly starts?: Beginning;
  readonly guard: readonly SerialGuard[];
  readonly groups?: {
    readonly first: number;
    readonly size: number;
    readonly name: number;
    readonly value: number;
    readonly unit?: number;
  };
  readonly time?: {
    readonly where: Where;
    readonly form: (typeof timeForms)[number];
    readonly date?: Where;
    readonly zone?: string;
  };
  readonly points: readonly SerialPoint[];
}

export interface BinaryFraming {
  readonly kind: 'binary';
  readonly start: Uint8Array;
  readonly length?:
    | number
    | { readonly byte: number; readonly type: 'u8' | 'u16' | 'u32'; readonly plus: number };
  readonly end: Uint8Array;
  readonly gapMs?: number;
  /** `meaning`: of each byte behind the escape byte; undefined where there is none. */
  readonly escape?: { readonly byte: number; readonly meaning: readonly (number | undefined)[] };
  readonly checksum?: {
    readonly kind: ChecksumKind;
    readonly over: readonly [number, number];
    readonly byte: number;
    readonly endian: Endian;
  };
  readonly endian: Endian;
}

export interface TextFraming {
  readonly kind: 'text';
  readonly start: Uint8Array;
  /** Empty only where `length` says where the text ends. */
  readonly end: Uint8Array;
  readonly length?: number;
  readonly checksum?: { readonly kind: ChecksumKind; readonly after: Uint8Array };
  readonly separator?: string;
  readonly pairs?: string;
  readonly fields?: readonly string[];
  readonly decimal: '.' | ',';
}

export type SerialFraming = BinaryFraming | TextFraming;

export type AskStep =
  | { readonly kind: 'send'; readonly bytes: Uint8Array; readonly timeoutMs: number | undefined }
  | { readonly kind: 'wait'; readonly ms: number };

export interface Wake {
  readonly bytes: Uint8Array;
  readonly answer: Uint8Array | undefined;
  readonly tries: number;
  readonly waitMs: number;
}

/** How to talk with a model of device, params filled in. */
export interface SerialProtocol {
  readonly framing: SerialFraming;
  readonly begin?: Uint8Array;
  readonly wake?: Wake;
  /** Empty: the device talks by itself. */
  readonly ask: readonly AskStep[];
  readonly messages: readonly SerialMessage[];
}

export interface SerialDevice extends Device, SerialProtocol {
  readonly protocol: 'serial';
  /** Name of its port. */
  readonly port: string;
}

/** A line with one serial device, or with several that take turns or listen together. */
export interface SerialPort {
  /** Name of the bus, or the port as gateway.yaml writes it. */
  readonly name: string;
  readonly address:
    | { readonly kind: 'serial'; readonly port: string; readonly line: Line }
    | { readonly kind: 'socket'; readonly host: string; readonly port: number };
}
