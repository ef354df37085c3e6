/**
 * Entities that are made of whole periods, on their way through the forwarder: readings wait in the buffer until their
 * period is over, and whatever happens meanwhile, each period goes out with the same values or is told to be thin.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spansOf } from '../../src/core/entity-window.ts';
import type { MappedEntity } from '../../src/core/mapping-plan.ts';
import { delivered, failed, partly } from '../fakes/broker.ts';
import { Cabinet, type Mode } from '../fakes/forwarding.ts';
import { deviceOf, entityByText, messageOf } from '../fakes/periods.ts';

const minuteMs = 60_000;
const sound = deviceOf('sound', ['soundLevel']);
const counter = deviceOf('counter', ['vehicleCount', 'batteryLevel']);
const noise = entityByText(
  'period: 5m\nattributes:\n  LAeq: { from: soundLevel, window: energyMean, round: 3 }',
  [sound],
);
/** At once, and of two periods. */
const traffic = entityByText(
  `attributes:
  battery: { from: batteryLevel }
  intensity: { from: vehicleCount, window: increase, period: 5m }
  hourly: { from: vehicleCount, window: increase, period: 15m }`,
  [counter],
);

const cabinetOf = (plans: readonly MappedEntity[] = [noise], mode?: Mode) =>
  new Cabinet([sound, counter], plans, mode);

/** A reading each minute, from the first on. */
async function readings(cabinet: Cabinet, levels: readonly (number | null)[]): Promise<void> {
  for (const soundLevel of levels) {
    if (soundLevel !== null) await cabinet.accept(sound, { soundLevel });
    await cabinet.clock.advance(minuteMs);
  }
}

describe('an entity of a period', () => {
  it('is sent once, when its period and the time for late readings are over', async () => {
    const cabinet = cabinetOf();

    await readings(cabinet, [60, 60, 70, 60, 60, 61]);
    expect(cabinet.broker.written).toEqual([]);
    await readings(cabinet, [61, 61]);

    expect(cabinet.broker.written).toEqual([`${noise.id} LAeq 64.472`]);
    expect(await cabinet.tallies()).toEqual({ delivered: 5 });
    expect(await cabinet.waiting()).toBe(3);
  });

  it('is sent although its device has died', async () => {
    const cabinet = cabinetOf();
    await readings(cabinet, [60, 60, 60, 60]);

    await cabinet.clock.advance(10 * minuteMs);

    expect(cabinet.broker.written).toEqual([`${noise.id} LAeq 60`]);
    expect(await cabinet.waiting()).toBe(0);
  });

  it('is not sent when too little of its period came, and its readings are counted', async () => {
    const cabinet = cabinetOf();
    await readings(cabinet, [60, 60, null, null, 60]);

    await cabinet.clock.advance(10 * minuteMs);

    expect(cabinet.broker.written).toEqual([]);
    expect(cabinet.problems).toEqual(['LAeq WINDOW_THIN']);
    expect(await cabinet.tallies()).toEqual({ 'unused thin window': 3 });
  });

  it('begins again from the buffer after a crash', async () => {
    const cabinet = cabinetOf();
    await readings(cabinet, [60, 60, 70]);
    cabinet.crash();
    await readings(cabinet, [60, 60]);
    cabinet.crash();

    await cabinet.clock.advance(5 * minuteMs);

    expect(cabinet.broker.written).toEqual([`${noise.id} LAeq 64.472`]);
    expect(await cabinet.tallies()).toEqual({ delivered: 5 });
  });

  it('takes a reading that comes late by its own time, until the period is closed', async () => {
    const cabinet = cabinetOf();
    const begun = cabinet.clock.wallMs();
    await readings(cabinet, [60, 60, null, 60, 60]);
    await cabinet.accept(sound, { soundLevel: 70 }, begun + 2 * minuteMs);
    await cabinet.clock.advance(5 * minuteMs);
    await cabinet.accept(sound, { soundLevel: 90 }, begun + 3 * minuteMs);
    await cabinet.clock.advance(10 * minuteMs);

    expect(cabinet.broker.written).toEqual([`${noise.id} LAeq 64.472`]);
    expect(await cabinet.tallies()).toEqual({ delivered: 5, 'superseded late': 1 });
  });

  it('closes by the time that passes, not by a wall clock that jumps', async () => {
    const cabinet = cabinetOf();
    await readings(cabinet, [60, 60]);
    cabinet.clock.stepWall(3_600_000);
    await cabinet.clock.advance(1_000);

    expect(cabinet.broker.written).toEqual([]);
    expect(cabinet.problems).toEqual([]);
  });

  it('does not hold up what goes out at once', async () => {
    const cabinet = cabinetOf([traffic]);
    await cabinet.accept(counter, { vehicleCount: 10, batteryLevel: 80 });
    await cabinet.clock.advance(5_000);

    expect(cabinet.broker.written).toEqual([`${traffic.id} battery 80`]);
    expect(await cabinet.waiting()).toBe(2);
  });

  it('does not send again after a crash what went out at once', async () => {
    const cabinet = cabinetOf([traffic]);
    await cabinet.accept(counter, { vehicleCount: 10, batteryLevel: 80 });
    await cabinet.clock.advance(5_000);
    cabinet.crash();
    await cabinet.clock.advance(5_000);

    expect(cabinet.broker.written).toEqual([`${traffic.id} battery 80`]);
  });

  it('goes to the quarantine with all its readings, and out of it with the same value', async () => {
    const cabinet = cabinetOf();
    cabinet.broker.otherwise = partly('rejected', () => true);
    await readings(cabinet, [60, 60, 70, 60, 60, null, null, null]);
    expect(await cabinet.tallies()).toEqual({ quarantined: 5 });

    cabinet.broker.otherwise = delivered;
    await cabinet.buffer.quarantine.retry({ ids: 'all' });
    cabinet.retry();
    await cabinet.clock.advance(minuteMs);

    expect(cabinet.broker.written).toEqual([`${noise.id} LAeq 64.472`]);
    expect(await cabinet.tallies()).toMatchObject({ delivered: 5 });
  });
});

type Action =
  | { readonly kind: 'read'; readonly sound: boolean; readonly counter: boolean; readonly step: number }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'broker'; readonly manner: keyof typeof manners; readonly times: number }
  | { readonly kind: 'settleMs'; readonly ms: number }
  | { readonly kind: 'crash' };

const manners = {
  transient: failed('transient'),
  denied: failed('denied'),
  unknownApplied: failed('unknown', { applied: true }),
  unknownNotApplied: failed('unknown'),
  keepsNoise: partly('transient', (entity) => entity === noise.id),
  keepsTraffic: partly('transient', (entity) => entity === traffic.id),
};

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      sound: fc.boolean(),
      counter: fc.boolean(),
      step: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(2, 11, 40) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('broker' as const),
      manner: fc.constantFrom(...(Object.keys(manners) as (keyof typeof manners)[])),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('settleMs' as const), ms: fc.constantFrom(0, 50, 4_000) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'crash' as const }) },
);

/** What a life with these actions did wrong. */
async function faultsOf(actions: readonly Action[], mode: Mode): Promise<string[]> {
  const cabinet = cabinetOf([noise, traffic], mode);
  const { broker, clock } = cabinet;
  const messages: ReturnType<typeof messageOf>[] = [];
  let total = 0;
  let level = 40;
  const read = async (device: typeof sound, values: Parameters<typeof messageOf>[2]) => {
    messages.push(messageOf(device, clock.wallMs(), values));
    await cabinet.accept(device, values);
  };
  for (const each of actions) {
    if (each.kind === 'crash') cabinet.crash();
    else if (each.kind === 'settleMs') cabinet.settleMs = each.ms;
    else if (each.kind === 'wait') await clock.advance(each.minutes * minuteMs);
    else if (each.kind === 'broker') {
      for (let n = 0; n < each.times; n++) broker.script.push(manners[each.manner]);
    } else {
      total += each.step;
      level += each.step / 1000;
      if (each.sound) await read(sound, { soundLevel: level });
      if (each.counter) await read(counter, { vehicleCount: total, batteryLevel: total });
      await clock.advance(minuteMs);
    }
  }
  broker.script.length = 0;
  cabinet.settleMs = 0;
  await clock.advance(120 * minuteMs);
  await cabinet.stop();

  const faults = mode.versionsPerRequest === 1 ? broker.backwards.map((write) => `backwards: ${write}`) : [];
  const waiting = await cabinet.waiting();
  if (waiting !== 0) faults.push(`${waiting} still wait`);
  const ended = Object.values(await cabinet.tallies()).reduce((sum, count) => sum + count, 0);
  if (ended !== cabinet.disk.lastSeq) faults.push(`${ended} of ${cabinet.disk.lastSeq} ended`);
  if (cabinet.disk.destinations.get('city')?.streams.size !== 0)
    faults.push('streams have positions of their own');
  const expected = [noise, traffic].flatMap(({ id, windows }) =>
    windows.flatMap((window) =>
      spansOf(window, messages).flatMap((span) =>
        Object.entries(window.close(span).fragment.measured).map(
          ([name, attribute]) => `${id} ${name} ${'value' in attribute ? attribute.value : ''} ${span.endMs}`,
        ),
      ),
    ),
  );
  const written = broker.batches.flatMap(({ items }) =>
    items.flatMap(({ json }) => {
      const { id, type: _, ...attributes } = JSON.parse(json);
      return Object.entries<{ value: unknown; observedAt: string }>(attributes).flatMap(
        ([name, { value, observedAt }]) =>
          name === 'battery' ? [] : [`${id} ${name} ${value} ${Date.parse(observedAt)}`],
      );
    }),
  );
  for (const each of new Set(written)) if (!expected.includes(each)) faults.push(`sent: ${each}`);
  if (mode.history === 'latest') return faults;
  for (const each of expected) if (!written.includes(each)) faults.push(`not sent: ${each}`);
  return faults;
}

const numRuns = Number(process.env.FORWARDER_LIVES ?? 300);
const seed = Number(process.env.FORWARDER_SEED ?? 1);

describe('periods through faults of every kind', () => {
  it.each<Mode>([
    { history: 'ordered', versionsPerRequest: 1 },
    { history: 'ordered', versionsPerRequest: 3 },
    { history: 'latest', versionsPerRequest: 1 },
    { history: 'temporal', versionsPerRequest: 1 },
  ])(
    'go out with the values of one undisturbed pass: %o',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), async (actions) => {
          expect(await faultsOf(actions, mode)).toEqual([]);
        }),
        { numRuns, seed },
      );
    },
    3_600_000,
  );
});
