/** A driver's sample decoded by the code that reads devices: frames found in whatever stands around them. */
import type { PointValue } from '../../core/point-value.ts';
import { decodeFrame } from './decode.ts';
import type { SerialFraming, SerialMessage } from './device.ts';
import { FrameCutter } from './frame-cutter.ts';

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
