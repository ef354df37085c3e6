import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freshAccess } from '../../fakes/access.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingLogger } from '../../fakes/logger.ts';

async function enabled() {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const { access, file } = freshAccess({ clock, logger });
  const { name, secret = '', link } = await access.enable();
  return { access, file, clock, lines, name, secret, link };
}

describe('access to the page', () => {
  it('lets nobody in before it is enabled', async () => {
    const { access } = freshAccess();

    expect(access.enabled).toBe(false);
    expect(access.link('technician')).toBeUndefined();
    expect((await access.signIn('technician', '', '10.0.0.7')).kind).toBe('refused');
    expect((await access.signIn('admin', 'admin', '10.0.0.8')).kind).toBe('refused');
  });

  it('makes a secret of its own for each gateway, tells it once, and keeps a hash that only its owner reads', async () => {
    const [one, other] = [await enabled(), await enabled()];

    expect(one.secret).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    expect(one.secret).not.toBe(other.secret);
    expect((await one.access.enable()).secret).toBeUndefined();
    expect(statSync(one.file).mode & 0o777).toBe(0o600);
    expect(readFileSync(one.file, 'utf8')).not.toContain(one.secret);
    expect(one.lines.join()).not.toContain(one.secret);
    expect(one.lines.join()).not.toContain(one.link);
  });

  it('knows its people again after a restart, and no session of before', async () => {
    const { file, secret, access } = await enabled();
    const before = await access.signIn('technician', secret, '');
    const { access: again } = freshAccess({ file });

    expect((await again.signIn('technician', secret, '')).kind).toBe('in');
    expect(before.kind === 'in' && again.session(before.token)).toBeUndefined();
  });

  it('takes a link once, within ten minutes', async () => {
    const { access, link, clock } = await enabled();

    const result = access.enter(link, '10.0.0.7');
    expect(result).toMatchObject({ kind: 'in', session: { person: 'technician', role: 'technician' } });
    expect(access.enter(link, '10.0.0.7').kind).toBe('refused');
    const late = access.link('technician') ?? '';
    await clock.advance(10 * 60_000);
    expect(access.enter(late, '10.0.0.7').kind).toBe('refused');
  });

  it('ends a session after half an hour without use, and after twelve hours whatever happens', async () => {
    const { access, secret, clock } = await enabled();
    const begin = async () => {
      const result = await access.signIn('technician', secret, '10.0.0.7');
      return result.kind === 'in' ? result.token : '';
    };
    const idle = await begin();
    await clock.advance(29 * 60_000);
    expect(access.session(idle)).toBeDefined();
    await clock.advance(30 * 60_000);
    expect(access.session(idle)).toBeUndefined();

    const used = await begin();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      await clock.advance(20 * 60_000);
      expect(access.session(used)).toBeDefined();
    }
    await clock.advance(20 * 60_000);
    expect(access.session(used)).toBeUndefined();
  });

  it.each([
    ['it is disabled', (a: Access) => a.disable()],
    ['the person goes', (a: Access) => a.removePerson('technician')],
    ['the person gets another role', (a: Access) => a.setPerson('technician', 'viewer')],
  ])('ends sessions and links at once when %s', async (_why, change) => {
    const { access, secret } = await enabled();
    const result = await access.signIn('technician', secret, '10.0.0.7');
    const link = access.link('technician') ?? '';
    await change(access);

    expect(result.kind === 'in' && access.session(result.token)).toBeUndefined();
    expect(access.enter(link, '10.0.0.7').kind).toBe('refused');
  });

  it('keeps at most 64 sessions, the newest', async () => {
    const { access } = await enabled();
    const tokens = Array.from({ length: 65 }, () => {
      const result = access.enter(access.link('technician') ?? '', '10.0.0.7');
      return result.kind === 'in' ? result.token : '';
    });

    expect(access.session(tokens[0] ?? '')).toBeUndefined();
    expect(access.session(tokens[1] ?? '')).toBeDefined();
    expect(access.session(tokens[64] ?? '')).toBeDefined();
  });

  it('is slow to let one address guess', async () => {
    const { access, secret } = await enabled();
    for (let time = 0; time < 5; time += 1) await access.signIn('technician', `wrong ${time}`, '10.0.0.7');

    expect(await access.signIn('technician', secret, '10.0.0.7')).toEqual({ kind: 'later', waitMs: 2_000 });
    expect((await access.signIn('technician', secret, '10.0.0.8')).kind).toBe('in');
  });

  it('computes two hashes at once and no more', async () => {
    const { access } = await enabled();
    const kinds = await Promise.all(
      [1, 2, 3, 4].map(async (host) => (await access.signIn('x', 'wrong', `10.0.0.${host}`)).kind),
    );

    expect(kinds).toEqual(['refused', 'refused', 'later', 'later']);
  });

  it('writes one line for each way in and each refusal', async () => {
    const { access, secret, lines } = await enabled();
    lines.length = 0;
    await access.signIn('technician', secret, '10.0.0.7');
    await access.signIn('technician', 'wrong', '10.0.0.9');

    expect(lines).toEqual([
      'info Access to the page: signed in. {"audit":"signed in","person":"technician","role":"technician","address":"10.0.0.7","by":"secret"}',
      'warn Access to the page: refused. {"audit":"refused","address":"10.0.0.9","why":"name or secret"}',
    ]);
  });

  it.each([
    ['others may read it', (file: string) => chmodSync(file, 0o644), 'PAGE_PEOPLE_READABLE'],
    ['it is damaged', (file: string) => writeFileSync(file, '{"schema":1'), 'PAGE_PEOPLE_UNREADABLE'],
  ])('lets nobody in by a file of people when %s', async (_why, harm, code) => {
    const { file, secret } = await enabled();
    harm(file);
    const { logger, lines } = recordingLogger();
    const { access } = freshAccess({ file, logger });

    expect((await access.signIn('technician', secret, '')).kind).toBe('refused');
    expect(lines[0]).toContain(code);
  });
});

type Access = Awaited<ReturnType<typeof enabled>>['access'];
