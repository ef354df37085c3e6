import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createNgsiLdBroker } from '../../src/forward/ngsi-ld-broker.ts';
import { destinationSettings } from '../../src/forward/settings.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';

const batch = {
  context: 'https://example.org/context.jsonld',
  items: [
    { entity: 'urn:a', json: '{"id":"urn:a"}' },
    { entity: 'urn:b', json: '{"id":"urn:b","name":"Köprü"}' },
  ],
};
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A broker at a server on loopback that answers like this. */
async function against(listener: RequestListener, more: object = {}, clock = fakeClock()) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = destinationSettings.parse({
    name: 'city',
    broker: `http://127.0.0.1:${port}/ngsi-ld/v1/`,
    timeout: '300ms',
    ...more,
  });
  const broker = createNgsiLdBroker({
    settings,
    secrets: () => 'hunter2',
    clock,
    logger: silentLogger,
    agent: 'kopru/test',
  });
  closers.push(
    () => broker.close(),
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  return { broker, server, clock };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the NGSI-LD broker', () => {
  it('posts a batch upsert with context, tenant and headers', async () => {
    const seen: { url?: string; headers: IncomingMessage['headers']; body: unknown }[] = [];
    const { broker } = await against(
      async (request, response) => {
        const { url, headers } = request;
        seen.push({ ...(url && { url }), headers, body: JSON.parse(await textOf(request)) });
        response.writeHead(204).end();
      },
      { tenant: 'sofia', headers: { 'X-Api-Key': { secret: 'api-key' } } },
    );

    const answer = await broker.upsert(batch);

    expect(answer).toEqual({ scope: 'batch', status: 204, verdict: { kind: 'delivered' } });
    expect(seen).toMatchObject([
      {
        url: '/ngsi-ld/v1/entityOperations/upsert?options=update',
        headers: {
          'content-type': 'application/json',
          link: '<https://example.org/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
          'ngsild-tenant': 'sofia',
          'x-api-key': 'hunter2',
          'user-agent': 'kopru/test',
        },
        body: [{ id: 'urn:a' }, { id: 'urn:b', name: 'Köprü' }],
      },
    ]);
  });

  it.each<[string, RequestListener, object]>([
    [
      'a connection cut after the request',
      (request) => request.socket.resetAndDestroy(),
      { scope: 'batch', status: 0, verdict: { kind: 'unknown' } },
    ],
    ['silence', () => {}, { scope: 'batch', status: 0, verdict: { kind: 'unknown' } }],
    [
      'half an answer',
      (_, response) => {
        response.writeHead(207, { 'content-length': '1000' });
        response.write('{"errors":[');
        setTimeout(() => response.destroy(), 20);
      },
      { scope: 'batch', status: 0, verdict: { kind: 'unknown' } },
    ],
    [
      'a redirect, which is not followed',
      (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      { scope: 'batch', status: 302, verdict: { kind: 'transient', code: 'REDIRECTED' } },
    ],
    [
      'a page of a captive portal',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      { scope: 'batch', status: 200, verdict: { kind: 'transient', code: 'NO_BROKER' } },
    ],
    [
      'a huge answer, of which one mebibyte is read',
      (_, response) => response.writeHead(207).end(`{"errors":["${'x'.repeat(3_000_000)}"]}`),
      { scope: 'unclear', status: 207 },
    ],
    [
      'a wait until a date, which counts from the date of the answer and not from a clock of our own',
      (_, response) =>
        response
          .writeHead(503, {
            date: 'Fri, 01 Jan 2021 08:00:00 GMT',
            'retry-after': 'Fri, 01 Jan 2021 08:00:09 GMT',
          })
          .end(),
      { scope: 'batch', status: 503, verdict: { kind: 'transient', retryAfterMs: 9_000 } },
    ],
    [
      'a wait that the broker asks for',
      (_, response) => response.writeHead(503, { 'retry-after': '7' }).end(),
      { scope: 'batch', status: 503, verdict: { kind: 'transient', retryAfterMs: 7_000 } },
    ],
  ])('answers %s', async (_, listener, expected) => {
    const { broker } = await against(listener, { headers: { authorization: { secret: 'api-key' } } });

    const answer = await broker.upsert(batch);

    expect(answer).toMatchObject(expected);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('knows that a refused connection brought nothing to the broker', async () => {
    const { broker, server } = await against(() => {});
    await new Promise((resolve) => server.close(resolve));

    expect(await broker.upsert(batch)).toMatchObject({
      status: 0,
      verdict: { kind: 'transient', code: 'ECONNREFUSED' },
    });
  });

  it('keeps under the bytes a second of a metered link, and lets nobody wait for it at the end', async () => {
    let requests = 0;
    const { broker, clock } = await against(
      async (_, response) => {
        requests++;
        response.writeHead(204).end();
      },
      { bytesPerSecond: 1_000 },
    );

    await broker.upsert(batch);
    const second = broker.upsert(batch);
    await clock.settle();
    const before = requests;
    await clock.advance(2_000);
    await second;
    const third = broker.upsert(batch);
    await broker.close();

    expect(before).toBe(1);
    expect(requests).toBe(2);
    expect(await third).toMatchObject({ status: 0 });
  });
});
