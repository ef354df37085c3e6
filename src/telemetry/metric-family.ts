/** The form of a metric, and how one is written down in a line: see metric-families.ts. */
import type { Snapshot } from '../core/status.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  /** Without the prefix `kopru_`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  series(snapshot: Snapshot): readonly Series[];
}

type Shape = [name: string, help: string, labels: readonly string[], series: Family['series']];

export function gauge(...[name, help, labels, series]: Shape): Family {
  return { name, type: 'gauge', help, labels, series };
}

export function counter(...[name, help, labels, series]: Shape): Family {
  return { name, type: 'counter', help, labels, series };
}

export function of(value: number, labels: Readonly<Record<string, string>> = {}): Series {
  return { labels, value };
}

/** By name, in the order in which the names first came. */
export function summed(counts: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums];
}
