import { describe, expect, it } from 'vitest';
import { playDriver, type SimulatedUnit } from '../../../src/simulator/device/play-driver.ts';
import { counting, overTheDay, switching, typical } from '../../../src/simulator/device/waveform.ts';
import { decodePoll, wordCount } from '../../../src/sources/modbus/decode.ts';
import type { ModbusPoint } from '../../../src/sources/modbus/settings.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const points = [
  modbusPoint('voltage.L1', { address: 0, type: 'float32', unit: 'VLT', meaning: { min: 0, max: 500 } }),
  modbusPoint('activePower', {
    address: 2,
    type: 'i32',
    order: 'CDAB',
    unit: 'WTT',
    meaning: { scale: 0.1 },
  }),
  modbusPoint('doorOpen', { address: 4, bit: 3, kind: 'state', meaning: { invert: true } }),
  modbusPoint('lightOn', { address: 4, bit: 4, kind: 'state' }),
  modbusPoint('precipitationType', {
    address: 5,
    kind: 'text',
    meaning: { values: { 0: 'none', 60: 'rain' } },
  }),
  modbusPoint('activeEnergyImport', {
    address: 6,
    type: 'u64',
    kind: 'counter',
    unit: 'KWH',
    meaning: { scale: 0.01 },
  }),
  modbusPoint('mainsFault', { address: 2, table: 'discrete', kind: 'state' }),
];

/** Reads as the gateway would. */
function readAll(unit: SimulatedUnit, all: readonly ModbusPoint[]): Record<string, unknown> {
  const blocks = all.flatMap(({ table, address, ...rest }) => {
    const answer = unit.read({ table, address, count: wordCount({ table, address, ...rest }) });
    return 'words' in answer ? [{ table, address, words: answer.words }] : [];
  });
  return Object.fromEntries(
    decodePoll(all, blocks).map(({ point, value }) => [
      point.stream.point,
      'value' in value ? value.value : null,
    ]),
  );
}

describe('playDriver', () => {
  it('holds what the gateway reads back as the values given', () => {
    const values = {
      'voltage.L1': 230.5,
      activePower: -1280.5,
      doorOpen: true,
      lightOn: true,
      precipitationType: 'rain',
      activeEnergyImport: 12345.67,
      mainsFault: true,
    };

    const unit = playDriver(points, { clock: fakeClock(), values });

    expect(readAll(unit, points)).toEqual(values);
    expect(Object.fromEntries(unit.values())).toEqual(values);
  });

  it('changes one bit without its neighbours', () => {
    const unit = playDriver(points, { clock: fakeClock(), values: { doorOpen: false, lightOn: true } });

    unit.set('doorOpen', true);

    expect(readAll(unit, points)).toMatchObject({ doorOpen: true, lightOn: true });
  });

  it('goes on with time where a waveform was given', async () => {
    const clock = fakeClock();
    const unit = playDriver(points, { clock });
    unit.set('activeEnergyImport', counting(100, 2, clock.wallMs()));

    await clock.advance(1_800_000);

    expect(readAll(unit, points)).toMatchObject({ activeEnergyImport: 101 });
  });

  it('gives every point a plausible value where none was given', () => {
    const read = readAll(playDriver(points, { clock: fakeClock() }), points);

    expect(Object.values(read)).not.toContain(null);
    expect(read['voltage.L1']).toBeGreaterThan(220);
    expect(read['voltage.L1']).toBeLessThan(240);
  });

  it('says the words it was given, for example a sentinel', () => {
    const unit = playDriver(points, { clock: fakeClock() });

    unit.setWords('voltage.L1', [0x7fc0, 0]);

    expect(readAll(unit, points)['voltage.L1']).toBeNull();
  });

  it.each([
    ['a point it does not have', 'frequency', 50, /No point is called frequency/],
    ['what the type cannot hold', 'activePower', 1e12, /outside/],
    ['a word that is not listed', 'precipitationType', 'frogs', /lists no raw value/],
    ['a text for a number', 'voltage.L1', 'much', /is no number/],
  ])('refuses %s', (_, name, value, words) => {
    const unit = playDriver(points, { clock: fakeClock() });

    expect(() => unit.set(name, value)).toThrow(words);
  });

  it.each([
    ['beyond the last address', { table: 'holding', address: 8, count: 3 }, 2],
    ['from a table it does not have', { table: 'coil', address: 0, count: 1 }, 1],
  ] as const)('answers a read %s with an exception', (_, request, exception) => {
    expect(playDriver(points, { clock: fakeClock() }).read(request)).toEqual({ exception });
  });
});

describe('waveforms', () => {
  it('let the phases of a meter add up to its total', () => {
    const stream = (quantity: string, unit: string, kind: 'gauge' | 'counter') =>
      modbusPoint('x', { quantity, unit, kind }).stream;
    const at = Date.UTC(2026, 5, 1, 11, 7);
    const value = (quantity: string, unit: string, kind: 'gauge' | 'counter' = 'gauge') =>
      Number(typical(stream(quantity, unit, kind), at - 3_600_000)(at));
    const sum = (quantity: string, unit: string, kind?: 'gauge' | 'counter') =>
      ['L1', 'L2', 'L3'].reduce((total, phase) => total + value(`${quantity}.${phase}`, unit, kind), 0);

    expect(sum('activePower', 'WTT')).toBeCloseTo(value('activePower', 'WTT'));
    expect(sum('activeEnergyImport', 'KWH', 'counter')).toBeCloseTo(
      value('activeEnergyImport', 'KWH', 'counter'),
    );
    expect(value('activePower', 'KWT')).toBeCloseTo(value('activePower', 'WTT') / 1_000);
    expect(value('voltage.L12', 'VLT')).toBeCloseTo(value('voltage.L1', 'VLT') * Math.sqrt(3));
  });

  it('are lowest at 3 and highest at 15 UTC', () => {
    const wave = overTheDay(10, 20);
    const at = (hour: number) => Number(wave(Date.UTC(2026, 5, 1, hour)));

    expect(at(3)).toBeCloseTo(10);
    expect(at(15)).toBeCloseTo(20);
  });

  it('switch by the clock', () => {
    const wave = switching(10_000, 60_000);

    expect([0, 9_999, 10_000, 60_000].map((ms) => wave(ms))).toEqual([true, true, false, true]);
  });
});
