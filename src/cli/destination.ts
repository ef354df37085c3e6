/** Destinations as verbs meet them: which one is meant, and the broker behind it, spoken to without the buffer. */
import { join } from 'node:path';
import type { Site } from '../config/site.ts';
import { keptInFile } from '../forward/auth/kept-token.ts';
import { createNgsiLdBroker, type NgsiLdBroker } from '../forward/ngsi-ld-broker.ts';
import { systemClock } from '../sources/host/clock.ts';
import { type Configuration, secretsOf } from './configuration.ts';
import { usageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

type Destination = Site['destinations'][number];

/** The one of that name, or the only one. `option` is how it is named on the command line. */
export function destinationOf({ destinations }: Site, name: unknown, option: string): Destination {
  const names = destinations.map((each) => each.name).join(', ');
  const found = typeof name === 'string' ? destinations.find((each) => each.name === name) : destinations[0];
  if (destinations.length === 0)
    throw usageError('No destination is configured.', 'Add one under `forward`.');
  if (!found) throw usageError(`There is no destination ${String(name)}.`, `Give one of ${names}.`);
  if (typeof name !== 'string' && destinations.length > 1) {
    throw usageError('There are several destinations.', `Say which with ${option}: ${names}.`);
  }
  return found;
}

/** With the credentials that the gateway uses. To be closed. */
export function brokerOf(
  terminal: Terminal,
  { file }: Configuration,
  site: Site,
  settings: Destination,
): NgsiLdBroker {
  return createNgsiLdBroker({
    settings,
    secrets: secretsOf(terminal, file),
    clock: systemClock(),
    logger: {
      debug() {},
      info() {},
      error() {},
      warn: (_: object, words: string) => terminal.err(words),
    },
    environment: terminal.environment,
    keptToken: keptInFile(join(site.buffer.folder, 'tokens', settings.name)),
    agent: `kopru/${packageVersion()}`,
  });
}
