/**
 * From the words of a register table, English or Turkish, to a quantity of the vocabulary, and from its unit text to a
 * code. A guess for a person to correct: what is not recognised becomes a quantity of one's own.
 */
import { parseQuantity } from '../core/quantity.ts';
import { units } from '../core/unit.ts';

/** First that fits; the more special ones stand before the general. */
const words: readonly (readonly [pattern: RegExp, quantity: string])[] = [
  [/thd.*(volt|gerilim)|(volt|gerilim).*(thd|harmonic|harmonik)/, 'voltageThd'],
  [/thd.*(curr|ak[iı]m)|(curr|ak[iı]m).*(thd|harmonic|harmonik)/, 'currentThd'],
  [/reac?tive.*energy|kvarh|reaktif.*enerji/, 'reactiveEnergy'],
  [/energy|kwh|\bwh\b|enerji/, 'activeEnergy'],
  [/reactive.*power|reaktif.*g[uü][cç]/, 'reactivePower'],
  [/apparent.*power|g[oö]r[uü]n[uü]r.*g[uü][cç]/, 'apparentPower'],
  [/power.*factor|cos ?(phi|φ)|\bpf\b|g[uü][cç] ?fakt/, 'powerFactor'],
  [/phase.*angle|faz.*a[cç][iı]/, 'phaseAngle'],
  [/power|g[uü][cç]\b/, 'activePower'],
  [/(batter|pil\b|ak[uü]\b).*(volt|gerilim)|(volt|gerilim).*(batter|pil)/, 'batteryVoltage'],
  [/batter|pil\b|ak[uü]\b/, 'batteryLevel'],
  [/supply.*volt|besleme.*gerilim/, 'supplyVoltage'],
  [/volt|gerilim|\bu ?l?[123]\b/, 'voltage'],
  [/current|ak[iı]m|\bi ?l?[123]\b/, 'current'],
  [/freq|frekans/, 'frequency'],
  [/soil.*(moist|water|humid)|toprak.*nem|moisture|\bvwc\b/, 'soilMoisture'],
  [/dew ?point|[cç]i[gğ]/, 'dewPoint'],
  [/wind ?chill/, 'windChill'],
  [/(water|su).*(temp|s[iı]cakl)/, 'waterTemperature'],
  [/(surface|road|y[uü]zey).*(temp|s[iı]cakl)/, 'surfaceTemperature'],
  [/(internal|device|board|chip|i[cç]).*(temp|s[iı]cakl)/, 'deviceTemperature'],
  [/temp|s[iı]cakl/, 'airTemperature'],
  [/humid|\brh\b|nem\b/, 'relativeHumidity'],
  [/(baro|atmos|air|hava).*(press|bas[iı]n)|press|bas[iı]n/, 'atmosphericPressure'],
  [/wind.*dir|r[uü]zg.*y[oö]n/, 'windDirection'],
  [/wind|r[uü]zg/, 'windSpeed'],
  [/rain.*(rate|intens)|precip.*(rate|intens)/, 'precipitationRate'],
  [/rain|precip|ya[gğ]/, 'precipitation'],
  [/radiation|irradi|solar|[ıi][sş][iı]n/, 'solarRadiation'],
  [/illumin|\blux\b|ayd[iı]nl/, 'illuminance'],
  [/pm ?10/, 'pm10'],
  [/pm ?2[.,]?5/, 'pm25'],
  [/pm ?1\b/, 'pm1'],
  [/\bco2\b|carbon dioxide/, 'co2'],
  [/noise|sound|g[uü]r[uü]lt/, 'soundLevel'],
  [/distance|mesafe/, 'distance'],
  [/level|seviye/, 'waterLevel'],
  [/flow|debi/, 'flowRate'],
  [/conductivity|iletken|\bec\b/, 'conductivity'],
  [/\bph\b/, 'pH'],
  [/turbid|bulan/, 'turbidity'],
  [/(hours|hour meter|[cç]al[iı][sş]ma saat)/, 'operatingHours'],
  [/firmware|software|version|yaz[iı]l[iı]m/, 'firmwareVersion'],
  [/(fault|error|alarm|hata).*code/, 'errorCode'],
];

/** Not the air's, and the vocabulary has no word for it. */
const elsewhere = /soil|toprak|oil|ya[gğ]\b|winding|motor|cable|kablo|pipe|boru/;

const allPhases = /l ?1 ?(\.\.+|…|[-–]|to|bis) ?l ?3\b|\w1 ?\+ ?\w2/;

const phases: readonly (readonly [RegExp, string])[] = [
  [/l ?1 ?[-–/ ]? ?l ?2\b|\bab\b|\bu12\b/, 'L12'],
  [/l ?2 ?[-–/ ]? ?l ?3\b|\bbc\b|\bu23\b/, 'L23'],
  [/l ?3 ?[-–/ ]? ?l ?1\b|\bca\b|\bu31\b/, 'L31'],
  [/\b[luirsp]? ?l1\b|phase ?(1|a)\b|\b(u|v|i|p)1\b|faz ?1|\bfirst phase/, 'L1'],
  [/\b[luirsp]? ?l2\b|phase ?(2|b)\b|\b(u|v|i|p)2\b|faz ?2|\bsecond phase/, 'L2'],
  [/\b[luirsp]? ?l3\b|phase ?(3|c)\b|\b(u|v|i|p)3\b|faz ?3|\bthird phase/, 'L3'],
  [/neutral|n[oö]tr/, 'N'],
];

/** The name of a point for these words, for example `voltage.L1`. */
export function guessQuantity(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[_()]/g, ' ');
  const name = words.find(([pattern]) => pattern.test(plain))?.[1];
  if (name === undefined || (name === 'airTemperature' && elsewhere.test(plain))) return ownName(text);
  const phase = allPhases.test(plain) ? undefined : phases.find(([pattern]) => pattern.test(plain))?.[1];
  return known([`${name}${wayOf(name, plain)}.${phase ?? ''}`, `${name}${wayOf(name, plain)}`, name]);
}

/**
 * The code for a unit as tables write it; undefined for none, `unknown` for one that is not in the list. `scale` where
 * the list has only a multiple of it.
 */
export function guessUnit(text: string): { readonly unit: string | undefined; readonly scale?: number } {
  const plain = text.trim().replaceAll(/[[\]()]/g, '');
  if (plain === '' || /^(-|none|n\/a|1)$/i.test(plain)) return { unit: undefined };
  if (units.has(plain.toUpperCase()) && plain.length === 3) return { unit: plain.toUpperCase() };
  const wanted = folded(aliases[folded(plain)] ?? plain);
  const bySymbol = (symbol: string) =>
    [...units.values()].find((each) => each.symbol !== '' && folded(each.symbol) === folded(symbol))?.code;
  const unit = bySymbol(wanted);
  const multiple = unit ?? bySymbol(`k${wanted}`);
  if (multiple === undefined) return { unit: 'unknown' };
  return unit ? { unit } : { unit: multiple, scale: 0.001 };
}

/** Whether numbers of it mean nothing without a unit. */
export function hasUnit(name: string): boolean {
  const parsed = parseQuantity(name);
  return 'quantity' in parsed && parsed.quantity.unit !== undefined;
}

/** Whether it goes below zero in the field, as degrees do. */
export function isSigned(name: string): boolean {
  const parsed = parseQuantity(name);
  return 'quantity' in parsed && parsed.quantity.unit === 'CEL';
}

/** The unit a quantity has where a table names none: only what is a plain number may go without saying. */
export function plainUnit(name: string): string | undefined {
  const parsed = parseQuantity(name);
  return 'quantity' in parsed && parsed.quantity.unit === 'C62' ? 'C62' : undefined;
}

const aliases: Readonly<Record<string, string>> = {
  c: '°C',
  degc: '°C',
  '℃': '°C',
  celsius: '°C',
  deg: '°',
  degree: '°',
  '%rh': '%',
  dba: 'dB',
  'db(a)': 'dB',
  lux: 'lx',
  'w/m2': 'W/m²',
  'ug/m3': 'µg/m³',
  'mg/m3': 'mg/m³',
  'us/cm': 'µS/cm',
  'm3/h': 'm³/h',
  m3: 'm³',
  hours: 'h',
  kvarh: 'kvarh',
};

/** Case tells milli from mega, so only what cannot be meant otherwise is folded. */
const folded = (text: string) => {
  const same = text.trim().replaceAll('μ', 'µ').replaceAll(' ', '');
  return /^m/i.test(same) && same.length <= 3 ? same : same.toLowerCase();
};

function wayOf(name: string, plain: string): string {
  if (!name.endsWith('Energy')) return '';
  if (/export|deliver|reverse|negative|generat|verilen|satı[sş]/.test(plain)) return 'Export';
  return /import|consum|receiv|forward|positive|[cç]ekilen|al[iı]nan/.test(plain) ? 'Import' : '';
}

const known = (names: readonly string[]): string =>
  names.find((name) => 'quantity' in parseQuantity(name)) ?? names.at(-1) ?? '';

/** `Relay output 3` is `x-relayOutput3`. */
function ownName(text: string): string {
  const ascii = text.normalize('NFKD').replaceAll(/[^\p{ASCII}]/gu, '');
  const [first = 'value', ...rest] = ascii.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const camel = [first.toLowerCase(), ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))];
  const joined = camel.join('').slice(0, 40);
  return `x-${/^[a-z]/i.test(joined) ? joined : `register${joined}`}`;
}
