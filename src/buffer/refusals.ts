/** Why the buffer does not take a message: what `accept` rejects with. */
import { KopruError } from '../core/errors.ts';
import type { Message } from '../core/reading.ts';

/** Why the message can never be kept; undefined: it can. */
export function unfit({ readings, monotonicMs, deviceTimeMs }: Message): KopruError | undefined {
  if (!Number.isFinite(monotonicMs) || (deviceTimeMs !== undefined && !Number.isFinite(deviceTimeMs))) {
    return new KopruError('A message has no time.', { kind: 'bug', code: 'MESSAGE_WITHOUT_TIME' });
  }
  for (const { value, stream } of readings) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    return new KopruError(`A reading of ${stream.device} ${stream.point} is no number.`, {
      kind: 'bug',
      code: 'READING_WITHOUT_VALUE',
    });
  }
  return undefined;
}

export function queueFull(): KopruError {
  return new KopruError('The queue in memory is full: commits do not keep up.', {
    kind: 'transient',
    code: 'QUEUE_FULL',
    hint: 'See the status of the buffer: its disk is slow, full or failing.',
  });
}

export function closed(): KopruError {
  return new KopruError('The buffer is closed.', { kind: 'transient', code: 'BUFFER_CLOSED' });
}
