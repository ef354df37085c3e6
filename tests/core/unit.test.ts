import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversionWords } from '../../src/core/conversion-words.ts';
import { gasConverter } from '../../src/core/gas.ts';
import { converter, units } from '../../src/core/unit.ts';

const codes = [...units.keys()];
const pairs = codes.flatMap((from) =>
  codes
    .filter((to) => units.get(from)?.dimension === units.get(to)?.dimension)
    .map((to): [string, string] => [from, to]),
);

describe('unit conversion', () => {
  it.each([
    [58, 'P1', 'C62', 0.58],
    [71, 'P1', 'C62', 0.71],
    [1280, 'WTT', 'KWT', 1.28],
    [1.5, 'KWT', 'WTT', 1500],
    [3.6, 'JOU', 'WHR', 0.001],
    [32, 'FAH', 'CEL', 0],
    [212, 'FAH', 'CEL', 100],
    [-40, 'FAH', 'CEL', -40],
    [0, 'CEL', 'KEL', 273.15],
    [29.92, 'F79', 'A97', 1013.2075888],
    [101_325, 'PAL', 'A97', 1013.25],
    [1.025, 'BAR', 'A97', 1025],
    [5.33, 'KNT', 'MTS', 2.74198888889],
    [36, 'KMH', 'MTS', 10],
    [1, 'HM', 'KMH', 1.609344],
    [1, 'INH', 'MMT', 25.4],
    [2.5, '59', '61', 2500],
    [0.5, 'GP', 'GQ', 500],
    [1, 'G51', 'MQH', 3.6],
    [100, 'L2', 'MQH', 6],
    [1413, 'G42', 'H61', 1.413],
    [1, 'D10', 'H61', 10],
    [90, 'MIN', 'HUR', 1.5],
    [Math.PI, 'C81', 'DD', 180],
  ])('%d %s is %s %d', (value, from, to, expected) => {
    expect(converter(from, to)?.(value)).toBe(expected);
  });

  it('goes to every unit of the dimension and back', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...pairs), number, ([from, to], value) => {
        const back = converter(to, from)?.(converter(from, to)?.(value) ?? Number.NaN) ?? Number.NaN;

        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-8 * Math.max(1e3, Math.abs(value)));
      }),
    );
  });

  it.each([
    ['WTT', 'VLT'],
    ['WTT', 'D46'],
    ['GQ', '61'],
    ['CEL', 'unknown'],
  ])('knows none from %s to %s', (from, to) => {
    expect(converter(from, to)).toBeUndefined();
  });
});

describe('gas conversion', () => {
  /** Factors the European Commission publishes for 20 °C and 1013 hPa. */
  it.each([
    ['no2', 1.9125],
    ['no', 1.2474],
    ['o3', 1.9954],
    ['co', 1.1642],
  ])('1 ppb of %s is %d µg/m³ at 20 degrees Celsius', (gas, factor) => {
    expect(gasConverter(gas, '61', 'GQ', 20)?.(1)).toBeCloseTo(factor, 3);
  });

  it('follows the reference temperature', () => {
    expect(gasConverter('no2', '61', 'GQ', 25)?.(1)).toBeCloseTo(1.8804, 3);
  });

  it('takes ppm and mg/m³ as well, and goes back', () => {
    expect(gasConverter('co', '59', 'GP', 20)?.(1)).toBeCloseTo(1.1644, 3);
    expect(
      gasConverter('co2', 'GP', '59', 20)?.(gasConverter('co2', '59', 'GP', 20)?.(420) ?? 0),
    ).toBeCloseTo(420, 8);
  });

  it.each(['tvoc', 'pm25', 'constructor'])('knows no molar mass of %s', (quantity) => {
    expect(gasConverter(quantity, '61', 'GQ', 20)).toBeUndefined();
    expect(gasConverter(quantity, 'GP', 'GQ', 20)?.(1)).toBe(1000);
  });
});

describe('a conversion in words', () => {
  it.each([
    ['P1', 'C62', '÷ 100'],
    ['KWT', 'WTT', '× 1000'],
    ['MTS', 'KMH', '× 3.6'],
    ['KMH', 'MTS', '÷ 3.6'],
    ['FAH', 'CEL', '− 32, ÷ 1.8'],
    ['CEL', 'KEL', '+ 273.15'],
    ['MBR', 'A97', ''],
    ['GQ', 'GQ', ''],
    ['61', 'GQ', 'by molar mass'],
  ])('from %s to %s is %j', (from, to, words) => {
    expect(conversionWords(from, to)).toBe(words);
  });
});
