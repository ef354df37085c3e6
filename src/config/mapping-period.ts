/** What a mapping says about periods: lengths that fit the clock, and windows that can be made of their quantities. */
import type { AttributeSource } from '../core/mapping.ts';
import { parseQuantity } from '../core/quantity.ts';
import { windowMisfit } from '../core/window-measure.ts';
import type { WrittenAttribute } from './mapping-schema.ts';
import type { ModelFault } from './model-faults.ts';
import type { Fault } from './problems.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Periods begin at the clock's own minutes, so they divide the hour. Undefined if it does. */
export function periodFault(periodMs: number): Fault | undefined {
  const fits = periodMs >= minuteMs && periodMs % minuteMs === 0 && hourMs % periodMs === 0;
  if (fits) return undefined;
  return {
    code: 'PERIOD_LENGTH',
    message: 'A period lasts 1m to 1h, and periods begin at the full hour.',
    mend: 'Write 1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m or 1h.',
  };
}

/** `hasPeriod`: the mapping as a whole has one. */
export function windowFaults(
  name: string,
  written: WrittenAttribute,
  source: AttributeSource,
  hasPeriod: boolean,
): ModelFault[] {
  const { window, weight, period } = written;
  const measured = source.kind === 'from' || source.kind === 'formula' || source.kind === 'object';
  const faults: ModelFault[] = [];
  const tell = (path: ModelFault['path'], code: string, message: string, mend: string) =>
    faults.push({ path, fault: { code, message, mend } });
  const fault = period === undefined ? undefined : periodFault(period);
  if (fault) faults.push({ path: ['period'], fault });
  if (source.kind === 'time' && periodTimes.includes(source.time) && !hasPeriod) {
    const words = `${name} tells of a period, and the mapping has none.`;
    tell(['time'], 'PERIOD_MISSING', words, 'Add `period` to the mapping, or write `time: observed`.');
  }
  if (period !== undefined && !measured) {
    const words = `A period says nothing about ${name}, which is not measured.`;
    tell(['period'], 'KEY_WITHOUT_EFFECT', words, 'Remove `period`.');
  }
  if (window !== undefined && source.kind !== 'from' && source.kind !== 'formula') {
    const words = `\`window\` takes the values of \`from\` or \`formula\`, and ${name} has neither.`;
    tell(
      ['window'],
      'WINDOW_SOURCE',
      words,
      'Remove `window`; without it the last value of the period is sent.',
    );
  } else if (window !== undefined && period === undefined && !hasPeriod) {
    const words = `${name} has a window, and nothing says over which period.`;
    tell(
      ['window'],
      'PERIOD_MISSING',
      words,
      'Add `period` to the attribute or to the mapping, for example 15m.',
    );
  }
  const weighs = window === 'mean' || window === 'energyMean' || window === 'vectorMean';
  if (weight !== undefined && !weighs) {
    const words = `Only a mean has a weight, and ${name} is none.`;
    tell(['weight'], 'KEY_WITHOUT_EFFECT', words, 'Remove `weight`, or write `window: mean`.');
  }
  if (window !== undefined && source.kind === 'from') {
    for (const quantity of source.quantities) {
      const words = misfitOf(window, quantity);
      if (words !== undefined)
        tell(['window'], 'WINDOW_KIND', words, 'Choose another window, or another quantity.');
    }
  }
  return faults;
}

const periodTimes: readonly string[] = ['from', 'to', 'interval'];

function misfitOf(window: NonNullable<WrittenAttribute['window']>, name: string): string | undefined {
  const parsed = parseQuantity(name);
  if ('problem' in parsed || parsed.quantity.unit === 'any') return undefined;
  const misfit = windowMisfit(window, parsed.quantity.kind);
  if (misfit === undefined) return undefined;
  return `\`window: ${window}\` cannot be made of ${misfit}, and ${name} is a ${parsed.quantity.kind}.`;
}
