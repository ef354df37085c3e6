/** The filter of a device: its own in gateway.yaml, else the default of its driver. */
import { z } from 'zod';
import type { Deadband, Filter, Point } from '../core/device.ts';
import { duration } from '../settings.ts';
import type { Fault } from './problems.ts';
import { didYouMean } from './suggest.ts';

export const filterPart = z
  .strictObject({
    heartbeat: duration(
      'Only messages in which something changed pass, and at least one in this time; left out: change is not asked for.',
    ).optional(),
    deadband: z
      .record(
        z.string(),
        z.union([
          z.number().positive(),
          z.string().regex(/^\d+(\.\d+)?\s*%$/, 'is no share; write for example 2%'),
        ]),
      )
      .default({})
      .describe(
        "Smallest change that counts, by point, for example { voltage.L1: 1, temperature: 2% }: in the point's unit, or as a share of the last value that passed; points not named: any change. What passes, passes with all its points. Needs `heartbeat`.",
      ),
    interval: duration('At most one message in this time, the newest.').optional(),
  })
  .refine(({ heartbeat, deadband }) => heartbeat !== undefined || Object.keys(deadband).length === 0, {
    error:
      'has a deadband and no heartbeat; add for example heartbeat: 5m, so that a steady value is not taken for a silent device',
  })
  .refine(({ heartbeat, deadband, interval }) => heartbeat ?? interval ?? Object.keys(deadband)[0], {
    error:
      'filters nothing; give a heartbeat, an interval or both, for example { heartbeat: 5m, deadband: { voltage.L1: 1 } }',
  });

export type FilterText = z.output<typeof filterPart>;

/** What applies to the device. */
export function filterText(
  own: FilterText | 'none' | undefined,
  ofDriver: FilterText | undefined,
): FilterText | undefined {
  return own === 'none' ? undefined : (own ?? ofDriver);
}

/** Deadbands are written by the point's name and kept by its quantity; `faults` by the name that has one. */
export function filterFor(
  { heartbeat, interval, deadband: written }: FilterText,
  points: readonly Point[],
): { readonly filter: Filter; readonly faults: readonly (readonly [name: string, fault: Fault])[] } {
  const deadband: Record<string, Deadband> = {};
  const faults: (readonly [string, Fault])[] = [];
  for (const [name, width] of Object.entries(written)) {
    const point =
      points.find(({ stream }) => stream.quantity === name) ??
      points.find(({ stream }) => stream.point === name);
    if (point && point.stream.kind !== 'state' && point.stream.kind !== 'text') {
      deadband[point.stream.quantity] =
        typeof width === 'number' ? width : { percent: Number.parseFloat(width) };
      continue;
    }
    const names = points.map(({ stream }) => stream.quantity);
    const fault: Fault = {
      code: 'UNKNOWN_POINT',
      message: point ? `${name} is no number, so it has no deadband.` : `The device has no point ${name}.`,
      mend: point ? 'Remove it; any change of it counts.' : pointMeant(name, names),
    };
    faults.push([name, fault]);
  }
  const filter = {
    heartbeatMs: heartbeat,
    deadband,
    ...(interval === undefined ? {} : { intervalMs: interval }),
  };
  return { filter, faults };
}

/** A quantity without the tag that its points have stands for none of them. */
function pointMeant(name: string, names: readonly string[]): string {
  const tagged = names.filter((each) => each.startsWith(`${name}.`));
  if (tagged.length > 0) return `Name them one by one: ${tagged.join(', ')}.`;
  const more = names.length > 16 ? ` and ${names.length - 16} more` : '';
  return didYouMean(name, names, `Its points are ${names.slice(0, 16).join(', ')}${more}.`);
}
