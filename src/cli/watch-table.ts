/** What `kopru watch` remembers of each point while it looks, and how it shows it in 80 columns. No clock, no I/O. */
import { spanText } from '../core/duration.ts';
import type { Value } from '../core/reading.ts';
import { type DeviceStatus, isSilent, stalePoints } from '../core/status.ts';
import { units } from '../core/unit.ts';
import { cleanText } from '../telemetry/facts.ts';
import { shortNumber } from './probe-view.ts';
import { glyph, type Terminal } from './terminal.ts';

export interface WatchedPoint {
  readonly device: string;
  readonly point: string;
  readonly silent: boolean;
  /** The device answers, and this value is too old. */
  readonly stale: boolean;
  /** Undefined: no good value since the start of the gateway. */
  readonly value: Value | undefined;
  readonly unit: string | undefined;
  readonly ageMs: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Values that became no reading, since the start of the gateway. */
  readonly errors: number;
  /** Why the last one did. */
  readonly reason: string | undefined;
  /** One number for each look, oldest first; undefined where the device was silent. */
  readonly lately: readonly (number | undefined)[];
}

const columnsOfSparkline = 10;

interface Memory {
  min: number | undefined;
  max: number | undefined;
  lately: (number | undefined)[];
}

export class Watch {
  private readonly memory = new Map<string, Memory>();

  /** Takes one look; `kept`: it becomes a column of the sparklines. */
  look(devices: readonly DeviceStatus[], kept: boolean): readonly WatchedPoint[] {
    return devices.flatMap((device) => namesOf(device).map((point) => this.seen(device, point, kept)));
  }

  private seen(device: DeviceStatus, point: string, kept: boolean): WatchedPoint {
    const silent = isSilent(device);
    const stale = stalePoints(device).some((each) => each.point === point);
    const last = device.values.find((each) => each.point === point);
    const refused = device.refusals.filter((each) => each.point === point);
    const key = `${device.id} ${point}`;
    const memory = this.memory.get(key) ?? { min: undefined, max: undefined, lately: [] };
    this.memory.set(key, memory);
    const number = typeof last?.value === 'number' ? last.value : undefined;
    if (number !== undefined) {
      memory.min = Math.min(memory.min ?? number, number);
      memory.max = Math.max(memory.max ?? number, number);
    }
    if (kept)
      memory.lately = [...memory.lately, silent || stale ? undefined : number].slice(-columnsOfSparkline);
    return {
      device: device.id,
      point,
      silent,
      stale,
      value: last?.value,
      unit: last?.unit,
      ageMs: last?.ageMs,
      min: memory.min,
      max: memory.max,
      errors: refused.reduce((sum, { count }) => sum + count, 0),
      reason: refused.at(-1)?.reason,
      lately: memory.lately,
    };
  }
}

/** A point that somebody should look at. */
export const isFaulty = ({ silent, stale, errors, value }: WatchedPoint): boolean =>
  silent || stale || errors > 0 || value === undefined;

export function watchLines(
  points: readonly WatchedPoint[],
  style: Pick<Terminal, 'color' | 'ascii'>,
): string[] {
  return [
    '  device     point               value           age     min     max err  lately',
    ...points.map((each) => {
      const value = each.value === undefined ? (each.reason ?? 'none yet') : valueText(each.value);
      const symbol = each.unit === undefined ? '' : (units.get(each.unit)?.symbol ?? each.unit);
      const cells = [
        glyph(style, isFaulty(each) ? 'look' : 'fine'),
        cut(each.device, 10),
        cut(each.point, 17),
        `${value.padStart(8)} ${symbol}`.slice(0, 15).padEnd(13),
        (each.ageMs === undefined ? '' : spanText(each.ageMs)).padStart(6),
        numberCell(each.min),
        numberCell(each.max),
        String(each.errors).padStart(3),
        ` ${sparkline(each.lately, style.ascii)}`,
      ];
      return cells.join(' ').trimEnd();
    }),
  ];
}

const bars = '▁▂▃▄▅▆▇█';
const asciiBars = '_.-=+*%#';

/** Between the smallest and largest of what it shows; a dot where there was no value. */
export function sparkline(values: readonly (number | undefined)[], ascii: boolean): string {
  const present = values.filter((value) => value !== undefined);
  const [low, high] = [Math.min(...present), Math.max(...present)];
  const letters = ascii ? asciiBars : bars;
  return values
    .map((value) => {
      if (value === undefined) return ascii ? ' ' : '·';
      return letters[high === low ? 3 : Math.round(((value - low) / (high - low)) * 7)];
    })
    .join('');
}

function namesOf(device: DeviceStatus): readonly string[] {
  const refused = device.refusals.flatMap(({ point }) => (point === undefined ? [] : [point]));
  const names = [...new Set([...device.values.map(({ point }) => point), ...refused])];
  return names.length > 0 ? names : ['-'];
}

const valueText = (value: Value) =>
  typeof value === 'number' ? shortNumber(value) : cleanText(String(value));

const numberCell = (value: number | undefined) => (value === undefined ? '' : shortNumber(value)).padStart(7);

function cut(text: string, width: number): string {
  const clean = cleanText(text);
  return clean.length > width ? `${clean.slice(0, width - 1)}…` : clean.padEnd(width);
}
