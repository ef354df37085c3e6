import { describe, expect, it } from 'vitest';
import type { Message, Value } from '../../src/core/reading.ts';
import { createFilter, type FilterOptions } from '../../src/sources/filter.ts';
import { fakeClock } from '../fakes/clock.ts';
import { mqttPoint } from '../fakes/mqtt.ts';

function arrange(options: Partial<Pick<FilterOptions, 'filter' | 'everyMs'>>) {
  const clock = fakeClock();
  const late: unknown[] = [];
  const filter = createFilter({
    filter: undefined,
    everyMs: undefined,
    clock,
    later: (message) => late.push([message.awaited, ...message.readings.map(({ value }) => value)]),
    ...options,
  });
  const message = (values: Record<string, Value>): Message => ({
    device: 'sensor',
    readings: Object.entries(values).map(([name, value]) => ({ stream: mqttPoint(name).stream, value })),
    monotonicMs: clock.monotonicMs(),
    awaited: true,
  });
  return { clock, filter, late, passes: (values: Record<string, Value>) => filter.passes(message(values)) };
}

const onChange = { filter: { heartbeatMs: 300_000, deadband: { power: 5 } } };

describe('createFilter', () => {
  it('passes everything without rules', () => {
    const { passes, filter } = arrange({});

    expect([passes({ power: 1 }), passes({ power: 1 })]).toEqual([true, true]);
    expect(filter.filtered()).toBe(0);
  });

  it.each<[string, Record<string, Value>, boolean]>([
    ['nothing changed', { power: 100, door: false }, false],
    ['less than the deadband', { power: 104.9, door: false }, false],
    ['the deadband', { power: 105, door: false }, true],
    ['the deadband downwards', { power: 95, door: false }, true],
    ['a point without deadband', { power: 100, door: true }, true],
    ['a point not seen before', { power: 100, door: false, text: 'a' }, true],
    ['a part, unchanged', { power: 100 }, false],
  ])('on change: %s', (_name, values, expected) => {
    const { passes } = arrange(onChange);
    passes({ power: 100, door: false });

    expect(passes(values)).toBe(expected);
  });

  it('measures change from the last message that passed, so a slow drift is seen', () => {
    const { passes } = arrange(onChange);

    expect([100, 103, 106, 109].map((power) => passes({ power }))).toEqual([true, false, true, false]);
  });

  it.each<[string, number, boolean]>([
    ['less than the share', 101.9, false],
    ['the share', 102, true],
    ['the share downwards', 98, true],
    ['the same', 100, false],
  ])('on change by percent: %s', (_name, power, expected) => {
    const { passes } = arrange({ filter: { heartbeatMs: 300_000, deadband: { power: { percent: 2 } } } });
    passes({ power: 100 });

    expect(passes({ power })).toBe(expected);
  });

  it('takes any change from zero for one, by percent', () => {
    const { passes } = arrange({ filter: { heartbeatMs: 300_000, deadband: { power: { percent: 2 } } } });
    passes({ power: 0 });

    expect([passes({ power: 0 }), passes({ power: 0.1 })]).toEqual([false, true]);
  });

  it('does not ask for change without a heartbeat', () => {
    const { passes } = arrange({ filter: { heartbeatMs: undefined, deadband: {}, intervalMs: 1_000 } });

    expect([passes({ power: 1 }), passes({ power: 1 })]).toEqual([true, true]);
  });

  it('passes at each heartbeat', async () => {
    const { clock, passes, filter } = arrange(onChange);
    passes({ power: 100, door: false });

    await clock.advance(299_999);
    expect(passes({ power: 100, door: false })).toBe(false);
    await clock.advance(1);
    expect(passes({ power: 100, door: false })).toBe(true);
    expect(filter.filtered()).toBe(2);
  });

  it('passes the repeat of a message that was not accepted', () => {
    const { passes, filter } = arrange(onChange);
    passes({ power: 100 });
    passes({ power: 200 });

    filter.forget();

    expect(passes({ power: 200 })).toBe(true);
  });

  describe('one per interval', () => {
    it('passes the first at once and hands in the newest of the others at the end', async () => {
      const { clock, passes, filter, late } = arrange({ everyMs: 60_000 });

      expect([1, 2, 3].map((power) => passes({ power }))).toEqual([true, false, false]);
      await clock.advance(59_999);
      expect(late).toEqual([]);
      await clock.advance(1);

      expect(late).toEqual([[false, 3]]);
      expect(filter.filtered()).toBe(1);
    });

    it('passes at once again after a quiet interval', async () => {
      const { clock, passes } = arrange({ everyMs: 60_000 });
      passes({ power: 1 });

      await clock.advance(60_000);

      expect(passes({ power: 2 })).toBe(true);
    });

    it('keeps the pace while messages stream', async () => {
      const { clock, passes, late, filter } = arrange({ everyMs: 10_000 });
      let passed = 0;
      for (let second = 0; second < 100; second += 1) {
        if (passes({ power: second })) passed += 1;
        await clock.advance(1_000);
      }

      expect(passed).toBe(1);
      expect(late.map((entry) => (entry as unknown[])[1])).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
      expect(filter.filtered()).toBe(100 - 1 - 10);
    });

    it('ends with the last word, also when it is the first again', async () => {
      const { clock, passes, late } = arrange({ ...onChange, everyMs: 60_000 });
      passes({ door: false });

      passes({ door: true });
      passes({ door: false });
      await clock.advance(60_000);

      expect(late).toEqual([[false, false]]);
    });

    it('hands in at the stop what waits, once', async () => {
      const { clock, passes, filter, late } = arrange({ everyMs: 60_000 });
      passes({ power: 1 });
      passes({ power: 2 });

      filter.flush();
      await clock.advance(120_000);

      expect(late).toEqual([[false, 2]]);
      expect(clock.timers).toBe(0);
    });
  });
});
