import { describe, expect, it } from 'vitest';
import type { SerialDevice } from '../../../src/sources/serial/device.ts';
import { createSerialSource } from '../../../src/sources/serial/source.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { silentLogger } from '../../fakes/logger.ts';
import { recordingIntake } from '../../fakes/modbus.ts';
import { dustFrame, hex, latin1, serialDevice, serialLine } from '../../fakes/serial.ts';

const port = { name: 'line', address: { kind: 'socket', host: '127.0.0.1', port: 1 } } as const;
const query = hex('AAB404');

async function started(...devices: SerialDevice[]) {
  const clock = fakeClock();
  const line = serialLine();
  const intake = recordingIntake();
  const source = createSerialSource({
    port,
    devices,
    clock,
    random: () => 0,
    logger: silentLogger,
    intake,
    connect: line.connect,
  });
  source.start();
  await clock.settle();
  return { clock, line, intake, source };
}

const asked = (parts: Partial<SerialDevice> = {}) =>
  serialDevice('air', {
    everyMs: 10_000,
    staleMs: 30_000,
    ask: [{ kind: 'send', bytes: query, timeoutMs: 1_000 }],
    ...parts,
  });

describe('a device that talks by itself', () => {
  it('hands on one message for each frame', async () => {
    const { line, intake, source } = await started(serialDevice('air'));

    line.say(dustFrame);

    expect(intake.values('air')).toEqual({ pm25: 0.6, pm10: 0.6 });
    expect(intake.links).toEqual(['air answers']);
    await source.stop();
  });

  it('is silent with the reason when nothing comes, when noise comes, and when frames are of another kind', async () => {
    const { clock, line, intake, source } = await started(
      serialDevice('air', { messages: [{ name: 'other', starts: [0xff], guard: [], points: [] }] }),
    );

    await clock.advance(4_100);
    expect(intake.links.at(-1)).toBe('air silent NO_BYTES');
    line.say(hex('00112233'));
    await clock.advance(4_100);
    expect(intake.links.at(-1)).toBe('air silent NO_FRAME');
    line.say(dustFrame);
    await clock.advance(4_100);
    expect(intake.links.at(-1)).toBe('air silent NO_MESSAGE');

    await source.stop();
  });

  it('is told apart from the other devices on its line by what it says', async () => {
    const { line, intake, source } = await started(serialDevice('air'), serialDevice('more'));

    line.say(dustFrame);

    expect(intake.messages.map(({ device }) => device)).toEqual(['air', 'more']);
    await source.stop();
  });

  it('is told to begin after opening and after silence', async () => {
    const { clock, line, source } = await started(serialDevice('air', { begin: query }));

    await clock.advance(4_100);

    expect(line.sent).toEqual(['AAB404', 'AAB404']);
    await source.stop();
  });

  it('counts what became no frame and no reading', async () => {
    const { clock, line, intake, source } = await started(serialDevice('air'));

    line.say(hex('FF AAC0060006 0058D93EAB'));
    await clock.advance(400);

    expect(intake.refusals).toEqual(['air - unreadable AA C0 06 00 06 00 58 D9 3E AB']);
    expect(source.statistics().devices).toEqual([
      { id: 'air', bytes: 11, frames: 0, discarded: 11, damaged: 1 },
    ]);
    await source.stop();
  });
});

describe('a port', () => {
  const gone = { code: 'PORT_NOT_FOUND', reason: 'It is unplugged.' };

  it('is opened again when it comes back, and devices are heard again', async () => {
    const { clock, line, intake, source } = await started(serialDevice('air'));
    line.say(dustFrame);

    line.refuse(gone);
    line.unplug(gone);
    await clock.advance(2_000);
    line.refuse(undefined);
    await clock.advance(60_000);
    line.say(dustFrame);

    expect(intake.messages).toHaveLength(2);
    expect(intake.links.slice(1)).toEqual([
      'air silent PORT_NOT_FOUND',
      'air starting',
      'air silent NO_BYTES',
      'air answers',
    ]);
    await source.stop();
  });

  it('that went deaf is opened anew, ever more rarely, and nobody is told that anything changed', async () => {
    const { clock, line, intake, source } = await started(serialDevice('air'));

    await clock.advance(100_000);

    expect(line.opened).toBe(3);
    expect(intake.links).toEqual(['air silent NO_BYTES']);
    await source.stop();
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { clock, source } = await started(serialDevice('air'), asked());

    const stopped = source.stop();
    await clock.advance(2_000);
    await stopped;

    expect(clock.timers).toBe(0);
  });
});

describe('a device that is asked', () => {
  it('answers in its rhythm', async () => {
    const { clock, line, intake, source } = await started(asked());
    line.hears = () => void clock.after(20, () => line.say(dustFrame));

    await clock.advance(30_100);

    expect(line.sent.length).toBeGreaterThanOrEqual(3);
    expect(intake.messages).toHaveLength(line.sent.length);
    await source.stop();
  });

  it('goes through its steps: woken, waited for, read, and put to sleep', async () => {
    const { clock, line, intake, source } = await started(
      asked({
        everyMs: 60_000,
        ask: [
          { kind: 'send', bytes: hex('01'), timeoutMs: undefined },
          { kind: 'wait', ms: 5_000 },
          { kind: 'send', bytes: hex('02'), timeoutMs: 1_000 },
          { kind: 'send', bytes: hex('03'), timeoutMs: undefined },
        ],
      }),
    );
    line.hears = (bytes) => {
      if (bytes[0] === 2) clock.after(20, () => line.say(dustFrame));
    };

    await clock.advance(10_000);

    expect(line.sent).toEqual(['01', '02', '03']);
    expect(intake.messages).toHaveLength(1);
    await source.stop();
  });

  it('is put to sleep also when it did not answer', async () => {
    const { clock, line, source } = await started(
      asked({
        everyMs: 60_000,
        ask: [
          { kind: 'send', bytes: hex('02'), timeoutMs: 1_000 },
          { kind: 'send', bytes: hex('03'), timeoutMs: undefined },
        ],
      }),
    );

    await clock.advance(5_000);

    expect(line.sent).toEqual(['02', '03']);
    await source.stop();
  });

  it('is woken as often as its driver says, and asked only when it is awake', async () => {
    const wake = { bytes: latin1('\n'), answer: latin1('\n\r'), tries: 3, waitMs: 500 };
    const { clock, line, intake, source } = await started(asked({ wake }));
    line.hears = (bytes) => {
      if (bytes[0] === 0x0a && line.sent.length === 2) clock.after(20, () => line.say(latin1('\n\r')));
      if (bytes[0] === 0xaa) clock.after(20, () => line.say(dustFrame));
    };

    await clock.advance(5_000);

    expect(line.sent).toEqual(['0A', '0A', 'AAB404']);
    expect(intake.messages).toHaveLength(1);
    await source.stop();
  });

  it('that does not wake up is silent with that reason', async () => {
    const wake = { bytes: latin1('\n'), answer: latin1('\n\r'), tries: 2, waitMs: 500 };
    const { clock, line, intake, source } = await started(asked({ wake }));

    await clock.advance(5_000);

    expect(line.sent).toEqual(['0A', '0A']);
    expect(intake.links.at(-1)).toBe('air silent NOT_AWAKE');
    await source.stop();
  });

  it('never gets what came before its question or for another device', async () => {
    const { clock, line, intake, source } = await started(
      asked(),
      asked({ ...serialDevice('other'), ...asked(), id: 'other' }),
    );
    let questions = 0;
    line.hears = () => {
      questions++;
      if (questions === 1) clock.after(20, () => line.say(dustFrame));
    };

    line.say(dustFrame);
    await clock.advance(5_000);

    expect(questions).toBe(2);
    expect(intake.messages.map(({ device }) => device)).toEqual(['air']);
    await source.stop();
  });
});

describe('readOnce', () => {
  it('gives every point of what comes next, with what stood in the frame', async () => {
    const { clock, line, source } = await started(serialDevice('air'));

    const reading = source.readOnce('air', 5_000);
    line.say(dustFrame);
    await clock.settle();

    expect((await reading).points.map(({ point, raw, value }) => [point.stream.point, raw, value])).toEqual([
      ['pm25', 6, { value: 0.6 }],
      ['pm10', 6, { value: 0.6 }],
    ]);
    await source.stop();
  });

  it('says why there is nothing', async () => {
    const { clock, source } = await started(serialDevice('air'));

    const reading = source.readOnce('air', 2_000);
    await clock.advance(2_000);

    expect((await reading).problem?.code).toBe('NO_BYTES');
    await source.stop();
  });
});
