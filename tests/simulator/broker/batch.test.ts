import { beforeEach, describe, expect, it } from 'vitest';
import { at, broker, environment, error, link, station } from './client.ts';

const a = 'urn:ngsi-ld:Station:a';
const b = 'urn:ngsi-ld:Station:b';
const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';

let peer: ReturnType<typeof broker>;
beforeEach(async () => {
  peer = broker();
  await peer.post('entities', station('a', 1, { name: { type: 'Property', value: 'Gate' } }));
});

describe('a batch answers', () => {
  it.each([
    { path: 'create', body: [station('b')], status: 201, answer: [b] },
    { path: 'create', body: [station('a')], status: 207, failed: { [a]: 'AlreadyExists' } },
    { path: 'create', body: [station('b'), station('b')], status: 207, failed: { [b]: 'AlreadyExists' } },
    { path: 'upsert', body: [station('a')], status: 204 },
    { path: 'upsert', body: [station('a'), station('b')], status: 201, answer: [b] },
    { path: 'upsert', body: [station('b'), station('b')], status: 201, answer: [b] },
    { path: 'upsert?options=update', body: [station('a')], status: 204 },
    { path: 'update', body: [station('a')], status: 204 },
    { path: 'update', body: [station('b')], status: 207, failed: { [b]: 'ResourceNotFound' } },
    { path: 'update?options=noOverwrite', body: [station('a')], status: 204 },
    { path: 'merge', body: [station('a')], status: 204 },
    { path: 'merge', body: [station('b')], status: 207, failed: { [b]: 'ResourceNotFound' } },
    { path: 'delete', body: [a], status: 204 },
    { path: 'delete', body: [a, b], status: 207, failed: { [b]: 'ResourceNotFound' }, success: [a] },
    {
      path: 'upsert',
      body: [station('a'), station('b', null)],
      status: 207,
      failed: { [b]: 'BadRequestData' },
      success: [a],
    },
  ])('$status to $path of $body.length', async ({ path, body, status, answer, failed, success }) => {
    const got = await peer.post(`entityOperations/${path}`, body);

    expect(got.status).toBe(status);
    if (!failed) return expect(got.body).toEqual(answer);
    const { errors, success: done } = got.body as {
      success: string[];
      errors: { entityId: string; error: { type: string; status: number } }[];
    };
    const expected = Object.fromEntries(Object.entries(failed).map(([id, type]) => [id, error(type)]));
    expect(Object.fromEntries(errors.map(({ entityId, error: { type } }) => [entityId, type]))).toEqual(
      expected,
    );
    if (success) expect(done).toEqual(success);
  });

  it.each([
    { name: 'an empty array', body: [] },
    { name: 'a null element', body: [station('b'), null] },
    { name: 'a number among the elements', body: [station('b'), 7] },
    { name: 'an object', body: station('b') },
  ])('400 for the whole request to $name', async ({ body }) => {
    const got = await peer.post('entityOperations/upsert', body);

    expect(got).toMatchObject({ status: 400, body: { type: error('BadRequestData'), status: 400 } });
    expect((await peer.get(`entities/${b}`)).status).toBe(404);
  });

  it('400 InvalidRequest to what is no JSON', async () => {
    const got = await peer.send('POST', 'entityOperations/create', { text: '[{"id":' });

    expect(got).toMatchObject({ status: 400, body: { type: error('InvalidRequest') } });
  });
});

describe('the context of a batch', () => {
  it('must not come twice', async () => {
    const got = await peer.post('entityOperations/create', [station('b', 1, { '@context': core })], {
      type: 'application/ld+json',
      headers: link(core),
    });

    expect(got).toMatchObject({ status: 400, body: { type: error('BadRequestData') } });
  });

  it.each([
    { name: 'plain JSON with an embedded one', type: 'application/json', embedded: { '@context': core } },
    { name: 'JSON-LD without one', type: 'application/ld+json', embedded: {} },
  ])('is an error of the one element: $name', async ({ type, embedded }) => {
    const good = station('b', 1, type === 'application/ld+json' ? { '@context': core } : {});

    const got = await peer.post('entityOperations/create', [good, station('c', 1, embedded)], { type });

    expect(got).toMatchObject({
      status: 207,
      body: {
        success: [b],
        errors: [{ entityId: 'urn:ngsi-ld:Station:c', error: { type: error('BadRequestData') } }],
      },
    });
  });

  it('fails every element when it cannot be had', async () => {
    const got = await peer.post('entityOperations/upsert', [station('a'), station('b')], {
      headers: link('https://contexts.example/city.jsonld'),
    });

    const { success, errors } = got.body as { success: string[]; errors: { error: { type: string } }[] };
    expect(got.status).toBe(207);
    expect(success).toEqual([]);
    expect(errors.map((one) => one.error.type)).toEqual(Array(2).fill(error('LdContextNotAvailable')));
  });

  it('gives names their meaning', async () => {
    await peer.post('entityOperations/upsert', [{ id: b, type: 'AirQualityObserved', pm25: 12 }], {
      headers: link(environment),
    });

    expect((await peer.get(`entities/${b}?options=keyValues`)).body).toEqual({
      id: b,
      type: 'https://smartdatamodels.org/dataModel.Environment/AirQualityObserved',
      'https://smartdatamodels.org/dataModel.Environment/pm25': 12,
    });
  });
});

describe('a batch writes', () => {
  const read = async () => (await peer.get(`entities/${a}?options=keyValues`)).body;

  it('the whole entity by upsert', async () => {
    await peer.post('entityOperations/upsert', [station('a', 2)]);

    expect(await read()).toEqual({ id: a, type: 'Station', temperature: 2 });
  });

  it('only what it names by upsert with options=update', async () => {
    await peer.post('entityOperations/upsert?options=update', [station('a', 2)]);

    expect(await read()).toEqual({ id: a, type: 'Station', temperature: 2, name: 'Gate' });
  });

  it('nothing that exists by update with options=noOverwrite', async () => {
    await peer.post('entityOperations/update?options=noOverwrite', [station('a', 2, { height: 4 })]);

    expect(await read()).toEqual({ id: a, type: 'Station', temperature: 1, name: 'Gate', height: 4 });
  });

  it('elements in the order of the array, so that the last one stands', async () => {
    await peer.post('entityOperations/upsert?options=update', [station('a', 2), station('a', 3)]);

    expect(await read()).toMatchObject({ temperature: 3 });
  });

  it('by merge what changes, keeping what describes it and removing what is null', async () => {
    await peer.post('entityOperations/merge', [
      { id: a, type: 'Station', temperature: { value: 9, observedAt: at(5) }, name: 'urn:ngsi-ld:null' },
    ]);

    expect((await peer.get(`entities/${a}`)).body).toEqual({
      id: a,
      type: 'Station',
      temperature: { type: 'Property', value: 9, unitCode: 'CEL', observedAt: at(5) },
    });
  });
});
