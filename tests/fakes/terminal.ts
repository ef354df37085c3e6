/** A terminal that remembers what was written to it. */
import { createTerminal, type Terminal, type TerminalWorld } from '../../src/cli/terminal.ts';

export function recordingWorld(
  environment: TerminalWorld['environment'] = {},
  workingFolder = '/nowhere',
): TerminalWorld & { readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  return {
    written,
    environment,
    workingFolder,
    isTerminal: false,
    untilStopped: async () => {},
    secret: async () => '',
    answer: async () => '',
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
  };
}

export function recordingTerminal(
  environment: TerminalWorld['environment'] = {},
  workingFolder?: string,
): Terminal & { readonly written: { out: string; err: string } } {
  const world = recordingWorld(environment, workingFolder);
  return { ...createTerminal(world, { json: false, color: false }), written: world.written };
}
