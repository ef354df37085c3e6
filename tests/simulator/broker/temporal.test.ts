import { describe, expect, it } from 'vitest';
import { at, broker, error, station } from './client.ts';

const id = 'urn:ngsi-ld:Station:a';
const measured = (value: number, second: number) => ({ type: 'Property', value, observedAt: at(second) });
const history = (...instances: object[]) => ({ id, type: 'Station', temperature: instances });
const pairs = (body: unknown) => (body as { temperature?: { values: unknown } }).temperature?.values;

async function withHistory() {
  const peer = broker();
  await peer.post('temporal/entities', history(measured(3, 3), measured(1, 1), measured(2, 2)));
  return peer;
}

describe('the temporal API', () => {
  it('creates, then adds', async () => {
    const peer = await withHistory();

    const again = await peer.post('temporal/entities', history(measured(4, 4)));
    const attribute = await peer.post(`temporal/entities/${id}/attrs`, { temperature: [measured(5, 5)] });

    expect([again.status, attribute.status]).toEqual([204, 204]);
    expect(pairs((await peer.get(`temporal/entities/${id}?options=temporalValues`)).body)).toEqual(
      [1, 2, 3, 4, 5].map((second) => [second, at(second)]),
    );
  });

  it.each([
    ['timerel=before&timeAt=', 2, '', [1]],
    ['timerel=after&timeAt=', 2, '', [3]],
    ['timerel=between&timeAt=', 1, `&endTimeAt=${at(3)}`, [1, 2]],
    ['lastN=2&x=', 0, '', [2, 3]],
  ])('gives what %s%i%s asks for', async (parameters, second, more, expected) => {
    const peer = await withHistory();

    const { body } = await peer.get(
      `temporal/entities/${id}?options=temporalValues&${parameters}${at(second)}${more}`,
    );

    expect(pairs(body)).toEqual(expected.map((value) => [value, at(value)]));
  });

  it.each([
    ['an unknown timerel', 'timerel=near&timeAt=2026-11-23T08:00:00Z'],
    ['a timerel without time', 'timerel=before'],
    ['a time without timerel', 'timeAt=2026-11-23T08:00:00Z'],
    ['between without end', 'timerel=between&timeAt=2026-11-23T08:00:00Z'],
    ['lastN=0', 'lastN=0'],
  ])('refuses %s', async (_name, parameters) => {
    const peer = await withHistory();

    expect(await peer.get(`temporal/entities/${id}?${parameters}`)).toMatchObject({
      status: 400,
      body: { type: error('BadRequestData') },
    });
  });

  it('finds histories by type and tells an instance from another', async () => {
    const peer = await withHistory();

    const { body } = await peer.get('temporal/entities?type=Station&lastN=1');

    expect(body).toEqual([
      history({ ...measured(3, 3), instanceId: expect.stringMatching(/^urn:ngsi-ld:Instance:/) }),
    ]);
    expect((await peer.get('temporal/entities?type=Mast')).body).toEqual([]);
  });

  it('leaves the current value alone', async () => {
    const peer = broker();
    await peer.post('entities', station('a', 9));

    await peer.post('temporal/entities', history(measured(1, 1)));

    expect((await peer.get(`entities/${id}?options=keyValues`)).body).toMatchObject({ temperature: 9 });
  });

  it('holds what entity operations wrote, and outlives the entity until it is deleted itself', async () => {
    const peer = broker();
    await peer.post('entityOperations/upsert', [station('a', 1), station('a', 2)]);
    await peer.send('DELETE', `entities/${id}`);

    const kept = await peer.get(`temporal/entities/${id}?options=temporalValues`);
    const gone = await peer.send('DELETE', `temporal/entities/${id}`);

    expect(pairs(kept.body)).toEqual([
      [1, at(0)],
      [2, at(0)],
    ]);
    expect([gone.status, (await peer.get(`temporal/entities/${id}`)).status]).toEqual([204, 404]);
  });
});

describe('the counters', () => {
  const upsert = (peer: ReturnType<typeof broker>, value: number, second: number) =>
    peer.post('entityOperations/upsert?options=update', [
      { id, type: 'Station', temperature: measured(value, second) },
    ]);

  it('tell readings that came twice', async () => {
    const peer = broker();

    for (const second of [1, 2, 2, 1]) await upsert(peer, second, second);

    expect(peer.store.counters).toMatchObject({ writes: 4, duplicates: 2, inversions: 1 });
  });

  it('tell values that went back in time, not those sent as history', async () => {
    const peer = broker();
    await upsert(peer, 5, 5);

    await peer.post('temporal/entities', history(measured(1, 1), measured(2, 2)));
    await upsert(peer, 4, 4);

    expect(peer.store.counters).toMatchObject({ writes: 4, duplicates: 0, inversions: 1 });
  });

  it('tell an inversion by replacing upsert too', async () => {
    const peer = broker();
    await upsert(peer, 5, 5);

    await peer.post('entityOperations/upsert', [{ id, type: 'Station', temperature: measured(4, 4) }]);

    expect(peer.store.counters.inversions).toBe(1);
  });

  it('tell what a full history let go', async () => {
    const peer = broker({ instancesPerAttribute: 20 });

    for (let second = 0; second < 30; second++) await upsert(peer, second, second);

    const { body } = await peer.get(`temporal/entities/${id}?options=temporalValues`);
    expect(peer.store.counters.forgotten).toBe(10);
    expect(pairs(body)).toHaveLength(20);
    expect(pairs(body)).toContainEqual([29, at(29)]);
  });
});
