/** A driver's sample decoded by the code that reads devices: frames found in whatever stands around them. */
import type { PointValue } from '../../core/point-value.ts';
import { binarySumsOf } from './binary-frame.ts';
import type { Sums } from './checksum.ts';
import { decodeFrame } from './decode.ts';
import type { SerialFraming, SerialMessage } from './device.ts';
import { FrameCutter } from './frame-cutter.ts';
import type { Flaw } from './frame-format.ts';
import { textSumsOf } from './text-frame.ts';

/** What each point gives, as it came last; a point that is not in the map gave nothing. */
export function decodeSample(
  framing: SerialFraming,
  messages: readonly SerialMessage[],
  bytes: Uint8Array,
): Map<string, PointValue> {
  const values = new Map<string, PointValue>();
  const cutter = new FrameCutter(
    framing,
    {
      frame: (content) => {
        const decoded = decodeFrame(framing, messages, content);
        if (decoded?.deviceTimeMs === 'impossible') {
          for (const { stream } of decoded.message.points) values.set(stream.point, { refusal: 'clock' });
        }
        for (const { point, value } of decoded?.results ?? []) values.set(point.stream.point, value);
      },
    },
    false,
  );
  cutter.push(bytes);
  cutter.silence();
  return values;
}

/** Why bytes hold nothing that a driver reads: no frame at all, one that is damaged, or none of its messages. */
export type NoMessage =
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly flaw: Flaw; readonly sums?: Sums }
  | { readonly kind: 'unlike' };

/** Undefined where a frame is found that the driver reads. Of several damaged ones the first counts. */
export function noMessageIn(
  framing: SerialFraming,
  messages: readonly SerialMessage[],
  bytes: Uint8Array,
): NoMessage | undefined {
  let why: NoMessage = { kind: 'absent' };
  let isRead = false;
  const cutter = new FrameCutter(
    framing,
    {
      frame: (content) => {
        isRead ||= decodeFrame(framing, messages, content) !== undefined;
        why = { kind: 'unlike' };
      },
      damaged: (flaw, frame) => {
        if (why.kind !== 'absent') return;
        const sums = flaw === 'checksum' ? sumsOf(framing, frame) : undefined;
        why = { kind: 'damaged', flaw, ...(sums ? { sums } : {}) };
      },
    },
    false,
  );
  cutter.push(bytes);
  cutter.silence();
  return isRead ? undefined : why;
}

const sumsOf = (framing: SerialFraming, frame: Uint8Array): Sums | undefined =>
  framing.kind === 'text' ? textSumsOf(framing, frame) : binarySumsOf(framing, frame);
