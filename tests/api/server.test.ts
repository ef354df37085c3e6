import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findGateway } from '../../src/api/client.ts';
import { type Api, startApi } from '../../src/api/server.ts';
import { freshAccess } from '../fakes/access.ts';
import { apiParts } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';

const { logger, lines } = recordingLogger();
const parts = apiParts({ logger, checkLedger: async () => [] });

const running: Api[] = [];
const freshSocket = () => join(mkdtempSync(join(tmpdir(), 'kopru-')), 'run', 'kopru.sock');

async function start(
  socketPath = freshSocket(),
  listen = '127.0.0.1:0',
): Promise<Api & { socketPath: string }> {
  const api = await startApi({ listen, socketPath, stateFolder: dirname(socketPath) }, parts, {
    access: freshAccess().access,
    clock: fakeClock(),
  });
  running.push(api);
  return { ...api, socketPath };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()));
});

describe('startApi', () => {
  it('answers probes on loopback', async () => {
    const { url } = await start();

    const answer = await fetch(`${url}/livez`);

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await answer.json()).toEqual({ ok: true, reasons: [] });
  });

  it('answers commands on a socket that others may not use, and removes it at the stop', async () => {
    const { socketPath, stop } = await start();

    const gateway = await findGateway(['/nowhere/kopru.sock', socketPath]);
    const { status, body } = await gateway.post('/actions/ledger');

    expect({ status, body, path: gateway.path }).toEqual({ status: 200, body: [], path: socketPath });
    expect(statSync(socketPath).mode & 0o777).toBe(0o660);
    await stop();
    expect(existsSync(socketPath)).toBe(false);
  });

  it('is found behind a folder that this user may not enter, and is denied where no other answers', async () => {
    const socketPath = '/run/kopru/kopru.sock';
    const asUser = async (path: string) => {
      if (path === socketPath) return { status: 200, body: {} };
      throw Object.assign(new Error(), { code: path.startsWith('/root') ? 'EACCES' : 'ENOENT' });
    };

    const found = await findGateway(['/root/state/kopru.sock', socketPath], asUser);

    expect(found.path).toBe(socketPath);
    await expect(findGateway(['/root/state/kopru.sock', '/gone'], asUser)).rejects.toMatchObject({
      code: 'SOCKET_DENIED',
      message: expect.stringContaining('/root/state/kopru.sock'),
    });
    await expect(findGateway(['/gone'], asUser)).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  });

  it('takes the place of a socket that a crash left over', async () => {
    const first = await start();
    writeFileSync(`${first.socketPath}.left`, '');

    const { socketPath } = await start(`${first.socketPath}.left`);

    expect((await findGateway([socketPath])).path).toBe(socketPath);
  });

  it('refuses to start beside another gateway with the same state', async () => {
    const { socketPath } = await start();

    await expect(start(socketPath)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    expect((await findGateway([socketPath])).path).toBe(socketPath);
  });

  it('refuses a path that does not fit into a socket address', async () => {
    await expect(start(`/tmp/${'x'.repeat(110)}`)).rejects.toMatchObject({ code: 'SOCKET_PATH_TOO_LONG' });
  });

  it('goes on without probes when the port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      }),
    );

    const { url, socketPath } = await start(freshSocket(), `127.0.0.1:${port}`);

    expect(url).toBeUndefined();
    expect(lines.at(-1)).toContain('API_PORT');
    expect((await findGateway([socketPath])).path).toBe(socketPath);
    other.close();
  });
});

describe('findGateway', () => {
  it('says where it looked and what to do when none runs', async () => {
    await expect(findGateway(['/nowhere/kopru.sock'])).rejects.toMatchObject({
      code: 'NOT_RUNNING',
      message: expect.stringContaining('/nowhere/kopru.sock'),
      hint: expect.stringContaining('kopru run'),
    });
  });
});
