import { beforeEach, describe, expect, it } from 'vitest';
import { at, broker, station } from './client.ts';

const path = 'entities/urn:ngsi-ld:Station:a';
let peer: ReturnType<typeof broker>;
beforeEach(async () => {
  peer = broker();
  const left = { type: 'Property', value: 2, datasetId: 'urn:d:left' };
  await peer.post('entities', station('a', 1, { side: [{ type: 'Property', value: 1 }, left] }));
});

const read = async (options = 'keyValues') => (await peer.get(`${path}?options=${options}`)).body;

describe('the attributes of an entity', () => {
  it('are added and overwritten by POST', async () => {
    const got = await peer.post(`${path}/attrs`, { temperature: 5, height: 4 });

    expect(got.status).toBe(204);
    expect(await read('normalized')).toMatchObject({
      temperature: { type: 'Property', value: 5 },
      height: { type: 'Property', value: 4 },
    });
    expect(await read('normalized')).not.toHaveProperty('temperature.unitCode');
  });

  it('are left alone by POST with options=noOverwrite, which says so', async () => {
    const got = await peer.post(`${path}/attrs?options=noOverwrite`, { temperature: 5, height: 4 });

    expect(got).toMatchObject({
      status: 207,
      body: { updated: ['height'], notUpdated: [{ attributeName: 'temperature' }] },
    });
    expect(await read()).toMatchObject({ temperature: 1, height: 4 });
  });

  it('are only overwritten by PATCH, which names those that are missing', async () => {
    const got = await peer.patch(`${path}/attrs`, { temperature: 5, height: 4 });

    expect(got).toMatchObject({
      status: 207,
      body: { updated: ['temperature'], notUpdated: [{ attributeName: 'height' }] },
    });
    expect(await read()).not.toHaveProperty('height');
  });

  it('keep what a partial update does not name', async () => {
    const got = await peer.patch(`${path}/attrs/temperature`, { value: 5 });

    expect(got.status).toBe(204);
    expect(await read('normalized')).toMatchObject({
      temperature: { value: 5, unitCode: 'CEL', observedAt: at(0) },
    });
  });

  it('lose what PUT does not name', async () => {
    const got = await peer.send('PUT', `${path}/attrs/temperature`, { body: { value: 5 } });

    expect(got.status).toBe(204);
    expect(await read('normalized')).toMatchObject({ temperature: { type: 'Property', value: 5 } });
  });

  it.each([
    ['the default instance', '', { dataset: { 'urn:d:left': 2 } }],
    ['one dataset', '?datasetId=urn:d:left', 1],
    ['all of it', '?deleteAll=true', undefined],
  ])('are deleted: %s', async (_name, parameters, left) => {
    const got = await peer.send('DELETE', `${path}/attrs/side${parameters}`);

    expect(got.status).toBe(204);
    expect(await read()).toEqual({
      id: 'urn:ngsi-ld:Station:a',
      type: 'Station',
      temperature: 1,
      ...(left === undefined ? {} : { side: left }),
    });
  });

  it.each([
    ['PATCH', 'attrs/height', { value: 1 }],
    ['PUT', 'attrs/height', { value: 1 }],
    ['DELETE', 'attrs/height', undefined],
  ])('that are missing answer %s with 404', async (method, rest, body) => {
    expect((await peer.send(method, `${path}/${rest}`, { body })).status).toBe(404);
  });

  it('change one dataset by its datasetId', async () => {
    await peer.patch(`${path}/attrs/side`, { value: 7, datasetId: 'urn:d:left' });

    expect(await read()).toMatchObject({ side: { dataset: { '@none': 1, 'urn:d:left': 7 } } });
  });
});

describe('an entity', () => {
  it('is merged by PATCH', async () => {
    const got = await peer.patch(path, {
      temperature: { value: { low: 1, high: 2 } },
      side: 'urn:ngsi-ld:null',
    });
    await peer.patch(path, { temperature: { value: { high: 3 } } });

    expect(got.status).toBe(204);
    expect(await read()).toEqual({
      id: 'urn:ngsi-ld:Station:a',
      type: 'Station',
      temperature: { low: 1, high: 3 },
    });
  });

  it('is not touched by a merge that is refused', async () => {
    const before = await read('normalized');

    const got = await peer.patch(path, { side: 'urn:ngsi-ld:null', temperature: { observedAt: 'now' } });

    expect(got.status).toBe(400);
    expect(await read('normalized')).toEqual(before);
  });

  it('is replaced by PUT, and deleted once', async () => {
    const put = await peer.send('PUT', path, { body: station('a', 8) });
    const replaced = await read();
    const deleted = [await peer.send('DELETE', path), await peer.send('DELETE', path)];

    expect(put.status).toBe(204);
    expect(replaced).toEqual({ id: 'urn:ngsi-ld:Station:a', type: 'Station', temperature: 8 });
    expect(deleted.map(({ status }) => status)).toEqual([204, 404]);
  });
});
