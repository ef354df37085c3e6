import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../src/api/server.ts';
import type { NetworkSettings } from '../../src/api/settings.ts';
import { main } from '../../src/cli/main.ts';
import { freshAccess } from '../fakes/access.ts';
import { apiParts } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const running: Api[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()));
});

async function gateway(typed = '', network?: NetworkSettings) {
  const socketPath = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'kopru.sock');
  const { access } = freshAccess();
  const settings = { listen: '127.0.0.1:0', socketPath, network, stateFolder: dirname(socketPath) };
  const clock = fakeClock();
  running.push(await startApi(settings, apiParts(), { access, clock }));
  const kopru = async (line: string) => {
    const world = { ...recordingWorld({ KOPRU_SOCKET: socketPath }), secret: async () => typed };
    return { exit: await main(['page', ...line.split(' ').filter(Boolean)], world), ...world.written };
  };
  return { access, clock, kopru };
}

const secretIn = (text: string) => /shown only now: (\S+)/.exec(text)?.[1] ?? '';
const linkIn = (text: string) => /\/enter\?link=(\S+)/.exec(text)?.[1] ?? '';

describe('kopru page', () => {
  it('says that nobody may sign in, and how that changes', async () => {
    const { kopru } = await gateway();
    const { exit, out } = await kopru('');

    expect(exit).toBe(0);
    expect(out).toMatch(
      /^! Nobody may sign in; .*\n {2}http:\/\/127\.0\.0\.1:\d+\nNext: kopru page enable\n$/,
    );
  });

  it('enable gives a link that works once and a secret that works, and the secret never again', async () => {
    const { kopru, access } = await gateway();
    const first = await kopru('enable');
    const again = await kopru('enable');

    expect(first.exit).toBe(0);
    expect(access.enter(linkIn(first.out), '10.0.0.9').kind).toBe('in');
    expect(access.enter(linkIn(first.out), '10.0.0.9').kind).toBe('refused');
    expect((await access.signIn('technician', secretIn(first.out), '10.0.0.9')).kind).toBe('in');
    expect(secretIn(again.out)).toBe('');
    expect(linkIn(again.out)).not.toBe('');
  });

  it('says why others cannot reach it, and opens it once the port is free', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { clock, kopru } = await gateway('', { listen: `127.0.0.1:${port}`, names: [] });
    const enabled = await kopru('enable');
    const status = await kopru('');
    other.close();
    await once(other, 'close');
    await clock.advance(30_000);

    for (const { out } of [enabled, status]) {
      expect(out).toMatch(new RegExp(`Not at 127.0.0.1:${port}, .*EADDRINUSE.*\\(PAGE_NETWORK\\)`));
    }
    await expect.poll(async () => (await kopru('')).out).toContain(`https://127.0.0.1:${port}`);
    expect((await kopru('')).out).not.toContain('PAGE_NETWORK');
  });

  it('disable lets nobody in, and keeps the people', async () => {
    const { kopru, access } = await gateway();
    const { out } = await kopru('enable');
    const { exit } = await kopru('disable');

    expect(exit).toBe(0);
    expect((await access.signIn('technician', secretIn(out), '10.0.0.9')).kind).toBe('refused');
    expect((await kopru('user list')).out).toContain('technician');
  });

  it('link gives one to who is known, and to nobody else', async () => {
    const { kopru, access } = await gateway();
    await kopru('enable');
    const known = await kopru('link');
    const unknown = await kopru('link veli');

    expect(access.enter(linkIn(known.out), '10.0.0.9').kind).toBe('in');
    expect(unknown.exit).toBe(1);
    expect(unknown.err).toContain('UNKNOWN_PERSON');
  });

  it('user add says the secret and the next command', async () => {
    const { kopru, access } = await gateway();
    await kopru('enable');
    const { exit, out } = await kopru('user add ayse');

    expect(exit).toBe(0);
    expect(out).toMatch(/^✓ ayse may sign in as viewer\.\n.*\nNext: kopru page link ayse\n$/);
    expect((await access.signIn('ayse', secretIn(out), '10.0.0.9')).kind).toBe('in');
  });

  it('user add before enable says that nobody may sign in yet', async () => {
    const { kopru } = await gateway();
    const { out } = await kopru('user add ayse --role technician');

    expect(out).toContain('! ayse is known as technician, and may sign in once the page is enabled.');
    expect(out).toContain('Next: kopru page enable');
  });

  it('user add takes a secret that was typed, and does not show it', async () => {
    const { kopru, access } = await gateway('long and secret');
    await kopru('enable');
    const { out } = await kopru('user add ayse --type');

    expect(out).not.toContain('secret');
    expect((await access.signIn('ayse', 'long and secret', '10.0.0.9')).kind).toBe('in');
  });

  it('user remove ends what they could do, and says when there is no such person', async () => {
    const { kopru, access } = await gateway();
    await kopru('enable');
    const { out } = await kopru('user add ayse');
    const removed = await kopru('user remove ayse');
    const again = await kopru('user remove ayse');

    expect([removed.exit, again.exit]).toEqual([0, 1]);
    expect((await access.signIn('ayse', secretIn(out), '10.0.0.9')).kind).toBe('refused');
    expect((await kopru('user list')).out).not.toContain('ayse');
  });

  it.each([
    ['open', 'There is no `page open`'],
    ['user invite ayse', 'There is no `page user invite`'],
    ['user add', 'Name the person'],
    ['user add Ayşe', 'is no name'],
    ['user add ../etc', 'is no name'],
    ['user add ayse --role admin', 'There is no role admin'],
  ])('refuses `%s` before it asks anything', async (line, words) => {
    const { kopru } = await gateway();
    const { exit, err } = await kopru(line);

    expect(exit).toBe(64);
    expect(err).toContain(words);
  });

  it('refuses a typed secret that is short', async () => {
    const { kopru } = await gateway('short');

    expect(await kopru('user add ayse --type')).toMatchObject({
      exit: 64,
      err: expect.stringContaining('5 characters'),
    });
  });

  it('gives machines one document', async () => {
    const { kopru } = await gateway();
    const made = JSON.parse((await kopru('enable --json')).out);

    expect(made).toMatchObject({ name: 'technician', link: expect.any(String), secret: expect.any(String) });
    expect(JSON.parse((await kopru('--json')).out)).toMatchObject({
      enabled: true,
      people: [{ name: 'technician', role: 'technician' }],
    });
  });
});
