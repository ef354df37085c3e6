/** `kopru read`: every point of a device once, with where it stands in the device and what came over the wire. */
import { parseDurationMs } from '../core/duration.ts';
import { numberText } from '../core/number-text.ts';
import { units } from '../core/unit.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { readDevice } from './device-reading.ts';
import { exits, usageError } from './exit.ts';
import { findDevice } from './find-device.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import type { Option, RunVerb } from './verb.ts';

export const read: RunVerb = async (terminal, { args: [id], options }) => {
  const configuration = loadConfiguration(
    terminal,
    typeof options.file === 'string' ? options.file : undefined,
  );
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const device = findDevice(site, id);
  const reading = await readDevice({ terminal, configuration, site, device, waitMs: waitOf(options.wait) });
  if (terminal.json) terminal.out(JSON.stringify(asJson(device.id, device.driver, reading)));
  else print(terminal, device.id, device.driver, reading);
  if (reading.problem) return exits.failed;
  return reading.points.some(({ value }) => 'refusal' in value) ? exits.findings : exits.fine;
};

/** Time to wait for a device that talks by itself. */
export function waitOf(option: Option, unsaidMs = 30_000): number {
  if (option === undefined) return unsaidMs;
  const ms = typeof option === 'string' ? parseDurationMs(option) : undefined;
  if (ms !== undefined) return ms;
  throw usageError(`${option} is no duration.`, 'Write a number and a unit, for example --wait 10s.');
}

function print(terminal: Terminal, id: string, driver: string, reading: DeviceReading): void {
  terminal.out(`${id}  ${driver}  ${reading.line}${reading.borrowed ? '  borrowed from run' : ''}`);
  if (reading.problem) {
    terminal.out(`${glyph(terminal, 'stopped')} ${reading.problem.reason} (${reading.problem.code})`);
    next(terminal, `kopru explain ${reading.problem.code}`);
    return;
  }
  for (const line of table(reading.points.map(row))) terminal.out(`  ${line}`);
  const good = reading.points.filter(({ value }) => 'value' in value).length;
  const all = good === reading.points.length;
  terminal.out(
    `${glyph(terminal, all ? 'fine' : 'look')} ${good} of ${reading.points.length} points${all ? ', all in range' : ' have a value'}.`,
  );
  next(terminal, `kopru map ${id}`);
}

function row({ point, value, where, raw, how }: ShownPoint): string[] {
  const unit =
    point.stream.unit === undefined ? '' : (units.get(point.stream.unit)?.symbol ?? point.stream.unit);
  return [point.stream.point, valueText(value), 'value' in value ? unit : '', where, raw, how];
}

function valueText(value: ShownPoint['value']): string {
  if ('refusal' in value) return `no value: ${value.refusal}`;
  return typeof value.value === 'number' ? numberText(value.value) : String(value.value);
}

function asJson(id: string, driver: string, { problem, borrowed, points }: DeviceReading): object {
  return {
    device: id,
    driver,
    borrowed,
    problem,
    points: points.map(({ point, value, where, raw, how }) => ({
      point: point.stream.point,
      unit: point.stream.unit,
      ...value,
      where,
      raw,
      how,
    })),
  };
}
