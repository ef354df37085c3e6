/**
 * A device as installed: its driver's points after the site's params and overrides were applied. Each
 * protocol extends `Device` and `Point` by where its values are found (`sources/<protocol>/settings.ts`).
 */
import type { Stream, Value } from './reading.ts';

/** What a raw number or text of a point means; the steps are applied in this order. */
export interface Meaning {
  /** Raw numbers that say "no value", compared before scaling; `highest` and `lowest` are the type's own ends. */
  readonly invalid?: readonly (number | 'highest' | 'lowest')[];
  /** Raw value (as text) to word, number or state; what is not listed is no value. */
  readonly values?: Readonly<Record<string, Value>>;
  /** Factor; below 1 it is applied as a division by its inverse so that 0.1 gives short decimals. */
  readonly scale?: number;
  readonly offset?: number;
  /** Instead of scale and offset: `raw` to number, compiled from the driver's formula. */
  readonly formula?: (raw: number) => number | undefined;
  /** For states: true becomes false. */
  readonly invert?: boolean;
  /** Unit letter or code that the device sends to UN/CEFACT code; the value is converted to the stream's unit. */
  readonly units?: Readonly<Record<string, string>>;
  /** Limits in the stream's unit, both included; outside is no value. */
  readonly min?: number;
  readonly max?: number;
}

/** Holds for one of `is`, and for a number within the limits, both included; what is not said is no condition. */
export interface Condition {
  readonly is?: readonly Value[];
  readonly min?: number;
  readonly max?: number;
}

export interface PointGuard extends Condition {
  /** Name of the point in the driver, hidden or not. */
  readonly point: string;
}

/** A formula that takes other points of the driver. */
export interface Computation {
  /** Names of the formula, the point behind each, and what brings its number into the vocabulary's unit. */
  readonly inputs: readonly {
    readonly name: string;
    readonly point: string;
    readonly convert: (value: number) => number;
  }[];
  /** The point's own raw number is an input too, named `raw`. */
  readonly takesRaw: boolean;
  readonly evaluate: (inputs: Readonly<Record<string, unknown>>) => Value | undefined;
}

export interface Point {
  readonly stream: Stream;
  readonly meaning: Meaning;
  /** Without any of these there is no value. */
  readonly guards?: readonly PointGuard[];
  /** Instead of scale, offset and formula: a formula that takes other points. */
  readonly computation?: Computation;
  /** Raw count at which a counter returns to 0. */
  readonly wraps?: number;
  readonly plausibility?: Plausibility;
  /** The manual's words. */
  readonly about?: string;
  /** True for a `_name` point: used by guards and formulas of its driver, never handed on. */
  readonly hidden: boolean;
  /** False when no entity uses the point: shown by `watch`, not accepted into the buffer. */
  readonly used: boolean;
}

export interface GeoPoint {
  readonly type: 'Point';
  /** WGS84: longitude, latitude. */
  readonly coordinates: readonly [number, number];
}
/** A GeoJSON geometry. */
export type Geometry = GeoPoint | { readonly type: string; readonly coordinates: readonly unknown[] };

/** Where the gateway stands, and who says so. */
export interface GatewayPlace {
  /** Undefined: nobody knows yet, and entities go without a location. */
  readonly location: Geometry | undefined;
  /** Id of the device that finds it; undefined: gateway.yaml says where. */
  readonly receiver: string | undefined;
  /** The receiver found it; false while `location` only stands in. */
  readonly found: boolean;
}

export interface Filter {
  /** A message passes at least this often, in milliseconds, even if nothing changed; undefined: change is not asked for. */
  readonly heartbeatMs: number | undefined;
  /** By quantity: smaller changes do not count. Quantities not named: any change counts. */
  readonly deadband: Readonly<Record<string, Deadband>>;
  /** At most one message in this many milliseconds, the newest. */
  readonly intervalMs?: number;
}

/** In the stream's unit, or in percent of the last value that passed. */
export type Deadband = number | { readonly percent: number };

/** What a healthy sensor never does; a value that does is refused, and counted. */
export interface Plausibility {
  /** Fastest change that the thing measured can make, in the stream's unit per minute. */
  readonly maxPerMinute?: number;
  /** A live value moves at least once in this many milliseconds. */
  readonly frozenMs?: number;
}

export interface Device {
  /** The role at the site, for example `meter`; stays when the device is replaced. */
  readonly id: string;
  /** Path of the driver without ending, for example `eastron/sdm630`. */
  readonly driver: string;
  /** Polled: time between polls in milliseconds. Talks by itself: at most one message is kept per interval; undefined keeps every one. */
  readonly everyMs: number | undefined;
  /** Silent after this many milliseconds without a good reading. */
  readonly staleMs: number;
  readonly name: string | undefined;
  /** Its own; undefined: it stands where the gateway does. */
  readonly location: Geometry | undefined;
  readonly serialNumber: string | undefined;
  readonly facts: Readonly<Record<string, Value>>;
  readonly filter: Filter | undefined;
}
