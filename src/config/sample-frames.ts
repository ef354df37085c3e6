/** Why a sample of a serial driver gives nothing: what is wrong with its frame, in words of the driver file. */
import type { SerialFraming } from '../sources/serial/device.ts';
import type { Flaw } from '../sources/serial/frame-format.ts';
import type { NoMessage } from '../sources/serial/sample.ts';
import type { Fault } from './problems.ts';

export function sampleWithoutMessage(why: NoMessage, framing: SerialFraming): Fault {
  const fault = (message: string, mend: string): Fault => ({ code: 'SAMPLE_DIFFERS', message, mend });
  if (why.kind === 'unlike') {
    return fault(
      'The sample holds a frame, and none of the messages of the driver begins like it.',
      'Look again at `starts` and `guard`, and at `fields`: there must be exactly so many.',
    );
  }
  if (why.kind === 'absent') {
    return fault(
      'The sample holds no frame: nothing in it begins as the driver says.',
      'Look again at `start`, or at the sample.',
    );
  }
  if (why.sums && framing.kind === 'binary') {
    return fault(
      `The checksum of the sample is ${why.sums.said}, and its bytes give ${why.sums.computed}.`,
      'Look again at `kind`, `over`, `byte` and `endian` of the checksum, or at the sample.',
    );
  }
  if (why.sums) {
    return fault(
      `The checksum of the sample is ${why.sums.said}, and what stands behind \`start\` up to the mark gives ${why.sums.computed}.`,
      framing.kind === 'text' && framing.start.length > 1
        ? 'What stands in `start` is not summed: letters that belong to the sum stand in `starts`. Else correct the digits or `kind`.'
        : 'Correct the digits or `kind`.',
    );
  }
  return fault(`The frame of the sample ${flawText[why.flaw]}.`, mends[framing.kind]);
}

const flawText: Readonly<Record<Flaw, string>> = {
  checksum: 'does not have the checksum that its bytes give',
  length: 'has another length than the driver says',
  end: 'does not end as the driver says',
  characters: 'holds characters that no text has',
  torn: 'is not whole',
};

const mends: Readonly<Record<SerialFraming['kind'], string>> = {
  text: 'Look again at `end`, `length` and `checksum`, or at the sample; a line end is "\\r\\n" in double quotes.',
  binary: 'Look again at `length`, `end` and `checksum`, or at the sample.',
};
