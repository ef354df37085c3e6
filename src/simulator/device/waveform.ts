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

/** Lowest, highest, ripple in the unit of the vocabulary. */
const days: Readonly<Record<string, readonly [low: number, high: number, ripple: number, unit?: string]>> = {
  voltage: [226, 234, 1, 'VLT'],
  current: [1, 6, 0.4, 'AMP'],
  activePower: [300, 1400, 60, 'WTT'],
  reactivePower: [20, 120, 10, 'D44'],
  apparentPower: [310, 1420, 60, 'D46'],
  powerFactor: [0.93, 0.98, 0.01, 'C62'],
  phaseAngle: [8, 18, 1, 'DD'],
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

const perHour = { KWH: 0.8, WHR: 800, MWH: 0.0008, MMT: 0.4, HUR: 1 } as const;

/** A plausible day for a point that nobody gave a value. */
export function typical(stream: Stream, sinceMs: number): Waveform {
  if (stream.kind === 'state') return switching(10 * 60_000, hourMs);
  if (stream.kind === 'text') return constant('none');
  if (stream.kind === 'counter') {
    return counting(
      1000,
      stream.unit && stream.unit in perHour ? perHour[stream.unit as keyof typeof perHour] : 60,
      sinceMs,
    );
  }
  const [name = ''] = stream.quantity.split('.');
  const [low, high, ripple, unit] = days[name] ?? [10, 20, 1];
  const convert = (unit && stream.unit && converter(unit, stream.unit)) || ((value: number) => value);
  const wave = overTheDay(low, high, ripple);
  return (wallMs) => convert(Number(wave(wallMs)));
}
