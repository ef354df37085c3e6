import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addMqttRoutes } from '../../src/api/mqtt-routes.ts';

const app = new Hono();
addMqttRoutes(app, {
  messages: (broker, since) => (broker === 'listen' ? { messages: [], next: since, missed: 0 } : undefined),
});

describe('messages of an MQTT broker', () => {
  it.each([
    ['?since=7', 7],
    ['', 0],
    ['?since=soon', 0],
  ])('are told from a number on: %s', async (query, next) => {
    const answer = await app.request(`/actions/messages/listen${query}`);

    expect(await answer.json()).toEqual({ messages: [], next, missed: 0 });
  });

  it('are none of an MQTT broker that is not there', async () => {
    const answer = await app.request('/actions/messages/other');

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'UNKNOWN_MQTT_BROKER' });
  });
});
