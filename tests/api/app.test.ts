import { describe, expect, it } from 'vitest';
import { type ApiParts, createApp, createControlApp } from '../../src/api/app.ts';
import type { Snapshot } from '../../src/core/status.ts';
import { doorFor, noAccess } from '../fakes/access.ts';
import { apiParts } from '../fakes/api.ts';
import { backlog, buffer, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const parts = (change: Partial<Snapshot> = {}, databaseMs = 0): ApiParts =>
  apiParts({
    proofs: [{ name: 'database', ageMs: () => databaseMs, limitMs: 10_000 }],
    trouble: () => change.buffer?.trouble,
    snapshot: async () => snapshot(change),
    read: async (device) => (device === 'meter' ? { device } : undefined),
  });

const hosts = doorFor(['127.0.0.1:8080', 'localhost:8080']);
const here = { headers: { host: 'localhost:8080' } };
const unreachable = backlog(9_282, 2_820_000, {
  state: 'backing off',
  troubleMs: 2_820_000,
  lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
});

describe('the API', () => {
  it('gives the snapshot as JSON', async () => {
    const answer = await createApp(parts(), hosts).request('/status', here);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(snapshot())));
  });

  it('gives the metrics as text', async () => {
    const answer = await createApp(parts(), hosts).request('/metrics', here);

    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await answer.text()).toBe('kopru_up_seconds 1\n');
  });

  it.each(['/livez', '/readyz', '/healthz'])('%s says 200 during a broker outage', async (path) => {
    const answer = await createApp(parts({ destinations: [unreachable] }), hosts).request(path, here);

    expect(answer.status).toBe(200);
  });

  it.each([
    ['the database hangs', parts({}, 12_000), 'The database has not moved on for 12 s.'],
    ['commits fail', parts({ buffer: buffer({ trouble: 'The disk is full.' }) }), 'The disk is full.'],
  ])('/livez says 503 when %s', async (_name, given, reason) => {
    const answer = await createApp(given, hosts).request('/livez', here);

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ok: false, reasons: [reason] });
  });

  it.each([
    ['it starts', { phase: 'starting' }, 'It is starting.'],
    ['it stops', { phase: 'stopping' }, 'It is stopping.'],
    ['no device answers', { devices: [silentDevice('meter', 60_000)] }, 'No device answers.'],
  ] as const)('/readyz says 503 when %s', async (_name, change, reason) => {
    const answer = await createApp(parts(change), hosts).request('/readyz', here);

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ok: false, reasons: [reason] });
  });

  it('/healthz and /readyz do not wait for a database that hangs', async () => {
    const hung = { ...parts({}, 12_000), snapshot: () => new Promise<Snapshot>(() => {}) };

    expect((await createApp(hung, hosts).request('/healthz', here)).status).toBe(503);
    expect((await createApp(hung, hosts).request('/readyz', here)).status).toBe(503);
  });

  it('/healthz names each part that is not well, with its reason', async () => {
    const change = { destinations: [unreachable], devices: [device('meter'), silentDevice('noise', 60_000)] };
    const answer = await createApp(parts(change), hosts).request('/healthz', here);

    expect(await answer.json()).toMatchObject({
      ok: true,
      verdict: { situation: 'unreachable', glyph: 'waiting', word: 'not sending' },
      parts: [
        { part: 'clock', ok: true },
        { part: 'devices', ok: false, reason: 'Silent: noise.' },
        { part: 'destination city', ok: false, reason: 'connect ECONNREFUSED', sinceMs: 2_820_000 },
      ],
    });
  });

  it.each([undefined, 'evil.example', 'evil.example:8080', '127.0.0.1', 'localhost:8081'])(
    'refuses the host %s, so that no other site can read it by DNS rebinding',
    async (host) => {
      const headers: Record<string, string> = host === undefined ? {} : { host };
      const answer = await createApp(parts(), hosts).request('/status', { headers });

      expect(answer.status).toBe(421);
      expect(await answer.text()).not.toContain('istanbul');
    },
  );

  it('lets no page of elsewhere load, frame, cache or read it', async () => {
    const { headers } = await createApp(parts(), hosts).request('/status', here);

    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('checks the ledger over the control socket, and on TCP for nobody who has not signed in', async () => {
    const post = { method: 'POST', ...here };

    expect((await createApp(parts(), hosts).request('/actions/ledger', post)).status).toBe(401);
    const answer = await createControlApp(parts(), noAccess).request('/actions/ledger', post);
    expect(await answer.json()).toEqual([{ destination: 'city', waiting: 3, counted: 3 }]);
  });

  it('refuses a long body', async () => {
    const post = { method: 'POST', body: 'x'.repeat(70_000), headers: { 'content-length': '70000' } };

    expect((await createControlApp(parts(), noAccess).request('/actions/ledger', post)).status).toBe(413);
  });

  it('answers with a sentence when something fails', async () => {
    const failing = {
      ...parts(),
      checkLedger: async () => {
        throw new Error('The database is closed.');
      },
    };
    const answer = await createControlApp(failing, noAccess).request('/actions/ledger', { method: 'POST' });

    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'The database is closed.', code: 'BUG' });
  });

  it('reads a device on the unix socket only', async () => {
    const given = parts();

    const known = await createControlApp(given, noAccess).request('/actions/read/meter', { method: 'POST' });
    const unknown = await createControlApp(given, noAccess).request('/actions/read/other', {
      method: 'POST',
    });
    const tcp = await createApp(given, hosts).request('/actions/read/meter', { method: 'POST', ...here });

    expect(await known.json()).toEqual({ device: 'meter' });
    expect([known.status, unknown.status, tcp.status]).toEqual([200, 404, 401]);
  });
});
