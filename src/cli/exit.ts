/** What a command ends with. 64 and 78 are those of sysexits.h; systemd and scripts can tell them apart. */
import { KopruError } from '../core/errors.ts';

export const exits = {
  fine: 0,
  failed: 1,
  /** It worked, and there is something to look at: warnings, a silent device, a backlog. */
  findings: 2,
  usage: 64,
  configuration: 78,
} as const;

export type Exit = (typeof exits)[keyof typeof exits];

const usageCode = 'USAGE';

/** A wrong argument or option; the command ends with 64. */
export function usageError(message: string, hint: string): KopruError {
  return new KopruError(message, { kind: 'config', code: usageCode, hint });
}

/** Exit code for what a verb threw. */
export function exitOf(thrown: unknown): Exit {
  if (!(thrown instanceof KopruError) || thrown.kind !== 'config') return exits.failed;
  return thrown.code === usageCode ? exits.usage : exits.configuration;
}
