/** A waveform as it is written on a command line: `sine:220..240/1m`, `ramp:0..100/10s`, `square:0..1/5s`, `count:100+30`. */
import { parseDurationMs } from '../../core/duration.ts';
import { counting, type Waveform } from './waveform.ts';

const number = '([-+]?\\d+(?:\\.\\d+)?)';
const swinging = new RegExp(`^(sine|ramp|square):${number}\\.\\.${number}/(\\w+)$`);
const counted = new RegExp(`^count:${number}\\+${number}$`);

/** Undefined if the text is none. `count` grows by so much an hour from `sinceMs` on. */
export function parseWaveform(text: string, sinceMs: number): Waveform | undefined {
  const [, start, perHour] = counted.exec(text) ?? [];
  if (start !== undefined) return counting(Number(start), Number(perHour), sinceMs);
  const [, shape, low, high, period = ''] = swinging.exec(text) ?? [];
  const periodMs = parseDurationMs(period);
  if (shape === undefined || periodMs === undefined || periodMs <= 0) return undefined;
  const [from, to] = [Number(low), Number(high)];
  const share = shares[shape as keyof typeof shares];
  return (wallMs) => from + (to - from) * share((wallMs % periodMs) / periodMs);
}

/** From the share of the period that has passed to the share of the way from low to high. */
const shares = {
  sine: (phase: number) => (1 - Math.cos(phase * 2 * Math.PI)) / 2,
  ramp: (phase: number) => phase,
  square: (phase: number) => (phase < 0.5 ? 0 : 1),
} as const;
