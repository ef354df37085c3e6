import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addPageRoutes } from '../../src/api/page-routes.ts';
import type { PageFiles } from '../../src/page/files.ts';
import { LivePage } from '../../src/page/live.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { bareSite } from '../fakes/page-site.ts';
import { snapshot } from '../fakes/snapshot.ts';

const bytes = new Uint8Array([1, 2, 3]);
const files: PageFiles = {
  assets: { script: '/assets/main-1.js', style: '/assets/main-1.css', icon: '/assets/icon-1.svg' },
  files: new Map([['main-1.js', { type: 'text/javascript', bytes, gzipped: new Uint8Array([9]) }]]),
  render: (state, { viewer, tick }) => `${state.gateway.id} ${viewer.language} ${viewer.theme} ${tick}`,
  entry: ({ kind }) => kind,
};

function site() {
  const clock = fakeClock();
  const live = new LivePage({
    clock,
    logger: silentLogger,
    random: () => 0,
    site: () => bareSite,
    snapshot: async () => snapshot(),
    quarantined: async () => [],
  });
  const app = new Hono();
  addPageRoutes(app, { files, live });
  return { app, live, clock };
}

/** The next piece of a stream as text. */
async function piece(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
}

describe('the page', () => {
  it.each([
    [undefined, undefined, 'en auto'],
    ['tr-TR,tr;q=0.9,en;q=0.8', undefined, 'tr auto'],
    ['de-DE', undefined, 'en auto'],
    ['tr', 'language=en; theme=sun', 'en sun'],
    ['en', 'language=xx; theme=<b>', 'en auto'],
  ])('for Accept-Language %s and cookie %s is drawn as %s', async (accept, cookie, drawn) => {
    const headers = { ...(accept && { 'accept-language': accept }), ...(cookie && { cookie }) };

    const answer = await site().app.request('/', { headers });

    expect(await answer.text()).toBe(`istanbul-kagithane-017 ${drawn} 1`);
  });

  it('remembers a choice that was made without script', async () => {
    const answer = await site().app.request('/?theme=dark&language=tr');

    expect(answer.status).toBe(302);
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
  });

  it('ignores a choice that there is not', async () => {
    const answer = await site().app.request('/?theme=%0d%0aSet-Cookie:x');

    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('gives files by name for ever, compressed where that is understood', async () => {
    const { app } = site();
    const plain = await app.request('/assets/main-1.js');
    const packed = await app.request('/assets/main-1.js', { headers: { 'accept-encoding': 'gzip, br' } });

    expect(new Uint8Array(await plain.arrayBuffer())).toEqual(bytes);
    expect(plain.headers.get('cache-control')).toContain('immutable');
    expect(packed.headers.get('content-encoding')).toBe('gzip');
  });

  it.each(['/assets/..%2f..%2fpackage.json', '/assets/../document.js', '/assets/main-1.css', '/assets/%00'])(
    'has no file %s',
    async (path) => {
      expect((await site().app.request(path)).status).toBe(404);
    },
  );

  it('gives a poller what changed since it asked', async () => {
    const { app } = site();
    const all = await app.request('/state');
    const tick = all.headers.get('x-tick');
    const again = await app.request(`/state?since=${tick}`);

    expect(Object.keys((await all.json()) as object)).toContain('verdict');
    expect(await again.json()).toEqual({});
    expect((await app.request('/state?since=-1e999')).status).toBe(200);
  });

  it('streams everything first, then what is new, then a sign of life', async () => {
    const { app, clock, live } = site();
    const answer = await app.request('/events?since=0');
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();

    expect(await piece(reader)).toBe('retry: 3000\n\n');
    await clock.advance(100);
    const first = await piece(reader);
    expect(first).toContain('id: 1');
    expect(first).toContain('"verdict"');
    await clock.advance(1_100);
    expect(await piece(reader)).toContain('id: 2');
    live.stop();
    await reader.cancel();
  });

  it('goes on after the last event that a browser names', async () => {
    const { app, clock, live } = site();
    await live.now();
    const answer = await app.request('/events?since=0', { headers: { 'last-event-id': '1' } });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await piece(reader);
    await clock.advance(1_100);

    expect(await piece(reader)).not.toContain('"gateway"');
    await reader.cancel();
  });

  it('refuses more viewers than it can serve, and takes others when they leave', async () => {
    const { app, live } = site();
    const streams = await Promise.all(Array.from({ length: 16 }, () => app.request('/events')));

    const refused = await app.request('/events');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
    await Promise.all(streams.map(({ body }) => body?.cancel()));
    await new Promise(setImmediate);
    expect(live.viewers).toBe(0);
  });
});
