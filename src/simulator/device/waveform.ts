/** How a simulated value goes with time, and what a quantity commonly looks like in a city cabinet. */
import type { Stream, Value } from '../../core/reading.ts';
import { converter } from '../../core/unit.ts';

/** The value at a time of the wall clock, in milliseconds since 1970. Pure: the same time gives the same value. */
export type Waveform = (wallMs: number) => Value;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const constant =
  (value: Value): Waveform =>
  () =>
    value;

/** A sine over the day, lowest at 3 UTC and highest at 15 UTC, with a ripple of `ripple` over ten minutes. */
export const overTheDay =
  (low: number, high: number, ripple = 0): Waveform =>
  (wallMs) => {
    const slow = Math.sin(((wallMs - 9 * hourMs) / dayMs) * 2 * Math.PI);
    const quick = Math.sin((wallMs / 600_000) * 2 * Math.PI) + Math.sin((wallMs / 47_000) * 2 * Math.PI);
    return (low + high) / 2 + (slow * (high - low)) / 2 + (quick * ripple) / 2;
  };

/** Grows by `perHour` from `start` at the time `sinceMs`. */
export const counting =
  (start: number, perHour: number, sinceMs: number): Waveform =>
  (wallMs) =>
    start + (Math.max(0, wallMs - sinceMs) / hourMs) * perHour;

/** True for `onMs` of every `periodMs`. */
export const switching =
  (onMs: number, periodMs: number): Waveform =>
  (wallMs) =>
    wallMs % periodMs < onMs;

/** Lowest, highest and ripple of a day, in the unit named. */
const days: Readonly<Record<string, readonly [low: number, high: number, ripple: number, unit?: string]>> = {
  voltage: [227, 233, 1, 'VLT'],
  current: [1.4, 6.2, 0.3, 'AMP'],
  activePower: [300, 1400, 60, 'WTT'],
  reactivePower: [40, 180, 10, 'D44'],
  apparentPower: [303, 1412, 60, 'D46'],
  powerFactor: [0.96, 0.99, 0.005, 'C62'],
  phaseAngle: [8, 16, 1, 'DD'],
  frequency: [49.97, 50.03, 0.02, 'HTZ'],
  voltageThd: [1.2, 2.6, 0.1, 'P1'],
  currentThd: [6, 14, 0.5, 'P1'],
  airTemperature: [12, 26, 0.2, 'CEL'],
  relativeHumidity: [45, 80, 1, 'P1'],
  dewPoint: [8, 13, 0.2, 'CEL'],
  atmosphericPressure: [1008, 1018, 0.2, 'A97'],
  windSpeed: [0.5, 6, 1, 'MTS'],
  windDirection: [120, 240, 20, 'DD'],
  solarRadiation: [0, 800, 20, 'D54'],
  soundLevel: [45, 72, 4, '2N'],
  waterLevel: [0.8, 1.2, 0.02, 'MTR'],
  distance: [0.8, 1.2, 0.02, 'MTR'],
  supplyVoltage: [11.8, 12.4, 0.1, 'VLT'],
};

/** Start and growth per hour of counters, in the unit named. */
const counters: Readonly<Record<string, readonly [start: number, perHour: number, unit?: string]>> = {
  activeEnergyImport: [12_000, 0.85, 'KWH'],
  activeEnergy: [12_000, 0.85, 'KWH'],
  activeEnergyExport: [0, 0, 'KWH'],
  reactiveEnergyImport: [900, 0.1, 'K3'],
  reactiveEnergy: [900, 0.1, 'K3'],
  reactiveEnergyExport: [0, 0, 'K3'],
  precipitation: [100, 0.4, 'MMT'],
  operatingHours: [8_000, 1, 'HUR'],
  vehicleCount: [50_000, 300],
  peopleCount: [20_000, 120],
};

/** What each phase carries of the whole; together they are 1. */
const shares: Readonly<Record<string, number>> = { L1: 0.31, L2: 0.36, L3: 0.33, N: 0.08 };
const shared = /^(current|(active|reactive|apparent)(Power|Energy\w*))$/;
/** Phase to phase against phase to neutral. */
const betweenPhases = /^L(12|23|31)$/;

/** A plausible day for a point that nobody gave a value; the phases of a meter add up to its total. */
export function typical(stream: Stream, sinceMs: number): Waveform {
  if (stream.kind === 'state') return switching(10 * 60_000, hourMs);
  if (stream.kind === 'text') return constant('none');
  const [name = '', ...tags] = stream.quantity.split('.');
  const phase = tags.find((tag) => tag in shares || betweenPhases.test(tag));
  const factor = phaseFactor(name, phase);
  if (stream.kind === 'counter') {
    const [start, perHour, unit] = counters[name] ?? [1_000, 60];
    return inUnit(counting(start * factor, perHour * factor, sinceMs), unit, stream.unit);
  }
  const [low, high, ripple, unit] = days[name] ?? [10, 20, 1];
  return inUnit(overTheDay(low * factor, high * factor, ripple * factor), unit, stream.unit);
}

function phaseFactor(name: string, phase: string | undefined): number {
  if (phase === undefined) return 1;
  if (betweenPhases.test(phase)) return Math.sqrt(3);
  return shared.test(name) ? (shares[phase] ?? 1) : 1;
}

function inUnit(wave: Waveform, from: string | undefined, to: string | undefined): Waveform {
  const convert = from === undefined || to === undefined ? undefined : converter(from, to);
  return convert ? (wallMs) => convert(Number(wave(wallMs))) : wave;
}
