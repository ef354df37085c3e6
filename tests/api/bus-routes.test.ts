import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addBusRoutes, type BusQuestion } from '../../src/api/bus-routes.ts';

function routes() {
  const asked: BusQuestion[] = [];
  const app = new Hono();
  addBusRoutes(app, {
    ask: (question) => {
      if (question.bus !== 'rs485') return undefined;
      asked.push(question);
      return Promise.resolve({ kind: 'words', words: [1, 2] });
    },
    identify: ({ bus, identity }) =>
      bus === 'rs485'
        ? Promise.resolve({ kind: 'identity', texts: [{ name: identity, text: 'M1' }] })
        : undefined,
    statistics: (bus) => (bus === 'rs485' ? { requests: 7 } : undefined),
    frames: (bus, since) => (bus === 'rs485' ? { pieces: [], next: since, missed: 0 } : undefined),
  });
  const post = (body: unknown) =>
    app.request('/actions/ask', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, asked, post };
}

const question = { bus: 'rs485', unitId: 1, table: 'input', address: 0, count: 2 };

describe('a borrowed bus', () => {
  it('answers one read', async () => {
    const { asked, post } = routes();

    const answer = await post(question);

    expect(await answer.json()).toEqual({ kind: 'words', words: [1, 2] });
    expect(asked).toEqual([{ ...question, timeoutMs: 1_000 }]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another function', { ...question, table: 'write' }],
    ['a value to write', { ...question, value: 1 }],
    ['more registers than a reply carries', { ...question, count: 126 }],
    ['more bits than a reply carries', { ...question, table: 'coil', count: 2_001 }],
    ['an address past the end', { ...question, address: 65_535 }],
    ['a unit that cannot be', { ...question, unitId: 256 }],
    ['an endless wait', { ...question, timeoutMs: 60_000 }],
  ])('refuses %s', async (_, body) => {
    const { asked, post } = routes();

    expect((await post(body)).status).toBe(400);
    expect(asked).toEqual([]);
  });

  it('asks a unit what it is', async () => {
    const { app } = routes();
    const identify = (body: object) =>
      app.request('/actions/identify', { method: 'POST', body: JSON.stringify(body) });

    const answer = await identify({ bus: 'rs485', unitId: 1, identity: 'device' });

    expect(await answer.json()).toEqual({ kind: 'identity', texts: [{ name: 'device', text: 'M1' }] });
    expect((await identify({ bus: 'rs485', unitId: 1, identity: 'write' })).status).toBe(400);
    expect((await identify({ bus: 'rs232', unitId: 1, identity: 'server' })).status).toBe(404);
  });

  it('says when there is no such bus', async () => {
    const { app, post } = routes();

    expect((await post({ ...question, bus: 'rs232' })).status).toBe(404);
    expect((await app.request('/actions/frames/rs232')).status).toBe(404);
  });

  it('gives the counts of a bus', async () => {
    const { app } = routes();

    expect(await (await app.request('/actions/statistics/rs485')).json()).toEqual({ requests: 7 });
    expect((await app.request('/actions/statistics/rs232')).status).toBe(404);
  });

  it('gives frames from the number asked for', async () => {
    const answer = await routes().app.request('/actions/frames/rs485?since=7');

    expect(await answer.json()).toEqual({ pieces: [], next: 7, missed: 0 });
  });
});
