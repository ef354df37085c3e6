/**
 * Entities that remember: counts over many devices, and events. Whatever happens on the way, a count is that of all
 * devices, and an event is told when it begins and when it ends.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delivered, failed, partly } from '../fakes/broker.ts';
import { Cabinet, type Mode } from '../fakes/forwarding.ts';
import { deviceOf, entityByText } from '../fakes/periods.ts';

const minuteMs = 60_000;
const spots = ['a', 'b', 'c'].map((id) => deviceOf(id, ['occupied'], {}));
const street = entityByText('attributes: { free: { from: occupied, across: countFalse } }', spots);
const river = deviceOf('river', ['waterLevel']);
const flood = entityByText(
  `event: { from: waterLevel, above: 3, until: 2.5, hold: 2m }
attributes: { severity: { event: { began: high, ended: low } } }`,
  [river],
);
const modes: readonly Mode[] = [
  { history: 'ordered', versionsPerRequest: 1 },
  { history: 'ordered', versionsPerRequest: 8 },
  { history: 'latest', versionsPerRequest: 1 },
  { history: 'temporal', versionsPerRequest: 1 },
];

async function say(cabinet: Cabinet, spot: number, occupied: boolean): Promise<void> {
  const device = spots[spot];
  if (device) await cabinet.accept(device, { occupied: occupied ? 1 : 0 });
  await cabinet.clock.advance(minuteMs);
}

async function levels(cabinet: Cabinet, all: readonly number[]): Promise<void> {
  for (const waterLevel of all) {
    await cabinet.accept(river, { waterLevel });
    await cabinet.clock.advance(minuteMs);
  }
}

describe('a count over many devices', () => {
  it('is that of all of them after a crash, though only one has spoken since', async () => {
    const cabinet = new Cabinet(spots, [street]);
    for (const [spot, occupied] of [true, false, false].entries()) await say(cabinet, spot, occupied);

    cabinet.crash();
    await say(cabinet, 1, true);

    expect(cabinet.broker.written).toEqual([`${street.id} free 2`, `${street.id} free 1`]);
  });

  it('counts what a device said although the broker rejected the count of then', async () => {
    const cabinet = new Cabinet(spots, [street]);
    for (const spot of spots.keys()) await say(cabinet, spot, false);

    cabinet.broker.script.push(partly('rejected', () => true));
    await say(cabinet, 0, true);
    await say(cabinet, 1, true);

    expect(cabinet.broker.written).toEqual([`${street.id} free 3`, `${street.id} free 1`]);
  });

  it('remembers those who spoke while too few were known to send a count', async () => {
    const cabinet = new Cabinet(spots, [street]);
    await say(cabinet, 0, false);
    await say(cabinet, 1, true);
    expect(await cabinet.tallies()).toEqual({ 'unused unmapped': 2 });

    cabinet.crash();
    await say(cabinet, 2, false);

    expect(cabinet.broker.written).toEqual([`${street.id} free 2`]);
    expect(cabinet.problems).toEqual(['free ACROSS_THIN', 'free ACROSS_THIN']);
  });

  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ spot: fc.nat(2), occupied: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constantFrom('crash' as const, 'outage' as const, 'lost' as const) },
  );

  it.each(modes)('ends right whatever happens on the way: %o', async (mode) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const cabinet = new Cabinet(spots, [street], mode);
        const states = [false, false, false];
        for (const spot of states.keys()) await say(cabinet, spot, false);
        for (const each of steps) {
          if (each === 'crash') cabinet.crash();
          else if (each === 'outage') cabinet.broker.script.push(failed('transient'));
          else if (each === 'lost') cabinet.broker.script.push(failed('unknown', { applied: true }));
          else {
            states[each.spot] = each.occupied;
            await say(cabinet, each.spot, each.occupied);
          }
        }
        await cabinet.clock.advance(30 * minuteMs);

        const free = states.filter((occupied) => !occupied).length;
        expect(cabinet.broker.written.at(-1)).toBe(`${street.id} free ${free}`);
        expect(cabinet.broker.backwards).toEqual([]);
        expect(await cabinet.waiting()).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('an event', () => {
  const [began, ended] = [`${flood.id} severity high`, `${flood.id} severity low`];

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is told once though the gateway dies after reading %i', async (dead) => {
    const cabinet = new Cabinet([river], [flood]);
    const all = [2, 3.1, 3.2, 3.1, 2.8, 2.4, 2.4, 2.4];

    await levels(cabinet, all.slice(0, dead));
    cabinet.crash();
    await levels(cabinet, all.slice(dead));

    expect(cabinet.broker.written).toEqual([began, ended]);
  });

  it('that the broker rejected is told again with the next reading', async () => {
    const cabinet = new Cabinet([river], [flood]);
    cabinet.broker.script.push(partly('rejected', () => true));

    await levels(cabinet, [3.1, 3.1, 3.1, 3.1, 3.1]);

    expect(cabinet.broker.written).toEqual([began]);
  });

  it('that came and went during an outage is told after it, in order', async () => {
    const cabinet = new Cabinet([river], [flood]);
    cabinet.broker.otherwise = failed('transient');
    await levels(cabinet, [2, 3.1, 3.1, 3.1, 2.4, 2.4]);

    cabinet.broker.otherwise = delivered;
    await cabinet.clock.advance(30 * minuteMs);

    expect(cabinet.broker.written).toEqual([began, ended]);
  });

  it('leaves the readings that told nothing as unused', async () => {
    const cabinet = new Cabinet([river], [flood]);

    await levels(cabinet, [2, 2, 2]);

    expect(cabinet.broker.batches).toEqual([]);
    expect(await cabinet.tallies()).toEqual({ 'unused unmapped': 3 });
    expect(await cabinet.waiting()).toBe(0);
  });
});
