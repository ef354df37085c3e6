import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/forward/connection/proxy.ts';
import { batch, bodyOf, clientOf, listening, serve } from '../served.ts';
import { certificates, serveTls, withoutOpenssl } from './certificates.ts';

const viaEnvironment = (server: string, environment: Record<string, string>) =>
  proxyFor(new URL(server), undefined, environment, () => '')?.origin;

/** A proxy for http and https that remembers what it was asked; `user`, `password` if it wants credentials. */
async function proxy(wants?: string) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (wants !== undefined && request.headers['proxy-authorization'] !== wants) {
      response.writeHead(407).end();
      return;
    }
    const { url = '', method = '', headers } = request;
    const answer = await fetch(url, {
      method,
      headers: { link: String(headers.link) },
      body: await bodyOf(request),
    });
    response.writeHead(answer.status).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (wants !== undefined && request.headers['proxy-authorization'] !== wants) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { asked, url: `http://${await listening(server)}` };
}

const credentials = `Basic ${Buffer.from('kopru:canary-proxy').toString('base64')}`;

describe('the way through a proxy', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://city.example/', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128'],
    ['https://city.example/', { https_proxy: 'p:3128' }, 'http://p:3128'],
    ['https://city.example/', { http_proxy: 'http://p:3128' }, undefined],
    ['http://city.example/', { http_proxy: 'http://user:word@p:3128' }, 'http://p:3128'],
    ['https://city.example/', { https_proxy: 'http://p:3128', no_proxy: 'other.example' }, 'http://p:3128'],
    ['https://a.city.example/', { https_proxy: 'http://p:3128', no_proxy: '.city.example' }, undefined],
    ['https://acity.example/', { https_proxy: 'http://p:3128', no_proxy: 'city.example' }, 'http://p:3128'],
    ['https://city.example/', { https_proxy: 'http://p:3128', NO_PROXY: 'x, city.example:443' }, undefined],
    [
      'https://city.example/',
      { https_proxy: 'http://p:3128', NO_PROXY: 'city.example:8443' },
      'http://p:3128',
    ],
    ['https://city.example/', { https_proxy: 'http://p:3128', no_proxy: '*' }, undefined],
    ['http://127.0.0.1:1026/', { http_proxy: 'http://p:3128' }, undefined],
    ['https://city.example/', { https_proxy: '::' }, undefined],
  ])('to %s with %j is %s', (server, environment, expected) => {
    expect(viaEnvironment(server, environment)).toBe(expected);
  });

  it('asks a plain-http broker by its whole URL', async () => {
    const host = await serve((_, response) => response.writeHead(204).end());
    const { asked, url } = await proxy();
    const { broker } = clientOf({ broker: `http://${host}/ngsi-ld/v1`, proxy: url });

    expect(await broker.upsert(batch)).toMatchObject({ verdict: { kind: 'delivered' } });
    expect(asked).toEqual([`POST http://${host}/ngsi-ld/v1/entityOperations/upsert?options=update`]);
  });

  it.skipIf(withoutOpenssl)(
    'asks an https broker through a tunnel (needs openssl), with the credentials of the proxy',
    async () => {
      const { ca } = certificates();
      const host = await serveTls((_, response) => response.writeHead(204).end());
      const { asked, url } = await proxy(credentials);
      const { broker } = clientOf(
        {
          broker: `https://${host}/ngsi-ld/v1`,
          ca,
          proxy: { url, username: 'kopru', password: { secret: 'proxy' } },
        },
        { proxy: 'canary-proxy' },
      );

      expect(await broker.upsert(batch)).toMatchObject({ verdict: { kind: 'delivered' } });
      expect(asked).toEqual([`CONNECT ${host}`]);
    },
  );

  it.each(['http', 'https'])(
    'holds the destination when the proxy wants credentials (%s)',
    async (scheme) => {
      const { url } = await proxy(credentials);
      const { broker } = clientOf({ broker: `${scheme}://127.0.0.1:9/ngsi-ld/v1`, proxy: url });

      expect(await broker.upsert(batch)).toMatchObject({ scope: 'batch', verdict: { kind: 'denied' } });
    },
  );

  it('knows that nothing was sent when the proxy is away', async () => {
    const { broker } = clientOf({
      broker: 'https://context.city.example/ngsi-ld/v1',
      proxy: 'http://127.0.0.1:9',
    });

    expect(await broker.upsert(batch)).toMatchObject({
      verdict: { kind: 'transient', code: 'ECONNREFUSED' },
    });
  });
});
