/** `kopru proxy`: a bad line between a gateway and its peer, until somebody stops it. */
import { parseDurationMs } from '../core/duration.ts';
import { pause } from '../core/environment.ts';
import { type Address, type ChaosProxy, startChaosProxy } from '../simulator/proxy/chaos-proxy.ts';
import { parseToxic, type Toxic } from '../simulator/proxy/toxic.ts';
import { seeded } from '../simulator/seeded.ts';
import { systemClock } from '../sources/host/clock.ts';
import { exits, usageError } from './exit.ts';
import { seedOf } from './seed.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { type Option, type RunVerb, valuesOf } from './verb.ts';

export const proxy: RunVerb = async (terminal, { options }) => {
  const clock = systemClock();
  const to = addressOf('--to', options.to);
  const listen = addressOf('--listen', options.listen ?? '127.0.0.1:0');
  const toxics = valuesOf(options.toxic).map(toxicOf);
  const flap = flapOf(options.flap);
  const seed = seedOf(options.seed);
  const running = await startChaosProxy({ listen, to, clock, random: seeded(seed) });
  await running.apply(toxics);
  if (terminal.json) terminal.out(JSON.stringify({ host: listen.host, port: running.port, seed }));
  else {
    const line = `${listen.host}:${running.port} to ${to.host}:${to.port}`;
    terminal.out(`${glyph(terminal, 'fine')} proxy    ${line}, --seed ${seed}. Ctrl-C ends it.`);
  }
  next(terminal, `curl http://${listen.host}:${running.port}/`);

  const stopping = new AbortController();
  const flapping = flap ? flapOn(terminal, running, toxics, flap, stopping.signal) : undefined;
  await terminal.untilStopped();
  stopping.abort();
  await flapping;
  await running.close();
  return exits.fine;
};

interface Flap {
  readonly upMs: number;
  readonly downMs: number;
}

async function flapOn(
  terminal: Terminal,
  running: ChaosProxy,
  toxics: readonly Toxic[],
  { upMs, downMs }: Flap,
  signal: AbortSignal,
): Promise<void> {
  const say = (state: 'up' | 'down') =>
    terminal.out(terminal.json ? JSON.stringify({ line: state }) : `  the line is ${state}`);
  while (!signal.aborted) {
    await pause(systemClock(), upMs, signal);
    if (signal.aborted) return;
    await running.apply([{ kind: 'down' }]);
    say('down');
    await pause(systemClock(), downMs, signal);
    await running.apply(toxics);
    say('up');
  }
}

function flapOf(option: Option): Flap | undefined {
  if (option === undefined) return undefined;
  const [upMs, downMs, ...more] = String(option).split(',').map(parseDurationMs);
  if (upMs && downMs && more.length === 0) return { upMs, downMs };
  throw usageError(`${option} is no pair of durations.`, 'Write up and down, for example --flap 20s,5s.');
}

function toxicOf(text: string): Toxic {
  const toxic = parseToxic(text);
  if (toxic) return toxic;
  throw usageError(`${text} is no toxic.`, 'See kopru proxy --help for those there are.');
}

function addressOf(flag: string, option: Option): Address {
  const [, host, digits] = /^(.+):(\d{1,5})$/.exec(String(option ?? '')) ?? [];
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host: host.replace(/^\[(.*)\]$/, '$1'), port };
  throw usageError(
    option === undefined ? `${flag} is missing.` : `${option} is no address.`,
    `Write ${flag} host:port, for example ${flag} 127.0.0.1:1026.`,
  );
}
