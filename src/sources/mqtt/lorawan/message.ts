/**
 * A LoRaWAN driver with everything resolved: how a payload is recognised and cut, and where each value stands. Made by
 * `config` from what settings.ts describes; what depends on the network server is added for an installed device.
 */
import type { BytePlace } from '../../../core/byte-value.ts';
import type { Condition, Point } from '../../../core/device.ts';
import type { Network } from './settings.ts';

/** Part of a payload that positions count in. */
export type Region =
  | { readonly kind: 'payload' }
  /** Key in upper-case hex without blanks. */
  | { readonly kind: 'tlv'; readonly key: string }
  | { readonly kind: 'flag'; readonly flag: number };

export type Where =
  | ({ readonly kind: 'bytes'; readonly region: Region } & BytePlace)
  /** JSON Pointer into what the network server decoded. */
  | { readonly kind: 'decoded'; readonly path: string }
  | { readonly kind: 'radio'; readonly what: 'rssi' | 'snr' };

/** How a payload is cut into regions. */
export type Codec =
  | { readonly kind: 'fixed' }
  /** Data bytes by key; all keys have `keyBytes` bytes. */
  | { readonly kind: 'tlv'; readonly keyBytes: number; readonly entries: ReadonlyMap<string, number> }
  | {
      readonly kind: 'flags';
      readonly byte: number;
      readonly type: 'u8' | 'u16' | 'u24' | 'u32';
      readonly endian: BytePlace['endian'];
      readonly sizes: readonly number[];
    };

export interface LorawanGuard extends Condition {
  readonly where: Where;
}

export interface LorawanPoint extends Point {
  /** Undefined for a point that is computed from others alone. */
  readonly where: Where | undefined;
  readonly guard: readonly LorawanGuard[];
}

/** One kind of message of a driver, whatever network it comes through. */
export interface LorawanFormat {
  readonly name: string;
  /** Any of these; undefined: all. */
  readonly fPorts?: readonly number[];
  /** Bytes of the payload, any of these. */
  readonly sizes?: readonly number[];
  /** Undefined in a place: any byte. */
  readonly starts?: readonly (number | undefined)[];
  readonly guard: readonly LorawanGuard[];
  /** True: the object that the network server decoded, in place of bytes. */
  readonly decoded: boolean;
  readonly codec: Codec;
  readonly points: readonly LorawanPoint[];
}

/** A message of an installed device. */
export interface LorawanMessage extends LorawanFormat {
  /** Topic filter of the network server's uplinks; it may match those of other devices too. */
  readonly topic: string;
  readonly network: Network;
  /** 16 digits in lower case. */
  readonly devEui: string;
}
