import type { MiddlewareHandler } from 'hono';
import { describe, expect, it } from 'vitest';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { answer, problem } from '../../src/simulator/broker/faults/fault.ts';
import { fakeClock } from '../fakes/clock.ts';
import { afterTest, clientOf } from './served.ts';

const entity = (id: string, temperature: unknown) => ({
  entity: `urn:ngsi-ld:Room:${id}`,
  json: JSON.stringify({
    id: `urn:ngsi-ld:Room:${id}`,
    type: 'Room',
    temperature: { type: 'Property', value: temperature, observedAt: '2026-11-23T08:00:00Z' },
  }),
});
const batchOf = (...items: ReturnType<typeof entity>[]) => ({
  context: 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld',
  items,
});

/** The embedded broker, with this in front. */
async function brokerBehind(middleware: MiddlewareHandler) {
  const asked: string[] = [];
  const note: MiddlewareHandler = (call, next) => {
    asked.push(`${call.req.method} ${call.req.path.replace('/ngsi-ld/v1/', '')}`);
    return next();
  };
  const running = await startBroker({
    clock: fakeClock(),
    host: '127.0.0.1',
    port: 0,
    middleware: [note, middleware],
  });
  afterTest(() => running.close());
  return { asked, url: running.url };
}

const withoutBatches =
  (status: number, body?: object): MiddlewareHandler =>
  async (call, next) =>
    call.req.path.includes('/entityOperations/') ? answer(status, body) : next();

async function temperatureOf(url: string, id: string): Promise<unknown> {
  const found = await fetch(`${url}/entities/urn:ngsi-ld:Room:${id}?options=keyValues`);
  return ((await found.json()) as { temperature: unknown }).temperature;
}

describe('a broker without batch operations', () => {
  it.each<[string, number, object?]>([
    ['404', 404],
    ['405', 405],
    ['501', 501],
    ['422 OperationNotSupported', 422, problem('OperationNotSupported', 422)],
  ])('that says so with %s gets entities one by one', async (_, status, body) => {
    const { url } = await brokerBehind(withoutBatches(status, body));
    const { broker, lines } = clientOf({ broker: url });

    const first = await broker.upsert(batchOf(entity('1', 20), entity('2', 21)));
    const second = await broker.upsert(batchOf(entity('1', 22)));

    expect(first).toMatchObject({ scope: 'items', verdicts: [{ kind: 'delivered' }, { kind: 'delivered' }] });
    expect(second).toMatchObject({ verdicts: [{ kind: 'delivered' }] });
    expect([await temperatureOf(url, '1'), await temperatureOf(url, '2')]).toEqual([22, 21]);
    expect(lines).toHaveLength(1);
  });

  it('is asked for batches no more until the next start', async () => {
    const { asked, url } = await brokerBehind(withoutBatches(404));
    const { broker } = clientOf({ broker: url });

    await broker.upsert(batchOf(entity('1', 20)));
    await broker.upsert(batchOf(entity('1', 21)));

    expect(asked).toEqual([
      'POST entityOperations/upsert',
      'GET entities',
      'POST entities',
      'POST entities/urn%3Angsi-ld%3ARoom%3A1/attrs',
    ]);
  });

  it('is told which entity it refuses', async () => {
    const { url } = await brokerBehind(withoutBatches(404));
    const { broker } = clientOf({ broker: url });

    expect(await broker.upsert(batchOf(entity('1', 20), entity('2', null)))).toMatchObject({
      verdicts: [{ kind: 'delivered' }, { kind: 'rejected' }],
    });
  });

  it('updates what somebody else created', async () => {
    const { url } = await brokerBehind(withoutBatches(404));
    await clientOf({ broker: url }).broker.upsert(batchOf(entity('1', 20)));

    await clientOf({ broker: url }).broker.upsert(batchOf(entity('1', 21)));

    expect(await temperatureOf(url, '1')).toBe(21);
  });

  it('is no broker at all when entities cannot be asked for either: held, and tried again', async () => {
    const { url } = await brokerBehind(async () => answer(404, '<html>nginx</html>'));
    const { broker } = clientOf({ broker: url });

    expect(await broker.upsert(batchOf(entity('1', 20)))).toMatchObject({ verdict: { kind: 'denied' } });
  });

  it('never becomes one in the middle', async () => {
    let gone = false;
    const { url } = await brokerBehind((call, next) =>
      gone ? withoutBatches(404)(call, next) : next().then(() => undefined),
    );
    const { broker } = clientOf({ broker: url });
    await broker.upsert(batchOf(entity('1', 20)));

    gone = true;

    expect(await broker.upsert(batchOf(entity('1', 21)))).toMatchObject({ verdict: { kind: 'denied' } });
  });

  it('holds the destination when it answers nothing about any entity', async () => {
    let away = false;
    const { url } = await brokerBehind((call, next) =>
      away ? Promise.resolve(answer(503)) : withoutBatches(404)(call, next),
    );
    const { broker } = clientOf({ broker: url });
    await broker.upsert(batchOf(entity('1', 20)));

    away = true;

    expect(await broker.upsert(batchOf(entity('1', 21), entity('2', 21)))).toMatchObject({
      scope: 'batch',
      verdict: { kind: 'transient' },
    });
  });
});
