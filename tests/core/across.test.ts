import { describe, expect, it } from 'vitest';
import { type Fragment, type InputMessage, type MapMessage, marksIn } from '../../src/core/entity.ts';
import { spansOf } from '../../src/core/entity-window.ts';
import { deviceOf, entityByText, messageOf, planByText } from '../fakes/periods.ts';

const start = Date.UTC(2026, 10, 23, 10);
const minuteMs = 60_000;
const at = (minute: number) => new Date(start + minute * minuteMs).toISOString();

const spots = ['a', 'b', 'c', 'd'].map((id) => deviceOf(id, ['occupied'], { staleMs: 25 * 60 * minuteMs }));
const street = `attributes:
  dated:    { time: observed }
  all:      { from: occupied, across: count }
  known:    { from: occupied, across: known }
  free:     { from: occupied, across: countFalse }
  taken:    { from: occupied, across: countTrue }
  share:    { from: occupied, across: shareTrue, unit: P1 }`;

const says = (id: string, minute: number, occupied: 0 | 1): InputMessage => {
  const device = spots.find((each) => each.id === id);
  if (!device) throw new Error(`no spot ${id}`);
  return messageOf(device, start + minute * minuteMs, { occupied });
};

/** What each message gives, with the marks of those before; `marks` are kept by the caller over a restart. */
function told(map: MapMessage, messages: readonly InputMessage[], marks = new Map<string, number>()) {
  return messages.map((message): Fragment | undefined => {
    const fragment = map(message, (mark) => marks.get(mark));
    for (const [mark, atMs] of Object.entries(fragment ? marksIn(fragment) : {})) marks.set(mark, atMs);
    return fragment;
  });
}

const valuesOf = (fragment: Fragment | undefined) =>
  Object.fromEntries(
    Object.entries(fragment?.measured ?? {}).map(([name, attribute]) => [
      name,
      'value' in attribute && attribute.value,
    ]),
  );

describe('an attribute across devices', () => {
  const plan = entityByText(street, spots);
  const morning = [says('a', 0, 1), says('b', 1, 0), says('c', 2, 0), says('d', 3, 1)];

  it('is made anew with each message, of the newest state of every device', () => {
    const fragments = told(plan.map, [...morning, says('a', 9, 0)]);

    expect(valuesOf(fragments[3])).toEqual({ known: 4, free: 2, taken: 2, share: 50 });
    expect(valuesOf(fragments[4])).toEqual({ known: 4, free: 3, taken: 1, share: 25 });
    expect(fragments[4]?.measured.share).toMatchObject({ unitCode: 'P1', observedAt: at(9) });
  });

  it('knows how many devices there are before any has spoken', () => {
    expect(plan.statics.all).toEqual({ type: 'Property', value: 4 });
  });

  it('is left out, and told, while too few devices are known', () => {
    const [, second, third] = told(plan.map, morning);

    expect(valuesOf(second)).toEqual({ known: 2 });
    expect(second?.problems[0]).toEqual({
      attribute: 'free',
      code: 'ACROSS_THIN',
      words: 'only 2 of 4 devices are known, 3 are needed',
    });
    expect(valuesOf(third)).toMatchObject({ free: 2, taken: 1 });
  });

  it('does not count a device that is silent for longer than its stale', () => {
    const late = [says('a', 1_501, 1), says('b', 1_501, 1), says('c', 1_501, 1)];

    expect(valuesOf(told(plan.map, [...morning, ...late])[6])).toMatchObject({ known: 4, taken: 4 });
    expect(valuesOf(told(plan.map, [...morning, ...late, says('a', 1_504, 0)])[7])).toMatchObject({
      known: 3,
      free: 1,
      taken: 2,
    });
  });

  it('comes through a restart with what was remembered', () => {
    const marks = new Map<string, number>();
    told(plan.map, morning, marks);

    const [first] = told(entityByText(street, spots).map, [says('b', 20, 1)], marks);

    expect(valuesOf(first)).toMatchObject({ known: 4, free: 1, taken: 3 });
  });

  it('takes nothing from a message that is older than what its device said', () => {
    const fragments = told(plan.map, [...morning, says('a', -5, 0)]);

    expect(fragments[4]).toBeUndefined();
  });

  it('is never dated before another of its devices', () => {
    const fragments = told(plan.map, [...morning, says('b', 1.5, 1)]);

    expect(fragments[4]?.measured.free).toMatchObject({ observedAt: at(3) });
    expect(fragments[4]?.dating.dated).toMatchObject({ value: { '@value': at(3) } });
  });

  it('uses all of its devices, in order', () => {
    expect(plan.devices).toEqual(['a', 'b', 'c', 'd']);
    expect(plan.marks).toHaveLength(8);
    expect(plan.uses(says('c', 0, 1).readings[0]?.stream ?? never())).toBe(true);
  });

  it('of numbers is made at the end of a period, of the last value of each device', () => {
    const meters = ['x', 'y', 'z'].map((id) => deviceOf(id, ['activePower']));
    const body = `period: 5m
attributes:
  all: { from: activePower, across: sum, unit: KWT }
  least: { from: activePower, across: min, unit: WTT }
  mean: { from: activePower, across: mean, unit: WTT, round: 0 }`;
    const [window] = entityByText(body, meters).windows;
    const power = (values: readonly (readonly number[])[]) =>
      meters.flatMap((meter, index) =>
        (values[index] ?? []).map((watts, minute) =>
          messageOf(meter, start + minute * minuteMs, { activePower: watts }),
        ),
      );
    const closed = (values: readonly (readonly number[])[]) =>
      window && spansOf(window, power(values)).map((span) => window.close(span).fragment)[0];

    expect(valuesOf(closed([[1_000, 1_500], [500], [401]]))).toEqual({ all: 2.401, least: 401, mean: 800 });
    expect(closed([[1_000], [500], []])).toMatchObject({
      measured: {},
      problems: [{ code: 'ACROSS_THIN' }, { code: 'ACROSS_THIN' }, { code: 'ACROSS_THIN' }],
    });
  });

  it('tells at planning what no such attribute can be made of', () => {
    const own = deviceOf('probe', ['x-wetness']);

    const { problems } = planByText('attributes: { wet: { from: x-wetness, across: countTrue } }', [own]);

    expect(problems[0]).toMatchObject({ code: 'ACROSS_PERIOD', attribute: 'wet' });
  });
});

function never(): never {
  throw new Error('no stream');
}
