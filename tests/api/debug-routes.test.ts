import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addDebugRoutes } from '../../src/api/debug-routes.ts';

const app = new Hono();
addDebugRoutes(app, { begin: (device) => device === 'meter', end: (device) => device === 'meter' });

async function asked(body: unknown) {
  const answer = await app.request('/actions/debug', { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

describe('writing the line of a device into the log', () => {
  it.each([
    [{ device: 'meter', forMs: 600_000 }, 200, { writes: true }],
    [{ device: 'meter', forMs: 0 }, 200, { writes: false, wrote: true }],
    [{ device: 'ghost', forMs: 0 }, 200, { writes: false, wrote: false }],
    [{ device: 'ghost', forMs: 600_000 }, 404, { code: 'UNKNOWN_DEVICE' }],
    [{ device: 'meter', forMs: 86_400_001 }, 400, { code: 'BAD_QUESTION' }],
    [{ device: 'meter' }, 400, { code: 'BAD_QUESTION' }],
    ['meter', 400, { code: 'BAD_QUESTION' }],
  ])('answers %j with %i', async (question, status, body) => {
    expect(await asked(question)).toMatchObject({ status, body });
  });
});
