/**
 * `kopru plan`: what the buses will carry before anything is deployed: per bus the share of its time at the configured
 * line, and the same with dead devices, whose timeouts cost more than answers; and, where a gateway runs on this very
 * configuration, what a reload would change. Opens no port.
 */
import { resolve } from 'node:path';
import type { Site } from '../config/site.ts';
import type { SiteChanges } from '../config/site-changes.ts';
import { spanText } from '../core/duration.ts';
import { type BusLoad, busLoad, shareWithDead } from '../sources/modbus/load.ts';
import type { ModbusDevice } from '../sources/modbus/settings.ts';
import { busText } from './bus-target.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { runningGateway, runOrStatus } from './gateway-socket.ts';
import { percent } from './percent.ts';
import { changeLines } from './reload.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import type { Option, RunVerb } from './verb.ts';

export const plan: RunVerb = async (terminal, { args: [file], options }) => {
  const dead = deadOf(options.dead);
  const configuration = loadConfiguration(terminal, file);
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const loads = busLoads(site);
  const reload = await reloadOf(terminal, configuration.file);
  const tight = loads.filter((load) => withDead(load, dead).some((share) => share > 1));
  if (terminal.json) {
    const buses = loads.map((load) => ({ ...load, withDead: withDead(load, dead) }));
    terminal.out(
      JSON.stringify({ file: configuration.file, dead, readingsPerMinute: readingsOf(site), buses, reload }),
    );
  } else {
    for (const load of loads) print(terminal, site, load, dead);
    if (reload) {
      terminal.out('A reload of the running gateway would change:');
      for (const line of changeLines(reload)) terminal.out(line);
    }
    conclude(terminal, site, tight, dead);
    const goOn = reload ? 'kopru reload' : await runOrStatus(terminal);
    next(terminal, tight.length > 0 ? 'kopru explain BUS_FULL' : goOn);
  }
  return tight.length > 0 ? exits.findings : exits.fine;
};

/** The load of each bus, in the order of the configuration. */
export function busLoads(site: Site): readonly BusLoad[] {
  const devices = site.devices.filter((each): each is ModbusDevice => each.protocol === 'modbus');
  return site.buses.map((bus) => busLoad(bus, devices));
}

/** What the running gateway would change; undefined if it would change nothing, runs elsewhere or not at all. */
async function reloadOf(terminal: Terminal, file: string): Promise<SiteChanges | undefined> {
  try {
    const gateway = await runningGateway(terminal);
    const answer = await gateway.reload({ dryRun: true, confirmed: false });
    return answer.kind === 'planned' && answer.file === resolve(terminal.workingFolder, file)
      ? answer.changes
      : undefined;
  } catch {
    return undefined;
  }
}

/** Shares with 0, 1, ... dead devices; not more than there are. */
const withDead = (load: BusLoad, most: number): number[] =>
  Array.from({ length: Math.min(most, load.devices.length) + 1 }, (_, dead) => shareWithDead(load, dead));

function print(terminal: Terminal, site: Site, load: BusLoad, dead: number): void {
  const bus = site.buses.find(({ name }) => name === load.bus);
  if (!bus) return;
  const where = busText({ bus, site: undefined });
  terminal.out(
    `${load.bus}  ${where}  ${percent(load.share)} busy, ${Math.round(load.requestsPerMinute)} requests a minute`,
  );
  const rows = load.devices
    .toSorted((a, b) => b.share - a.share)
    .map(({ id, driver, everyMs, requests, pollMs, share }) => [
      `  ${id}`,
      driver,
      `every ${spanText(everyMs)}`,
      `${requests} ${requests === 1 ? 'read' : 'reads'}`,
      `${Math.round(pollMs)} ms`,
      percent(share),
    ]);
  for (const line of table(rows)) terminal.out(line);
  const [, ...shares] = withDead(load, dead);
  if (shares.length > 0) {
    terminal.out(`  with ${shares.map((share, index) => `${index + 1} dead ${percent(share)}`).join(', ')}`);
  }
}

function conclude(terminal: Terminal, site: Site, tight: readonly BusLoad[], dead: number): void {
  const [worst] = tight;
  const readings = `${readingsOf(site)} readings a minute.`;
  if (worst) {
    const full = worst.share > 1 ? '' : ` with ${Math.min(dead, worst.devices.length)} dead devices`;
    terminal.out(
      `${glyph(terminal, 'look')} ${worst.bus} has not the time for all polls${full}: some will be left out and counted as overruns.`,
    );
    terminal.out('  Lengthen `every`, raise the baud rate, or split the bus.');
  } else {
    const what = site.buses.length === 0 ? 'No bus is configured' : 'All polls fit';
    terminal.out(`${glyph(terminal, 'fine')} ${what}; ${readings}`);
  }
}

/** Good readings that the used points give in a minute if nothing is filtered. */
function readingsOf(site: Site): number {
  const counts = site.devices.map((device) => {
    if (device.protocol !== 'modbus') return 0;
    return (device.points.filter(({ used }) => used).length * 60_000) / device.everyMs;
  });
  return Math.round(counts.reduce((sum, each) => sum + each, 0));
}

function deadOf(option: Option): number {
  const count = option === undefined ? 3 : Number(option);
  if (Number.isInteger(count) && count >= 0 && count <= 247) return count;
  throw usageError(`${option} is no count of devices.`, 'Write for example --dead 3.');
}
