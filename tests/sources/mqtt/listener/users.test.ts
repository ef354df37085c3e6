import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../../../src/password.ts';
import { createLogins } from '../../../../src/sources/mqtt/listener/logins.ts';
import { covers, mayPublish, maySubscribe } from '../../../../src/sources/mqtt/listener/rights.ts';
import {
  isUserName,
  type MqttUser,
  type MqttUsers,
  readUsers,
  writeUsers,
} from '../../../../src/sources/mqtt/listener/user-file.ts';
import { watchUsers } from '../../../../src/sources/mqtt/listener/user-watch.ts';
import { fakeClock } from '../../../fakes/clock.ts';
import { recordingLogger, silentLogger } from '../../../fakes/logger.ts';

const bytes = (text: string) => Buffer.from(text);

describe('rights', () => {
  it.each([
    ['city/#', 'city/meter/1', true],
    ['city/+', 'city/meter/1', false],
    ['#', 'city/meter', true],
    ['#', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', false],
    ['city', 'City', false],
  ])('publish %s: %s %s', (filter, topic, expected) => {
    expect(mayPublish({ publish: [filter], subscribe: [] }, topic)).toBe(expected);
  });

  it.each([
    ['#', '#', true],
    ['a/#', 'a', true],
    ['a/#', 'a/+/c/#', true],
    ['a/#', '#', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/#', false],
    ['a/+', '+/b', false],
    ['a/+/c', 'a/+/c', true],
    ['a/b', 'a/+', false],
    ['a/b', 'a/b/c', false],
  ])('%s covers the subscription %s: %s', (right, filter, expected) => {
    expect(covers(right, filter)).toBe(expected);
  });

  it('lets nobody subscribe who was not given the right, nor to topics of the MQTT broker itself', () => {
    expect(maySubscribe({ publish: ['#'], subscribe: [] }, 'a')).toBe(false);
    expect(maySubscribe({ publish: [], subscribe: ['#'] }, '$SYS/#')).toBe(false);
    expect(maySubscribe({ publish: [], subscribe: ['#'] }, '$share/g/a')).toBe(false);
  });
});

describe('passwords', () => {
  it('are verified against their hash, which never shows them and is another one each time', async () => {
    const [one, other] = await Promise.all([hashPassword('şifre 1'), hashPassword('şifre 1')]);

    expect(one).toMatch(/^scrypt\$16384\$8\$1\$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('şifre 1', one)).toBe(true);
    expect(await verifyPassword('şifre 2', one)).toBe(false);
    expect(await verifyPassword('', one)).toBe(false);
    expect(await verifyPassword('x', 'plain text')).toBe(false);
  });
});

describe('the file of MQTT users', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-users-'));
    file = join(folder, 'state', 'users.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const user: MqttUser = { publish: ['tele/#'], subscribe: [] };
  const code = (act: () => unknown) => {
    try {
      act();
    } catch (thrown) {
      return (thrown as { code?: string }).code;
    }
    return undefined;
  };

  it('comes back as it was written, sorted, and only its owner can read it', () => {
    writeUsers(
      file,
      new Map([
        ['plug', user],
        ['meter', { ...user, clientId: 'm1' }],
      ]),
    );

    expect([...readUsers(file)]).toEqual([
      ['meter', { ...user, clientId: 'm1' }],
      ['plug', user],
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('has nobody in it when there is none', () => {
    expect(readUsers(file).size).toBe(0);
  });

  it.each([
    ['a file that others may read', '{"schema":1,"users":{}}', 0o644, 'MQTT_USERS_READABLE'],
    ['no JSON', '{', 0o600, 'MQTT_USERS_UNREADABLE'],
    [
      'a password in clear',
      '{"schema":1,"users":{"a":{"password":"x","publish":[]}}}',
      0o600,
      'MQTT_USERS_UNREADABLE',
    ],
    ['a wrong filter', '{"schema":1,"users":{"a":{"publish":["a/#/b"]}}}', 0o600, 'MQTT_USERS_UNREADABLE'],
  ])('is refused: %s', (_name, text, mode, expected) => {
    writeUsers(file, new Map());
    writeFileSync(file, text);
    chmodSync(file, mode);

    expect(code(() => readUsers(file))).toBe(expected);
  });

  it('is read again when it changes, and names those who have other rights now', async () => {
    const clock = fakeClock();
    writeUsers(
      file,
      new Map([
        ['meter', user],
        ['plug', user],
        ['door', user],
      ]),
    );
    const changes: string[][] = [];
    const watch = watchUsers({
      file,
      clock,
      logger: silentLogger,
      changed: (names) => changes.push([...names]),
    });
    writeUsers(
      file,
      new Map([
        ['meter', user],
        ['plug', { ...user, publish: [] }],
        ['new', user],
      ]),
    );
    await clock.advance(2_000);

    expect(changes).toEqual([['door', 'plug']]);
    expect([...watch.users.keys()]).toEqual(['meter', 'new', 'plug']);
    watch.end();
    expect(clock.timers).toBe(0);
  });

  it('keeps the users it knew while the file has a mistake', async () => {
    const clock = fakeClock();
    const { logger, lines } = recordingLogger();
    writeUsers(file, new Map([['meter', user]]));
    const watch = watchUsers({ file, clock, logger, changed: () => {} });
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 30));
    await clock.advance(2_000);

    expect([...watch.users.keys()]).toEqual(['meter']);
    expect(watch.trouble).toContain('cannot be used');
    expect(lines.filter((line) => line.startsWith('error'))).toHaveLength(1);
    watch.end();
  });

  it.each([
    ['meter-7', true],
    ['DVES_1A2B3C', true],
    ['a b', false],
    ['a/b', false],
    ['#', false],
    ['$a', false],
    ['', false],
    ['x'.repeat(65), false],
  ])('may have a user called %j: %s', (name, expected) => {
    expect(isUserName(name)).toBe(expected);
  });
});

describe('logins', () => {
  async function arrange() {
    const clock = fakeClock();
    const hash = await hashPassword('right');
    const state: { users: MqttUsers } = {
      users: new Map([
        ['meter', { password: hash, publish: ['#'], subscribe: [] }],
        ['certified', { publish: ['#'], subscribe: [] }],
      ]),
    };
    const logins = createLogins(() => state.users, clock);
    const check = async (
      name: string,
      password?: string,
      change: { address?: string; certificate?: string } = {},
    ) => {
      const { kind } = await logins.check({
        name,
        password: password === undefined ? undefined : bytes(password),
        address: '10.0.0.1',
        certificate: undefined,
        ...change,
      });
      return kind;
    };
    return { clock, state, logins, check };
  }

  it('let in the right password, and nobody else', async () => {
    const { check } = await arrange();

    expect(await check('meter', 'right')).toBe('welcome');
    expect(await check('meter', 'wrong')).toBe('wrong');
    expect(await check('meter')).toBe('wrong');
    expect(await check('nobody', 'right')).toBe('wrong');
    expect(await check('certified', '')).toBe('wrong');
    expect(await check('certified', undefined, { certificate: 'certified' })).toBe('welcome');
    expect(await check('meter', undefined, { certificate: 'certified' })).toBe('wrong');
  });

  it('refuse a name unseen after three wrong passwords from one address, a while', async () => {
    const { check, clock } = await arrange();
    for (let i = 0; i < 3; i += 1) await check('meter', `guess ${i}`);

    expect(await check('meter', 'right')).toBe('wrong');
    expect(await check('meter', 'right', { address: '10.0.0.2' })).toBe('welcome');
    await clock.advance(1_000);
    expect(await check('meter', 'right')).toBe('welcome');
  });

  it('let a known sensor in while somebody guesses from its address', async () => {
    const { check } = await arrange();
    await check('meter', 'right');
    for (let i = 0; i < 5; i += 1) await check('meter', `guess ${i}`);

    expect(await check('meter', 'right')).toBe('welcome');
  });

  it('forget a password that was changed', async () => {
    const { check, state, logins } = await arrange();
    await check('meter', 'right');
    state.users = new Map([
      ['meter', { password: await hashPassword('new'), publish: ['#'], subscribe: [] }],
    ]);
    logins.forget();

    expect(await check('meter', 'right')).toBe('wrong');
    expect(await check('meter', 'new')).toBe('welcome');
  });

  it('answer that they are busy when too many passwords wait', async () => {
    const { check } = await arrange();
    const answers = await Promise.all(
      Array.from({ length: 210 }, (_, i) => check(`user ${i}`, 'x', { address: `10.0.1.${i}` })),
    );

    expect(answers.filter((kind) => kind === 'busy').length).toBeGreaterThan(0);
  }, 60_000);
});
