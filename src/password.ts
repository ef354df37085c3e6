/**
 * Passwords are kept as scrypt hashes (RFC 7914), each with its own salt and parameters, so that these can be raised
 * later without a new password for anybody. 16 MiB and one pass: about 50 ms on a desk and 200 ms on a Pi, which has
 * to let in a cabinet full of sensors after a power cut.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost = 16_384;
const blockSize = 8;
const parallelization = 1;
const keyBytes = 32;
const saltBytes = 16;

/** As it stands in the file: `scrypt$16384$8$1$<salt>$<key>`, the last two in base64. */
export async function hashPassword(password: string | Uint8Array): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, { N: cost, r: blockSize, p: parallelization });
  const parts = ['scrypt', cost, blockSize, parallelization, salt.toString('base64'), key.toString('base64')];
  return parts.join('$');
}

/** False also for a hash that cannot be read. Takes as long for a wrong password as for the right one. */
export async function verifyPassword(password: string | Uint8Array, hash: string): Promise<boolean> {
  const known = parseHash(hash);
  if (!known) return false;
  const { N, r, p, salt, key } = known;
  return timingSafeEqual(await derive(password, salt, { N, r, p }), key);
}

export const isPasswordHash = (text: string): boolean => parseHash(text) !== undefined;

/** Nobody's: checked where there is no such user, so that the time of the answer does not tell. */
export const nobodysHash = `scrypt$${cost}$${blockSize}$${parallelization}$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;

interface Hash {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const form = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/;

function parseHash(text: string): Hash | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, N, r, p, salt = '', key = ''] = match;
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== keyBytes) return undefined;
  return { N: Number(N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64'), key: bytes };
}

const mostMemory = 128 * 1024 * 1024;

function derive(password: string | Uint8Array, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, { ...options, maxmem: mostMemory }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
