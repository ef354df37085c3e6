/** `kopru check`: everything that is wrong with a configuration, at once, each with its place and its mend. */
import { countText, isError } from '../config/problems.ts';
import type { Language } from '../core/language.ts';
import { type Configuration, loadConfiguration, mostShown, showProblems } from './configuration.ts';
import { counted } from './counted.ts';
import { type Diagnosis, exitOfDiagnoses, worstOf } from './diagnosis.ts';
import { type Exit, exits } from './exit.ts';
import { runOrStatus } from './gateway-socket.ts';
import { withOwnSamples } from './own-samples.ts';
import { percent } from './percent.ts';
import { busLoads } from './plan.ts';
import { glyph, next, nextWord, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

const shownBuses = 3;

export const check: RunVerb = async (terminal, { args: [file], options }) => {
  const configuration = withOwnSamples(loadConfiguration(terminal, file));
  const { site, problems, counts } = configuration;
  if (!terminal.json) print(terminal, configuration, options.all === true);
  // What opens ports and connections is loaded only where somebody wants them opened.
  const { checkOnline } = options.online ? await import('./check-online.ts') : {};
  const online = site && (await checkOnline?.({ terminal, configuration, site }, options.wait));
  const exit = worse(exitOf(configuration), exitOfDiagnoses(online ?? []));
  if (terminal.json) {
    terminal.out(
      JSON.stringify({
        file: configuration.file,
        ok: exit === exits.fine || exit === exits.findings,
        counts,
        buses: site ? busLoads(site).map(({ bus, share }) => ({ bus, share })) : [],
        problems,
        ...(online ? { online } : {}),
      }),
    );
    return exit;
  }
  next(terminal, await nextCommand(terminal, configuration, online), nextWord(terminal));
  return exit;
};

function print(terminal: Terminal, configuration: Configuration, all: boolean): void {
  const exit = exitOf(configuration);
  showProblems(terminal, configuration, all ? Number.POSITIVE_INFINITY : mostShown);
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  const { language } = terminal;
  const parts = [filesText, busesText, unsentText].map((text) => text(configuration, language));
  terminal.out(
    `${glyph(terminal, state)} ${countText(configuration.problems, language)}: ${parts.join('')}.`,
  );
}

/** What failed matters more than what there is to look at. */
function worse(one: Exit, other: Exit): Exit {
  const order: readonly Exit[] = [exits.configuration, exits.failed, exits.findings];
  return order.find((each) => each === one || each === other) ?? exits.fine;
}

function exitOf({ problems }: Configuration): Exit {
  if (problems.some(isError)) return exits.configuration;
  return problems.length > 0 ? exits.findings : exits.fine;
}

const words = {
  en: {
    files: (drivers: number, mappings: number) =>
      `1 gateway, ${drivers} driver and ${mappings} mapping files`,
    busy: (bus: string, share: string) => `${bus} ${share} busy`,
    others: (count: number) => ` and ${count} less busy`,
    unsent: 'nothing is sent: no broker stands under forward',
  },
  tr: {
    files: (drivers: number, mappings: number) =>
      `1 ağ geçidi, ${drivers} sürücü ve ${mappings} eşleme dosyası`,
    busy: (bus: string, share: string) => `${bus} doluluğu ${share}`,
    others: (count: number) => ` ve daha az dolu ${count} tane`,
    unsent: 'hiçbir şey gönderilmiyor: forward altında bağlam aracısı yok',
  },
} as const;

function filesText({ counts, site }: Configuration, language: Language): string {
  const { devices, drivers, mappings } = counts;
  const made = site ? `${counted(language, devices, 'device')}, ` : '';
  return `${made}${words[language].files(drivers, mappings)}`;
}

/** `; rs485 12 % busy`, the busiest first. */
function busesText({ site }: Configuration, language: Language): string {
  const loads = site ? busLoads(site).toSorted((a, b) => b.share - a.share) : [];
  if (loads.length === 0) return '';
  const { busy, others } = words[language];
  const shown = loads.slice(0, shownBuses).map(({ bus, share }) => busy(bus, percent(share)));
  const hidden = loads.length - shown.length;
  return `; ${shown.join(', ')}${hidden === 0 ? '' : others(hidden)}`;
}

/** Entities that nobody gets are no mistake, and seldom what is wanted. */
function unsentText({ site }: Configuration, language: Language): string {
  const unsent = site && site.entities.length > 0 && site.destinations.length === 0;
  return unsent ? `; ${words[language].unsent}` : '';
}

async function nextCommand(
  terminal: Terminal,
  { problems: [problem], site, file }: Configuration,
  online: readonly Diagnosis[] | undefined,
): Promise<string> {
  const worst = worstOf(online ?? []);
  if (problem && worst?.state !== 'stopped') return `kopru explain ${problem.code}`;
  if (worst?.mend !== undefined) return worst.mend;
  const device = site?.devices[0];
  if (device && !online) return `kopru map ${device.id}`;
  return (await runOrStatus(terminal)) === 'kopru run' ? `kopru run ${file}` : 'kopru status';
}
