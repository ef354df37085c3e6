/**
 * Gas sensors tell parts per billion, models and limits want micrograms per cubic metre. Between the two stand
 * the molar mass and the temperature the concentration refers to, at 1013.25 hPa (Directive 2008/50/EC, Annex VI:
 * 293 K and 101.3 kPa).
 */
import { converter, tidy, units } from './unit.ts';

/** Grams per mole. NOx counts as NO2, as the directive wants it. A sum of many gases (tvoc) has none. */
const molarMass: Readonly<Record<string, number>> = {
  no: 30.006,
  no2: 46.0055,
  nox: 46.0055,
  o3: 47.998,
  so2: 64.064,
  h2s: 34.081,
  co: 28.01,
  co2: 44.009,
  nh3: 17.031,
  c6h6: 78.114,
};

const pascal = 101_325;
const gasConstant = 8.314_462_618;

/** True if ppb and µg/m³ of this quantity (without tags) can be turned into each other. */
export const isGas = (quantity: string): boolean => Object.hasOwn(molarMass, quantity);

/**
 * What converts numbers of a gas from one unit to another, across amount fraction (ppm, ppb) and mass
 * concentration; for anything else the same as `converter`.
 */
export function gasConverter(
  quantity: string,
  from: string,
  to: string,
  referenceCelsius: number,
): ((value: number) => number) | undefined {
  const plain = converter(from, to);
  const mass = isGas(quantity) ? molarMass[quantity] : undefined;
  const [a, b] = [units.get(from)?.dimension, units.get(to)?.dimension];
  if (plain || mass === undefined || a === b) return plain;
  const massPerFraction = (mass * pascal) / (gasConstant * (referenceCelsius + 273.15)) / 1000;
  if (a === 'amount fraction' && b === 'mass concentration') {
    return chain(from, '61', (ppb) => ppb * massPerFraction, 'GQ', to);
  }
  if (a === 'mass concentration' && b === 'amount fraction') {
    return chain(from, 'GQ', (micrograms) => micrograms / massPerFraction, '61', to);
  }
  return undefined;
}

function chain(
  from: string,
  fromBase: string,
  step: (value: number) => number,
  toBase: string,
  to: string,
): ((value: number) => number) | undefined {
  const before = converter(from, fromBase);
  const after = converter(toBase, to);
  return before && after && ((value) => tidy(after(step(before(value)))));
}
