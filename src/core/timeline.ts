/**
 * Time without trust in the clock. A segment is one stretch of one boot; a reading stores milliseconds since
 * its segment began. `observedAt` is derived when sending, once the segment's offset is known. An offset is
 * set once and never changed, so a repeat carries the same time whatever the clock did since.
 */

export interface Segment {
  readonly id: number;
  readonly boot: string;
  /** Monotonic milliseconds at which the segment began. */
  readonly monoStart: number;
  /** What the wall clock said then. May be wrong. */
  readonly wallStart: number;
  /** Milliseconds since 1970 at which the segment truly began; null until the clock is known to be right. */
  readonly offset: number | null;
  /** What vouched for the offset, for example `timesyncd`, `estimated`. */
  readonly source: string | null;
  readonly firstSeq: number;
}

/** A step of a synchronised clock beyond this many milliseconds starts a new segment. */
export const stepMs = 500;

/** A clock that shows an earlier time is wrong, whoever vouches for it. In ms since 1970. */
export const earliestMs = Date.UTC(2026, 0, 1);

/**
 * What vouches for an offset that nobody vouched for: a boot that ended without ever being synchronised, or one whose
 * readings shall not wait.
 */
export const estimated = 'estimated';

/** A device's clock may run so many milliseconds ahead of ours. */
export const deviceAheadMs = 5 * 60_000;

/**
 * When a reading was observed, in milliseconds since 1970; undefined while the clock is not known to be right.
 *
 * Nothing is observed after it came in: a device whose clock runs far ahead is given the time at which its reading
 * came, else that one would keep all right ones after it from the broker. An estimated time may lie behind the truth,
 * so there the device's word stands.
 */
export function observedAt(segment: Segment, t: number, deviceTimeMs?: number): number | undefined {
  const { offset, source } = segment;
  const cameMs = offset === null ? undefined : Math.round(offset + t);
  if (deviceTimeMs === undefined) return cameMs;
  const ahead = cameMs !== undefined && source !== estimated && deviceTimeMs > cameMs + deviceAheadMs;
  return ahead ? cameMs : deviceTimeMs;
}
