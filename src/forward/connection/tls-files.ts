/**
 * What TLS needs from files: our client certificate with its key, and the authorities we trust. Read again at each
 * request, so that a renewed certificate takes effect without a restart.
 */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import type { Secrets } from '../../settings.ts';
import type { DestinationSettings } from '../settings.ts';

/** As node:tls wants them, PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export type TlsSettings = Pick<DestinationSettings, 'name' | 'ca' | 'certificate' | 'key'>;

/**
 * Returns what to call before each request: it gives the same object as long as nothing changed. What cannot be used
 * while something else still can (a certificate already renewed, its key not yet) changes nothing; without
 * anything to go on with it throws TLS_FILES or an error of the secret.
 */
export function watchTlsFiles(settings: TlsSettings, secrets: Secrets, logger: Logger): () => TlsMaterial {
  let current: TlsMaterial | undefined;
  let troubled = false;
  return () => {
    try {
      const found = read(settings, secrets);
      if (current && same(current, found)) return current;
      createSecureContext(found);
      if (current) logger.info({ destination: settings.name }, 'The certificates changed and are in use.');
      current = found;
      troubled = false;
    } catch (thrown) {
      const error = thrown instanceof KopruError ? thrown : unusable(thrown);
      if (!current) throw error;
      if (!troubled) {
        const facts = { destination: settings.name, code: error.code, reason: error.message };
        logger.warn(facts, 'The changed certificates cannot be used, the former ones stay in use.');
      }
      troubled = true;
    }
    return current;
  };
}

function read({ ca, certificate, key }: TlsSettings, secrets: Secrets): TlsMaterial {
  return {
    ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
    ...(certificate === undefined ? {} : { cert: readFileSync(certificate, 'utf8') }),
    ...(key === undefined ? {} : { key: secrets(key) }),
  };
}

const same = (one: TlsMaterial, other: TlsMaterial) =>
  one.ca === other.ca && one.cert === other.cert && one.key === other.key;

function unusable(cause: unknown): KopruError {
  return new KopruError(`The certificates of the destination cannot be used: ${wordsOf(cause)}.`, {
    kind: 'config',
    code: 'TLS_FILES',
    hint: 'Check the files named by `ca` and `certificate`, and the secret of `key`.',
    cause,
  });
}
