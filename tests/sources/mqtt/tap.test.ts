import { describe, expect, it } from 'vitest';
import { createTap } from '../../../src/sources/mqtt/tap.ts';
import { fakeClock } from '../../fakes/clock.ts';

const publication = (topic: string, bytes = 1) => ({
  topic,
  payload: Buffer.alloc(bytes, 0x31),
  qos: 1 as const,
  dup: false,
  retain: false,
});

describe('the tap of MQTT messages', () => {
  it('begins with the first question and ends some seconds after the last', async () => {
    const clock = fakeClock();
    const tap = createTap(clock);
    tap.note(publication('before'));

    expect(tap.since(0)).toEqual({ messages: [], next: 0, missed: 0 });
    tap.note(publication('a'), { client: 'meter', withheld: true });
    const first = tap.since(0);
    expect(first.messages).toMatchObject([
      { number: 0, topic: 'a', client: 'meter', withheld: true, bytes: 1, payload: 'MQ==' },
    ]);
    tap.note(publication('b'));
    expect(tap.since(first.next).messages.map(({ topic }) => topic)).toEqual(['b']);
    await clock.advance(10_000);
    tap.note(publication('c'));
    expect(tap.since(0).messages).toEqual([]);
    await clock.advance(10_000);
    expect(clock.timers).toBe(0);
  });

  it('keeps the last 500 and the beginning of each, and says how many it missed', () => {
    const tap = createTap(fakeClock());
    tap.since(0);
    for (let n = 0; n < 1_000; n += 1) tap.note(publication(`t/${n}`, 20_000));
    const { messages, missed, next } = tap.since(1);

    expect(messages.length).toBeLessThanOrEqual(500);
    expect(messages.at(-1)?.topic).toBe('t/999');
    expect(messages[0]).toMatchObject({ bytes: 20_000 });
    expect(Buffer.from(messages[0]?.payload ?? '', 'base64')).toHaveLength(8_192);
    expect(missed).toBe(1_000 - 1 - messages.length);
    expect(next).toBe(1_000);
  });
});
