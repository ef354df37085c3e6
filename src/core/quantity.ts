/**
 * The vocabulary: what a point can mean. Drivers, gateway.yaml, mappings, `watch` and metrics name points by a
 * quantity and tags, so that a mapping fits every driver that offers its quantities.
 */
import type { Kind } from './reading.ts';

export interface Quantity {
  readonly name: string;
  readonly group: string;
  /** UN/CEFACT code that formulas and mappings see; undefined for counts, states and texts; `any` if free. */
  readonly unit: string | undefined;
  readonly kind: Kind;
}

/** Words that tell several points of one quantity apart, in the order in which they stand in a name. */
export const tagNames = ['class', 'direction', 'phase', 'statistic', 'number'] as const;
export type TagName = (typeof tagNames)[number];
export type Tags = { readonly [name in TagName]?: string };

export type ParsedName =
  | { readonly quantity: Quantity; readonly tags: Tags; readonly hidden: boolean }
  | { readonly problem: string; readonly mend: string };

type Row = readonly [names: string, unit?: string | undefined, kind?: Kind];

const table: Readonly<Record<string, readonly Row[]>> = {
  electricity: [
    ['voltage', 'VLT'],
    ['current', 'AMP'],
    ['activePower', 'WTT'],
    ['reactivePower', 'D44'],
    ['apparentPower', 'D46'],
    ['powerFactor', 'C62'],
    ['phaseAngle', 'DD'],
    ['frequency', 'HTZ'],
    ['voltageThd currentThd', 'P1'],
    ['activeEnergyImport activeEnergyExport activeEnergy', 'KWH', 'counter'],
    ['reactiveEnergyImport reactiveEnergyExport reactiveEnergy', 'K3', 'counter'],
  ],
  weather: [
    ['airTemperature dewPoint windChill surfaceTemperature', 'CEL'],
    ['relativeHumidity', 'P1'],
    ['atmosphericPressure', 'A97'],
    ['windSpeed', 'MTS'],
    ['windDirection', 'DD'],
    ['precipitation', 'MMT', 'counter'],
    ['precipitationRate', 'H67'],
    ['precipitationType', undefined, 'text'],
    ['solarRadiation', 'D54'],
    ['illuminance', 'LUX'],
    ['uvIndex', 'C62'],
    ['snowDepth', 'CMT'],
    ['visibility', 'MTR'],
    ['soilMoisture', 'P1'],
  ],
  air: [
    ['pm1 pm25 pm4 pm10 tsp no no2 nox o3 so2 h2s co nh3 c6h6 tvoc', 'GQ'],
    ['co2', '59'],
    ['airQualityIndex', 'C62'],
  ],
  noise: [['soundLevel', '2N']],
  water: [
    ['distance waterLevel', 'MTR'],
    ['waterTemperature', 'CEL'],
    ['flowRate', 'MQH'],
    ['waterVolume', 'MTQ', 'counter'],
    ['conductivity', 'H61'],
    ['pH', 'Q30'],
    ['turbidity', 'NTU'],
    ['dissolvedOxygen', 'M1'],
    ['orp', '2Z'],
  ],
  'waste and parking': [
    ['fillLevel', 'P1'],
    ['weight', 'KGM'],
    ['occupied', undefined, 'state'],
    ['freeSpaces'],
  ],
  'traffic and people': [
    ['vehicleCount', undefined, 'counter'],
    ['vehicleSpeed', 'KMH'],
    ['laneOccupancy', 'P1'],
    ['headway', 'SEC'],
    ['peopleCount', undefined, 'counter'],
    ['peoplePresent'],
  ],
  cabinet: [
    ['doorOpen lidOpen tilted tampered contactorOn lightOn mainsFault phaseFault', undefined, 'state'],
    ['surgeArresterFault smokeDetected waterDetected digitalInput digitalOutput', undefined, 'state'],
    ['dimmingLevel', 'P1'],
    ['operatingHours', 'HUR', 'counter'],
    ['analogInput', 'any'],
  ],
  position: [
    ['latitude longitude', 'DD'],
    ['altitude', 'MTR'],
  ],
  device: [
    ['batteryLevel', 'P1'],
    ['batteryVoltage supplyVoltage', 'VLT'],
    ['deviceTemperature', 'CEL'],
    ['rssi'],
    ['snr', '2N'],
    ['firmwareVersion errorCode', undefined, 'text'],
  ],
  gateway: [
    ['deviceState', undefined, 'text'],
    ['diskFree memoryFree', 'P1'],
    ['diskWritten', 'E34', 'counter'],
    ['diskLife', 'DAY'],
    ['underVoltage', undefined, 'state'],
    ['uptime', 'SEC'],
    ['backlogReadings'],
    ['backlogAge', 'SEC'],
  ],
};

export const quantities: ReadonlyMap<string, Quantity> = new Map(
  Object.entries(table).flatMap(([group, rows]) =>
    rows.flatMap(([names, unit, kind = 'gauge']) =>
      names.split(' ').map((name): [string, Quantity] => [name, { name, group, unit, kind }]),
    ),
  ),
);

/** All names, without tags; for "did you mean". */
export const quantityNames: readonly string[] = [...quantities.keys()];

const tagWords: Readonly<Record<TagName, ReadonlySet<string> | undefined>> = {
  class: new Set(
    (
      'agriculturalVehicle bicycle binTrolley bus car caravan carWithCaravan carWithTrailer cleaningTrolley ' +
      'constructionOrMaintenanceVehicle lorry minibus moped motorcycle motorcycleWithSideCar motorscooter ' +
      'pedestrian sweepingMachine tanker trailer tram trolley van'
    ).split(' '),
  ),
  direction: new Set(['forward', 'backward', 'inbound', 'outbound', 'left', 'right']),
  phase: new Set(['L1', 'L2', 'L3', 'N', 'L12', 'L23', 'L31']),
  statistic: new Set(['avg', 'min', 'max', 'eq']),
  number: undefined,
};

/** Groups whose quantities take the tag; a tag that is not listed fits every quantity. */
const tagGroups: { readonly [name in TagName]?: readonly string[] } = {
  class: ['traffic and people'],
  direction: ['traffic and people'],
  phase: ['electricity', 'cabinet'],
};

const ownName = /^x-[a-zA-Z][a-zA-Z0-9]*$/;

/**
 * Understands the name of a point: `voltage.L1`, `vehicleCount.car.forward`, `x-hydrogen`, and `_mantissa`, which
 * is hidden and needs no known quantity.
 */
export function parseQuantity(name: string): ParsedName {
  if (name.startsWith('_')) return hiddenPoint(name);
  const [base = '', ...words] = name.split('.');
  const quantity = quantities.get(base) ?? ownQuantity(base);
  if (!quantity) return { problem: unknownSentence(base), mend: unknownMend(base) };
  const tags: Record<string, string> = {};
  let last = -1;
  for (const word of words) {
    const tag = tagOf(word);
    if (tag === undefined) {
      return {
        problem: `${word === '' ? 'An empty tag' : word} in ${name} is no tag.`,
        mend: 'Tags are a class such as car, a direction, a phase such as L1, avg, min, max, eq, or a number.',
      };
    }
    const groups = tagGroups[tag];
    if (groups && quantity.group !== 'own' && !groups.includes(quantity.group)) {
      return {
        problem: `${quantity.name} has no ${tag}, so ${word} cannot follow it.`,
        mend: 'Leave it out.',
      };
    }
    const position = tagNames.indexOf(tag);
    if (position <= last) {
      return {
        problem: `The tags of ${name} repeat or stand in the wrong order.`,
        mend: `Each stands at most once, in this order: ${tagNames.join(', ')}.`,
      };
    }
    last = position;
    tags[tag] = word;
  }
  return { quantity, tags, hidden: false };
}

/** Name of a point in a formula: dots and dashes are `_`. */
export function formulaName(name: string): string {
  return name.replaceAll(/[.-]/g, '_');
}

/** The point that a name in a formula stands for, `voltage_L1` for `voltage.L1`; undefined if it is none. */
export function fromFormulaName(name: string): string | undefined {
  if (name.startsWith('_')) return name;
  const point = name.replace(/^x_/, 'x-').replaceAll('_', '.');
  return 'quantity' in parseQuantity(point) ? point : undefined;
}

function tagOf(word: string): TagName | undefined {
  if (/^[1-9]\d*$/.test(word)) return 'number';
  return tagNames.find((tag) => tagWords[tag]?.has(word));
}

function ownQuantity(name: string): Quantity | undefined {
  return ownName.test(name) ? { name, group: 'own', unit: 'any', kind: 'gauge' } : undefined;
}

function hiddenPoint(name: string): ParsedName {
  if (/^_[a-zA-Z][a-zA-Z0-9_]*$/.test(name)) {
    return { quantity: { name, group: 'hidden', unit: 'any', kind: 'gauge' }, tags: {}, hidden: true };
  }
  return {
    problem: `${name} is no name for a hidden point.`,
    mend: 'Write _ and a name of letters and digits.',
  };
}

function unknownSentence(base: string): string {
  return base.startsWith('x-') ? `${base} is no name for an own quantity.` : `There is no quantity ${base}.`;
}

function unknownMend(base: string): string {
  return base.startsWith('x-')
    ? 'After x- write one word of letters and digits, for example x-hydrogenSulfide.'
    : '`kopru explain quantities` lists the vocabulary; a name of your own begins with x-.';
}
