import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWornOut, makeCertificate } from '../../../src/api/access/certificate.ts';

const now = Date.UTC(2026, 10, 23);
const day = 86_400_000;

describe('the certificate of the page', () => {
  const { certificate, key } = makeCertificate(
    ['cabinet-17', 'cabinet-17.local', '192.168.4.17', 'fd00::17'],
    now,
  );
  const read = new X509Certificate(certificate);

  it('is one that its own key signed', () => {
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(read.ca).toBe(false);
  });

  it.each(['cabinet-17', 'cabinet-17.local'])('is good for the name %s', (name) => {
    expect(read.checkHost(name)).toBe(name);
  });

  it.each(['192.168.4.17', 'fd00::17'])('is good for the address %s', (address) => {
    expect(read.checkIP(address)).toBeDefined();
    expect(read.checkIP('192.168.4.18')).toBeUndefined();
  });

  it('is for servers only', () => {
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it.each([
    ['a right clock', now],
    ['a clock that was never set', 0],
    ['a year beyond UTCTime', Date.UTC(2055, 0, 1)],
  ])('is valid from now on with %s', (_what, wallMs) => {
    const made = new X509Certificate(makeCertificate(['x'], wallMs).certificate);

    expect(Date.parse(made.validFrom)).toBeLessThanOrEqual(wallMs);
    expect(Date.parse(made.validTo)).toBe(Math.max(wallMs, Date.UTC(2026, 0, 1)) + 825 * day);
  });

  it('is worn out a month before its end', () => {
    expect(isWornOut(certificate, now + 794 * day)).toBe(false);
    expect(isWornOut(certificate, now + 796 * day)).toBe(true);
  });

  it('has another number each time', () => {
    expect(new X509Certificate(makeCertificate(['x'], now).certificate).serialNumber).not.toBe(
      new X509Certificate(makeCertificate(['x'], now).certificate).serialNumber,
    );
  });
});
