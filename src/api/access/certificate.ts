/**
 * A self-signed certificate for the page (X.509 version 3, RFC 5280; ECDSA on P-256), where the city gives none. Node
 * signs but writes no certificate, so the few fields are put together here. A browser warns of it once; its fingerprint,
 * which `kopru page` shows at the cabinet, says whether it is the right one.
 */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, der, integer, objectId, octets, sequence, set, tagged, time, utf8 } from './der.ts';

export interface OwnCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

/** Longer ones are refused by Apple's devices. */
const validDays = 825;
const renewDays = 30;
const dayMs = 86_400_000;
/** No gateway's clock is right before this. */
const earliest = Date.UTC(2026, 0, 1);

const oids = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
} as const;

/** `names` are host names and addresses; the first is the one for people. `wallMs`: now, as the machine believes. */
export function makeCertificate(names: readonly string[], wallMs: number): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(objectId(oids.commonName), utf8((names[0] ?? 'kopru').slice(0, 64)))));
  const algorithm = sequence(objectId(oids.ecdsaWithSha256));
  const from = Math.min(wallMs, earliest);
  const until = Math.max(wallMs, earliest) + validDays * dayMs;
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    // Positive, and never the same for two certificates of one name.
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions(names))),
  );
  const whole = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return {
    certificate: pem('CERTIFICATE', whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** True for one that ends within a month or has ended. */
export function isWornOut(certificate: string, wallMs: number): boolean {
  return Date.parse(new X509Certificate(certificate).validTo) - wallMs < renewDays * dayMs;
}

/** SHA-256 as browsers show it: `AB:CD:…`. */
export const fingerprintOf = (certificate: string): string => new X509Certificate(certificate).fingerprint256;

function extensions(names: readonly string[]): Buffer[] {
  const critical = der(0x01, Buffer.from([0xff]));
  const digitalSignature = der(0x03, Buffer.from([7, 0x80]));
  return [
    sequence(objectId(oids.basicConstraints), critical, octets(sequence())),
    sequence(objectId(oids.keyUsage), critical, octets(digitalSignature)),
    sequence(objectId(oids.extendedKeyUsage), octets(sequence(objectId(oids.serverAuth)))),
    sequence(objectId(oids.subjectAltName), octets(sequence(...names.map(alternative)))),
  ];
}

/** `dNSName [2]` or `iPAddress [7]`. */
function alternative(name: string): Buffer {
  const version = isIP(name);
  if (version === 0) return der(0x82, Buffer.from(name, 'ascii'));
  return der(0x87, version === 4 ? Buffer.from(name.split('.').map(Number)) : bytesOfIpv6(name));
}

function bytesOfIpv6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const all = [...before, ...zeros, ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
