import { describe, expect, it } from 'vitest';
import { entityForm } from '../../src/forward/entity-form.ts';
import { destinationSettings } from '../../src/forward/settings.ts';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { afterTest, clientOf } from './served.ts';

const context =
  'https://raw.githubusercontent.com/smart-data-models/dataModel.Environment/master/context.jsonld';
const observedAt = '2026-11-24T00:00:00.000Z';
const entity = {
  id: 'urn:ngsi-ld:AirQualityObserved:a',
  type: 'AirQualityObserved',
  pm10: {
    type: 'Property',
    value: 12.3,
    unitCode: 'GQ',
    observedAt,
    timeEstimated: { type: 'Property', value: true },
  },
  dateObserved: { type: 'Property', value: { '@type': 'DateTime', '@value': observedAt } },
  name: { type: 'Property', value: 'Köprü' },
  tags: { type: 'Property', value: ['a', 'b'] },
  area: { type: 'Property', value: { type: 'Polygon', coordinates: [] } },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [28.97, 41.08] } },
  refDevice: { type: 'Relationship', object: 'urn:ngsi-ld:Device:d', observedAt },
};
const item = { entity: entity.id, json: JSON.stringify(entity) };

const formOf = (more: object) =>
  entityForm(destinationSettings.parse({ name: 'city', broker: 'http://127.0.0.1', ...more }));

describe('the form of entities', () => {
  it('is that of the mapping where nothing else is wanted', () => {
    const form = formOf({});

    expect(form.item(context, item)).toBe(item);
    expect(form.headers(context)).toEqual({ 'content-type': 'application/json', link: form.link(context) });
  });

  it('is concise without what can be told from the rest', () => {
    const { id, type, tags, area, location } = entity;

    expect(JSON.parse(formOf({ output: 'concise' }).item(context, item).json)).toEqual({
      id,
      type,
      pm10: { value: 12.3, unitCode: 'GQ', observedAt, timeEstimated: true },
      dateObserved: { value: entity.dateObserved.value },
      name: 'Köprü',
      tags: { value: tags.value },
      area,
      location,
      refDevice: { object: 'urn:ngsi-ld:Device:d', observedAt },
    });
  });

  it('is concise for each instance of a history', () => {
    const instances = [1, 2].map((value) => ({ type: 'Property', value, observedAt }));
    const json = JSON.stringify({ id: 'urn:a', type: 'T', pm10: instances });

    expect(JSON.parse(formOf({ output: 'concise' }).item(context, { entity: 'urn:a', json }).json)).toEqual({
      id: 'urn:a',
      type: 'T',
      pm10: [
        { value: 1, observedAt },
        { value: 2, observedAt },
      ],
    });
  });

  it('has the context in each entity and no header beside it', () => {
    const form = formOf({ context: { in: 'body' } });

    expect(form.headers(context)).toEqual({ 'content-type': 'application/ld+json' });
    expect(JSON.parse(form.item(context, item).json)).toEqual({ '@context': context, ...entity });
  });

  it('names the copy that the city keeps, by the longest beginning that fits', () => {
    const mirrors = {
      'https://raw.githubusercontent.com/': 'https://git.city.example/',
      'https://raw.githubusercontent.com/smart-data-models/': 'https://contexts.city.example/',
    };
    const copy = 'https://contexts.city.example/dataModel.Environment/master/context.jsonld';

    expect(formOf({ context: { mirrors } }).link(context)).toContain(`<${copy}>;`);
    expect(JSON.parse(formOf({ context: { in: 'body', mirrors } }).item(context, item).json)).toHaveProperty(
      '@context',
      copy,
    );
    expect(formOf({ context: { mirrors } }).link('https://other.example/c')).toContain(
      '<https://other.example/c>;',
    );
  });

  it.each([
    ['concise', { output: 'concise' }],
    ['context in the body', { context: { in: 'body' } }],
    ['concise, context in the body', { output: 'concise', context: { in: 'body' } }],
  ])('comes to the same at the broker: %s', async (_, more) => {
    const held = await Promise.all(
      [{}, more].map(async (settings) => {
        const broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
        afterTest(() => broker.close());
        const client = clientOf({ broker: broker.url, ...settings }).broker;
        expect(await client.upsert({ context, items: [item] })).toMatchObject({
          verdict: { kind: 'delivered' },
        });
        const history = { ...item, json: JSON.stringify({ ...entity, pm10: [entity.pm10] }) };
        expect(await client.addHistory(context, history)).toMatchObject({ verdict: { kind: 'delivered' } });
        const link = formOf({}).link(context);
        const answer = await fetch(`${broker.url}/entities/${item.entity}`, { headers: { link } });
        return answer.json();
      }),
    );

    expect(held[1]).toEqual(held[0]);
    expect(held[0]).toMatchObject({ pm10: { value: 12.3 }, refDevice: { object: 'urn:ngsi-ld:Device:d' } });
  });
});
