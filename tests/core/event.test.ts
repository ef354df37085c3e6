import { describe, expect, it } from 'vitest';
import { type Fragment, marksIn } from '../../src/core/entity.ts';
import { deviceOf, entityByText, messageOf, planByText } from '../fakes/periods.ts';

const start = Date.UTC(2026, 10, 23, 10);
const minuteMs = 60_000;
const at = (minute: number) => new Date(start + minute * minuteMs).toISOString();
const river = deviceOf('river', ['waterLevel', 'batteryLevel']);

const attributes = `attributes:
  validFrom:  { time: began }
  dateIssued: { time: changed }
  severity:   { event: { began: high, ended: low } }
  level:      { from: waterLevel, unit: MTR }`;
const flood = (event: string) => `event: ${event}\n${attributes}`;

/** What levels, a minute apart, tell; `marks` are kept by the caller over a restart. */
function told(
  event: string,
  levels: readonly number[],
  marks = new Map<string, number>(),
  fromMinute = 0,
): (readonly string[])[] {
  const { map } = entityByText(flood(event), [river]);
  return levels.flatMap((waterLevel, index) => {
    const minute = fromMinute + index;
    const message = messageOf(river, start + minute * minuteMs, { waterLevel });
    const fragment = map(message, (mark) => marks.get(mark));
    for (const [mark, atMs] of Object.entries(fragment ? marksIn(fragment) : {})) marks.set(mark, atMs);
    return fragment && Object.keys(fragment.measured).length > 0 ? [wordsOf(fragment, minute)] : [];
  });
}

function wordsOf({ measured, dating }: Fragment, minute: number): readonly string[] {
  const value = (name: string) => {
    const attribute = measured[name] ?? dating[name];
    const given = attribute && 'value' in attribute ? attribute.value : undefined;
    return /T(\d\d:\d\d)/.exec(JSON.stringify(given) ?? '')?.[1] ?? String(given);
  };
  return [String(minute), value('severity'), value('level'), value('validFrom'), value('dateIssued')];
}

describe('an event', () => {
  it('is told when it begins and when it ends, with what was measured then', () => {
    expect(told('{ from: waterLevel, above: 3 }', [2.9, 3.1, 3.4, 3.2, 3, 2.5])).toEqual([
      ['1', 'high', '3.1', '10:01', '10:01'],
      ['4', 'low', '3', '10:01', '10:04'],
    ]);
  });

  it('stays as it is between the level that begins it and the one that ends it', () => {
    const levels = [3.1, 2.9, 3.1, 2.9, 2.7, 2.9, 3.1];

    expect(told('{ from: waterLevel, above: 3, until: 2.8 }', levels)).toEqual([
      ['0', 'high', '3.1', '10:00', '10:00'],
      ['4', 'low', '2.7', '10:00', '10:04'],
      ['6', 'high', '3.1', '10:06', '10:06'],
    ]);
  });

  it('that must last is told once it has, and began when it began', () => {
    const levels = [3.1, 2.9, 3.1, 3.2, 3.1, 3.3, 2];

    expect(told('{ from: waterLevel, above: 3, hold: 2m }', levels)).toEqual([
      ['4', 'high', '3.1', '10:02', '10:02'],
      ['6', 'low', '2', '10:02', '10:06'],
    ]);
  });

  it.each([
    ['below a level', '{ from: waterLevel, below: 1, until: 1.2 }', [1.1, 0.9, 1.1, 1.3], [1, 3]],
    ['by a formula', '{ formula: "waterLevel * 2", above: 6 }', [2.9, 3.1, 3], [1, 2]],
  ])('begins %s', (_, event, levels, minutes) => {
    expect(told(event, levels).map(([minute]) => Number(minute))).toEqual(minutes);
  });

  it('comes through a restart: neither told twice nor forgotten, and a wait goes on', () => {
    const marks = new Map<string, number>();
    const event = '{ from: waterLevel, above: 3, hold: 2m }';

    expect(told(event, [3.1, 3.1], marks)).toEqual([]);
    expect(told(event, [3.1, 3.1], marks, 2)).toEqual([['2', 'high', '3.1', '10:00', '10:00']]);
    expect(told(event, [3.1, 2.9], marks, 4)).toEqual([['5', 'low', '2.9', '10:00', '10:05']]);
    expect(told(event, [2.9], marks, 6)).toEqual([]);
  });

  it('is not changed by a message that is older than the last change', () => {
    const marks = new Map<string, number>();
    told('{ from: waterLevel, above: 3 }', [2, 3.1], marks, 10);

    expect(told('{ from: waterLevel, above: 3 }', [2, 2], marks, 3)).toEqual([]);
  });

  it('says nothing of a message that is about something else', () => {
    const { map } = entityByText(flood('{ from: waterLevel, above: 3 }'), [river]);

    expect(map(messageOf(river, start, { batteryLevel: 90 }))).toBeUndefined();
  });

  it('is dated by the message that told it', () => {
    const { map } = entityByText(flood('{ from: waterLevel, above: 3 }'), [river]);

    const fragment = map(messageOf(river, start, { waterLevel: 3.5 }));

    expect(fragment?.measured.severity).toEqual({ type: 'Property', value: 'high', observedAt: at(0) });
  });

  it('of a state or a text begins with it and ends with any other', () => {
    const cabinet = deviceOf('io', ['doorOpen', 'errorCode']);
    const values = (event: string, quantity: string, sent: readonly (number | string)[]) => {
      const { map } = entityByText(`event: ${event}\nattributes: { s: { event: { began: 1, ended: 0 } } }`, [
        cabinet,
      ]);
      const marks = new Map<string, number>();
      return sent.flatMap((value, index) => {
        const fragment = map(messageOf(cabinet, start + index, { [quantity]: value }), (mark) =>
          marks.get(mark),
        );
        for (const [mark, atMs] of Object.entries(fragment ? marksIn(fragment) : {})) marks.set(mark, atMs);
        const { s } = fragment?.measured ?? {};
        return s && 'value' in s ? [s.value] : [];
      });
    };

    expect(values('{ from: doorOpen, is: true }', 'doorOpen', [0, 1, 1, 0, 0, 1])).toEqual([1, 0, 1]);
    expect(values('{ from: errorCode, is: E5 }', 'errorCode', ['ok', 'E5', 'E7'])).toEqual([1, 0]);
  });

  const asking = `params: { level: { unit: MTR, optional: true } }
${flood('{ from: waterLevel, above: { param: level } }')}`;

  it('takes its level from the site, which must answer it', () => {
    expect(planByText(asking, [river], { params: { level: 3 } }).problems).toEqual([]);
    expect(planByText(asking, [river]).problems).toMatchObject([{ code: 'EVENT_LEVEL', param: 'level' }]);
  });

  it('does not take a level that ends it beyond the one that begins it', () => {
    const body = `params: { calm: { unit: MTR } }
${flood('{ from: waterLevel, above: 3, until: { param: calm } }')}`;

    expect(planByText(body, [river], { params: { calm: 2.5 } }).problems).toEqual([]);
    expect(planByText(body, [river], { params: { calm: 3.5 } }).problems).toMatchObject([
      { code: 'EVENT_UNTIL', param: 'calm' },
    ]);
  });

  it('that must last warns of a sensor that may be silent meanwhile', () => {
    const body = flood('{ from: waterLevel, above: 3, hold: 1m }');
    const codes = (rhythm: Parameters<typeof deviceOf>[2]) =>
      planByText(body, [deviceOf('river', ['waterLevel'], rhythm)]).problems.map(({ code }) => code);

    expect(codes({ everyMs: minuteMs })).toEqual([]);
    expect(codes({ staleMs: 35 * minuteMs })).toEqual([]);
    expect(codes({ staleMs: 25 * 60 * minuteMs })).toEqual(['EVENT_HOLD']);
    expect(codes({ staleMs: 25 * 60 * minuteMs, heartbeatMs: 5 * minuteMs })).toEqual([]);
  });
});
