import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceTime, zoneOffsetMs } from '../../src/sources/device-time.ts';

const time = (text: string) => ({ kind: 'time', ms: Date.parse(text) });
const impossible = { kind: 'impossible' };

describe('deviceTime', () => {
  it.each([
    ['UTC', '2025-01-11T23:10:38Z', undefined, time('2025-01-11T23:10:38Z')],
    ['an offset', '2025-01-11T23:10:38+03:00', undefined, time('2025-01-11T20:10:38Z')],
    ['an offset without colon', '2025-01-11T23:10:38-0530', undefined, time('2025-01-12T04:40:38Z')],
    ['nanoseconds, cut', '2025-01-11T23:10:38.123999999Z', undefined, time('2025-01-11T23:10:38.123Z')],
    ['a blank for the T, no seconds', '2025-01-11 23:10Z', undefined, time('2025-01-11T23:10:00Z')],
    ['local time in Istanbul', '2025-07-11T23:10:38', 'Europe/Istanbul', time('2025-07-11T20:10:38Z')],
    ['local time in winter', '2025-01-11T12:00:00', 'Europe/Berlin', time('2025-01-11T11:00:00Z')],
    ['local time in summer', '2025-07-11T12:00:00', 'Europe/Berlin', time('2025-07-11T10:00:00Z')],
    ['half an hour of offset', '2025-07-11T12:00:00', 'Asia/Kolkata', time('2025-07-11T06:30:00Z')],
    ['west of Greenwich', '2025-07-11T12:00:00', 'America/New_York', time('2025-07-11T16:00:00Z')],
    ['local time that is UTC', '2025-07-11T12:00:00', 'UTC', time('2025-07-11T12:00:00Z')],
    ['its own zone before the given', '2025-07-11T12:00:00Z', 'Europe/Berlin', time('2025-07-11T12:00:00Z')],
    ['just before the clocks go back', '2025-10-26T01:59:59', 'Europe/Berlin', time('2025-10-25T23:59:59Z')],
    ['the hour that comes twice', '2025-10-26T02:30:00', 'Europe/Berlin', { kind: 'ambiguous' }],
    ['the hour that never was', '2025-03-30T02:30:00', 'Europe/Berlin', impossible],
    ['no zone at all', '2025-01-11T23:10:38', undefined, impossible],
    ['a clock never set', '1970-01-01T00:00:12', 'UTC', impossible],
    ['a clock chip that lost its power', '2000-01-01T00:00:12Z', undefined, impossible],
    ['the 30th of February', '2025-02-30T00:00:00Z', undefined, impossible],
    ["25 o'clock", '2025-02-03T25:00:00Z', undefined, impossible],
    ['an offset of 30 hours', '2025-02-03T05:00:00+30:00', undefined, impossible],
    ['a day alone', '2025-02-03', 'UTC', impossible],
    ['words', 'yesterday', 'UTC', impossible],
    ['a number', 1_736_637_038, 'UTC', impossible],
  ])('reads ISO: %s', (_name, raw, zone, expected) => {
    expect(deviceTime(raw, { form: 'iso', ...(zone && { zone }) })).toEqual(expected);
  });

  it.each([
    ['seconds', 1_736_637_038, 'unix', { kind: 'time', ms: 1_736_637_038_000 }],
    ['seconds with a fraction', 1_736_637_038.4567, 'unix', { kind: 'time', ms: 1_736_637_038_456 }],
    ['seconds in quotes', '1736637038', 'unix', { kind: 'time', ms: 1_736_637_038_000 }],
    ['milliseconds', 1_736_637_038_123, 'unixMs', { kind: 'time', ms: 1_736_637_038_123 }],
    ['nanoseconds', Number('1736637038123456789'), 'unixNs', { kind: 'time', ms: 1_736_637_038_123 }],
    ['nanoseconds in quotes', '1736637038123456789', 'unixNs', { kind: 'time', ms: 1_736_637_038_123 }],
    ['milliseconds taken for seconds', 1_736_637_038_123, 'unix', impossible],
    ['seconds taken for milliseconds', 1_736_637_038, 'unixMs', impossible],
    ['zero', 0, 'unix', impossible],
    ['infinity', Number.POSITIVE_INFINITY, 'unix', impossible],
    ['text', 'soon', 'unix', impossible],
    ['true', true, 'unix', impossible],
    ['a list', [1_736_637_038], 'unix', impossible],
  ] as const)('reads numbers: %s', (_name, raw, form, expected) => {
    expect(deviceTime(raw, { form })).toEqual(expected);
  });

  it('finds the moment again that a zone showed as local time', () => {
    const zones = [
      'Europe/Istanbul',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ];
    const second = fc.integer({ min: Date.UTC(2016, 0) / 1000, max: Date.UTC(2037, 0) / 1000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), second, (zone, seconds) => {
        const ms = seconds * 1000;
        const local = new Date(ms + zoneOffsetMs(zone, ms)).toISOString().slice(0, 19);

        const found = deviceTime(local, { form: 'iso', zone });

        if (found.kind !== 'ambiguous') expect(found).toEqual({ kind: 'time', ms });
      }),
    );
  });
});
