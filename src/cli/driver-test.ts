/** `kopru driver test`: driver files tried on their samples, and what one poll of them costs on the line. */
import { resolve } from 'node:path';
import { countText, isError, renderProblems, sortProblems } from '../config/problems.ts';
import { type TriedFile, tryDrivers } from '../config/try-drivers.ts';
import { spanText } from '../core/duration.ts';
import { parseLine } from '../core/line.ts';
import { busLoad, type DeviceLoad } from '../sources/modbus/load.ts';
import type { ModbusDevice } from '../sources/modbus/settings.ts';
import { driverFoldersFor, mostShown } from './configuration.ts';
import { counted } from './counted.ts';
import { type Exit, exits } from './exit.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import type { RunVerb } from './verb.ts';

/** The slowest that devices on RS-485 are commonly set to. */
const slowest = '2400 8N1';

export const driverTest: RunVerb = async (terminal, { args, options }) => {
  const named = args.flatMap((each) => {
    if (each === undefined) return [];
    return [each.endsWith('.yaml') ? resolve(terminal.workingFolder, each) : each];
  });
  const { tried, sources } = tryDrivers(named, driverFoldersFor(terminal));
  const problems = sortProblems(tried.flatMap((each) => each.problems));
  const exit = exitOf(tried);
  if (terminal.json) {
    const drivers = tried.map(({ name, results, problems: found, ...each }) => {
      return { name, results, problems: found, plan: plansOf(each) };
    });
    terminal.out(JSON.stringify({ ok: exit === exits.fine, drivers }));
    return exit;
  }
  if (problems.length > 0) {
    const limit = options.all ? Number.POSITIVE_INFINITY : mostShown;
    terminal.err(
      renderProblems(problems, sources, {
        color: terminal.color,
        limit,
        language: terminal.language,
      }).trimEnd(),
    );
  }
  for (const line of table(tried.flatMap(planRow))) terminal.out(line);
  summary(terminal, tried, exit);
  next(terminal, problems[0] ? `kopru explain ${problems[0].code}` : 'kopru check');
  return exit;
};

function exitOf(tried: readonly TriedFile[]): Exit {
  const problems = tried.flatMap((each) => each.problems);
  if (tried.length === 0 || problems.some(isError)) return exits.failed;
  return problems.length > 0 ? exits.findings : exits.fine;
}

function summary(terminal: Terminal, tried: readonly TriedFile[], exit: Exit): void {
  const samples = tried.reduce((sum, { driver }) => sum + (driver?.samples.length ?? 0), 0);
  const { language } = terminal;
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  const faults = countText(
    tried.flatMap((each) => each.problems),
    language,
  );
  terminal.out(
    `${glyph(terminal, state)} ${faults}: ${counted(language, tried.length, 'driver')}, ${counted(language, samples, 'sample')}.`,
  );
}

interface Plan extends Pick<DeviceLoad, 'requests' | 'pollMs' | 'everyMs' | 'share'> {
  readonly line: string;
}

function planRow(tried: TriedFile): string[][] {
  const plans = plansOf(tried);
  const [first, ...others] = plans;
  if (!first) return [];
  const costs = plans.map(({ line, pollMs, share }) => {
    const warning = share > 1 ? `, longer than every ${spanText(first.everyMs)}` : '';
    return `${Math.round(pollMs)} ms at ${line}${warning}`;
  });
  const reads = `${first.requests} ${first.requests === 1 ? 'read' : 'reads'}`;
  return [[`  ${tried.name}`, reads, [costs[0], ...costs.slice(1, others.length + 1)].join('; ')]];
}

/** What one poll takes at the factory's line and at the slowest. */
function plansOf({ driver, compiled }: Pick<TriedFile, 'driver' | 'compiled'>): readonly Plan[] {
  if (!driver || compiled?.protocol !== 'modbus' || compiled.points.length === 0) return [];
  const device: ModbusDevice = {
    id: driver.name,
    driver: driver.name,
    protocol: 'modbus',
    bus: 'bus',
    unitId: 1,
    everyMs: driver.head.every ?? 10_000,
    staleMs: 0,
    name: undefined,
    location: { type: 'Point', coordinates: [0, 0] },
    serialNumber: undefined,
    facts: {},
    filter: undefined,
    points: compiled.points,
    quirks: compiled.quirks,
  };
  return [...new Set([compiled.part.line ?? '9600 8N1', slowest])].flatMap((text) => {
    const line = parseLine(text);
    if (!line) return [];
    const bus = { name: 'bus', kind: 'serial', port: '', framing: 'rtu', line } as const;
    return busLoad(bus, [device]).devices.map(({ requests, pollMs, everyMs, share }) => ({
      line: text,
      requests,
      pollMs,
      everyMs,
      share,
    }));
  });
}
