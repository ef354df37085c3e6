/** The points of a device or driver, whatever its protocol: of its one message, or of all its kinds of message. */
import type { Point } from '../core/device.ts';

type Holder =
  | { readonly points: readonly Point[] }
  | { readonly messages: readonly { readonly points: readonly Point[] }[] };

/** Each stream once, in the driver's order. */
export function pointsOf(holder: Holder): readonly Point[] {
  if ('points' in holder) return holder.points;
  const all = holder.messages.flatMap(({ points }) => points);
  return [...new Map(all.map((point) => [point.stream, point])).values()];
}
