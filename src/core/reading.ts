/**
 * What comes from a sensor. A reading is one value of one stream; the readings that arrived together
 * (one poll, one frame, one payload) are a message and carry the same time.
 */

export const kinds = ['gauge', 'counter', 'amount', 'state', 'text'] as const;
export type Kind = (typeof kinds)[number];

/** Number, true/false for a state, or text. Never null, NaN or infinite: a bad value is no reading. */
export type Value = number | boolean | string;

/**
 * One point of one device in one unit. Unit and kind are fixed when a reading is accepted: a driver edited
 * later makes a new stream and never reinterprets old numbers.
 */
export interface Stream {
  readonly device: string;
  /** The point's name in the driver, for example `digitalInput.1`. */
  readonly point: string;
  /** What it means at this site, with tags, for example `doorOpen` or `voltage.L1`; mappings use this name. */
  readonly quantity: string;
  /** UN/CEFACT code; undefined for counts, states and texts. */
  readonly unit: string | undefined;
  readonly kind: Kind;
}

export interface Reading {
  readonly stream: Stream;
  readonly value: Value;
}

export interface Message {
  readonly device: string;
  /** In the driver's order; at most one for each stream. May be empty: then there is nothing to keep. */
  readonly readings: readonly Reading[];
  /** When it was acquired, in milliseconds of the clock's monotonic time. */
  readonly monotonicMs: number;
  /** The device's own time in milliseconds since 1970, where the driver trusts it. */
  readonly deviceTimeMs?: number;
  /** Its sender waits for an acknowledgement, so the commit must not linger as long as for a polled value. */
  readonly awaited: boolean;
  /** The connection it came over, on which its sender waits; left out: the device has its own. */
  readonly connection?: string;
}

/** Names a stream inside one configuration. */
export function streamKey(stream: Pick<Stream, 'device' | 'point' | 'quantity' | 'unit' | 'kind'>): string {
  return [stream.device, stream.point, stream.quantity, stream.unit ?? '', stream.kind].join('\n');
}
