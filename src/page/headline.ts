/** Which of a device's values a person wants to see first; all others stand behind them. */

/** Quantities without their tags, the most telling first. */
const telling = [
  'activePower',
  'airTemperature',
  'relativeHumidity',
  'pm25',
  'pm10',
  'soundLevel',
  'waterLevel',
  'fillLevel',
  'occupied',
  'doorOpen',
  'vehicleCount',
  'peopleCount',
  'voltage',
];

/** The same values, the most telling first; those that are alike stay in their order. */
export function headlineFirst<T extends { readonly quantity: string }>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => rank(a.quantity) - rank(b.quantity));
}

/** A whole (`activePower`) goes before its parts (`activePower.L1`). */
function rank(quantity: string): number {
  const [base = '', ...tags] = quantity.split('.');
  const place = telling.indexOf(base);
  return (place < 0 ? telling.length : place) * 10 + Math.min(9, tags.length);
}
