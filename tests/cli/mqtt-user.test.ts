import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { verifyPassword } from '../../src/password.ts';
import { readUsers } from '../../src/sources/mqtt/listener/user-file.ts';
import { recordingWorld } from '../fakes/terminal.ts';

let folder: string;
let users: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-mqtt-user-'));
  users = join(folder, 'state', 'mqtt-users.json');
  mkdirSync(join(folder, 'drivers/test'), { recursive: true });
  writeFileSync(join(folder, 'drivers/test/plug.yaml'), driver);
  writeFileSync(join(folder, 'gateway.yaml'), gateway);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function user(words: string, secret = 'correct horse') {
  const world = recordingWorld({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
  const asked: string[] = [];
  const file = ['--file', join(folder, 'gateway.yaml')];
  const exit = await main(['mqtt', 'user', ...words.split(' '), ...file], {
    ...world,
    secret: async (question) => {
      asked.push(question);
      return secret;
    },
  });
  return { exit, asked, ...world.written };
}

describe('kopru mqtt user', () => {
  it('adds a user with the rights of a device, and keeps its password as a hash only', async () => {
    const { exit, out, asked } = await user('add plug --device plug');

    expect(exit).toBe(0);
    expect(asked).toEqual(['Password for plug (is not shown): ']);
    expect(out).toContain('may publish to tele/p1/SENSOR, tele/p1/LWT');
    expect(readFileSync(users, 'utf8')).not.toContain('correct horse');
    const { password = '', publish } = readUsers(users).get('plug') ?? {};
    expect(publish).toEqual(['tele/p1/SENSOR', 'tele/p1/LWT']);
    expect(await verifyPassword('correct horse', password)).toBe(true);
  });

  it('gives a user the rights of the device of its name, topics that are named, or none at all', async () => {
    await user('add plug');
    await user('add display --subscribe tele/# --subscribe other/+');
    const nobody = await user('add nobody');

    expect(readUsers(users).get('plug')?.publish).toEqual(['tele/p1/SENSOR', 'tele/p1/LWT']);
    expect(readUsers(users).get('display')).toMatchObject({ publish: [], subscribe: ['tele/#', 'other/+'] });
    expect(nobody.exit).toBe(64);
    expect(nobody.err).toContain('nobody would have no right to anything.');
  });

  it('makes a password and shows it once', async () => {
    const { out, asked } = await user('add plug --generate --json');
    const { password } = JSON.parse(out) as { password: string };

    expect(asked).toEqual([]);
    expect(password).toMatch(/^[\w-]{24}$/);
    expect(await verifyPassword(password, readUsers(users).get('plug')?.password ?? '')).toBe(true);
  });

  it('changes the password of a user and leaves its rights', async () => {
    await user('add plug --publish a/# --client-id p1');
    await user('add plug', 'another password');

    const changed = readUsers(users).get('plug');
    expect(changed).toMatchObject({ publish: ['a/#'], clientId: 'p1' });
    expect(await verifyPassword('another password', changed?.password ?? '')).toBe(true);
  });

  it('lists users without their hashes, and removes them', async () => {
    await user('add plug --publish a/#');
    await user('add meter --certificate --publish b/#');

    const listed = await user('list');
    expect(listed.out).toContain('meter  certificate');
    expect(listed.out).not.toContain('scrypt');
    expect(JSON.parse((await user('list --json')).out).users).toEqual([
      { name: 'meter', login: 'certificate', publish: ['b/#'], subscribe: [] },
      { name: 'plug', login: 'password', publish: ['a/#'], subscribe: [] },
    ]);
    expect((await user('remove meter')).exit).toBe(0);
    expect([...readUsers(users).keys()]).toEqual(['plug']);
    expect((await user('remove meter')).err).toContain('There is no MQTT user meter.');
  });

  it.each([
    ['a short password', 'add plug', 'short', 'The password has 5 characters.'],
    ['a name with a slash', 'add a/b --publish a', 'correct horse', 'a/b is no user name.'],
    [
      'a wrong topic',
      'add plug --publish a/#/b',
      'correct horse',
      'has a # that is not the whole last level',
    ],
    ['a device that is not there', 'add x --device plag', 'correct horse', 'Did you mean plug?'],
    ['an action that is not there', 'rename plug', 'correct horse', 'There is no `mqtt user rename`.'],
  ])('refuses %s, and writes nothing', async (_name, words, secret, expected) => {
    const { exit, err } = await user(words, secret);

    expect(exit).toBe(64);
    expect(err).toContain(expected);
    expect(existsSync(users)).toBe(false);
  });

  it('says where users are described when the gateway is no MQTT broker', async () => {
    writeFileSync(
      join(folder, 'gateway.yaml'),
      gateway.replace(/mqtt: \{ listen.*\n/, 'mqtt: {}\n').replace(/devices[\s\S]*/, ''),
    );

    expect((await user('list')).err).toContain('This gateway is no MQTT broker.');
  });
});

const gateway = `schema: 1
gateway: { id: test, location: [29, 41] }
mqtt: { listen: { plain: {} } }
devices:
  - { id: plug, driver: test/plug, mqtt: listen, params: { topic: p1 } }
`;

const driver = `driver: test/plug
maker: Test
model: Plug
stale: 1h
params: { topic: { help: "topic" } }
mqtt: { topic: "tele/{topic}/SENSOR", online: { topic: "tele/{topic}/LWT", is: Online } }
points:
  activePower: { path: /P, unit: WTT }
samples:
  - { raw: { topic: tele/p1/SENSOR, payload: '{"P":1}' }, params: { topic: p1 }, expect: { activePower: 1 } }
`;
