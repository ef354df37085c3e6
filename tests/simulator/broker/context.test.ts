import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { subjects, termsOf } from '../../../src/core/smart-data-models/vocabulary.ts';
import { Context, termsIn } from '../../../src/simulator/broker/ngsi-ld/context.ts';
import { broker, environment, error, link } from './client.ts';

const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.3.jsonld';
const id = 'urn:ngsi-ld:T:1';

describe('a context', () => {
  const city = new Context(
    termsIn({
      city: 'https://city.example/',
      pole: 'city:pole',
      lamp: { '@id': 'pole', '@type': '@id' },
      location: 'https://city.example/location',
      loop: 'loop:loop',
    }),
  );

  it.each([
    ['pole', 'https://city.example/pole'],
    ['lamp', 'https://city.example/pole'],
    ['city:door', 'https://city.example/door'],
    ['location', 'https://uri.etsi.org/ngsi-ld/location'],
    ['unknown', 'https://uri.etsi.org/ngsi-ld/default-context/unknown'],
    ['https://other.example/x', 'https://other.example/x'],
    ['urn:x:y', 'urn:x:y'],
  ])('expands %s to %s', (name, iri) => {
    expect(city.expand(name)).toBe(iri);
  });

  it('ends where terms go round in a circle', () => {
    expect(city.expand('loop')).toMatch(/loop/);
  });

  it.each(subjects)('of %s names every IRI so that it is found again', (subject) => {
    const context = new Context(termsOf(subject));

    for (const iri of termsOf(subject).values()) {
      if (!iri.startsWith('@')) expect(context.expand(context.compact(iri))).toBe(iri);
    }
  });

  it('gives every name back that it took', () => {
    const term = fc.stringMatching(/^[a-z:/#.]{1,8}$/);
    const iri = fc.oneof(
      fc.webUrl(),
      term,
      term.map((part) => `https://city.example/${part}`),
    );
    fc.assert(
      fc.property(fc.dictionary(term, iri), iri, (definitions, name) => {
        const context = new Context(termsIn(definitions));
        const expanded = context.expand(name);

        if (!expanded.startsWith('@')) expect(context.expand(context.compact(expanded))).toBe(expanded);
      }),
    );
  });
});

describe('the context of a request', () => {
  it.each([
    ['an address', environment],
    ['addresses in a list', [environment, core]],
    ['terms', { pm25: 'https://smartdatamodels.org/dataModel.Environment/pm25' }],
    [
      'an address and terms over it',
      [
        'https://smart-data-models.github.io/dataModel.Weather/context.jsonld',
        { pm25: 'https://smartdatamodels.org/dataModel.Environment/pm25' },
      ],
    ],
  ])('can be %s', async (_name, context) => {
    const peer = broker();

    await peer.post(
      'entities',
      { '@context': context, id, type: 'T', pm25: 9 },
      { type: 'application/ld+json' },
    );

    expect((await peer.get(`entities/${id}?options=keyValues`, link(environment))).body).toMatchObject({
      pm25: 9,
    });
    expect((await peer.get(`entities/${id}?attrs=pm25`)).status).toBe(404);
    expect((await peer.get(`entities/${id}?attrs=pm25`, link(environment))).status).toBe(200);
  });

  it('is named in the answer: in a header for JSON', async () => {
    const peer = broker();
    await peer.post('entities', { id, type: 'T' });

    const { headers, body } = await peer.get(`entities/${id}`, link(environment));

    expect(headers.get('link')).toBe(link(environment).link);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).not.toHaveProperty('@context');
  });

  it('is named in the answer: in the body for JSON-LD', async () => {
    const peer = broker();
    await peer.post('entities', { id, type: 'T' });

    const { headers, body } = await peer.get(`entities/${id}`, {
      ...link(environment),
      accept: 'application/ld+json',
    });

    expect(headers.has('link')).toBe(false);
    expect(body).toMatchObject({ '@context': [environment, expect.stringContaining('core-context')] });
  });

  it.each([
    ['https://contexts.example/c.jsonld', 504, 'LdContextNotAvailable'],
    ['http://127.0.0.1.evil.example/c.jsonld', 504, 'LdContextNotAvailable'],
    ['file:///etc/passwd', 504, 'LdContextNotAvailable'],
    ['no address', 400, 'BadRequestData'],
    [7, 400, 'BadRequestData'],
  ])('is not taken from %s', async (context, status, type) => {
    const fetched: string[] = [];
    const peer = broker({
      fetch: async (url) => {
        fetched.push(String(url));
        return new Response('{"@context":{}}');
      },
    });

    const got = await peer.post(
      'entities',
      { '@context': context, id, type: 'T' },
      { type: 'application/ld+json' },
    );

    expect(got).toMatchObject({ status, body: { type: error(type) } });
    expect(fetched).toEqual([]);
  });

  it('comes from other machines when that is allowed, once', async () => {
    let fetched = 0;
    const peer = broker({
      fetchContexts: true,
      fetch: async () => {
        fetched += 1;
        return new Response('{"@context":{"t":"https://city.example/t"}}');
      },
    });
    const element = (n: number) => ({
      '@context': 'https://city.example/c.jsonld',
      id: `urn:x:${n}`,
      type: 'T',
      t: n,
    });

    for (const n of [1, 2]) {
      await peer.post('entityOperations/create', [element(n), element(n + 10)], {
        type: 'application/ld+json',
      });
    }

    expect(fetched).toBe(1);
    expect((await peer.get('entities/urn:x:1?options=keyValues')).body).toMatchObject({
      'https://city.example/t': 1,
    });
  });

  it.each([
    ['is no JSON', '<html>'],
    ['holds no context', '{}'],
    ['is too large', `{"@context":{"t":"${'x'.repeat(1_048_576)}"}}`],
  ])('is not available when what is there %s', async (_name, text) => {
    const peer = broker({ fetchContexts: true, fetch: async () => new Response(text) });

    const got = await peer.post(
      'entities',
      { id, type: 'T' },
      { headers: link('https://city.example/c.jsonld') },
    );

    expect(got).toMatchObject({ status: 504, body: { type: error('LdContextNotAvailable') } });
  });
});

describe('a context on this machine', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it('is fetched, and again after a failure', async () => {
    const answers = [500, 200];
    server = createServer((_, answer) => {
      answer.writeHead(answers.shift() ?? 200).end('{"@context":{"t":"https://city.example/t"}}');
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/c.jsonld`;
    const peer = broker();
    const post = () => peer.post('entities', { id, type: 'T', t: 1 }, { headers: link(url) });

    expect([(await post()).status, (await post()).status]).toEqual([504, 201]);
  });
});
