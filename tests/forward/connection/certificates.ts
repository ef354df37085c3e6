/** Certificates made with openssl for one run, and an https server that shows one and may want one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { listening } from '../served.ts';

/** Tests with certificates are skipped without openssl, except in CI, where its absence fails. */
export const withoutOpenssl = spawnSync('openssl', ['version']).error !== undefined && !process.env.CI;

export interface Certificates {
  readonly folder: string;
  /** Path of the authority that signed all of them. */
  readonly ca: string;
  /** Paths of a certificate with its key, signed for this name. */
  issue(name: string, days?: number): { readonly certificate: string; readonly key: string };
}

let made: Certificates | undefined;

export function certificates(): Certificates {
  made ??= make();
  return made;
}

function make(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-tls-'));
  afterAll(() => {
    made = undefined;
    rmSync(folder, { recursive: true });
  });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=City CA',
  );
  return {
    folder,
    ca: join(folder, 'ca.pem'),
    issue(name, days = 2) {
      openssl(
        'req',
        ...key,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      );
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        String(days),
        '-copy_extensions',
        'copy',
      );
      return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    },
  };
}

export async function serveTls(listener: RequestListener, wantsCertificate = false): Promise<string> {
  const { ca, issue } = certificates();
  const { certificate, key } = issue('server');
  const server = createServer(
    {
      cert: readFileSync(certificate),
      key: readFileSync(key),
      ca: readFileSync(ca),
      requestCert: wantsCertificate,
      rejectUnauthorized: wantsCertificate,
    },
    listener,
  );
  return listening(server);
}
