import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { LivePage } from '../../src/page/live.ts';
import { doorFor, freshAccess } from '../fakes/access.ts';
import { apiParts, pageFiles } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger, silentLogger } from '../fakes/logger.ts';
import { bareSite } from '../fakes/page-site.ts';
import { snapshot } from '../fakes/snapshot.ts';

const host = 'cabinet-17:8443';
const origin = `https://${host}`;

/** The page as the network meets it, with one technician and one viewer. */
async function cabinet(network = true) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const { access } = freshAccess({ clock, logger });
  const { link } = await access.enable();
  const secrets = { technician: await access.setPerson('technician', 'technician'), viewer: '' };
  secrets.viewer = (await access.setPerson('viewer', 'viewer')) ?? '';
  const live = new LivePage({
    clock,
    logger: silentLogger,
    site: () => bareSite,
    snapshot: async () => snapshot(),
    quarantined: async () => [],
    random: Math.random,
  });
  const retried: unknown[] = [];
  const tried: unknown[] = [];
  const parts = {
    ...apiParts(),
    page: { files: pageFiles, live },
    forward: {
      tryNow: (destination?: string) => {
        tried.push(destination);
        return ['city'];
      },
    },
    quarantine: {
      list: async () => [],
      retry: async (choice: object) => {
        retried.push(choice);
        return 1;
      },
      drop: async () => 0,
    },
  };
  const app = createApp(parts, doorFor([host], { network, access }));
  const ask = (path: string, headers: Record<string, string> = {}) =>
    app.request(`${origin}${path}`, { headers: { host, ...headers } });
  const post = (path: string, body: object | URLSearchParams, headers: Record<string, string> = {}) =>
    app.request(`${origin}${path}`, {
      method: 'POST',
      headers: {
        host,
        origin,
        'content-type':
          body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json',
        ...headers,
      },
      body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body),
    });
  const signIn = async (name: 'technician' | 'viewer') => {
    const answer = await post('/sign-in', { name, secret: secrets[name] });
    const { csrf } = (await answer.json()) as { csrf: string };
    return { cookie: answer.headers.getSetCookie().at(-1)?.split(';')[0] ?? '', csrf };
  };
  return { app, access, link, secrets, ask, post, signIn, retried, tried, lines };
}

describe('the page from the network', () => {
  it.each(['/state', '/events', '/status', '/metrics', '/healthz', '/livez', '/nothing'])(
    'tells nobody %s who has not signed in',
    async (path) => {
      const { ask } = await cabinet();
      const answer = await ask(path);

      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ error: 'Sign in first.', code: 'SIGN_IN' });
    },
  );

  it('sends a browser to the door', async () => {
    const { ask } = await cabinet();
    const answer = await ask('/');

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
    expect(await (await ask('/sign-in')).text()).toBe('sign-in');
  });

  it('shows itself after signing in by a form, with a cookie that no script and no other site gets', async () => {
    const { post, ask, secrets } = await cabinet();
    const form = new URLSearchParams({ name: 'viewer', secret: secrets.viewer });
    const answer = await post('/sign-in', form);
    const [cookie = ''] = answer.headers.getSetCookie();

    expect(answer.status).toBe(303);
    expect(cookie).toMatch(/^__Host-kopru-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect((await ask('/state', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  });

  it('lets in by a link once, and not for looking at it', async () => {
    const { access, post, ask } = await cabinet();
    const link = access.link('technician') ?? '';
    await ask(`/enter?link=${link}`);

    expect((await post('/enter', { link })).status).toBe(200);
    expect((await post('/enter', { link })).status).toBe(401);
  });

  it('gives a new session at each signing in, and ends the one that came along', async () => {
    const { ask, post, signIn, secrets } = await cabinet();
    const planted = `__Host-kopru-session=${'A'.repeat(43)}`;
    const answer = await post('/sign-in', { name: 'viewer', secret: secrets.viewer }, { cookie: planted });
    expect(answer.headers.getSetCookie().at(-1)).not.toContain('A'.repeat(43));
    expect((await ask('/state', { cookie: planted })).status).toBe(401);

    const first = await signIn('viewer');
    await post('/sign-in', { name: 'viewer', secret: secrets.viewer }, { cookie: first.cookie });
    expect((await ask('/state', { cookie: first.cookie })).status).toBe(401);
  });

  it('says wrong and unknown alike, and names no reason', async () => {
    const { post } = await cabinet();
    const wrong = await post('/sign-in', { name: 'viewer', secret: 'wrong' });
    const unknown = await post('/sign-in', { name: 'nobody', secret: 'wrong' });

    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
  });

  it.each([
    [{ name: 'viewer' }],
    [{ name: 'viewer', secret: 'x', role: 'technician' }],
    [{ name: ['viewer'], secret: {} }],
    [{ __proto__: { name: 'viewer' } }],
  ])('refuses %j as a way in', async (body) => {
    const { post } = await cabinet();

    expect((await post('/sign-in', body)).status).toBe(401);
  });

  it('answers 429 with a time to somebody who guesses', async () => {
    const { post } = await cabinet();
    for (let time = 0; time < 5; time += 1) await post('/sign-in', { name: 'viewer', secret: 'wrong' });
    const answer = await post('/sign-in', { name: 'viewer', secret: 'wrong' });

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('shows nothing more after signing out', async () => {
    const { ask, post, signIn } = await cabinet();
    const { cookie, csrf } = await signIn('viewer');

    expect((await post('/sign-out', {}, { cookie, 'x-csrf-token': csrf })).status).toBe(200);
    expect((await ask('/state', { cookie })).status).toBe(401);
  });
});

describe('acting on the page', () => {
  const choice = { ids: [17] };

  it('is for technicians, by script or by a form', async () => {
    const { post, signIn, retried } = await cabinet();
    const { cookie, csrf } = await signIn('technician');

    const script = await post('/actions/quarantine/retry', choice, { cookie, 'x-csrf-token': csrf });
    const form = await post('/actions/quarantine/retry', new URLSearchParams({ csrf, ids: '18' }), {
      cookie,
    });

    expect(await script.json()).toEqual({ entries: 1 });
    expect([form.status, form.headers.get('location')]).toEqual([303, '/#quarantine']);
    expect(retried).toEqual([{ ids: [17] }, { ids: [18] }]);
  });

  it('ends the wait of a destination, by script or by a form', async () => {
    const { post, signIn, tried } = await cabinet();
    const { cookie, csrf } = await signIn('technician');

    const script = await post('/actions/try', {}, { cookie, 'x-csrf-token': csrf });
    const form = await post('/actions/try', new URLSearchParams({ csrf, destination: 'city' }), { cookie });
    const wrong = await post('/actions/try', new URLSearchParams({ csrf, all: 'yes' }), { cookie });
    const viewer = await signIn('viewer');
    const refused = await post('/actions/try', {}, { cookie: viewer.cookie, 'x-csrf-token': viewer.csrf });

    expect(await script.json()).toEqual({ tried: ['city'] });
    expect([form.status, form.headers.get('location')]).toEqual([303, '/#forwarding']);
    expect([wrong.status, refused.status]).toEqual([400, 403]);
    expect(tried).toEqual([undefined, 'city']);
  });

  it.each([
    ['without a session', {}, 401],
    ['with a session of before the restart', { cookie: `__Host-kopru-session=${'B'.repeat(43)}` }, 401],
  ])('is refused %s', async (_what, headers, status) => {
    const { post, retried } = await cabinet();

    expect((await post('/actions/quarantine/retry', choice, headers)).status).toBe(status);
    expect(retried).toEqual([]);
  });

  it.each([
    ['the token is missing', {}],
    ['the token is another', { 'x-csrf-token': 'x'.repeat(32) }],
    ['another site sends it', { origin: 'https://evil.example' }],
    ['the origin is hidden', { origin: 'null' }],
    ['a browser says that it crosses sites', { 'sec-fetch-site': 'cross-site' }],
    ['it comes from a sibling name', { 'sec-fetch-site': 'same-site' }],
  ])('is refused when %s', async (what, headers) => {
    const { post, signIn, retried, lines } = await cabinet();
    const { cookie, csrf } = await signIn('technician');
    const token = what.includes('token') ? {} : { 'x-csrf-token': csrf };

    const answer = await post('/actions/quarantine/retry', choice, { cookie, ...token, ...headers });

    expect(answer.status).toBe(403);
    expect(retried).toEqual([]);
    expect(lines.at(-1)).toContain('"audit":"refused"');
  });

  it('is refused to a viewer', async () => {
    const { post, signIn, retried } = await cabinet();
    const { cookie, csrf } = await signIn('viewer');

    const answer = await post('/actions/quarantine/drop', choice, { cookie, 'x-csrf-token': csrf });
    expect(answer.status).toBe(403);
    expect(retried).toEqual([]);
  });

  it('needs signing in on loopback too, where reading is open', async () => {
    const { ask, post } = await cabinet(false);

    expect((await ask('/state')).status).toBe(200);
    expect((await post('/actions/ledger', {})).status).toBe(401);
  });

  it('is one line of the log, with who did it', async () => {
    const { post, signIn, lines } = await cabinet();
    const { cookie, csrf } = await signIn('technician');
    await post('/actions/ledger', {}, { cookie, 'x-csrf-token': csrf });

    expect(lines.at(-1)).toBe(
      'info Access to the page: acted. {"audit":"acted","person":"technician","path":"/actions/ledger","status":200}',
    );
    expect(lines.join()).not.toContain(csrf);
  });

  it.each([
    '/actions/read/meter',
    '/actions/ask',
    '/actions/reload',
    '/actions/page/enable',
    '/actions/page/person',
    '/actions/trace',
  ])('never reaches %s, which is on the control socket alone', async (path) => {
    const { post, signIn } = await cabinet();
    const { cookie, csrf } = await signIn('technician');

    expect((await post(path, {}, { cookie, 'x-csrf-token': csrf })).status).toBe(404);
  });
});
