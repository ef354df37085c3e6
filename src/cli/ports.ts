/**
 * `kopru ports`: the serial ports of this machine: the name that stays, the chip, who may open it and who has it
 * open, the bus that uses it, and the command that mends what is wrong.
 */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type SerialPortFacts, serialPorts, targetOf } from '../sources/host/serial-ports.ts';
import type { Bus } from '../sources/modbus/settings.ts';
import { lineText } from './bus-target.ts';
import { loadConfiguration } from './configuration.ts';
import { exits } from './exit.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

type SerialBus = Extract<Bus, { kind: 'serial' }>;

export interface PortReport extends SerialPortFacts {
  readonly bus: SerialBus | undefined;
  /** What to do before a bus can use it; undefined if nothing. */
  readonly mend: string | undefined;
}

export const ports: RunVerb = async (terminal, { options }) => {
  const file = typeof options.file === 'string' ? options.file : undefined;
  const buses = serialBuses(terminal, file);
  const facts = serialPorts(buses.map(({ port }) => port));
  const user = userInfo().username;
  const reports = facts.map((each) => reportOf(each, buses, user));
  const absent = buses.filter(({ port }) => targetOf(port) === undefined);
  if (terminal.json) terminal.out(JSON.stringify({ ports: reports, absent }));
  else print(terminal, reports, absent);
  return absent.length > 0 || reports.some(({ mend }) => mend !== undefined) ? exits.findings : exits.fine;
};

/** A port together with the bus that names it, and the first thing that stands in the way. */
export function reportOf(facts: SerialPortFacts, buses: readonly SerialBus[], user: string): PortReport {
  const bus = buses.find(
    ({ port }) => port === facts.stablePath || targetOf(port) === facts.path || port === facts.path,
  );
  return { ...facts, bus, mend: mendOf(facts, bus, user) };
}

function mendOf(
  { allowed, group, holders, stablePath, path }: SerialPortFacts,
  bus: SerialBus | undefined,
  user: string,
): string | undefined {
  if (!allowed) {
    return group === 'root' || group === '?'
      ? `sudo chgrp dialout ${path}    (its group is ${group}; a udev rule makes it stay)`
      : `sudo usermod -aG ${group} ${user}    then log in again`;
  }
  const stranger = holders.find(({ name }) => !/^(node|kopru|MainThread)$/.test(name));
  if (bus && stranger)
    return `sudo kill ${stranger.pid}    (${stranger.name} holds the port of bus ${bus.name})`;
  if (bus && stablePath !== undefined && bus.port !== stablePath) {
    return `In gateway.yaml, write for bus ${bus.name}: port: ${stablePath}`;
  }
  return undefined;
}

function print(terminal: Terminal, reports: readonly PortReport[], absent: readonly SerialBus[]): void {
  for (const { path, stablePath, chip, group, allowed, holders, bus, mend } of reports) {
    terminal.out(
      `${glyph(terminal, mend === undefined ? 'fine' : allowed ? 'look' : 'stopped')} ${stablePath ?? path}`,
    );
    const held = holders.map(({ name, pid }) => `${name} (${pid})`).join(', ');
    const facts = [
      ...(stablePath === undefined ? [] : [path]),
      chip ?? 'no USB adapter',
      `group ${group}, ${allowed ? 'may be opened' : 'may not be opened'}`,
      held === '' ? 'free' : `held by ${held}`,
      bus ? `bus ${bus.name} at ${lineText(bus.line)}` : 'no bus uses it',
    ];
    terminal.out(`    ${facts.join('; ')}`);
    if (mend !== undefined) terminal.out(`    ${mend}`);
  }
  for (const { name, port } of absent) {
    terminal.out(`${glyph(terminal, 'stopped')} ${port}`);
    terminal.out(`    Not there: the adapter of bus ${name} is unplugged or has another name.`);
  }
  const free = reports.find(({ bus, allowed }) => !bus && allowed);
  const used = reports.find(({ bus }) => bus);
  if (reports.length === 0)
    terminal.out('No serial port. Plug the adapter in; `dmesg | tail` says whether it was seen.');
  if (used?.bus) next(terminal, `kopru scan --bus ${used.bus.name}`);
  else next(terminal, free ? `kopru scan --port ${free.stablePath ?? free.path}` : 'kopru ports');
}

/** Those of the configuration, if there is one that holds; `ports` is useful before there is any. */
function serialBuses(terminal: Terminal, file: string | undefined): readonly SerialBus[] {
  const configuration = loadConfiguration(terminal, file);
  if (file === undefined && !existsSync(configuration.file)) return [];
  return configuration.site?.buses.filter((bus) => bus.kind === 'serial') ?? [];
}
