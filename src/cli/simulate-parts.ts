/** What `kopru simulate` needs for every protocol: values that are set, and the lines for gateway.yaml. */
import type { Waveform } from '../simulator/device/waveform.ts';
import { parseWaveform } from '../simulator/device/waveform-text.ts';
import { systemClock } from '../sources/host/clock.ts';
import { usageError } from './exit.ts';
import { glyph, type Terminal } from './terminal.ts';
import { type VerbCall, valuesOf } from './verb.ts';

export type Given = Omit<VerbCall, 'args'>;

/** Fixes points to values or gives them waveforms, as `--set` says. */
export function setValues(
  unit: { set(name: string, value: number | string | Waveform): void },
  { options }: Given,
): void {
  for (const [name, text] of Object.entries(pairs(valuesOf(options.set)))) {
    const number = Number(text);
    const wave = parseWaveform(text, systemClock().wallMs());
    try {
      unit.set(name, wave ?? (Number.isNaN(number) ? text : number));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw usageError(
        error.message,
        'Points are named as in the driver file, for example activePower or voltage.L1.',
      );
    }
  }
}

export function announce(terminal: Terminal, what: string, lines: readonly string[]): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ serving: what, gatewayYaml: lines.join('\n') }));
    return;
  }
  terminal.out(`${glyph(terminal, 'fine')} ${what}. For gateway.yaml:`);
  for (const line of lines) terminal.out(`    ${line}`);
}

/** `name=value` as given to --set and --param, any number of times. */
export function pairs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const [name, ...value] = pair.split('=');
      if (!name || value.length === 0) throw usageError(`${pair} is no pair.`, 'Write name=value.');
      return [name, value.join('=')];
    }),
  );
}

export function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] && port <= 65_535) return { host: match[1].replace(/^\[|\]$/g, ''), port };
  throw usageError(`${text} is no host and port.`, 'Write for example --tcp 127.0.0.1:1502.');
}

export const idOf = (driver: string) => driver.slice(driver.lastIndexOf('/') + 1);
