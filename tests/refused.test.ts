import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findGateway } from '../src/api/client.ts';
import { apiOf, loadSite } from '../src/config/load.ts';
import { type Refused, serveRefusal } from '../src/refused.ts';
import { systemClock } from '../src/sources/host/clock.ts';
import { pageFiles } from './fakes/api.ts';
import { recordingLogger } from './fakes/logger.ts';

const sound = `schema: 1
gateway: { id: test-17, location: [28.97, 41.08] }
api: { listen: "127.0.0.1:0" }
`;
const wrong = sound.replace('test-17', '"test 17 <b>"');

const running: Refused[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((refused) => refused.stop()));
});

async function refusal() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, wrong);
  const load = () => loadSite({ file, driverFolders: [], mappingFolders: [] });
  const { logger, lines } = recordingLogger();
  const told: string[] = [];
  const socketPath = join(folder, 'kopru.sock');
  const refused = await serveRefusal({
    file,
    loaded: load(),
    load,
    api: apiOf(file),
    socketPath,
    people: join(folder, 'page-people.json'),
    page: { ...pageFiles, entry: (shown) => ('text' in shown ? shown.text : shown.kind) },
    clock: systemClock(),
    logger,
    environment: { NOTIFY_SOCKET: '/run/notify', WATCHDOG_USEC: '30000000' },
    send: async (args) => void told.push(...args),
  });
  running.push(refused);
  const control = await findGateway([socketPath]);
  return { refused, file, lines, told, control, url: refused.url ?? '' };
}

describe('a gateway whose configuration was refused', () => {
  it('says on its page and in /status what kopru check says', async () => {
    const { url, file } = await refusal();
    const page = await fetch(url);
    const status = (await (await fetch(`${url}/status`)).json()) as { text: string };

    expect(page.status).toBe(503);
    expect(await page.text()).toBe(status.text);
    expect(status).toMatchObject({
      phase: 'refused',
      file,
      errors: 1,
      verdict: { sentence: 'Not running: the configuration has 1 error.', word: 'not running' },
    });
    expect(status.text).toContain(`${file}:2:16`);
  });

  it('says it on its page in the language of the viewer', async () => {
    const { url, file } = await refusal();
    const page = await fetch(url, { headers: { 'accept-language': 'tr-TR,tr;q=0.9' } });

    expect(await page.text()).toMatch(new RegExp(`^${file}:2:16 .*bir kimlik değil\\.`, 's'));
  });

  it('is alive and not ready', async () => {
    const { url } = await refusal();
    const codes = ['/livez', '/readyz', '/healthz'].map(
      async (path) => (await fetch(`${url}${path}`)).status,
    );

    expect(await Promise.all(codes)).toEqual([200, 503, 503]);
  });

  it('tells systemd that it is up, why it does not run, and that it lives', async () => {
    const { told, lines } = await refusal();

    expect(told).toEqual(['--ready', '--status=Not running: the configuration has 1 error.', 'WATCHDOG=1']);
    expect(lines[0]).toContain('error The configuration has errors');
  });

  it('goes on saying so while the file has errors, and starts once it has none', async () => {
    const { control, file, refused, url } = await refusal();
    writeFileSync(file, sound.replace('28.97', '999'));
    const again = await control.post('/actions/reload', {});
    expect(again.body).toMatchObject({ kind: 'refused' });
    expect(((await (await fetch(`${url}/status`)).json()) as { text: string }).text).toContain('999');

    writeFileSync(file, sound);
    const dry = await control.post('/actions/reload', { dryRun: true });
    const answer = await control.post('/actions/reload', {});
    expect(dry.body).toEqual({ file, kind: 'starts', dryRun: true });
    expect(answer.body).toEqual({ file, kind: 'starts', dryRun: false });
    expect((await refused.sound).site.gateway.id).toBe('test-17');
    await expect(fetch(url)).rejects.toThrow();
  });

  it('starts on SIGHUP too', async () => {
    const { file, refused } = await refusal();
    writeFileSync(file, sound);
    refused.reload();

    expect((await refused.sound).site.gateway.id).toBe('test-17');
  });

  it('answers nothing else, and acts for nobody', async () => {
    const { control, url } = await refusal();

    expect((await control.post('/actions/ledger', {})).body).toMatchObject({ code: 'CONFIGURATION_REFUSED' });
    expect((await fetch(`${url}/actions/reload`, { method: 'POST' })).status).toBe(401);
    expect((await fetch(`${url}/state`)).status).toBe(404);
  });
});

describe('where a refused configuration answers', () => {
  it.each([
    ['what it says', 'api: { listen: "127.0.0.1:9" }\nschema: 7\n', '127.0.0.1:9'],
    ['the default where that is wrong itself', 'api: { listen: everywhere }\n', '127.0.0.1:8080'],
    ['the default where it is no YAML', 'api: [\n', '127.0.0.1:8080'],
    ['the default without a file', undefined, '127.0.0.1:8080'],
  ])('is %s', (_what, text, listen) => {
    const file = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'gateway.yaml');
    if (text !== undefined) writeFileSync(file, text);

    expect(apiOf(file).listen).toBe(listen);
  });
});
