/** `kopru broker`: the NGSI-LD broker in memory, well-behaved or not, until somebody stops it. */
import { didYouMean } from '../config/suggest.ts';
import { pause } from '../core/environment.ts';
import { startBroker } from '../simulator/broker/broker.ts';
import { faultGroups, faultNames } from '../simulator/broker/faults/table.ts';
import { type FaultRule, FaultScript, parseFaultRule } from '../simulator/broker/faults.ts';
import type { Counters } from '../simulator/broker/ngsi-ld/history.ts';
import { isProfileName, type ProfileName, profileNames, profileOf } from '../simulator/broker/profiles.ts';
import { seeded } from '../simulator/seeded.ts';
import { systemClock } from '../sources/host/clock.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { seedOf } from './seed.ts';
import { glyph, next, type Terminal, wrapped } from './terminal.ts';
import { type Option, type RunVerb, valuesOf } from './verb.ts';

export const broker: RunVerb = async (terminal, { options }) => {
  if (options.list === true) return list(terminal);
  const clock = systemClock();
  const seed = seedOf(options.seed);
  const rules = valuesOf(options.fault).map(ruleOf);
  const profileName = profileNameOf(options.profile);
  const { middleware, bytesPerBody } = profileOf(profileName, { tenants: valuesOf(options.tenant) });
  const script = new FaultScript({ clock, random: seeded(seed) });
  const running = await startBroker({
    clock,
    host: typeof options.host === 'string' ? options.host : '127.0.0.1',
    port: portOf(options.port),
    middleware: [script.middleware, ...middleware],
    ...(bytesPerBody === undefined ? {} : { bytesPerBody }),
  });
  script.play(rules);
  if (terminal.json) terminal.out(JSON.stringify({ url: running.url, profile: profileName, seed }));
  else {
    const kind = profileName === 'spec' ? '' : `, like ${profileName}`;
    terminal.out(`${glyph(terminal, 'fine')} broker   ${running.url}, in memory${kind}. Ctrl-C ends it.`);
    if (rules.length > 0)
      terminal.out(`${glyph(terminal, 'look')} faults   ${valuesOf(options.fault).join(' ')} --seed ${seed}`);
  }
  next(terminal, `curl '${running.url}/entities?local=true'`);

  const stopping = new AbortController();
  const shown =
    options.history === true
      ? showHistory(terminal, () => running.store.counters, stopping.signal)
      : undefined;
  await terminal.untilStopped();
  stopping.abort();
  await shown;
  script.stop();
  await running.close();
  if (options.history === true || rules.length > 0) conclude(terminal, running.store.counters, script.struck);
  return exits.fine;
};

/** One line a second, while something comes in. */
async function showHistory(terminal: Terminal, counters: () => Counters, signal: AbortSignal): Promise<void> {
  let shown = counters().writes;
  while (!signal.aborted) {
    await pause(systemClock(), 1_000, signal);
    const now = counters();
    if (now.writes === shown) continue;
    shown = now.writes;
    terminal.out(terminal.json ? JSON.stringify({ history: now }) : `  ${historyWords(now)}`);
  }
}

function conclude(terminal: Terminal, counters: Counters, struck: ReadonlyMap<string, number>): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ history: counters, struck: Object.fromEntries(struck) }));
    return;
  }
  const fine = counters.inversions === 0;
  terminal.out(`${glyph(terminal, fine ? 'fine' : 'stopped')} ${historyWords(counters)}`);
  for (const [name, times] of struck) terminal.out(`  ${name} struck ${times} times`);
}

function historyWords({ writes, duplicates, inversions }: Counters): string {
  return `${writes} values came in, ${duplicates} of them twice, ${inversions} back in time`;
}

function list(terminal: Terminal): Exit {
  if (terminal.json) {
    const profiles = profileNames.map((name) => ({ name, about: profileOf(name).about }));
    const faults = faultGroups.flatMap((group) =>
      Object.entries(group.faults).map(([name, { about }]) => ({ name, about, group: group.title })),
    );
    terminal.out(JSON.stringify({ profiles, faults }));
    return exits.fine;
  }
  terminal.out('Profiles');
  for (const name of profileNames) entry(terminal, name, profileOf(name).about);
  for (const { title, faults } of faultGroups) {
    terminal.out(`\n${title}`);
    for (const [name, { about }] of Object.entries(faults)) entry(terminal, name, about);
  }
  terminal.out('');
  next(terminal, 'kopru broker --fault reset-after-applying=20% --history');
  return exits.fine;
}

const nameWidth = 26;

function entry(terminal: Terminal, name: string, about: string): void {
  wrapped(about, 80 - nameWidth - 2).forEach((line, index) => {
    terminal.out(`  ${(index === 0 ? name : '').padEnd(nameWidth)}${line}`);
  });
}

function ruleOf(text: string): FaultRule {
  const rule = parseFaultRule(text);
  if (!rule)
    throw usageError(
      `${text} is no fault with limits.`,
      'Write --fault NAME, NAME=3, NAME=20%, NAME=30s or NAME=20%,10s-40s.',
    );
  if (faultNames.includes(rule.name)) return rule;
  throw usageError(
    `There is no fault ${rule.name}.`,
    didYouMean(rule.name, faultNames, 'See kopru broker --list.'),
  );
}

function profileNameOf(option: Option): ProfileName {
  const name = option ?? 'spec';
  if (typeof name === 'string' && isProfileName(name)) return name;
  throw usageError(`There is no profile ${name}.`, `Choose one of ${profileNames.join(', ')}.`);
}

function portOf(option: Option): number {
  if (option === undefined) return 1026;
  const port = Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError(`There is no port ${option}.`, 'Give a number from 0 to 65535; 0 takes a free port.');
}
