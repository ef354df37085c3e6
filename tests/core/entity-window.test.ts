import { describe, expect, it } from 'vitest';
import { spansOf } from '../../src/core/entity-window.ts';
import type { PlanDevice } from '../../src/core/mapping-plan.ts';
import { deviceOf, entityByText, messageOf, planByText, streamOf } from '../fakes/periods.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 23, 10);
const sound = deviceOf('sound', ['soundLevel']);
const counter = deviceOf('counter', ['vehicleCount', 'vehicleSpeed']);
const everyFive = (attributes: string) => `period: 5m\nattributes:\n${attributes}`;

type Values = Parameters<typeof messageOf>[2];

/** What the periods give when a message comes each minute; null: none came. */
function closed(body: string, device: PlanDevice, minutes: readonly (Values | null)[]) {
  const plan = entityByText(body, [device]);
  const messages = minutes.flatMap((values, index) =>
    values === null ? [] : [messageOf(device, start + index * minuteMs, values)],
  );
  return plan.windows.flatMap((window) =>
    spansOf(window, messages).map((span) => window.close(span).fragment),
  );
}

const each = (quantity: string, values: readonly (number | null)[]) =>
  values.map((value) => (value === null ? null : { [quantity]: value }));

describe('the attributes of a period', () => {
  it('are made of all its readings and observed at its end', () => {
    const body = everyFive(`
      dateObserved: { time: interval }
      dateObservedFrom: { time: from }
      dateObservedTo: { time: to }
      LAeq: { from: soundLevel, window: energyMean, unit: 2N, round: 1 }`);

    const [fragment] = closed(body, sound, each('soundLevel', [60, 60, 70, 60, 60]));

    expect(fragment).toEqual({
      measured: {
        LAeq: { type: 'Property', value: 64.5, unitCode: '2N', observedAt: '2026-11-23T10:05:00.000Z' },
      },
      dating: {
        dateObserved: { type: 'Property', value: '2026-11-23T10:00:00.000Z/2026-11-23T10:05:00.000Z' },
        dateObservedFrom: {
          type: 'Property',
          value: { '@type': 'DateTime', '@value': '2026-11-23T10:00:00.000Z' },
        },
        dateObservedTo: {
          type: 'Property',
          value: { '@type': 'DateTime', '@value': '2026-11-23T10:05:00.000Z' },
        },
      },
      problems: [],
    });
  });

  it('say that their time is an estimate where that of a reading is', () => {
    const plan = entityByText(everyFive('  LAeq: { from: soundLevel, window: energyMean }'), [sound]);
    const messages = [0, 1, 2, 3, 4].map((minute) => ({
      ...messageOf(sound, start + minute * minuteMs, { soundLevel: 60 }),
      ...(minute === 2 ? { estimated: true as const } : {}),
    }));

    const [closed] = plan.windows.flatMap((window) =>
      spansOf(window, messages).map((span) => window.close(span)),
    );

    expect(closed?.fragment.measured.LAeq).toMatchObject({
      timeEstimated: { type: 'Property', value: true },
    });
  });

  it('are left out and told when too few readings came', () => {
    const body = everyFive('  LAeq: { from: soundLevel, window: energyMean }');

    const fragments = closed(body, sound, each('soundLevel', [60, null, null, 70, 60, 60, 60, null, 60, 60]));

    expect(fragments[0]).toEqual({
      measured: {},
      dating: {},
      problems: [
        { attribute: 'LAeq', code: 'WINDOW_THIN', words: 'only 60 % of its period came, 75 % are needed' },
      ],
    });
    expect(fragments[1]?.measured.LAeq).toMatchObject({ value: 60 });
  });

  it('need what `coverage` says', () => {
    const body = `coverage: 0.5\n${everyFive('  LAeq: { from: soundLevel, window: energyMean }')}`;

    const [fragment] = closed(body, sound, each('soundLevel', [60, null, null, 60, 60]));

    expect(fragment?.measured.LAeq).toMatchObject({ value: 60 });
  });

  it('are limited and rounded as a whole, not reading by reading', () => {
    const body = everyFive('  level: { from: soundLevel, window: mean, min: 0, max: 100, round: 0 }');

    const [fragment, other] = closed(
      body,
      sound,
      each('soundLevel', [90, 110, 90, 110, 90, 200, 1, 2, 200, 200]),
    );

    expect(fragment?.measured.level).toMatchObject({ value: 98 });
    expect(other?.problems).toMatchObject([{ attribute: 'level', code: 'OUT_OF_RANGE' }]);
  });

  it('without a window are the last value, with its own time', () => {
    const body = everyFive('  level: { from: soundLevel }\n  most: { from: soundLevel, window: max }');

    const [fragment] = closed(body, sound, each('soundLevel', [60, 61, 62, 63, null]));

    expect(fragment?.measured).toMatchObject({
      level: { value: 63, observedAt: '2026-11-23T10:03:00.000Z' },
      most: { value: 63, observedAt: '2026-11-23T10:05:00.000Z' },
    });
  });

  it('count on from the last total of the period before', () => {
    const body = everyFive('  intensity: { from: vehicleCount, window: increase, round: 0 }');
    const totals = [100, 101, 102, 103, 104, 110, 112, 114, 116, 120];

    const fragments = closed(body, counter, each('vehicleCount', totals));

    expect(fragments.map(({ measured }) => measured.intensity)).toMatchObject([{ value: 4 }, { value: 16 }]);
  });

  it('do not take the first total for a count', () => {
    const body = everyFive('  intensity: { from: vehicleCount, window: increase }');

    const [fragment] = closed(body, counter, each('vehicleCount', [100, null, null, null, null]));

    expect(fragment).toEqual({ measured: {}, dating: {}, problems: [] });
  });

  it('are left out when a counter was set back', () => {
    const body = everyFive('  intensity: { from: vehicleCount, window: increase }');

    const [fragment] = closed(body, counter, each('vehicleCount', [100, 105, 2, 3, 4]));

    expect(fragment?.measured).toEqual({});
    expect(fragment?.problems).toMatchObject([{ code: 'COUNTER_FELL' }]);
  });

  it('follow a counter that comes round, in the unit of the vocabulary', () => {
    const meter = deviceOf(
      'meter',
      [streamOf('meter', 'activeEnergyImport', { unit: 'WHR' })],
      { everyMs: minuteMs },
      { wraps: new Map([['activeEnergyImport', 65_536]]) },
    );
    const body = everyFive('  energy: { from: activeEnergyImport, window: increase, unit: KWH }');

    const [fragment] = closed(body, meter, each('activeEnergyImport', [65_000, 65_500, 464, 964, 1464]));

    expect(fragment?.measured.energy).toMatchObject({ value: 2, unitCode: 'KWH' });
  });

  it('sum up what a device counts from message to message', () => {
    const radar = deviceOf('radar', [streamOf('radar', 'vehicleCount', { kind: 'amount' })]);
    const body = everyFive('  intensity: { from: vehicleCount, window: increase }');

    const [fragment] = closed(body, radar, each('vehicleCount', [3, 0, 4, 2, 1]));

    expect(fragment?.measured.intensity).toMatchObject({ value: 10 });
  });

  it('weigh a mean by what was counted meanwhile', () => {
    const body = everyFive('  speed: { from: vehicleSpeed, window: mean, weight: vehicleCount, round: 1 }');
    const minutes = [
      { vehicleCount: 100, vehicleSpeed: 99 },
      { vehicleCount: 103, vehicleSpeed: 30 },
      { vehicleCount: 104, vehicleSpeed: 60 },
      { vehicleCount: 104, vehicleSpeed: 99 },
      { vehicleCount: 106, vehicleSpeed: 40 },
    ];

    const [fragment] = closed(body, counter, minutes);

    expect(fragment?.measured.speed).toMatchObject({ value: 38.3, unitCode: 'KMH' });
  });

  it('tell the share of time in which a state was true', () => {
    const spot = deviceOf('spot', ['occupied']);
    const body = everyFive(`
      share: { from: occupied, window: shareTrue }
      percent: { from: occupied, window: shareTrue, unit: P1 }
      times: { from: occupied, window: countTrue }`);

    const [fragment] = closed(body, spot, each('occupied', [1, 0, 0, 0, 1]));

    expect(fragment?.measured).toMatchObject({
      share: { value: 0.4, unitCode: 'C62' },
      percent: { value: 40, unitCode: 'P1' },
      times: { value: 2 },
    });
  });

  it('take what a formula gives', () => {
    const body = everyFive('  loud: { formula: "soundLevel > 65.0", window: shareTrue }');

    const [fragment] = closed(body, sound, each('soundLevel', [60, 70, 60, 70, 60]));

    expect(fragment?.measured.loud).toMatchObject({ value: 0.4 });
  });

  it('may have a period of their own beside others that go out at once', () => {
    const weather = deviceOf('weather', ['airTemperature', 'precipitation']);
    const plan = entityByText(
      `attributes:
  dateObserved: { time: observed }
  temperature: { from: airTemperature }
  precipitation: { from: precipitation, window: increase, period: 5m }`,
      [weather],
    );
    const message = messageOf(weather, start, { airTemperature: 20, precipitation: 3 });

    expect(plan.map(message)).toMatchObject({ measured: { temperature: { value: 20 } }, problems: [] });
    expect(Object.keys(plan.map(message)?.measured ?? {})).toEqual(['temperature']);
    expect(plan.windows.map(({ periodMs, guard }) => [periodMs, guard])).toEqual([
      [300_000, `${plan.id} 300000`],
    ]);
    expect(weather.streams.map((stream) => [plan.maps(stream), plan.uses(stream)])).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it('of a device that speaks when it likes must have no gap longer than its silence may be', () => {
    const body = everyFive('  level: { from: soundLevel, window: max }');
    const seldom = deviceOf('sound', ['soundLevel'], { staleMs: 2 * minuteMs });

    const [whole, gap] = closed(
      body,
      seldom,
      each('soundLevel', [null, 60, null, 61, null, 62, null, null, null, null]),
    );

    expect(whole?.measured.level).toMatchObject({ value: 61 });
    expect(gap?.problems).toMatchObject([{ code: 'WINDOW_THIN' }]);
  });
});

describe('an entity with periods is refused', () => {
  const codes = (...of: Parameters<typeof planByText>) => planByText(...of).problems.map(({ code }) => code);

  it('when its device speaks less often than once in a period', () => {
    const slow = deviceOf('sound', ['soundLevel'], { everyMs: 10 * minuteMs });

    expect(codes(everyFive('  level: { from: soundLevel, window: max }'), [slow])).toEqual(['PERIOD_SHORT']);
    expect(
      codes(everyFive('  level: { from: soundLevel, window: max }'), [slow], {
        entry: { periodMs: 15 * minuteMs },
      }),
    ).toEqual([]);
  });

  it.each([
    ['mean', 'soundLevel', ['WINDOW_FILTERED']],
    ['max', 'soundLevel', []],
    ['increase', 'vehicleCount', []],
  ])('or not when a filter lets changes through only: %s of %s', (window, quantity, expected) => {
    const filtered = deviceOf('sound', [quantity], { everyMs: minuteMs, heartbeatMs: 2 * minuteMs });

    expect(codes(everyFive(`  level: { from: ${quantity}, window: ${window} }`), [filtered])).toEqual(
      expected,
    );
  });

  it('when the driver offers another kind than the vocabulary has', () => {
    const odd = deviceOf('sound', [streamOf('sound', 'vehicleCount', { kind: 'gauge' })]);

    expect(codes(everyFive('  n: { from: vehicleCount, window: increase }'), [odd])).toContain('WINDOW_KIND');
  });

  it('when nothing counts what a mean is weighed by', () => {
    const body = everyFive(
      '  speed: { from: vehicleSpeed, window: mean, weight: vehicleCount }\n  n: { from: vehicleSpeed, window: max }',
    );

    expect(codes(body, [deviceOf('radar', ['vehicleSpeed'])])).toEqual(['WEIGHT_MISSING']);
  });
});
