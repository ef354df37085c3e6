import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { close, listenOnPort, serverFor } from '../../src/api/listener.ts';
import { recordingLogger } from '../fakes/logger.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map(close));
});

async function listener() {
  const { logger, lines } = recordingLogger();
  const app = new Hono();
  app.get('/', (context) => context.text('here'));
  const server = serverFor(app, logger);
  servers.push(server);
  return { port: await listenOnPort(server, '127.0.0.1', 0), lines };
}

/** A connection that says `text` and nothing more. */
function open(port: number, text = ''): Socket {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(text);
  return socket;
}

/** All that is answered until the other end closes. */
function heard(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.once('close', () => resolve(said));
  });
}

describe('a listener', () => {
  it('turns a head away that is too large', async () => {
    const { port } = await listener();
    const said = await heard(open(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`));

    expect(said).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['a head', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx'],
  ])(
    'does not wait for %s that never ends',
    async (_what, beginning) => {
      const { port } = await listener();

      expect(await heard(open(port, beginning))).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    },
    60_000,
  );

  it('takes 64 of 1 000 connections, says so once, and answers again when they are gone', async () => {
    const { port, lines } = await listener();
    const all = Array.from({ length: 1_000 }, () => open(port));
    const refused = await new Promise<number>((resolve) => {
      let count = 0;
      for (const socket of all) {
        socket.resume().once('close', () => {
          count += 1;
          if (count === 1_000 - 64) resolve(count);
        });
      }
    });

    expect(refused).toBe(936);
    expect(lines.filter((line) => line.includes('API_CONNECTIONS'))).toHaveLength(1);
    for (const socket of all) socket.destroy();
    const answer = async (): Promise<string> => {
      const said = await heard(open(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
      return said === '' ? answer() : said;
    };
    expect(await answer()).toContain('here');
  }, 60_000);
});
