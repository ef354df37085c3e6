import { describe, expect, it } from 'vitest';
import { noTemporalWrites } from '../../src/core/broker.ts';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { type ProfileName, profileOf } from '../../src/simulator/broker/profiles.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { afterTest, bodyOf, clientOf, serve } from './served.ts';

const context = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
const instance = (value: number, minute: number) => ({
  type: 'Property',
  value,
  observedAt: `2026-11-23T08:0${minute}:00.000Z`,
});
const room = (...temperature: object[]) => ({
  entity: 'urn:ngsi-ld:Room:1',
  json: JSON.stringify({ id: 'urn:ngsi-ld:Room:1', type: 'Room', temperature }),
});

async function embedded(profile: ProfileName) {
  const broker = await startBroker({
    clock: systemClock(),
    host: '127.0.0.1',
    port: 0,
    ...profileOf(profile),
  });
  afterTest(() => broker.close());
  return { broker, client: clientOf({ broker: broker.url }).broker };
}

describe('a write to the history', () => {
  it('adds instances of an attribute and leaves the current value alone', async () => {
    const { broker, client } = await embedded('spec');
    const now = {
      ...room(),
      json: JSON.stringify({ ...JSON.parse(room().json), temperature: instance(9, 9) }),
    };
    await client.upsert({ context, items: [now] });

    const answer = await client.addHistory(context, room(instance(1, 1), instance(2, 2)));

    expect(answer).toMatchObject({ scope: 'batch', verdict: { kind: 'delivered' } });
    const read = async (path: string) => (await fetch(`${broker.url}/${path}/urn:ngsi-ld:Room:1`)).json();
    expect(await read('entities')).toMatchObject({ temperature: { value: 9 } });
    expect(await read('temporal/entities')).toMatchObject({
      temperature: [{ value: 1 }, { value: 2 }, { value: 9 }],
    });
  });

  it.each<ProfileName>(['orion', 'collapsing'])('finds out that %s has none', async (profile) => {
    const { client } = await embedded(profile);

    const answer = await client.addHistory(context, room(instance(1, 1)));

    expect(answer).toMatchObject({ scope: 'batch', verdict: { kind: 'denied', code: noTemporalWrites } });
  });

  it.each([
    [404, '', 'batch', { kind: 'denied', code: noTemporalWrites }],
    [405, '', 'batch', { kind: 'denied', code: noTemporalWrites }],
    [422, '', 'batch', { kind: 'denied', code: noTemporalWrites }],
    [
      400,
      '{"type":"https://uri.etsi.org/ngsi-ld/errors/OperationNotSupported"}',
      'batch',
      { kind: 'denied', code: noTemporalWrites },
    ],
    [403, '', 'batch', { kind: 'denied', code: 'HTTP_403' }],
    [
      404,
      '{"type":"https://uri.etsi.org/ngsi-ld/errors/NonexistentTenant"}',
      'batch',
      { kind: 'denied', code: 'NonexistentTenant' },
    ],
    [503, '', 'batch', { kind: 'transient', code: 'HTTP_503' }],
  ] as const)('reads %d %s', async (status, body, scope, verdict) => {
    const seen: string[] = [];
    const host = await serve(async (request, response) => {
      seen.push(`${request.method} ${request.url} ${await bodyOf(request)}`);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const { broker } = clientOf({ broker: `http://${host}/ngsi-ld/v1` });

    const answer = await broker.addHistory(context, room(instance(1, 1)));

    expect(seen).toEqual([`POST /ngsi-ld/v1/temporal/entities ${room(instance(1, 1)).json}`]);
    expect(answer).toMatchObject({ scope, verdict });
  });

  it('asks for one that is refused on its own account to be looked at, not for the whole broker', async () => {
    const { client } = await embedded('spec');

    const answer = await client.addHistory(context, room({ type: 'Property', observedAt: 'yesterday' }));

    expect(answer).toMatchObject({ scope: 'culprit', status: 400 });
  });
});
