import { beforeAll, describe, expect, it } from 'vitest';
import { at, broker, error, station } from './client.ts';

const peer = broker();
beforeAll(async () => {
  await peer.post('entityOperations/create', [
    station('a', 10, { status: 'ok', open: false, size: { value: { width: { mm: 30 } } } }),
    station('b', 20, { status: 'broken', open: true }),
    station('c', 30, { temperature: { type: 'Property', value: 30, observedAt: at(30) } }),
    { id: 'urn:ngsi-ld:Mast:m', type: 'Mast', height: 4 },
  ]);
});

const names = (body: unknown) => (body as { id: string }[]).map(({ id }) => id.slice(-1)).join('');
const ask = async (parameters: string) => {
  const { status, body } = await peer.get(`entities?${parameters}`);
  return status === 200 ? names(body) : status;
};

describe('a query finds entities', () => {
  it.each([
    ['type=Station', 'abc'],
    ['type=Station,Mast', 'abcm'],
    ['id=urn:ngsi-ld:Station:a,urn:ngsi-ld:Mast:m', 'am'],
    ['type=Station&idPattern=^urn:.*:Station:.*$', 'abc'],
    ['type=Station&idPattern=:b$', 'b'],
    ['attrs=height', 'm'],
    ['attrs=height,status', 'abm'],
    ['local=true', 'abcm'],
  ])('by %s', async (parameters, expected) => {
    expect(await ask(parameters)).toBe(expected);
  });

  it.each([
    ['temperature>10', 'bc'],
    ['temperature>=20', 'bc'],
    ['temperature<20', 'a'],
    ['temperature<=20', 'ab'],
    ['temperature==20', 'b'],
    ['temperature!=20', 'ac'],
    ['temperature==10,30', 'ac'],
    ['temperature==15..30', 'bc'],
    ['temperature==1.5..10.5', 'a'],
    ['status=="ok"', 'a'],
    ['status==ok', 'a'],
    ['open==true', 'b'],
    ['open', 'ab'],
    ['temperature.observedAt>2026-11-23T08:00:10Z', 'c'],
    ['temperature.unitCode=="CEL"', 'ab'],
    ['size[width.mm]==30', 'a'],
    ['temperature>10;status=="broken"', 'b'],
    ['temperature>20|status=="ok"', 'ac'],
    ['(temperature>20|status=="ok");open==false', 'a'],
    ['absent==1', ''],
    ['temperature=="10"', ''],
  ])('by q=%s', async (q, expected) => {
    expect(await ask(`q=${encodeURIComponent(q)}`)).toBe(expected);
  });

  it.each([
    ['nothing at all', '', 400],
    ['a q that ends early', 'q=temperature>', 400],
    ['a q with an open parenthesis', 'q=(a==1', 400],
    ['a q with a pattern', 'q=status~=o.*', 422],
    ['an idPattern with a group', 'type=Station&idPattern=(a*)*b', 422],
    ['a geo-query', 'georel=near&type=Station', 422],
    ['limit=0 without count', 'type=Station&limit=0', 400],
    ['a limit that is no number', 'type=Station&limit=many', 400],
    ['a limit above 1,000', 'type=Station&limit=1001', 403],
  ])('but not by %s', async (_name, parameters, status) => {
    expect(await ask(parameters)).toBe(status);
  });
});

describe('a query gives pages', () => {
  it('with links to the neighbours and the count', async () => {
    const { body, headers } = await peer.get('entities?type=Station&limit=1&offset=1&count=true');

    expect(names(body)).toBe('b');
    expect(headers.get('ngsild-results-count')).toBe('3');
    expect(headers.get('link')).toContain(
      '</ngsi-ld/v1/entities?type=Station&limit=1&offset=0&count=true>; rel="prev"',
    );
    expect(headers.get('link')).toContain(
      '</ngsi-ld/v1/entities?type=Station&limit=1&offset=2&count=true>; rel="next"',
    );
  });

  it('with the count alone', async () => {
    const { body, headers } = await peer.get('entities?type=Station&limit=0&options=count');

    expect(body).toEqual([]);
    expect(headers.get('ngsild-results-count')).toBe('3');
  });

  it('and no link where there is no neighbour', async () => {
    const { headers } = await peer.get('entities?type=Station');

    expect(headers.get('link')).not.toMatch(/prev|next/);
    expect(headers.has('ngsild-results-count')).toBe(false);
  });

  it('with only the attributes asked for', async () => {
    const { body } = await peer.get('entities?type=Mast&attrs=height&options=keyValues');

    expect(body).toEqual([{ id: 'urn:ngsi-ld:Mast:m', type: 'Mast', height: 4 }]);
  });

  it('with the times of the broker on request', async () => {
    const { body } = await peer.get('entities?type=Mast&options=sysAttrs');

    const times = { createdAt: at(0), modifiedAt: at(0) };
    expect(body).toEqual([
      { id: 'urn:ngsi-ld:Mast:m', type: 'Mast', ...times, height: { type: 'Property', value: 4, ...times } },
    ]);
  });
});

describe('the types', () => {
  it('are listed', async () => {
    expect((await peer.get('types')).body).toMatchObject({ typeList: ['Mast', 'Station'] });
  });

  it('are listed with their attributes', async () => {
    expect((await peer.get('types?details=true')).body).toContainEqual({
      id: 'https://uri.etsi.org/ngsi-ld/default-context/Mast',
      type: 'EntityType',
      typeName: 'Mast',
      attributeNames: ['height'],
    });
  });

  it('are refused with the type of a problem', async () => {
    expect(await peer.get('types', { 'ngsild-tenant': 'nobody' })).toMatchObject({
      status: 404,
      body: { type: error('NonexistentTenant') },
    });
  });
});
