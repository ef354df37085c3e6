import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { SecretReference } from '../../../src/settings.ts';
import { batch, clientOf } from '../served.ts';
import { certificates, serveTls, withoutOpenssl } from './certificates.ts';

/** A broker that wants a client certificate, and the names it was shown. */
async function strictBroker() {
  const shown: string[] = [];
  const host = await serveTls((request, response) => {
    shown.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
    response.writeHead(204).end();
  }, true);
  return { shown, broker: `https://${host}/ngsi-ld/v1` };
}

/** Settings of a client certificate in files that a test may change. */
function clientFiles(name: string) {
  const { folder, ca, issue } = certificates();
  const [certificate, key] = [join(folder, 'in-use.pem'), join(folder, 'in-use.key')];
  const use = (other: string, parts: ('pem' | 'key')[] = ['pem', 'key']) => {
    const issued = issue(other);
    if (parts.includes('pem')) copyFileSync(issued.certificate, certificate);
    if (parts.includes('key')) copyFileSync(issued.key, key);
  };
  use(name);
  const secrets = (_: SecretReference) => readFileSync(key, 'utf8');
  return { settings: { ca, certificate, key: { secret: 'client-key' } }, secrets, use, certificate };
}

const delivered = { verdict: { kind: 'delivered' } };

describe.skipIf(withoutOpenssl)('TLS to a broker (install openssl to run this)', () => {
  it('shows the client certificate', async () => {
    const { shown, broker } = await strictBroker();
    const { settings, secrets } = clientFiles('cabinet-17');
    const client = clientOf({ broker, ...settings }, {}, { secrets });

    expect(await client.broker.upsert(batch)).toMatchObject(delivered);
    expect(shown).toEqual(['cabinet-17']);
  });

  it('shows a renewed certificate with the next request', async () => {
    const { shown, broker } = await strictBroker();
    const { settings, secrets, use } = clientFiles('cabinet-17');
    const client = clientOf({ broker, ...settings }, {}, { secrets });

    await client.broker.upsert(batch);
    use('cabinet-17-renewed');
    expect(await client.broker.upsert(batch)).toMatchObject(delivered);

    expect(shown).toEqual(['cabinet-17', 'cabinet-17-renewed']);
  });

  it('goes on with the former certificate while the renewed one lacks its key', async () => {
    const { shown, broker } = await strictBroker();
    const { settings, secrets, use } = clientFiles('cabinet-17');
    const client = clientOf({ broker, ...settings }, {}, { secrets });

    await client.broker.upsert(batch);
    use('cabinet-18', ['pem']);
    await client.broker.upsert(batch);
    await client.broker.upsert(batch);

    expect(shown).toEqual(['cabinet-17', 'cabinet-17', 'cabinet-17']);
    expect(client.lines.filter((line) => line.includes('cannot be used'))).toHaveLength(1);
  });

  it('keeps the batch when the broker wants a certificate and there is none', async () => {
    const { shown, broker } = await strictBroker();
    const { ca } = certificates();

    const answer = await clientOf({ broker, ca }).broker.upsert(batch);

    // TLS 1.3 refuses after the handshake: the alert, or only the end of the connection, may come first.
    expect(answer).toMatchObject({
      scope: 'batch',
      verdict: { kind: expect.stringMatching(/^(denied|unknown)$/) },
    });
    expect(shown).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an authority that nobody named', {}, 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['a file that is not there', { ca: '/nowhere/city.pem' }, 'TLS_FILES'],
  ])('sends nothing with %s', async (_, settings, code) => {
    const { shown, broker } = await strictBroker();

    expect(await clientOf({ broker, ...settings }).broker.upsert(batch)).toMatchObject({ verdict: { code } });
    expect(shown).toEqual([]);
  });

  it('recovers by itself when a damaged file is mended', async () => {
    const { broker } = await strictBroker();
    const { settings, secrets, use, certificate } = clientFiles('cabinet-17');
    writeFileSync(certificate, 'half a certif');
    const client = clientOf({ broker, ...settings }, {}, { secrets });

    expect(await client.broker.upsert(batch)).toMatchObject({
      verdict: { kind: 'denied', code: 'TLS_FILES' },
    });
    use('cabinet-17');
    expect(await client.broker.upsert(batch)).toMatchObject(delivered);
  });
});
