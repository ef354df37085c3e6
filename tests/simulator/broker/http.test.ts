import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/simulator/broker/broker.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingLogger } from '../../fakes/logger.ts';
import { broker, error, station } from './client.ts';

const id = 'urn:ngsi-ld:Station:a';

describe('the broker refuses', () => {
  it.each([
    ['an endpoint that does not exist', 'GET', 'subscribers', {}, 404],
    ['a method that an endpoint does not take', 'DELETE', 'entityOperations/upsert', {}, 405],
    ['a body of another type', 'POST', 'entities', { text: '<a/>', type: 'application/xml' }, 415],
    ['a body without type', 'POST', 'entities', {}, 415],
    ['to answer in another type', 'GET', 'entities?type=T', { headers: { accept: 'text/html' } }, 406],
    ['a tenant with blanks in its name', 'GET', 'types', { headers: { 'ngsild-tenant': 'a b' } }, 400],
    ['an id that is no URI', 'GET', 'entities/a', {}, 400],
    ['the body of another entity', 'PATCH', `entities/${id}`, { body: { id: 'urn:x:1', type: 'T' } }, 400],
  ])('%s', async (_name, method, path, call, status) => {
    const peer = broker();
    await peer.post('entities', station('a'));

    const got = await peer.send(method, path, call);

    expect(got).toMatchObject({
      status,
      body: { status, detail: expect.any(String), title: expect.any(String) },
    });
    expect(got.headers.get('content-type')).toBe('application/problem+json');
  });

  it('a wrong method with the right ones', async () => {
    const got = await broker().send('PUT', 'entities');

    expect(got.headers.get('allow')).toBe('GET, POST');
  });

  it('a body above the limit', async () => {
    const peer = broker({ bytesPerBody: 1_000 });

    const got = await peer.post('entities', station('a', 'x'.repeat(1_000)));

    expect(got).toMatchObject({ status: 413, body: { status: 413 } });
  });
});

describe('a tenant', () => {
  const north = { 'ngsild-tenant': 'north' };

  it('comes with its first write and sees only its own', async () => {
    const peer = broker();

    const before = await peer.get('entities?type=Station', north);
    const written = await peer.post('entities', station('a'), { headers: north });
    const after = await peer.get('entities?type=Station', north);

    expect(before).toMatchObject({ status: 404, body: { type: error('NonexistentTenant') } });
    expect([written.status, after.status]).toEqual([201, 200]);
    expect((await peer.get('entities?type=Station')).body).toEqual([]);
    expect(peer.store.tenants).toEqual(['', 'north']);
  });

  it('is named in the answer, also in a refusal', async () => {
    const peer = broker();

    const refused = await peer.post('entities', {}, { headers: north });
    const taken = await peer.post('entityOperations/create', [station('a')], { headers: north });

    expect([refused.status, taken.status]).toEqual([400, 201]);
    expect([refused, taken].map(({ headers }) => headers.get('ngsild-tenant'))).toEqual(['north', 'north']);
  });

  it('does not come with a request that is refused', async () => {
    const peer = broker();

    await peer.post('entityOperations/upsert', [], { headers: north });

    expect(peer.store.tenants).toEqual(['']);
  });
});

describe('middleware', () => {
  it('stands before everything', async () => {
    const peer = broker({ middleware: [async () => new Response(null, { status: 503 })] });

    expect((await peer.get('entities?type=T')).status).toBe(503);
    expect((await peer.get('nowhere')).status).toBe(503);
  });
});

describe('over a port', () => {
  let running: RunningBroker;
  const { logger, lines } = recordingLogger();
  beforeEach(async () => {
    running = await startBroker({ host: '127.0.0.1', port: 0, clock: fakeClock(), logger });
  });
  afterEach(() => running.close());

  it('takes a batch and gives it back', async () => {
    const sent = await fetch(`${running.url}/entityOperations/upsert?options=update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([station('a', 'İzmir')]),
    });
    const read = await fetch(`${running.url}/entities/${encodeURIComponent(id)}?options=keyValues`);

    expect([sent.status, await sent.json()]).toEqual([201, [id]]);
    expect(await read.json()).toMatchObject({ temperature: 'İzmir' });
    expect(running.store.counters.writes).toBe(1);
  });

  it('says where it listens', () => {
    expect(running.url).toBe(`http://127.0.0.1:${running.port}/ngsi-ld/v1`);
    expect(lines.at(-1)).toContain(running.url);
  });

  it('refuses a body above the limit that does not say its length', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let megabyte = 0; megabyte < 3; megabyte++)
          controller.enqueue(new Uint8Array(1_048_576).fill(32));
        controller.close();
      },
    });

    const answer = await fetch(`${running.url}/entities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    });

    expect(answer.status).toBe(413);
  });

  it('says that a port is taken', async () => {
    const second = startBroker({ host: '127.0.0.1', port: running.port, clock: fakeClock() });

    await expect(second).rejects.toMatchObject({ code: 'PORT_BUSY', kind: 'config' });
  });

  it('goes away and comes back at the same port with what it holds', async () => {
    const url = `${running.url}/entities/${encodeURIComponent(id)}`;
    await fetch(`${running.url}/entities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(station('a', 'İzmir')),
    });

    await running.pause();
    await expect(fetch(url)).rejects.toThrow();
    await running.resume();

    expect((await fetch(url)).status).toBe(200);
  });
});
