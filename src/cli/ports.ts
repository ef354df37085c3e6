/**
 * `kopru ports`: the serial ports of this machine: the name that stays, the chip, who may open it and who has it
 * open, the bus or device that uses it, and the command that mends what is wrong.
 */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Site } from '../config/site.ts';
import { lineText } from '../core/line.ts';
import { type SerialPortFacts, serialPorts, targetOf } from '../sources/host/serial-ports.ts';
import type { Bus } from '../sources/modbus/settings.ts';
import { loadConfiguration } from './configuration.ts';
import { exits } from './exit.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

/** A bus, or a serial device with a port of its own. */
export type PortUser = Pick<Extract<Bus, { kind: 'serial' }>, 'name' | 'port' | 'line'> & {
  readonly device?: string;
};

export interface PortReport extends SerialPortFacts {
  readonly bus: PortUser | undefined;
  /** What to do before a bus can use it; undefined if nothing. */
  readonly mend: string | undefined;
}

export const ports: RunVerb = async (terminal, { options }) => {
  const file = typeof options.file === 'string' ? options.file : undefined;
  const buses = portUsers(terminal, file);
  const facts = serialPorts(buses.map(({ port }) => port));
  const user = userInfo().username;
  const reports = facts.map((each) => reportOf(each, buses, user));
  const absent = buses.filter(({ port }) => targetOf(port) === undefined);
  if (terminal.json) terminal.out(JSON.stringify({ ports: reports, absent }));
  else print(terminal, reports, absent);
  return absent.length > 0 || reports.some(({ mend }) => mend !== undefined) ? exits.findings : exits.fine;
};

/** A port together with the bus that names it, and the first thing that stands in the way. */
export function reportOf(facts: SerialPortFacts, buses: readonly PortUser[], user: string): PortReport {
  const bus = buses.find(
    ({ port }) => port === facts.stablePath || targetOf(port) === facts.path || port === facts.path,
  );
  return { ...facts, bus, mend: mendOf(facts, bus, user) };
}

function mendOf(
  { allowed, group, holders, stablePath, path }: SerialPortFacts,
  bus: PortUser | undefined,
  user: string,
): string | undefined {
  if (!allowed) {
    return group === 'root' || group === '?'
      ? `sudo chgrp dialout ${path}    (its group is ${group}; a udev rule makes it stay)`
      : `sudo usermod -aG ${group} ${user}    then log in again`;
  }
  const stranger = holders.find(({ name }) => !/^(node|kopru|MainThread)$/.test(name));
  if (bus && stranger)
    return `sudo kill ${stranger.pid}    (${stranger.name} holds the port of ${userText(bus)})`;
  if (bus && stablePath !== undefined && bus.port !== stablePath) {
    return `In gateway.yaml, write for ${userText(bus)}: port: ${stablePath}`;
  }
  return undefined;
}

function print(terminal: Terminal, reports: readonly PortReport[], absent: readonly PortUser[]): void {
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
      bus ? `${userText(bus)} at ${lineText(bus.line)}` : 'no bus uses it',
    ];
    terminal.out(`    ${facts.join('; ')}`);
    if (mend !== undefined) terminal.out(`    ${mend}`);
  }
  for (const user of absent) {
    terminal.out(`${glyph(terminal, 'stopped')} ${user.port}`);
    terminal.out(`    Not there: the adapter of ${userText(user)} is unplugged or has another name.`);
  }
  const free = reports.find(({ bus, allowed }) => !bus && allowed);
  const used = reports.find(({ bus }) => bus);
  if (reports.length === 0)
    terminal.out('No serial port. Plug the adapter in; `dmesg | tail` says whether it was seen.');
  if (used?.bus?.device !== undefined) next(terminal, `kopru trace ${used.bus.device}`);
  else if (used?.bus) next(terminal, `kopru scan --bus ${used.bus.name}`);
  else next(terminal, free ? `kopru scan --port ${free.stablePath ?? free.path}` : 'kopru ports');
}

/** Ports that a site uses: what stands in the way of each; one that is not there has no group. */
export function reportsOf(site: Site): PortReport[] {
  const users = usersOf(site);
  const facts = serialPorts(users.map(({ port }) => port));
  const user = userInfo().username;
  const known = facts.map((each) => reportOf(each, users, user)).filter(({ bus }) => bus !== undefined);
  const absent = users
    .filter(({ port }) => targetOf(port) === undefined)
    .map(
      (bus): PortReport => ({
        path: bus.port,
        stablePath: undefined,
        chip: undefined,
        group: '?',
        allowed: false,
        holders: [],
        bus,
        mend: 'Plug the adapter in, or write its name as kopru ports shows it.',
      }),
    );
  return [...known, ...absent];
}

/** Those of the configuration, if there is one that holds; `ports` is useful before there is any. */
function portUsers(terminal: Terminal, file: string | undefined): readonly PortUser[] {
  const configuration = loadConfiguration(terminal, file);
  if (file === undefined && !existsSync(configuration.file)) return [];
  return configuration.site ? usersOf(configuration.site) : [];
}

function usersOf(site: Site): readonly PortUser[] {
  const devices = site.devices.filter((device) => device.protocol === 'serial');
  const users = site.serialPorts.flatMap(({ name, address }): PortUser[] => {
    if (address.kind !== 'serial') return [];
    const { port, line } = address;
    return devices.filter((each) => each.port === name).map(({ id }) => ({ name, port, line, device: id }));
  });
  return [...site.buses.filter((bus) => bus.kind === 'serial'), ...users];
}

const userText = ({ name, device }: PortUser) => (device === undefined ? `bus ${name}` : `device ${device}`);
