/** Every way in, on TCP and on the control socket, with input that nobody means: refused in words, and no fault of ours. */
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createApp, createControlApp } from '../../src/api/app.ts';
import { LivePage } from '../../src/page/live.ts';
import { doorFor, freshAccess, noAccess } from '../fakes/access.ts';
import { apiParts, pageFiles } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { bareSite } from '../fakes/page-site.ts';
import { snapshot } from '../fakes/snapshot.ts';

const host = 'localhost:8080';

function parts() {
  const live = new LivePage({
    clock: fakeClock(),
    logger: silentLogger,
    random: () => 0,
    site: () => bareSite,
    snapshot: async () => snapshot(),
    quarantined: async () => [],
  });
  live.stop();
  return apiParts({ page: { files: pageFiles, live } });
}

const control = createControlApp(parts(), noAccess);
const { access } = freshAccess();
const open = createApp(parts(), doorFor([host], { access }));

const routesOf = (app: Hono, method: string) => [
  ...new Set(app.routes.filter((route) => route.method === method).map(({ path }) => path)),
];

const deep = (open: string, close: string) => open.repeat(8_000) + close.repeat(8_000);
const bodies: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no JSON', '{"ids": ['],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a list', '[1,2]'],
  ['an unknown key', '{"surprise": 1}'],
  ['a prototype', '{"__proto__": {"ids": "all"}, "constructor": {"prototype": {}}}'],
  [
    'other types',
    '{"ids": {}, "device": 4, "name": [], "forMs": "1", "dryRun": "yes", "seq": 1.5, "bus": null}',
  ],
  ['numbers beyond all bounds', '{"ids": [1e308], "forMs": -1, "seq": 0, "unitId": 256, "address": 65536}'],
  ['lists in lists', deep('[', ']')],
  ['objects in objects', deep('{"a":', '}').replace(/:}/, ':1}')],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3]).toString('latin1')],
];

/** These take no body, so none of it is read. */
const bodiless = ['/actions/ledger', '/actions/page/enable', '/actions/page/disable'];

const post = (app: Hono, path: string, body: string, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    body,
    headers: { host, 'content-type': 'application/json', ...headers },
  });

describe('the control socket', () => {
  const paths = routesOf(control, 'POST').filter((path) => !path.includes(':') && !bodiless.includes(path));

  it('has its actions', () => {
    expect(paths.length).toBeGreaterThan(8);
  });

  it.each(bodies)('refuses %s as a question, with a code', async (_name, body) => {
    for (const path of paths) {
      const answer = await post(control, path, body);

      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.json()).toMatchObject({ code: 'BAD_QUESTION' });
    }
  });

  it('refuses a body that is too long, whether or not it says so', async () => {
    const long = `{"device": "${'x'.repeat(70_000)}"}`;
    for (const path of paths) {
      expect([path, (await post(control, path, long)).status]).toEqual([path, 413]);
      const streamed = new Request(`http://${host}${path}`, {
        method: 'POST',
        headers: { host },
        body: new Blob([long]).stream(),
        duplex: 'half',
      } as RequestInit);
      expect([path, (await control.fetch(streamed)).status]).toEqual([path, 413]);
    }
  });
});

const names = [
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2fpackage.json',
  '....//....//package.json',
  '..%5c..%5cpackage.json',
  '%00',
  '%ff%fe',
  '%',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(4_000),
];

describe('a name in an address', () => {
  const paths = [
    ...routesOf(open, 'GET').map((path) => [open, 'GET', path] as const),
    ...routesOf(control, 'GET').map((path) => [control, 'GET', path] as const),
    ...routesOf(control, 'POST').map((path) => [control, 'POST', path] as const),
  ].filter(([, , path]) => path.includes(':'));

  it.each(names)('%s is the name of nothing', async (name) => {
    expect(paths.length).toBeGreaterThan(4);
    for (const [app, method, path] of paths) {
      const answer = await app.request(path.replace(/:\w+/, name), { method, headers: { host } });

      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toMatch(/root:|"dependencies"/);
    }
  });
});

const signIns: readonly (readonly [string, string, string])[] = [
  ['a form', 'application/x-www-form-urlencoded', 'name=%00&secret=%ff'],
  ['a form with lists', 'application/x-www-form-urlencoded', 'name=a&name=b&secret=c&secret=d'],
  [
    'a form of files',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="name"; filename="n"\r\n\r\na\r\n--x--\r\n',
  ],
  ['a form that ends early', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition'],
  ['another type', 'application/x-yaml', 'name: ayse'],
  ...bodies.map(([name, body]) => [name, 'application/json', body] as const),
];

describe('signing in', () => {
  it.each(signIns)('with %s lets nobody in, and is no fault of ours', async (_name, type, body) => {
    const answer = await open.request('/sign-in', {
      method: 'POST',
      body,
      headers: { host, origin: `http://${host}`, 'content-type': type },
    });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
