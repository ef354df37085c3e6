import { describe, expect, it } from 'vitest';
import { type ProfileName, profileOf } from '../../../src/simulator/broker/profiles.ts';
import { broker, error, station } from './client.ts';

const upsert = 'entityOperations/upsert?options=update';
const wrong = { id: 'urn:ngsi-ld:Station:wrong', type: 'Station', temperature: { type: 'Property' } };

function like(name: ProfileName, tenants: readonly string[] = []) {
  const { middleware, bytesPerBody } = profileOf(name, { tenants });
  return broker({ middleware, ...(bytesPerBody === undefined ? {} : { bytesPerBody }) });
}

const stations = (count: number, padding = '') =>
  Array.from({ length: count }, (_, index) => station(`s${index}`, padding || index));

describe('profiles', () => {
  it.each<[ProfileName, number]>([
    ['spec', 207],
    ['scorpio', 400],
    ['orion', 207],
    ['stellio', 207],
    ['all-or-nothing', 400],
    ['collapsing', 400],
  ])('%s answers %i when every entity is wrong', async (name, status) => {
    expect(await like(name).post(upsert, [wrong])).toMatchObject({ status });
  });

  it('scorpio names entities by `id` and errors by `ProblemDetails`', async () => {
    const { body } = await like('scorpio').post(upsert, [wrong]);

    expect(body).toEqual({
      errors: [
        {
          type: 'Upsert',
          id: wrong.id,
          ProblemDetails: expect.objectContaining({ type: error('BadRequestData'), status: 400 }),
        },
      ],
    });
  });

  it('scorpio answers 409 when all are conflicts', async () => {
    const { post } = like('scorpio');
    await post('entityOperations/create', [station('a')]);

    expect(await post('entityOperations/create', [station('a')])).toMatchObject({ status: 409 });
  });

  it.each<ProfileName>(['scorpio', 'orion', 'stellio', 'collapsing'])(
    '%s applies the right ones of a mixed batch and answers 207',
    async (name) => {
      const { post, get } = like(name);

      expect(await post(upsert, [station('a'), wrong])).toMatchObject({ status: 207 });
      expect(await get('entities/urn:ngsi-ld:Station:a')).toMatchObject({ status: 200 });
    },
  );

  it('all-or-nothing applies nothing of a batch with one wrong entity', async () => {
    const { post, store } = like('all-or-nothing');

    expect(await post(upsert, [station('a'), wrong])).toMatchObject({
      status: 400,
      body: { type: error('BadRequestData') },
    });
    expect(store.counters.writes).toBe(0);
    expect(await post(upsert, [station('a')])).toMatchObject({ status: 201 });
  });

  it('collapsing tells failures that differ one by one', async () => {
    const { post } = like('collapsing');
    await post('entityOperations/create', [station('a')]);

    const alike = await post('entityOperations/create', [station('a')]);
    const mixed = await post('entityOperations/create', [station('a'), wrong]);

    expect(alike).toMatchObject({ status: 409, body: { type: error('AlreadyExists') } });
    expect(mixed).toMatchObject({ status: 207 });
  });

  it('orion takes 1 MiB and finds the first 1 000 entities of a batch only', async () => {
    const { post, store } = like('orion');

    const many = await post(upsert, stations(1_002));
    expect(many.status).toBe(207);
    expect(many.body).toMatchObject({
      errors: [{ entityId: 'urn:ngsi-ld:Station:s1000' }, { entityId: 'urn:ngsi-ld:Station:s1001' }],
    });
    expect(store.counters.writes).toBe(1_000);
    expect(await post(upsert, stations(11, 'x'.repeat(100_000)), big(1_100_000))).toMatchObject({
      status: 413,
    });
    expect(await post('entityOperations/merge', stations(1))).toMatchObject({ status: 501 });
  });

  it('stellio says 400 to a body above 2 MiB', async () => {
    const body = stations(22, 'x'.repeat(100_000));

    expect(await like('stellio').post(upsert, body, big(2_200_000))).toMatchObject({
      status: 400,
      body: { type: error('InvalidRequest') },
    });
  });

  it('stellio makes no tenant on the fly', async () => {
    const { post } = like('stellio', ['izmir']);
    const of = (tenant: string) => ({ headers: { 'ngsild-tenant': tenant } });

    expect(await post(upsert, [station('a')], of('bursa'))).toMatchObject({
      status: 404,
      body: { type: error('NonexistentTenant') },
    });
    expect(await post(upsert, [station('a')], of('izmir'))).toMatchObject({ status: 201 });
  });

  it('stellio answers 503 where a context cannot be had by a single request', async () => {
    const { post } = like('stellio');
    const link = { link: '<http://127.0.0.1:9/none>; rel="http://www.w3.org/ns/json-ld#context"' };

    expect(await post('entities', station('a'), { headers: link })).toMatchObject({ status: 503 });
  });
});

/** What a client on a wire says of its body; a request made by hand says nothing. */
const big = (bytes: number) => ({ headers: { 'content-length': String(bytes) } });
