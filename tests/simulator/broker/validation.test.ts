import { describe, expect, it } from 'vitest';
import { broker, error } from './client.ts';

const entity = (more: object) => ({ id: 'urn:ngsi-ld:Station:a', type: 'Station', ...more });
const point = (longitude: unknown, latitude: unknown) => ({
  type: 'GeoProperty',
  value: { type: 'Point', coordinates: [longitude, latitude] },
});
const property = (more: object) => entity({ temperature: { type: 'Property', value: 1, ...more } });

describe('an entity is refused', () => {
  it.each<[string, object]>([
    ['without an id', { type: 'Station' }],
    ['without a type', { id: 'urn:ngsi-ld:Station:a' }],
    ['with an id that is no URI', { id: 'station 1', type: 'Station' }],
    ['with a letter outside ASCII in its id', { id: 'urn:ngsi-ld:Station:Kağıthane', type: 'Station' }],
    ['with a type that is no text', { id: 'urn:ngsi-ld:Station:a', type: 5 }],
    ['with a null attribute', entity({ temperature: null })],
    ['with a null value', property({ value: null })],
    ['with a null deep in a value', property({ value: { low: [1, null] } })],
    ['with the sign for removal as value', property({ value: 'urn:ngsi-ld:null' })],
    ['with a Property without value', entity({ temperature: { type: 'Property', unitCode: 'CEL' } })],
    ['with a kind of attribute that does not exist', entity({ temperature: { type: 'Number', value: 1 } })],
    ['with a time that has an offset', property({ observedAt: '2026-11-23T10:00:00+03:00' })],
    ['with a time without zone', property({ observedAt: '2026-11-23T10:00:00' })],
    ['with a day that does not exist', property({ observedAt: '2026-02-30T10:00:00Z' })],
    ['with a unitCode that is no text', property({ unitCode: 7 })],
    ['with a datasetId that is no URI', property({ datasetId: 'left' })],
    [
      'with a Relationship to what is no URI',
      entity({ refDevice: { type: 'Relationship', object: 'device 1' } }),
    ],
    ['with a Relationship to nothing', entity({ refDevice: { type: 'Relationship', object: [] } })],
    ['with a latitude above 90', entity({ location: point(29, 91) })],
    ['with a longitude above 180', entity({ location: point(181, 41) })],
    ['with a coordinate that is text', entity({ location: point('29', 41) })],
    [
      'with a GeometryCollection',
      entity({ location: { type: 'GeoProperty', value: { type: 'GeometryCollection', geometries: [] } } }),
    ],
    [
      'with a ring that is open',
      entity({
        area: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 1],
            ],
          ],
        },
      }),
    ],
    [
      'with a language that is none',
      entity({ name: { type: 'LanguageProperty', languageMap: { 'no language': 'x' } } }),
    ],
    [
      'with two instances of one dataset',
      entity({
        t: [
          { type: 'Property', value: 1 },
          { type: 'Property', value: 2 },
        ],
      }),
    ],
    ['with an attribute whose name has a blank', entity({ 'air temperature': 1 })],
    ['with a faulty sub-attribute', property({ accuracy: { type: 'Property' } })],
  ])('%s', async (_name, body) => {
    const peer = broker();

    const got = await peer.post('entities', body);

    expect(got).toMatchObject({ status: 400, body: { type: error('BadRequestData'), status: 400 } });
    expect((await peer.get('entities?local=true')).body).toEqual([]);
  });

  it('when it is nested to break the stack', async () => {
    const value = `${'['.repeat(5_000)}1${']'.repeat(5_000)}`;

    const got = await broker().send('POST', 'entities', {
      text: `{"id":"urn:x:1","type":"T","deep":{"type":"Property","value":${value}}}`,
    });

    expect(got.status).toBe(400);
  });
});

describe('an entity comes back as it was sent', () => {
  it.each<[string, object]>([
    [
      'a Property with all that describes it',
      property({
        unitCode: 'CEL',
        observedAt: '2026-11-23T10:00:00.5Z',
        accuracy: { type: 'Property', value: 0.1 },
      }),
    ],
    ['a Property that is false', entity({ open: { type: 'Property', value: false } })],
    ['a point', entity({ location: point(28.97, 41.08) })],
    ['a Relationship', entity({ refDevice: { type: 'Relationship', object: 'urn:ngsi-ld:Device:1' } })],
    [
      'a Relationship to many',
      entity({
        refDevice: { type: 'Relationship', object: ['urn:ngsi-ld:Device:1', 'urn:ngsi-ld:Device:2'] },
      }),
    ],
    [
      'instances by dataset',
      entity({
        t: [
          { type: 'Property', value: 1 },
          { type: 'Property', value: 2, datasetId: 'urn:d:2' },
        ],
      }),
    ],
    [
      'text by language',
      entity({ name: { type: 'LanguageProperty', languageMap: { tr: 'Köprü', en: 'Bridge' } } }),
    ],
    ['JSON with a null inside', entity({ raw: { type: 'JsonProperty', json: { a: null } } })],
    ['a word of a vocabulary', entity({ category: { type: 'VocabProperty', vocab: 'urban' } })],
    ['a list', entity({ levels: { type: 'ListProperty', valueList: [1, 2, 3] } })],
    [
      'a list of references',
      entity({ route: { type: 'ListRelationship', objectList: ['urn:ngsi-ld:Stop:1'] } }),
    ],
    ['a scope', entity({ scope: '/district/5' })],
    ['two types', { id: 'urn:x:1', type: ['Station', 'Mast'] }],
    [
      'a member named __proto__',
      JSON.parse('{"id":"urn:x:1","type":"T","__proto__":{"type":"Property","value":1}}'),
    ],
  ])('%s', async (_name, body) => {
    const peer = broker();

    const created = await peer.post('entities', body);
    const { id } = body as { id: string };

    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/ngsi-ld/v1/entities/${encodeURIComponent(id)}`);
    expect((await peer.get(`entities/${id}`)).body).toEqual(body);
  });

  it.each([
    [
      'normalized',
      {
        t: { type: 'Property', value: 1 },
        at: { type: 'GeoProperty', value: { type: 'Point', coordinates: [1, 2] } },
        of: { type: 'Relationship', object: 'urn:x:2' },
        u: { type: 'Property', value: 2, unitCode: 'CEL' },
      },
    ],
    [
      'concise',
      {
        t: 1,
        at: { type: 'Point', coordinates: [1, 2] },
        of: { object: 'urn:x:2' },
        u: { value: 2, unitCode: 'CEL' },
      },
    ],
    ['simplified', { t: 1, at: { type: 'Point', coordinates: [1, 2] }, of: 'urn:x:2', u: 2 }],
  ])('concise in, %s out', async (format, expected) => {
    const peer = broker();
    const concise = {
      t: 1,
      at: { type: 'Point', coordinates: [1, 2] },
      of: { object: 'urn:x:2' },
      u: { value: 2, unitCode: 'CEL' },
    };

    await peer.post('entities', { id: 'urn:x:1', type: 'T', ...concise });

    expect((await peer.get(`entities/urn:x:1?options=${format}`)).body).toEqual({
      id: 'urn:x:1',
      type: 'T',
      ...expected,
    });
  });
});
