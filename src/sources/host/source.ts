/**
 * The gateway's own machine as a source: each device that stands for it is sampled in its rhythm. A value that the
 * machine does not tell is not refused each time, because it will not come: `kopru read` says which they are.
 */
import type { Clock, Logger } from '../../core/environment.ts';
import { wordsOf } from '../../core/errors.ts';
import type { HostStatus } from '../../core/host.ts';
import type { Reading } from '../../core/reading.ts';
import type { Intake, Source } from '../../core/source.ts';
import { createPollLoop, type Outcome } from '../poll-loop.ts';
import { type HostDevice, hostConnection } from './settings.ts';
import { decodeTold, toldBy } from './told.ts';

export interface HostSourceParts {
  readonly devices: readonly HostDevice[];
  readonly host: () => HostStatus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intake: Intake;
}

export function createHostSource({ devices, host, clock, logger, intake }: HostSourceParts): Source {
  const sample = async ({ id, points }: HostDevice): Promise<Outcome> => {
    const told = toldBy(host());
    const values = decodeTold(points, told);
    const readings: Reading[] = [];
    for (const { stream, value: name, hidden } of points) {
      const value = values.get(stream.point);
      if (hidden || !value) continue;
      if ('value' in value) readings.push({ stream, value: value.value });
      else if (value.refusal !== 'missing') {
        intake.refuse(id, stream.point, value.refusal, String(told[name]));
      }
    }
    if (readings.length === 0) {
      intake.link(id, { state: 'silent', code: 'HOST_UNTOLD', reason: nothingTold });
      return 'silent';
    }
    intake.link(id, { state: 'answers' });
    const message = { device: id, readings, monotonicMs: clock.monotonicMs(), awaited: false };
    // What was not accepted the gateway has counted; the next sample comes all the same.
    intake.accept(message).catch((thrown: unknown) => {
      logger.debug({ device: id, error: wordsOf(thrown) }, 'Message was not accepted.');
    });
    return 'answered';
  };
  const loop = createPollLoop({
    clock,
    tasks: devices.map((device) => ({
      id: device.id,
      lane: hostConnection,
      everyMs: device.everyMs,
      poll: () => sample(device),
    })),
  });
  return { start: () => loop.start(), stop: () => loop.stop() };
}

const nothingTold = 'This machine tells none of the values that the driver reads.';
