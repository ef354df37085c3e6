/** What hangs together in how a destination knows us: halves that are missing, settings without effect, secrets in clear. */
import type { DestinationSettings } from '../forward/settings.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Fault, type Problem, problem } from './problems.ts';

type Found = Fault & { readonly path: Path };

export function accessProblems(sheet: Sheet, settings: DestinationSettings): Problem[] {
  const found = [...certificateFaults(settings), ...grantFaults(settings), ...headerFaults(settings)];
  return [...found, ...clearTextFaults(settings)].map(({ path, ...fault }) =>
    problem(sheet.place(path), fault),
  );
}

function certificateFaults({ broker, auth, ca, certificate, key }: DestinationSettings): Found[] {
  const faults: Found[] = [];
  if (certificate !== undefined && key === undefined) {
    faults.push(
      incomplete(['certificate'], 'A client certificate needs its private key', 'key: { secret: name }'),
    );
  }
  if (key !== undefined && certificate === undefined) {
    faults.push(incomplete(['key'], 'A private key needs its certificate', 'certificate: client.pem'));
  }
  const urls = [broker, ...(auth?.type === 'oauth2' ? [auth.tokenUrl] : [])];
  const [used] = [...(ca === undefined ? [] : ['ca']), ...(certificate === undefined ? [] : ['certificate'])];
  if (used !== undefined && !urls.some((url) => url.startsWith('https:'))) {
    const message = `\`${used}\` has no effect: the broker is asked over http.`;
    faults.push({
      path: [used],
      code: 'AUTH_UNUSED',
      message,
      mend: 'Write https:// in `broker`, or remove it.',
    });
  }
  return faults;
}

function grantFaults({ auth }: DestinationSettings): Found[] {
  if (auth?.type !== 'oauth2') return [];
  const { grant, clientSecret, refreshToken } = auth;
  if (grant === 'clientCredentials' && clientSecret === undefined) {
    return [
      incomplete(['auth'], 'The grant clientCredentials needs a secret', 'clientSecret: { secret: name }'),
    ];
  }
  if (grant === 'refreshToken' && refreshToken === undefined) {
    return [
      incomplete(['auth'], 'The grant refreshToken needs a first token', 'refreshToken: { secret: name }'),
    ];
  }
  if (grant === 'clientCredentials' && refreshToken !== undefined) {
    const message = 'A refresh token has no effect with the grant clientCredentials.';
    const mend = 'Write `grant: refreshToken`, or remove it.';
    return [{ path: ['auth', 'refreshToken'], code: 'AUTH_UNUSED', message, mend }];
  }
  return [];
}

function headerFaults({ auth, headers = {}, tenant }: DestinationSettings): Found[] {
  const filled = new Map([
    ...(auth === undefined
      ? []
      : [[auth.type === 'oauth2' ? auth.header.toLowerCase() : 'authorization', '`auth`'] as const]),
    ...(tenant === undefined ? [] : [['ngsild-tenant', '`tenant`'] as const]),
  ]);
  return Object.keys(headers).flatMap((name): Found[] => {
    const by = filled.get(name.toLowerCase());
    if (by === undefined) return [];
    const message = `The header \`${name}\` is filled by ${by} already.`;
    return [{ path: ['headers', name], code: 'AUTH_TWICE', message, mend: 'Remove one of the two.' }];
  });
}

function clearTextFaults({ broker, auth, headers = {} }: DestinationSettings): Found[] {
  const secretHeader = Object.values(headers).some((value) => typeof value !== 'string');
  const faults: Found[] = [];
  if (isOpen(broker) && (auth !== undefined || secretHeader)) faults.push(inClear(['broker']));
  if (auth?.type === 'oauth2' && isOpen(auth.tokenUrl)) faults.push(inClear(['auth', 'tokenUrl']));
  return faults;
}

/** Over a network where others may listen. */
function isOpen(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}

const inClear = (path: Path): Found => ({
  path,
  severity: 'warning',
  code: 'SECRET_IN_CLEAR',
  message: 'Secrets go to this URL unencrypted.',
  mend: 'Write https:// if the server offers it.',
});

const incomplete = (path: Path, what: string, example: string): Found => ({
  path,
  code: 'AUTH_INCOMPLETE',
  message: `${what}.`,
  mend: `Add \`${example}\`.`,
});
