/**
 * `kopru scan`: which units answer on a bus, at which line setting, and which drivers fit them. Says first how long
 * it may take; Ctrl-C ends it and keeps what was found. While the gateway runs, its bus is asked in between its polls.
 */
import { modbusCandidates } from '../config/modbus-candidates.ts';
import { parseDurationMs } from '../core/duration.ts';
import { lineText, parseLine } from '../core/line.ts';
import { systemClock } from '../sources/host/clock.ts';
import { type Likeness, likeliest, likeness } from '../sources/modbus/recognise.ts';
import {
  askUnit,
  type Finding,
  identityOf,
  likelyLines,
  parseUnits,
  scanEstimateMs,
} from '../sources/modbus/scan.ts';
import type { Bus } from '../sources/modbus/settings.ts';
import { cleanText } from '../telemetry/facts.ts';
import { type BorrowedBus, borrowBus } from './borrowed-bus.ts';
import { type BusTarget, busTarget, busText, repeated } from './bus-target.ts';
import { driverFoldersFor } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { shortNumber } from './probe-view.ts';
import { ProgressLine } from './progress-line.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import { type Option, type RunVerb, valuesOf } from './verb.ts';

/** A unit that answered, or a setting at which something was heard that is no answer. */
export interface Seen {
  readonly bus: Bus;
  readonly finding: Exclude<Finding, { kind: 'silence' | 'broken' }>;
  /** Name in gateway.yaml. */
  readonly device: string | undefined;
  readonly likely: readonly Likeness[];
  /** What it says it is; empty where it does not. */
  readonly identity: string;
}

interface Scan {
  readonly terminal: Terminal;
  readonly target: BusTarget;
  readonly units: readonly number[];
  readonly timeoutMs: number;
  readonly wantDrivers: boolean;
  readonly isStopped: () => boolean;
  readonly progress: ProgressLine;
}

export const scan: RunVerb = async (terminal, { options }) => {
  const target = busTarget(terminal, options);
  if (!target) return exits.configuration;
  const units = unitsOf(options.units);
  const timeoutMs = timeoutOf(options.timeout);
  const buses = busesToTry(target, options);
  const minutes = scanEstimateMs(units.length, buses.length, timeoutMs) / 60_000;
  if (!terminal.json) {
    const settings = buses.length > 1 ? ` at up to ${buses.length} line settings` : '';
    terminal.out(
      `${busText(target)}: ${units.length} unit ids${settings}, at most ${minutesText(minutes)}. Ctrl-C keeps what was found.`,
    );
  }
  let stopped = false;
  void terminal.untilStopped().then(() => {
    stopped = true;
  });
  const progress = new ProgressLine(terminal, units.length * buses.length);
  const parts = {
    terminal,
    target,
    units,
    timeoutMs,
    progress,
    wantDrivers: options.drivers !== false,
    isStopped: () => stopped,
  };
  const seen: Seen[] = [];
  let broken: Extract<Finding, { kind: 'broken' }> | undefined;
  for (const bus of buses) {
    if (stopped || broken || seen.some(({ finding }) => finding.kind === 'alive')) break;
    broken = await scanBus(parts, bus, seen);
  }
  progress.clear();
  return report(terminal, target, { seen, broken, stopped, asked: progress.done });
};

/** Adds to `seen` as it goes; returns why the bus could not be asked. */
async function scanBus(
  scan: Scan,
  bus: Bus,
  seen: Seen[],
): Promise<Extract<Finding, { kind: 'broken' }> | undefined> {
  const { terminal, target, progress } = scan;
  const lent = await borrowBus(terminal, bus, target.site);
  try {
    for (const unitId of scan.units) {
      if (scan.isStopped()) return undefined;
      progress.step(`${bus.kind === 'serial' ? `${lineText(bus.line)}  ` : ''}unit ${unitId}`);
      const finding = await askUnit(unitId, (request) => lent.ask(request, scan.timeoutMs));
      if (finding.kind === 'broken') return finding;
      if (finding.kind === 'silence') continue;
      const device = target.site?.devices.find(
        (each) => each.protocol === 'modbus' && each.bus === bus.name && each.unitId === unitId,
      );
      const unknown = finding.kind === 'alive' && !device && scan.wantDrivers;
      const identity = unknown ? await identityOf(unitId, (ask) => lent.identify(ask, scan.timeoutMs)) : '';
      const likely = unknown ? await driversFor(scan, lent, unitId) : [];
      const one = { bus, finding, device: device?.id, likely, identity };
      seen.push(one);
      if (!terminal.json) progress.say(seenText(terminal, one));
      // An adapter that hears itself does so for every unit.
      if (finding.kind === 'echo') return undefined;
    }
    return undefined;
  } finally {
    await lent.release();
  }
}

async function driversFor(scan: Scan, lent: BorrowedBus, unitId: number): Promise<readonly Likeness[]> {
  const clock = systemClock();
  const found: Likeness[] = [];
  for (const candidate of modbusCandidates(driverFoldersFor(scan.terminal))) {
    if (scan.isStopped()) break;
    const like = await likeness(candidate, unitId, {
      clock,
      ask: (request) => lent.ask(request, Math.max(scan.timeoutMs, 500)),
    });
    if (like) found.push(like);
  }
  return likeliest(found).slice(0, 3);
}

function report(
  terminal: Terminal,
  target: BusTarget,
  {
    seen,
    broken,
    stopped,
    asked,
  }: {
    seen: readonly Seen[];
    broken: Extract<Finding, { kind: 'broken' }> | undefined;
    stopped: boolean;
    asked: number;
  },
) {
  const alive = seen.filter(({ finding }) => finding.kind === 'alive');
  if (terminal.json) {
    const found = seen.map(({ bus, finding, device, likely, identity }) => ({
      ...finding,
      identity: identity === '' ? undefined : identity,
      line: bus.kind === 'serial' ? lineText(bus.line) : undefined,
      device,
      drivers: likely,
    }));
    terminal.out(JSON.stringify({ bus: busText(target), asked, stopped, found, problem: broken }));
  } else if (broken) {
    terminal.out(`${glyph(terminal, 'stopped')} ${broken.reason} (${broken.code})`);
    next(terminal, `kopru explain ${broken.code}`);
  } else {
    const ended = stopped ? `Stopped after ${asked} questions: ` : '';
    terminal.out(
      `${glyph(terminal, alive.length > 0 ? 'fine' : 'look')} ${ended}${countText(alive.length)}${heardText(seen)}.`,
    );
    if (alive.length === 0) for (const line of checklist) terminal.out(`  ${line}`);
    next(terminal, nextCommand(target, alive));
  }
  if (broken) return exits.failed;
  return alive.length > 0 ? exits.fine : exits.findings;
}

function seenText(terminal: Terminal, { bus, finding, device, likely, identity }: Seen): string {
  const line = bus.kind === 'serial' ? lineText(bus.line) : `${bus.host}:${bus.port}`;
  const state = finding.kind === 'alive' ? 'fine' : 'look';
  const who = device === undefined ? '' : `  ${device} of gateway.yaml`;
  const head = `${glyph(terminal, state)} unit ${finding.unitId}  ${line}  ${finding.said}${who}`;
  const rows = likely.map(({ driver, good, points, values }) => [
    `    ${driver}`,
    `${good} of ${points} points`,
    values.map(({ point, value }) => `${point} ${shortNumber(value)}`).join(', '),
  ]);
  const named = identity === '' ? [] : [`    says it is ${cleanText(identity)}`];
  return [head, ...named, ...table(rows)].join('\n');
}

const countText = (alive: number) => (alive === 1 ? '1 device answers' : `${alive} devices answer`);

function heardText(seen: readonly Seen[]): string {
  if (seen.some(({ finding }) => finding.kind === 'echo')) return '; the adapter hears itself (ECHO)';
  const noisy = seen.filter(({ finding }) => finding.kind === 'noise').length;
  return noisy === 0 ? '' : `; ${noisy} gave damaged bytes: another line setting, noise, or one id twice`;
}

const checklist = [
  'Nothing answered. In this order: supply of the device, A and B swapped, its unit id and line',
  'setting on its display, resistors of 120 ohm at both ends only, and one master only.',
];

function nextCommand(target: BusTarget, alive: readonly Seen[]): string {
  const fresh = alive.find(({ device }) => device === undefined) ?? alive[0];
  if (!fresh) return 'kopru ports';
  return `kopru probe ${fresh.device ?? fresh.finding.unitId} 0${repeated({ ...target, bus: fresh.bus })}`;
}

/** The bus as it is; at other line settings only where the port is this tool's own and none was named. */
function busesToTry({ bus, site }: BusTarget, options: Readonly<Record<string, Option>>): readonly Bus[] {
  if (bus.kind !== 'serial') return [bus];
  const lines = valuesOf(options.lines);
  if (lines.length === 0 && (site || options.line !== undefined)) return [bus];
  if (site && lines.length > 0) {
    throw usageError(
      `The line setting of bus ${bus.name} stands in gateway.yaml.`,
      `Stop the gateway and name the port: kopru scan --port ${bus.port} --lines "9600 8N1" "19200 8E1"`,
    );
  }
  return (lines.length > 0 ? lines : likelyLines).map((text) => {
    const line = parseLine(text);
    if (!line) throw usageError(`${text} is no line setting.`, 'Write for example "9600 8N1".');
    return { ...bus, line };
  });
}

function unitsOf(option: Option): readonly number[] {
  const units = parseUnits(typeof option === 'string' ? option : '1-247');
  if (units) return units;
  throw usageError(
    `${option} is no range of unit ids.`,
    'Write for example --units 1-20,33; ids go from 1 to 247.',
  );
}

function timeoutOf(option: Option): number {
  const ms = option === undefined ? 300 : typeof option === 'string' ? parseDurationMs(option) : undefined;
  if (ms !== undefined && ms >= 20 && ms <= 5_000) return ms;
  throw usageError(`${option} is no such wait.`, 'Write 20ms to 5s, for example --timeout 500ms.');
}

const minutesText = (minutes: number) =>
  minutes < 1.5 ? `${Math.max(1, Math.round(minutes * 60))} s` : `${Math.round(minutes)} min`;
