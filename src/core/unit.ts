/**
 * UN/CEFACT Recommendation 20 codes that sensors and models use, each as a linear step to the base unit of its
 * dimension. Conversion is exact where decimals allow: the factor is kept as a ratio, so 58 P1 is 0.58 C62.
 */

export interface Unit {
  readonly code: string;
  readonly name: string;
  /** Symbol for people. */
  readonly symbol: string;
  readonly dimension: string;
  /** base = (value + shift) * times / per */
  readonly times: number;
  readonly per: number;
  readonly shift: number;
}

type Row = readonly [
  code: string,
  symbol: string,
  name: string,
  times?: number,
  per?: number,
  shift?: number,
];

const table: Readonly<Record<string, readonly Row[]>> = {
  ratio: [
    ['C62', '', 'one'],
    ['P1', '%', 'percent', 1, 100],
  ],
  'amount fraction': [
    ['59', 'ppm', 'part per million', 1000],
    ['61', 'ppb', 'part per billion'],
  ],
  voltage: [
    ['VLT', 'V', 'volt'],
    ['2Z', 'mV', 'millivolt', 1, 1000],
    ['KVT', 'kV', 'kilovolt', 1000],
  ],
  current: [
    ['AMP', 'A', 'ampere'],
    ['4K', 'mA', 'milliampere', 1, 1000],
  ],
  power: [
    ['WTT', 'W', 'watt'],
    ['KWT', 'kW', 'kilowatt', 1000],
    ['MAW', 'MW', 'megawatt', 1_000_000],
  ],
  'reactive power': [
    ['D44', 'var', 'var'],
    ['KVR', 'kvar', 'kilovar', 1000],
  ],
  'apparent power': [
    ['D46', 'VA', 'volt ampere'],
    ['KVA', 'kVA', 'kilovolt ampere', 1000],
  ],
  energy: [
    ['KWH', 'kWh', 'kilowatt hour', 1000],
    ['WHR', 'Wh', 'watt hour'],
    ['MWH', 'MWh', 'megawatt hour', 1_000_000],
    ['JOU', 'J', 'joule', 1, 3600],
  ],
  'reactive energy': [['K3', 'kvarh', 'kilovar hour']],
  frequency: [
    ['HTZ', 'Hz', 'hertz'],
    ['KHZ', 'kHz', 'kilohertz', 1000],
  ],
  angle: [
    ['DD', '°', 'degree'],
    ['C81', 'rad', 'radian', 180, Math.PI],
  ],
  temperature: [
    ['CEL', '°C', 'degree Celsius'],
    ['FAH', '°F', 'degree Fahrenheit', 5, 9, -32],
    ['KEL', 'K', 'kelvin', 1, 1, -273.15],
  ],
  pressure: [
    ['A97', 'hPa', 'hectopascal', 100],
    ['PAL', 'Pa', 'pascal'],
    ['KPA', 'kPa', 'kilopascal', 1000],
    ['BAR', 'bar', 'bar', 100_000],
    ['MBR', 'mbar', 'millibar', 100],
    ['F79', 'inHg', 'inch of mercury', 3386.389],
  ],
  speed: [
    ['MTS', 'm/s', 'metre per second'],
    ['KMH', 'km/h', 'kilometre per hour', 10, 36],
    ['KNT', 'kn', 'knot', 1852, 3600],
    ['HM', 'mph', 'mile per hour', 0.44704],
  ],
  length: [
    ['MTR', 'm', 'metre'],
    ['CMT', 'cm', 'centimetre', 1, 100],
    ['MMT', 'mm', 'millimetre', 1, 1000],
    ['KMT', 'km', 'kilometre', 1000],
    ['INH', 'in', 'inch', 254, 10_000],
    ['FOT', 'ft', 'foot', 3048, 10_000],
  ],
  'rain rate': [['H67', 'mm/h', 'millimetre per hour']],
  irradiance: [['D54', 'W/m²', 'watt per square metre']],
  illuminance: [['LUX', 'lx', 'lux']],
  'mass concentration': [
    ['GQ', 'µg/m³', 'microgram per cubic metre'],
    ['GP', 'mg/m³', 'milligram per cubic metre', 1000],
  ],
  level: [['2N', 'dB', 'decibel']],
  time: [
    ['SEC', 's', 'second'],
    ['C26', 'ms', 'millisecond', 1, 1000],
    ['MIN', 'min', 'minute', 60],
    ['HUR', 'h', 'hour', 3600],
    ['DAY', 'd', 'day', 86_400],
  ],
  data: [
    ['E34', 'GB', 'gigabyte'],
    ['4L', 'MB', 'megabyte', 1, 1000],
  ],
  'volume flow': [
    ['MQH', 'm³/h', 'cubic metre per hour'],
    ['G51', 'l/s', 'litre per second', 36, 10],
    ['L2', 'l/min', 'litre per minute', 6, 100],
  ],
  volume: [
    ['MTQ', 'm³', 'cubic metre'],
    ['LTR', 'l', 'litre', 1, 1000],
  ],
  mass: [
    ['KGM', 'kg', 'kilogram'],
    ['GRM', 'g', 'gram', 1, 1000],
    ['TNE', 't', 'tonne', 1000],
  ],
  conductivity: [
    ['H61', 'mS/cm', 'millisiemens per centimetre'],
    ['G42', 'µS/cm', 'microsiemens per centimetre', 1, 1000],
    ['D10', 'S/m', 'siemens per metre', 10],
  ],
  acidity: [['Q30', 'pH', 'pH']],
  'dissolved mass': [['M1', 'mg/l', 'milligram per litre']],
  turbidity: [['NTU', 'NTU', 'nephelometric turbidity unit']],
};

export const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries(table).flatMap(([dimension, rows]) =>
    rows.map(([code, symbol, name, times = 1, per = 1, shift = 0]): [string, Unit] => [
      code,
      { code, name, symbol, dimension, times, per, shift },
    ]),
  ),
);

/**
 * What converts numbers from one unit to another, rounded to 12 significant digits so that binary dust (0.1 + 0.2)
 * does not show; undefined if a code is unknown or the dimensions differ.
 */
export function converter(from: string, to: string): ((value: number) => number) | undefined {
  const a = units.get(from);
  const b = units.get(to);
  if (!a || !b || a.dimension !== b.dimension) return undefined;
  if (from === to) return (value) => value;
  const times = a.times * b.per;
  const per = a.per * b.times;
  return (value) => tidy(((value + a.shift) * times) / per - b.shift);
}

/** The number with at most 12 significant digits. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
