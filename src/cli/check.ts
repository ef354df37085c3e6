/** `kopru check`: everything that is wrong with a configuration, at once, each with its place and its mend. */
import { countText, isError } from '../config/problems.ts';
import { type Configuration, loadConfiguration, mostShown, showProblems } from './configuration.ts';
import { type Exit, exits } from './exit.ts';
import { withOwnSamples } from './own-samples.ts';
import { percent } from './percent.ts';
import { busLoads } from './plan.ts';
import { glyph, next } from './terminal.ts';
import type { RunVerb } from './verb.ts';

const shownBuses = 3;

export const check: RunVerb = async (terminal, { args: [file], options }) => {
  const configuration = withOwnSamples(loadConfiguration(terminal, file));
  const { problems, counts } = configuration;
  const exit = exitOf(configuration);
  if (terminal.json) {
    terminal.out(
      JSON.stringify({
        file: configuration.file,
        ok: exit !== exits.configuration,
        counts,
        buses: configuration.site
          ? busLoads(configuration.site).map(({ bus, share }) => ({ bus, share }))
          : [],
        problems,
      }),
    );
    return exit;
  }
  showProblems(terminal, configuration, options.all ? Number.POSITIVE_INFINITY : mostShown);
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  terminal.out(
    `${glyph(terminal, state)} ${countText(problems)}: ${filesText(configuration)}${busesText(configuration)}${unsentText(configuration)}.`,
  );
  next(terminal, nextCommand(configuration));
  return exit;
};

function exitOf({ problems }: Configuration): Exit {
  if (problems.some(isError)) return exits.configuration;
  return problems.length > 0 ? exits.findings : exits.fine;
}

function filesText({ counts: { devices, drivers, mappings }, site }: Configuration): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const made = site ? `${count(devices, 'device')}, ` : '';
  return `${made}1 gateway, ${drivers} driver and ${mappings} mapping files`;
}

/** `; rs485 12 % busy`, the busiest first. */
function busesText({ site }: Configuration): string {
  const loads = site ? busLoads(site).toSorted((a, b) => b.share - a.share) : [];
  if (loads.length === 0) return '';
  const shown = loads.slice(0, shownBuses).map(({ bus, share }) => `${bus} ${percent(share)} busy`);
  const hidden = loads.length - shown.length;
  const others = hidden === 0 ? '' : ` and ${hidden} less busy`;
  return `; ${shown.join(', ')}${others}`;
}

/** Entities that nobody gets are no mistake, and seldom what is wanted. */
function unsentText({ site }: Configuration): string {
  const unsent = site && site.entities.length > 0 && site.destinations.length === 0;
  return unsent ? '; nothing is sent: no broker stands under forward' : '';
}

function nextCommand({ problems, site, file }: Configuration): string {
  const [worst] = problems;
  if (worst) return `kopru explain ${worst.code}`;
  const device = site?.devices[0];
  return device ? `kopru map ${device.id}` : `kopru run ${file}`;
}
