/** What one read of a device gives a person to look at. */
import type { Point } from '../core/device.ts';
import type { PointValue } from '../core/point-value.ts';

export interface ShownPoint {
  readonly point: Pick<Point, 'stream'>;
  readonly value: PointValue;
  /** Where the value is found, for example `input 0x0034 (30053)`; empty where the protocol has no addresses. */
  readonly where: string;
  /** The words on the wire, or why there are none. */
  readonly raw: string;
  /** How they are read, for example `float32 ABCD`. */
  readonly how: string;
}

export interface DeviceReading {
  /** For example `rs485 unit 1, 41 ms`. */
  readonly line: string;
  readonly borrowed: boolean;
  /** Why there is nothing to show. */
  readonly problem: { readonly code: string; readonly reason: string } | undefined;
  readonly points: readonly ShownPoint[];
}
