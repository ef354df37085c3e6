/**
 * `kopru doctor`: everything a gateway needs, looked at in the order in which it is needed, with the mend for what is
 * missing. Sends nothing to a device or broker: it only opens connections and closes them.
 */
import { isError } from '../config/problems.ts';
import type { Site } from '../config/site.ts';
import { verdict } from '../core/verdict.ts';
import { type Configuration, loadConfiguration, secretsOf } from './configuration.ts';
import { type Diagnosis, exitOfDiagnoses, printDiagnosis, worstOf } from './diagnosis.ts';
import {
  checkClock,
  checkDisk,
  checkNode,
  checkPort,
  checkReachable,
  checkSecrets,
  endpointsOf,
} from './doctor-checks.ts';
import { exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { reportsOf } from './ports.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const doctor: RunVerb = async (terminal, { args: [file] }) => {
  const found: Diagnosis[] = [];
  const note = (diagnosis: Diagnosis) => {
    found.push(diagnosis);
    if (!terminal.json) printDiagnosis(terminal, diagnosis, nameWidth);
  };
  note(checkNode(process.versions.node));
  const configuration = loadConfiguration(terminal, file);
  note(checkConfiguration(configuration));
  const running = await checkRunning(terminal);
  if (configuration.site) {
    for await (const each of checksOf(terminal, configuration, configuration.site)) note(each);
  }
  note(running);
  const exit = exitOfDiagnoses(found);
  if (terminal.json) terminal.out(JSON.stringify({ ok: exit !== exits.failed, checks: found }));
  else conclude(terminal, found);
  return exit;
};

async function* checksOf(
  terminal: Terminal,
  configuration: Configuration,
  site: Site,
): AsyncGenerator<Diagnosis> {
  yield checkDisk(site.buffer.folder, site.buffer.limitMegabytes);
  const secrets = secretsOf(terminal, configuration.file);
  yield* checkSecrets(site, secrets);
  for (const report of reportsOf(site)) yield checkPort(report);
  yield await checkClock(site.gateway.clock === 'trusted');
  for (const endpoint of endpointsOf(site, terminal.environment)) yield await checkReachable(endpoint);
}

function checkConfiguration({ problems, file, site }: Configuration): Diagnosis {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  const mend = `kopru check ${file}`;
  if (errors > 0)
    return { name: 'configuration', state: 'stopped', says: `${counted(errors, 'error')} in ${file}`, mend };
  if (warnings > 0)
    return { name: 'configuration', state: 'look', says: `${file}, ${counted(warnings, 'warning')}`, mend };
  const devices = counted(site?.devices.length ?? 0, 'device');
  return { name: 'configuration', state: 'fine', says: `${file}, ${devices}` };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

async function checkRunning(terminal: Terminal): Promise<Diagnosis> {
  try {
    const gateway = await runningGateway(terminal);
    const refusal = await gateway.refusal();
    if (refusal) {
      const mend = 'mend the configuration, then: kopru reload';
      return { name: 'gateway', state: 'stopped', says: refusal.verdict.sentence, mend };
    }
    const { sentence, glyph: state } = verdict(await gateway.snapshot());
    const mend = state === 'fine' ? {} : { mend: 'kopru status' };
    return { name: 'gateway', state: state === 'fine' ? 'fine' : 'look', says: sentence, ...mend };
  } catch {
    const mend = 'sudo systemctl start kopru, or kopru run';
    return { name: 'gateway', state: 'look', says: 'does not run here, or this user may not ask it', mend };
  }
}

const nameWidth = 14;

function conclude(terminal: Terminal, found: readonly Diagnosis[]): void {
  const broken = found.filter(({ state }) => state === 'stopped').length;
  const looks = found.filter(({ state }) => state === 'look').length;
  const state = broken > 0 ? 'stopped' : looks > 0 ? 'look' : 'fine';
  terminal.out(`${glyph(terminal, state)} ${found.length} checks: ${broken} failed, ${looks} to look at.`);
  next(terminal, worstOf(found)?.mend ?? 'kopru status');
}
